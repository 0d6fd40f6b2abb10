// Delegation: an object that stands in for another, and does some things its own way.

import { eq } from "../comparison/equality.ts";
import { bool } from "../comparison/truth.ts";
import { format } from "../format/index.ts";
import type { Searchable, Sized } from "../items/item-types.ts";
import { contains, delitem, getitem, len, setitem } from "../items/items.ts";
import { iter } from "../iteration/iteration.ts";
import { INSPECT } from "../names.ts";
import { object } from "../object.ts";
import { repr, str } from "../text/repr.ts";
import { bindMethod } from "./bound-method.ts";

/** The overrides first, then whatever the target has. */
export type Delegate<T extends object, O extends object> = O & Omit<T, keyof O>;

/**
 * An object that has `overrides` of its own and takes everything else from `target`, as a class whose `__getattr__`
 * returns `getattr(self.target, name)` does. Methods of the target keep their own `this`, so it may be a `Map`, a file
 * handle, an array or an object with `#private` state; accessors and symbols (`for…of`, `await`) are delegated too,
 * and so is what `len`, `getitem`, `repr` and the like ask. In
 * the overrides `this` is the delegate. Writes stay on the delegate, as they do in Python.
 *
 * @example
 * const ages = new Map<string, number>();
 * const checked = delegate(ages, {
 *   set(name: string, age: number) {
 *     if (age < 0) throw new ValueError("age must not be negative");
 *     return ages.set(name, age);
 *   },
 * });
 * checked.set("egon", 18);
 * checked.get("egon"); // 18
 */
export function delegate<T extends object, O extends object>(
  target: T,
  overrides: O & ThisType<Delegate<T, O>>,
): Delegate<T, O> {
  return Object.create(new Proxy({}, targetHandler(target)), Object.getOwnPropertyDescriptors(overrides));
}

/**
 * `object`, typed so that a subclass has the members of `T`: for classes whose `__getattr__` forwards to a `T`.
 *
 * @example
 * class Logged extends delegating<Map<string, number>>() {
 *   constructor(readonly map: Map<string, number>) { super(); }
 *   __getattr__(name: string) { return getattr(this.map, name); }
 * }
 * new Logged(new Map()).size; // number
 */
export function delegating<T extends object>(): new () => InstanceType<typeof object> & T {
  return object as unknown as new () => InstanceType<typeof object> & T;
}

// What the functions of this library ask of a native target without any method of these names.
const IMPLICIT: Readonly<Record<string, (target: unknown, ...args: unknown[]) => unknown>> = {
  __len__: (target) => len(target as Sized),
  __getitem__: (target, key) => (getitem as (...args: unknown[]) => unknown)(target, key),
  __setitem__: (target, key, value) => (setitem as (...args: unknown[]) => void)(target, key, value),
  __delitem__: (target, key) => (delitem as (...args: unknown[]) => void)(target, key),
  __contains__: (target, item) => contains(target as Searchable, item),
  __iter__: (target) => (iter as (target: unknown) => unknown)(target),
  __bool__: (target) => bool(target),
  __eq__: (target, other) => eq(target, other),
  __repr__: (target) => repr(target),
  __str__: (target) => str(target),
  __format__: (target, spec) => (format as (...args: unknown[]) => string)(target, spec),
};

function targetHandler(target: object): ProxyHandler<object> {
  return {
    get(_, key) {
      if (key === INSPECT) return () => target;
      if (!(key in target) && Object.hasOwn(IMPLICIT, key))
        return IMPLICIT[key as string]?.bind(undefined, target);
      return bindMethod(Reflect.get(target, key), target);
    },
    has: (_, key) => key in target,
    set(_, key, value, self) {
      return Reflect.defineProperty(self, key, {
        value,
        writable: true,
        enumerable: true,
        configurable: true,
      });
    },
  };
}
