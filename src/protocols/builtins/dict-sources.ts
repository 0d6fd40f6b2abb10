// What a dict can be filled from: mappings, pairs, keyword arguments.

import { isPlain } from "../comparison/equality.ts";
import { ValueError } from "../errors.ts";
import { iter } from "../iteration/iteration.ts";
import { type Hook, lookup } from "../lookup.ts";

type Put = (key: unknown, value: unknown) => void;

/**
 * Calls `put` for each item of a mapping (a `Map`, a plain object, an object with `keys` and `__getitem__`), or for each
 * of an iterable of pairs.
 *
 * @throws TypeError `'int' object is not iterable`, `object is not iterable` for an item that is no pair
 * @throws ValueError `dictionary update sequence element #0 has length 1; 2 is required`
 */
export function putAll(source: unknown, put: Put): void {
  if (source instanceof Map) {
    for (const [key, value] of Map.prototype.entries.call(source)) put(key, value);
  } else if (isPlain(source)) {
    for (const [key, value] of Object.entries(source)) put(key, value);
  } else if (isMapping(source)) putMapping(source, put);
  else putPairs(source, put);
}

/** JavaScript's arrays and sets have a method `keys` too, and are none. */
function isMapping(source: unknown): boolean {
  if (Array.isArray(source) || source instanceof Set || ArrayBuffer.isView(source)) return false;
  return typeof lookup(source, "keys") === "function" && lookup(source, "__getitem__") != null;
}

function putMapping(source: unknown, put: Put): void {
  const keys = (lookup(source, "keys") as Hook).call(source);
  for (const key of iter(keys) as Iterable<unknown>) {
    put(key, (lookup(source, "__getitem__") as Hook).call(source, key));
  }
}

function putPairs(source: unknown, put: Put): void {
  let at = 0;
  for (const item of iter(source) as Iterable<unknown>) {
    const parts = partsOf(item);
    if (parts.length !== 2) {
      throw new ValueError(
        `dictionary update sequence element #${at} has length ${parts.length}; 2 is required`,
      );
    }
    put(parts[0], parts[1]);
    at++;
  }
}

function partsOf(item: unknown): readonly unknown[] {
  if (Array.isArray(item)) return item;
  let parts: Iterable<unknown>;
  try {
    parts = iter(item) as Iterable<unknown>;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new TypeError("object is not iterable");
  }
  return [...parts];
}
