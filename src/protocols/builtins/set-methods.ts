// What `set` and `frozenset` share: look-up, comparison, and the operations that make a new set.

import { define } from "../builtin-class.ts";
import { eq, guarded } from "../comparison/equality.ts";
import { hash, hashHook } from "../comparison/hash.ts";
import { NotImplemented, type NotImplementedType } from "../comparison/notimplemented.ts";
import { findKey } from "../items/keys.ts";
import { iter } from "../iteration/iteration.ts";
import type { PyIterator } from "../iteration/iteration-types.ts";
import { INSPECT } from "../names.ts";
import { nativeRepr, repr, str } from "../text/repr.ts";
import type { KeyIndex } from "./key-index.ts";
import { SetIterator } from "./set-iterator.ts";
import { elementsOf, findElement, INDEX, MISSING, put, type Store, take } from "./set-store.ts";

/** The methods that change nothing. */
export abstract class SetMethods extends Set<unknown> {
  static readonly __module__: string = "builtins";
  declare [INDEX]: KeyIndex | undefined;

  /** An empty set of the kind that the operations make: that of the left operand, subclasses left aside. */
  protected abstract fresh(): Store;

  override has(element: unknown): boolean {
    return equalIn(this, element) !== MISSING;
  }

  copy(): Store {
    return filled(this.fresh(), this);
  }

  union(...others: unknown[]): Store {
    return filled(this.fresh(), this, ...others);
  }

  intersection(...others: unknown[]): Store {
    let result = filled(this.fresh(), this);
    for (const other of others) result = common(result, other, this.fresh());
    return result;
  }

  difference(...others: unknown[]): Store {
    const result = filled(this.fresh(), this);
    for (const other of others) removeAll(result, other);
    return result;
  }

  symmetric_difference(other: unknown): Store {
    const result = filled(this.fresh(), this);
    toggleAll(result, other, this.fresh());
    return result;
  }

  issubset(other: unknown): boolean {
    return isWithin(this, isSet(other) ? other : common(this, other, this.fresh()));
  }

  issuperset(other: unknown): boolean {
    for (const element of iterate(other)) if (!contains(this, element)) return false;
    return true;
  }

  isdisjoint(other: unknown): boolean {
    for (const element of iterate(other)) if (contains(this, element)) return false;
    return true;
  }

  __len__(): number {
    return this.size;
  }
  __contains__(element: unknown): boolean {
    return equalIn(this, element) !== MISSING;
  }
  __iter__(): PyIterator<unknown> {
    return new SetIterator(this);
  }

  __and__(other: unknown): Store | NotImplementedType {
    return isSet(other) ? common(this, other, this.fresh()) : NotImplemented;
  }
  __or__(other: unknown): Store | NotImplementedType {
    return isSet(other) ? this.union(other) : NotImplemented;
  }
  __sub__(other: unknown): Store | NotImplementedType {
    return isSet(other) ? this.difference(other) : NotImplemented;
  }
  __xor__(other: unknown): Store | NotImplementedType {
    return isSet(other) ? this.symmetric_difference(other) : NotImplemented;
  }

  // A native `Set` on the left has no methods of Python's.
  __rand__(other: unknown): Store | NotImplementedType {
    return isSet(other) ? common(other, this, this.fresh()) : NotImplemented;
  }
  __ror__(other: unknown): Store | NotImplementedType {
    return isSet(other) ? filled(this.fresh(), other, this) : NotImplemented;
  }
  __rsub__(other: unknown): Store | NotImplementedType {
    if (!isSet(other)) return NotImplemented;
    const result = filled(this.fresh(), other);
    removeAll(result, this);
    return result;
  }
  __rxor__(other: unknown): Store | NotImplementedType {
    return isSet(other) ? this.symmetric_difference(other) : NotImplemented;
  }

