// What the compiler knows of a class that `type(name, bases, namespace)` makes.

import type { Class } from "../protocols/lookup.ts";
import type { object } from "../protocols/object.ts";
import type { Combined } from "./bases.ts";
import type { type } from "./type.ts";

/** A class made of such bases and such a namespace; where they are known at run time only, a class and no more. */
export type Made<B extends readonly Class[], N extends object> = number extends B["length"]
  ? type
  : (new (
      ...args: Arguments<B, N>
    ) => MadeInstance<B, N>) &
      // What is left of `type` without its `new`, which takes anything.
      Omit<type, "prototype"> & { readonly prototype: MadeInstance<B, N> } & ClassData<N>;

/** Its instances: they have what the bases' have, and the members of the namespace. */
export type MadeInstance<B extends readonly Class[], N extends object> = (B extends readonly []
  ? InstanceType<typeof object>
  : Combined<B>) &
  (string extends keyof N ? unknown : N);

/** Methods are on the instances alone, as everywhere in JavaScript; the other members are on the class, too. */
type ClassData<N extends object> = string extends keyof N
  ? unknown
  : { [K in keyof N as N[K] extends (...args: never[]) => unknown ? never : Exclude<K, keyof type>]: N[K] };

type Arguments<B extends readonly Class[], N extends object> = N extends {
  __init__(...args: infer Args): unknown;
}
  ? Args
  : B[0] extends abstract new (
        ...args: infer Args
      ) => unknown
    ? Args
    : [];
