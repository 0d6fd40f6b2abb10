// Whether two dicts have the same items, in whatever order.

import { eq, guarded, same } from "../comparison/equality.ts";
import { findKey } from "../items/keys.ts";
import { fetch, INDEX, MISSING, type Store } from "./dict-store.ts";

/** Compares a dict with any object that stands for one. */
export function dictsEqual(store: Store, other: Map<unknown, unknown> | Record<string, unknown>): boolean {
  return guarded(sameItems, store, other instanceof Map ? other : new Map(Object.entries(other)));
}

function sameItems(store: Store, other: Map<unknown, unknown>): boolean {
  if (store.size !== other.size) return false;
  for (const [key, value] of Map.prototype.entries.call(store)) {
    const theirs = valueIn(other, key);
    if (theirs === MISSING || !same(value, theirs)) return false;
  }
  return true;
}

function valueIn(map: Map<unknown, unknown>, key: unknown): unknown {
  if (INDEX in map) return fetch(map as Store, key);
  const stored = findKey(map, key, eq);
  return stored === MISSING ? MISSING : map.get(stored);
}
