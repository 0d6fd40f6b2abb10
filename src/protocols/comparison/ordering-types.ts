// What the compiler knows of comparisons: what has an order, and what a comparison answers.

import type { NotImplementedType } from "./notimplemented.ts";

/** An object whose class says how it compares by order. */
export type Ordered =
  | { __lt__(other: never): unknown }
  | { __le__(other: never): unknown }
  | { __gt__(other: never): unknown }
  | { __ge__(other: never): unknown };

type Numeric = number | bigint | boolean | Number;

/** What has an order: numbers, strings, sequences, sets, dates, and objects with a method of order. */
export type Orderable =
  | Numeric
  | string
  | String
  | readonly unknown[]
  | ReadonlySet<unknown>
  | ArrayBufferView
  | Date
  | Ordered;

/** `unknown` where values of type `T` may be compared with each other, `never` where they have no order. */
export type IfOrderable<T> = unknown extends T ? unknown : [T] extends [Orderable] ? unknown : never;

/** `unknown` where `A` and `B` may be compared by order, `never` where that is surely a `TypeError`. */
export type IfComparable<A, B> = unknown extends A | B
  ? unknown
  : [Extract<A | B, Ordered>] extends [never]
    ? [NativeKind<A> & NativeKind<B>] extends [never]
      ? never
      : unknown
    : unknown;

type NativeKind<T> = T extends Numeric
  ? "number"
  : T extends string | String
    ? "str"
    : T extends readonly unknown[]
      ? "list"
      : T extends Uint8Array
        ? "bytes"
        : T extends ArrayBufferView
          ? "array"
          : T extends ReadonlySet<unknown>
            ? "set"
            : T extends Date
              ? "datetime"
              : never;

/**
 * What a comparison answers: a boolean, unless one of the two classes has a method (`Hook` on the left, `Reflected` on
 * the right) that answers something else.
 */
export type Answer<A, B, Hook extends string, Reflected extends string> = unknown extends A | B
  ? unknown
  : Exclude<AnswerOf<A, Hook> | AnswerOf<B, Reflected>, NotImplementedType>;

type AnswerOf<T, Hook extends string> = T extends { readonly [H in Hook]: (...args: never[]) => infer R }
  ? R
  : boolean;
