// A dict's items: stored in a `Map` under the first key of those that are equal.

import { define } from "../builtin-class.ts";
import {
  findEqual,
  findStored,
  INDEX,
  type Indexed,
  MISSING,
  type Native,
  noteCleared,
  noteNewKey,
  noteRemoved,
} from "./key-index.ts";

const { get: mapGet, set: mapSet, has: mapHas, delete: mapDelete, clear: mapClear } = Map.prototype;
const { keys: mapKeys, values: mapValues } = Map.prototype;

/** Under this key a dict says that `undefined` may be among its values, so that it takes a second look to know a missing key. */
export const HOLDS_UNDEFINED: unique symbol = Symbol("dunder.holdsUndefined");

/** A `Map` that looks its keys up as a dict does. */
export interface Store extends Map<unknown, unknown>, Indexed {
  [HOLDS_UNDEFINED]: boolean;
}

const NATIVE: Native = {
  role: "a dict key",
  has: (store, key) => mapHas.call(store as Store, key),
  keys: (store) => mapKeys.call(store as Store),
};

/** Whether JavaScript's own look-up of a key is all there is to do. */
function isPlain(store: Store, key: unknown): boolean {
  const index = store[INDEX];
  return typeof key === "string"
    ? index === undefined || !index.isGeneral
    : typeof key === "number" && !index;
}

/** The value of a key, or {@link MISSING}. */
export function fetch(store: Store, key: unknown): unknown {
  const value = mapGet.call(store, key);
  return value === undefined ? fetchAgain(store, key) : value;
}

/** As {@link fetch}, where the `Map` answered `undefined`. */
export function fetchAgain(store: Store, key: unknown): unknown {
  if (store[HOLDS_UNDEFINED] && mapHas.call(store, key)) return undefined;
  if (isPlain(store, key)) return MISSING;
  const stored = findEqual(store, key, NATIVE);
  return stored === MISSING ? MISSING : mapGet.call(store, stored);
}

/** Whether a key is there. */
export function holds(store: Store, key: unknown): boolean {
  return mapHas.call(store, key) || (!isPlain(store, key) && findStored(store, key, NATIVE) !== MISSING);
}

/** Sets the value of a key; an equal key that is there already stays. */
export function put(store: Store, key: unknown, value: unknown): void {
  if (value === undefined && !store[HOLDS_UNDEFINED]) define(store, HOLDS_UNDEFINED, true);
  if (isPlain(store, key)) {
    mapSet.call(store, key, value);
    return;
  }
  const stored = findStored(store, key, NATIVE);
  if (stored === MISSING) noteNewKey(store, key, NATIVE);
  mapSet.call(store, stored === MISSING ? key : stored, value);
}

/** Removes a key, and answers its value or {@link MISSING}. */
export function take(store: Store, key: unknown): unknown {
  const stored = findStored(store, key, NATIVE);
  if (stored === MISSING) return MISSING;
  const value = mapGet.call(store, stored);
  noteRemoved(store, stored);
  mapDelete.call(store, stored);
  return value;
}

/** Removes all keys. */
export function empty(store: Store): void {
  noteCleared(store);
  mapClear.call(store);
}

/** The keys, with JavaScript's own iterator. */
export function keysOf(store: Store): IterableIterator<unknown> {
  return mapKeys.call(store);
}

/** The values, with JavaScript's own iterator. */
export function valuesOf(store: Store): IterableIterator<unknown> {
  return mapValues.call(store);
}

export { INDEX, MISSING };