  __eq__(other: unknown): boolean | NotImplementedType {
    if (!isSet(other)) return NotImplemented;
    return this.size === other.size && guarded(isWithin, this, other);
  }
  __le__(other: unknown): boolean | NotImplementedType {
    return isSet(other) ? this.size <= other.size && isWithin(this, other) : NotImplemented;
  }
  __lt__(other: unknown): boolean | NotImplementedType {
    return isSet(other) ? this.size < other.size && isWithin(this, other) : NotImplemented;
  }
  __ge__(other: unknown): boolean | NotImplementedType {
    return isSet(other) ? this.size >= other.size && isWithin(other, this) : NotImplemented;
  }
  __gt__(other: unknown): boolean | NotImplementedType {
    return isSet(other) ? this.size > other.size && isWithin(other, this) : NotImplemented;
  }

  __repr__(): string {
    return nativeRepr(this);
  }
  toString(): string {
    return str(this);
  }
  [INSPECT](): string {
    return repr(this);
  }
  /** JavaScript has no literal for sets: an array, as most libraries write them. */
  toJSON(): unknown[] {
    return [...elementsOf(this)];
  }
}

function filled(made: Store, ...sources: readonly unknown[]): Store {
  for (const source of sources) putAll(made, source);
  return made;
}

define(SetMethods.prototype, INDEX, undefined);

/** True for sets of any kind, native ones too. */
export function isSet(x: unknown): x is Set<unknown> {
  return x instanceof Set;
}

/** Under this key the prototype of frozensets says that they are some. */
export const FROZEN: unique symbol = Symbol("dunder.frozenset");

/** True for a frozenset. */
export function isFrozen(x: object): boolean {
  return FROZEN in x;
}

/** The elements of any iterable; of a set without its iterator, which would notice changes. */
export function iterate(source: unknown): Iterable<unknown> {
  return isSet(source) ? elementsOf(source) : (iter(source) as Iterable<unknown>);
}

/** Whether an element, which must be hashable, is in a set of any kind. */
export function contains(set: Set<unknown>, element: unknown): boolean {
  return findIn(set, element) !== MISSING;
}

function findIn(set: Set<unknown>, element: unknown): unknown {
  return INDEX in set ? findElement(set as Store, element) : findKey(set, element, eq);
}

/**
 * The element of a set that equals a given one, or {@link MISSING}. A mutable set, which has no hash, is looked for as the
 * frozenset of its elements.
 */
export function equalIn(set: Set<unknown>, element: unknown): unknown {
  if (isSet(element) && hashHook(element) == null) return equalSetIn(set, element);
  return findIn(set, element);
}

function equalSetIn(set: Set<unknown>, element: Set<unknown>): unknown {
  for (const stored of elementsOf(set)) if (isSet(stored) && eq(stored, element)) return stored;
  return MISSING;
}

/** Adds all elements of an iterable. */
export function putAll(store: Store, source: unknown): void {
  for (const element of iterate(source)) put(store, element);
}

/** Removes all elements of an iterable. */
export function removeAll(store: Store, source: unknown): void {
  for (const element of source === store ? [...elementsOf(store)] : iterate(source)) take(store, element);
}

/** Removes the elements that are in both, adds those that are in `source` alone. */
export function toggleAll(store: Store, source: unknown, fresh: Store): void {
  const others = isSet(source) ? [...elementsOf(source)] : [...elementsOf(asSet(source, fresh))];
  for (const element of others) if (!take(store, element)) put(store, element);
}

/** What two sets have in common, in `result`; as in CPython, from the one that is iterated. */
export function common(set: Set<unknown>, other: unknown, result: Store): Store {
  const [from, within] = isSet(other) && other.size > set.size ? [set, other] : [other, set];
  const isHashed = isSet(from);
  for (const element of iterate(from)) {
    // CPython's words for what is unhashable are plainer here.
    if (!isHashed && isObject(element)) hash(element);
    if (contains(within as Set<unknown>, element)) put(result, element);
  }
  return result;
}

function isObject(x: unknown): boolean {
  return typeof x === "object" ? x !== null : typeof x === "function";
}

function asSet(source: unknown, fresh: Store): Set<unknown> {
  if (isSet(source)) return source;
  putAll(fresh, source);
  return fresh;
}

function isWithin(set: Set<unknown>, other: Set<unknown>): boolean {
  for (const element of elementsOf(set)) if (!contains(other, element)) return false;
  return true;
}
