// What the compiler knows of iteration: what may be iterated, and the items that come out.

import type { Hook } from "../lookup.ts";

/** An object that gives one item at each `__next__`, and `StopIteration` at the end. */
export interface SupportsNext<T = unknown> {
  __next__(): T;
}

/** The same, where each item has to be awaited, and the end is `StopAsyncIteration`. */
export interface SupportsAnext<T = unknown> {
  __anext__(): PromiseLike<T>;
}

/** What `iter` gives: an iterator for Python's protocol and for JavaScript's (`for…of`, spread, `Array.from`) at once. */
export interface PyIterator<T> extends SupportsNext<T>, Iterable<T> {
  __iter__(): PyIterator<T>;
  next(): IteratorResult<T, unknown>;
  [Symbol.iterator](): PyIterator<T>;
}

/** What `aiter` gives: the asynchronous twin of {@link PyIterator}. */
export interface PyAsyncIterator<T> extends AsyncIterable<T> {
  __aiter__(): PyAsyncIterator<T>;
  __anext__(): Promise<T>;
  next(): Promise<IteratorResult<T, unknown>>;
  [Symbol.asyncIterator](): PyAsyncIterator<T>;
}

/** The type is not known: whatever is asked of it is only known at run time. */
type Unknown<C> = unknown extends C ? true : false;

/** The items that an iterator gives, Python's or JavaScript's. */
export type NextOf<I> =
  Unknown<I> extends true
    ? unknown
    : I extends { __next__(): infer T }
      ? T
      : I extends { next(): IteratorResult<infer T, unknown> }
        ? T
        : unknown;

/** The items that iteration over `C` gives: a `Map`'s and a plain object's keys, a string's characters. */
export type Iterated<C> =
  Unknown<C> extends true
    ? unknown
    : C extends string
      ? string
      : C extends { __iter__(): infer I }
        ? NextOf<I>
        : C extends ReadonlyMap<infer K, unknown>
          ? K
          : C extends Iterable<infer T>
            ? T
            : C extends { __getitem__(index: number): infer T }
              ? T
              : C extends object
                ? keyof C & string
                : never;

/** What `iter`, `enumerate` and `zip` take: no number, no `null`, no function that is not iterable itself. */
export type IterableLike<C> = C extends Iterable<unknown> | { __iter__: unknown } | { __getitem__: unknown }
  ? C
  : C extends number | bigint | boolean | symbol | null | undefined | ((...args: never[]) => unknown)
    ? never
    : C;

/** What `next` takes. */
export type IteratorLike<I> =
  Unknown<I> extends true
    ? I
    : I extends { __next__: unknown } | { next(): IteratorResult<unknown, unknown> }
      ? I
      : never;

/** The items that asynchronous iteration over `C` gives. */
export type AsyncIterated<C> =
  Unknown<C> extends true
    ? unknown
    : C extends { __aiter__(): infer I }
      ? AnextOf<I>
      : C extends AsyncIterable<infer T>
        ? T
        : unknown;

/** The items that an asynchronous iterator gives. */
export type AnextOf<I> =
  Unknown<I> extends true
    ? unknown
    : I extends { __anext__(): PromiseLike<infer T> }
      ? T
      : I extends { next(): PromiseLike<IteratorResult<infer T, unknown>> }
        ? T
        : unknown;

/** Anything with methods; the form in which run-time checks read what they were given. */
export type Methods = { readonly [name: PropertyKey]: Hook | null | undefined };
