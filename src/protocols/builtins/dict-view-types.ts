// What `keys()`, `values()` and `items()` of a dict give, to the compiler.

import type { NotImplementedType } from "../comparison/notimplemented.ts";
import type { PyIterator } from "../iteration/iteration-types.ts";
import type { set } from "./set.ts";
import type { tuple } from "./tuple.ts";

/**
 * A live view of a dict. It iterates any number of times; as JavaScript's iterator (`next()`), which a `Map` would give, it
 * goes over the dict once.
 */
interface View<T> extends MapIterator<T> {
  /** The dict that is seen. */
  readonly mapping: ReadonlyMap<unknown, unknown>;
  __len__(): number;
  __contains__(item: unknown): boolean;
  __iter__(): PyIterator<T>;
  __reversed__(): PyIterator<T>;
  __repr__(): string;
}

/** The operations of sets, with any iterable as the other operand. */
interface SetView<T> extends View<T> {
  isdisjoint(other: Iterable<unknown>): boolean;
  __and__(other: Iterable<unknown>): set<T>;
  __rand__(other: Iterable<unknown>): set<T>;
  __or__<U>(other: Iterable<U>): set<T | U>;
  __ror__<U>(other: Iterable<U>): set<T | U>;
  __sub__(other: Iterable<unknown>): set<T>;
  __rsub__<U>(other: Iterable<U>): set<U>;
  __xor__<U>(other: Iterable<U>): set<T | U>;
  __rxor__<U>(other: Iterable<U>): set<T | U>;
  __eq__(other: unknown): boolean | NotImplementedType;
  __lt__(other: unknown): boolean | NotImplementedType;
  __le__(other: unknown): boolean | NotImplementedType;
  __gt__(other: unknown): boolean | NotImplementedType;
  __ge__(other: unknown): boolean | NotImplementedType;
  readonly __hash__: null;
}

/** A live view of a dict's keys. */
export interface dict_keys<K = unknown> extends SetView<K> {}

/** A live view of a dict's values. */
export interface dict_values<V = unknown> extends View<V> {}

/** A live view of a dict's items, as tuples. */
export interface dict_items<K = unknown, V = unknown> extends SetView<tuple<[K, V]>> {}
