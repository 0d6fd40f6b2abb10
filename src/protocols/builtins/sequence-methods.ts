// What lists and tuples do alike: search, comparison, repetition.

import { guarded, same, sequenceEq } from "../comparison/equality.ts";
import { type Ordering, sequenceOrder } from "../comparison/ordering.ts";
import { MemoryError, OverflowError } from "../errors.ts";
import { index, isSmallIndex, tryIndex } from "../numbers/integer.ts";
import { typeName } from "../typename.ts";

const MAX_SIZE = 2n ** 63n - 1n;

// JavaScript's arrays hold no more.
const MAX_ARRAY = 2 ** 32 - 1;

/** Whether two sequences of one kind have the same items. */
export function itemsEqual(a: readonly unknown[], b: readonly unknown[]): boolean {
  return guarded(sequenceEq, a, b);
}

/** The order of two sequences of one kind: that of the first items that differ. */
export function itemsOrder(a: readonly unknown[], b: readonly unknown[], ordering: Ordering): unknown {
  return guarded((left, right) => sequenceOrder(left, right, ordering), a, b);
}

/** Where the first item that is, or equals, `item` stands; -1 without one. The items may change while they are compared. */
export function find(items: readonly unknown[], item: unknown, from: number, to: number): number {
  const simple = typeof item === "string" || (typeof item === "number" && !Number.isNaN(item));
  for (let i = from; i < to && i < items.length; i++) {
    const each = items[i];
    if (each === item) return i;
    // Two strings, or two numbers, that are not identical are not equal: nobody need be asked.
    if (simple && typeof each === typeof item) continue;
    if (same(each, item)) return i;
  }
  return -1;
}

/** How many items are, or equal, `item`. */
export function count(items: readonly unknown[], item: unknown): number {
  let found = 0;
  for (let i = find(items, item, 0, Infinity); i !== -1; i = find(items, item, i + 1, Infinity)) found++;
  return found;
}

/** The bounds of `index(item, start, stop)`: cut to what a sequence can have, negative ones from the end. */
export function searchBound(given: unknown, length: number, absent: number): number {
  if (given === undefined) return absent;
  const at = tryIndex(given);
  if (at === undefined) throw new TypeError("slice indices must be integers or have an __index__ method");
  return at < 0 ? Math.max(0, Number(at) + length) : Number(at);
}

/**
 * An index as the C functions take it that do not index: `list.pop`, `list.insert`.
 *
 * @throws OverflowError `Python int too large to convert to C ssize_t`
 */
export function machineIndex(given: unknown): number {
  if (isSmallIndex(given)) return given;
  const at = index(given);
  if (at > MAX_SIZE || at < -MAX_SIZE - 1n) {
    throw new OverflowError("Python int too large to convert to C ssize_t");
  }
  return Number(at);
}

/** The items `times` over. */
export function repeated(items: readonly unknown[], times: unknown): unknown[] {
  const n = index(times);
  if (n > MAX_SIZE || n < -MAX_SIZE - 1n) {
    throw new OverflowError(`cannot fit '${typeName(times)}' into an index-sized integer`);
  }
  const result: unknown[] = [];
  if (items.length === 0) return result;
  if (Number(n) * items.length > MAX_ARRAY) throw new MemoryError();
  for (let i = 0; i < n; i++) for (let j = 0; j < items.length; j++) result.push(items[j]);
  return result;
}
