// A set's elements: stored in a `Set`, the first of those that are equal.

import {
  findStored,
  INDEX,
  type Indexed,
  MISSING,
  type Native,
  noteCleared,
  noteNewKey,
  noteRemoved,
} from "./key-index.ts";

const { add: setAdd, has: setHas, delete: setDelete, clear: setClear, values: setValues } = Set.prototype;

/** A `Set` that looks its elements up as Python's does. */
export type Store = Set<unknown> & Indexed;

const NATIVE: Native = {
  role: "a set element",
  has: (store, element) => setHas.call(store as Store, element),
  keys: (store) => setValues.call(store as Store),
};

/** The stored element that equals a given one, or {@link MISSING}. */
export function findElement(store: Store, element: unknown): unknown {
  return findStored(store, element, NATIVE);
}

/** Adds an element, unless an equal one is there. */
export function put(store: Store, element: unknown): void {
  if (typeof element === "string" && !store[INDEX]?.isGeneral) setAdd.call(store, element);
  else if (findStored(store, element, NATIVE) === MISSING) {
    noteNewKey(store, element, NATIVE);
    setAdd.call(store, element);
  }
}

/** Removes an element, and answers whether it was there. */
export function take(store: Store, element: unknown): boolean {
  const stored = findStored(store, element, NATIVE);
  if (stored === MISSING) return false;
  noteRemoved(store, stored);
  return setDelete.call(store, stored);
}

/** Removes all elements. */
export function empty(store: Store): void {
  noteCleared(store);
  setClear.call(store);
}

/** The elements, with JavaScript's own iterator. */
export function elementsOf(store: Set<unknown>): IterableIterator<unknown> {
  return setValues.call(store);
}

export { INDEX, MISSING };
