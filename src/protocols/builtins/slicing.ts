// Slices of arrays, typed arrays and strings: read, assigned and deleted.

import { ValueError } from "../errors.ts";
import { iter } from "../iteration/iteration.ts";
import { positions, type SliceParts, sliceLength } from "./positions.ts";

/** The items that a slice of an array covers, as a new array. */
export function slicedItems<T>(items: readonly T[], key: SliceParts): T[] {
  const at = positions(key, items.length);
  const { start, step } = at;
  const count = sliceLength(at);
  if (step === 1 && isPlainArray(items)) return items.slice(start, start + count);
  const result: T[] = [];
  for (let i = 0; i < count; i++) result.push(items[start + i * step] as T);
  return result;
}

/** The code points that a slice of a string covers. */
export function slicedText(text: string, key: SliceParts): string {
  const isPlain = !/[\ud800-\udfff]/.test(text);
  const characters: ArrayLike<string> = isPlain ? text : Array.from(text);
  const at = positions(key, characters.length);
  const { start, step } = at;
  const count = sliceLength(at);
  if (isPlain && step === 1) return text.slice(start, start + count);
  let result = "";
  for (let i = 0; i < count; i++) result += characters[start + i * step];
  return result;
}

interface TypedArray {
  readonly length: number;
  [index: number]: number | bigint;
  slice(start: number, end: number): TypedArray;
}

/** The numbers that a slice of a typed array covers, as an array of the same type; of bytes for all that are bytes. */
export function slicedNumbers<T extends TypedArray>(array: T, key: SliceParts): T {
  const at = positions(key, array.length);
  const { start, step } = at;
  const count = sliceLength(at);
  const result = emptyLike(array, count);
  for (let i = 0; i < count; i++) result[i] = array[start + i * step] as number;
  return result as T;
}

function emptyLike(array: TypedArray, length: number): TypedArray {
  if (array instanceof Uint8Array) return new Uint8Array(length) as unknown as TypedArray;
  const Type = array.constructor as new (length: number) => TypedArray;
  return new Type(length);
}

/**
 * `list[slice] = values`.
 *
 * @throws TypeError `must assign iterable to extended slice`
 * @throws ValueError `attempt to assign sequence of size 1 to extended slice of size 2`
 */
export function assignSlice(list: unknown[], key: SliceParts, values: unknown): void {
  const before = positions(key, list.length);
  const items = itemsToAssign(values);
  // Making the items may have changed the list.
  const at = { ...positions(key, list.length), step: before.step };
  const { start, step } = at;
  const count = sliceLength(at);
  if (step === 1) {
    replace(list, start, count, items);
    return;
  }
  if (items.length !== count) {
    throw new ValueError(
      `attempt to assign sequence of size ${items.length} to extended slice of size ${count}`,
    );
  }
  for (let i = 0; i < count; i++) list[start + i * step] = items[i];
}

function itemsToAssign(values: unknown): unknown[] {
  let iterator: Iterable<unknown>;
  try {
    iterator = iter(values) as Iterable<unknown>;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new TypeError("must assign iterable to extended slice");
  }
  return [...iterator];
}

/** On other arrays (`list`) the methods of `Array` are many times slower than loops. */
function isPlainArray(items: readonly unknown[]): boolean {
  return Object.getPrototypeOf(items) === Array.prototype;
}

// More arguments than this may not fit on the stack.
const MAX_ARGUMENTS = 10_000;

/** Puts `items` where `count` others were. */
function replace(list: unknown[], start: number, count: number, items: readonly unknown[]): void {
  if (isPlainArray(list) && items.length <= MAX_ARGUMENTS) {
    list.splice(start, count, ...items);
    return;
  }
  const rest: unknown[] = [];
  for (let i = start + count; i < list.length; i++) rest.push(list[i]);
  let at = start;
  for (let i = 0; i < items.length; i++) list[at++] = items[i];
  for (let i = 0; i < rest.length; i++) list[at++] = rest[i];
  list.length = at;
}

/** `del list[slice]`. */
export function deleteSlice(list: unknown[], key: SliceParts): void {
  const at = positions(key, list.length);
  const { start, step } = at;
  const count = sliceLength(at);
  if (count === 0) return;
  if (step === 1 && isPlainArray(list)) {
    list.splice(start, count);
    return;
  }
  const lowest = step < 0 ? start + (count - 1) * step : start;
  closeGaps(list, lowest, Math.abs(step), count);
}

/** Removes the item at an index. */
export function deleteItem(list: unknown[], at: number): void {
  if (isPlainArray(list)) list.splice(at, 1);
  else closeGaps(list, at, 1, 1);
}

/** Removes `count` items from `lowest` on, `step` apart. */
function closeGaps(list: unknown[], lowest: number, step: number, count: number): void {
  let to = lowest;
  for (let from = lowest; from < list.length; from++) {
    const offset = from - lowest;
    if (offset % step === 0 && offset / step < count) continue;
    list[to] = list[from];
    to++;
  }
  list.length = to;
}
