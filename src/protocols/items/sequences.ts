// Items of JavaScript's own sequences: strings, arrays and typed arrays, under Python's rules and messages.

import { isSlice } from "../builtins/positions.ts";
import {
  assignSlice,
  deleteItem,
  deleteSlice,
  slicedItems,
  slicedNumbers,
  slicedText,
} from "../builtins/slicing.ts";
import { IndexError, OverflowError, ValueError } from "../errors.ts";
import { lookup } from "../lookup.ts";
import { index, isSmallIndex, tryIndex } from "../numbers/integer.ts";
import { typeName } from "../typename.ts";

/** A typed array other than bytes: Python's `array.array`. */
export type NumberArray = { [i: number]: number | bigint; readonly length: number } & ArrayBufferView;

/** What one kind of sequence says of a wrong index. */
interface Words {
  readonly outOfRange: string;
  notInteger(key: unknown): string;
}

const slices = (kind: string) => (key: unknown) =>
  `${kind} indices must be integers or slices, not ${typeName(key)}`;

const LIST_READ: Words = { outOfRange: "list index out of range", notInteger: slices("list") };
const LIST_WRITE: Words = { outOfRange: "list assignment index out of range", notInteger: slices("list") };
const BYTES: Words = { outOfRange: "index out of range", notInteger: slices("byte") };
const ARRAY_READ: Words = {
  outOfRange: "array index out of range",
  notInteger: () => "array indices must be integers",
};
const ARRAY_WRITE: Words = { ...ARRAY_READ, outOfRange: "array assignment index out of range" };
const STRING: Words = {
  outOfRange: "string index out of range",
  notInteger: (key) => `string indices must be integers, not '${typeName(key)}'`,
};

// Python's index-sized integers, on a 64-bit machine.
const MAX_SIZE = 2n ** 63n - 1n;
const MIN_SIZE = -(2n ** 63n);

/** The index that `key` stands for; `undefined` where it is no integer. */
export function indexSized(key: unknown): number | bigint | undefined {
  if (isSmallIndex(key)) return key;
  const integer = tryIndex(key);
  if (integer !== undefined && (integer > MAX_SIZE || integer < MIN_SIZE)) {
    throw new IndexError(`cannot fit '${typeName(key)}' into an index-sized integer`);
  }
  return integer;
}

/** The position from the start that an index names; negative ones count from the end. */
function position(key: unknown, length: number, words: Words): number {
  const integer = indexSized(key);
  if (integer === undefined) throw new TypeError(words.notInteger(key));
  const at = Number(integer) + (integer < 0 ? length : 0);
  if (at < 0 || at >= length) throw new IndexError(words.outOfRange);
  return at;
}

export function listItem(list: readonly unknown[], key: unknown): unknown {
  return isSlice(key) ? slicedItems(list, key) : list[position(key, list.length, LIST_READ)];
}

export function setListItem(list: unknown[], key: unknown, value: unknown): void {
  if (isSlice(key)) assignSlice(list, key, value);
  else list[position(key, list.length, LIST_WRITE)] = value;
}

export function deleteListItem(list: unknown[], key: unknown): void {
  if (isSlice(key)) deleteSlice(list, key);
  else deleteItem(list, position(key, list.length, LIST_WRITE));
}

export function byteAt(bytes: Uint8Array, key: unknown): number | Uint8Array {
  return isSlice(key) ? slicedNumbers(bytes, key) : (bytes[position(key, bytes.length, BYTES)] as number);
}

export function arrayItem(array: NumberArray, key: unknown): number | bigint | NumberArray {
  if (isSlice(key)) return slicedNumbers(array as never, key);
  return array[position(key, array.length, ARRAY_READ)] as number | bigint;
}

/** Stores a number that fits the array's element type; JavaScript alone would wrap it around silently. */
export function setArrayItem(array: NumberArray, key: unknown, value: unknown): void {
  const at = position(key, array.length, ARRAY_WRITE);
  if (array instanceof Float64Array || array instanceof Float32Array) array[at] = real(value);
  else if (array instanceof BigInt64Array || array instanceof BigUint64Array) {
    array[at] = BigInt(integerFor(array, value));
  } else array[at] = Number(integerFor(array, value));
}

function real(value: unknown): number {
  if (typeof value === "number") return value;
  if (value instanceof Number) return value.valueOf();
  const hook = lookup(value, "__float__");
  if (hook != null) return Number(hook.call(value));
  const integer = tryIndex(value);
  if (integer === undefined) throw new TypeError(`must be real number, not ${typeName(value)}`);
  const float = Number(integer);
  if (!Number.isFinite(float)) throw new OverflowError("int too large to convert to float");
  return float;
}

type Range = readonly [low: bigint, high: bigint, tooLow: string, tooHigh: string];

const LONG = "Python int too large to convert to C long";

// CPython's array module checks each type code in its own words.
const RANGES: Readonly<Record<string, readonly Range[]>> = {
  Int8Array: [range(-128n, 127n, "signed char")],
  Uint8ClampedArray: [range(0n, 255n, "unsigned byte integer")],
  Int16Array: [range(-(2n ** 15n), 2n ** 15n - 1n, "signed short integer")],
  Uint16Array: [range(0n, 2n ** 16n - 1n, "unsigned short")],
  Int32Array: [[MIN_SIZE, MAX_SIZE, LONG, LONG], range(-(2n ** 31n), 2n ** 31n - 1n, "signed integer")],
  Uint32Array: [
    [
      0n,
      2n ** 64n - 1n,
      "can't convert negative value to unsigned int",
      LONG.replace("C long", "C unsigned long"),
    ],
    range(0n, 2n ** 32n - 1n, "unsigned int"),
  ],
  BigInt64Array: [[MIN_SIZE, MAX_SIZE, "int too big to convert", "int too big to convert"]],
  BigUint64Array: [[0n, 2n ** 64n - 1n, "can't convert negative int to unsigned", "int too big to convert"]],
};

function range(low: bigint, high: bigint, what: string): Range {
  return [low, high, `${what} is less than minimum`, `${what} is greater than maximum`];
}

function integerFor(array: NumberArray, value: unknown): number | bigint {
  const integer = index(value);
  for (const [low, high, tooLow, tooHigh] of RANGES[array.constructor.name] ?? []) {
    if (integer < low) throw new OverflowError(tooLow);
    if (integer > high) throw new OverflowError(tooHigh);
  }
  return integer;
}

const SURROGATE = /[\ud800-\udfff]/;

/** How many characters (code points) a string has. */
export function textLength(text: string): number {
  if (!SURROGATE.test(text)) return text.length;
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** The character (code point) of a string at an index. */
export function characterAt(text: string, key: unknown): string {
  if (isSlice(key)) return slicedText(text, key);
  if (!SURROGATE.test(text)) return text[position(key, text.length, STRING)] as string;
  const characters = Array.from(text);
  return characters[position(key, characters.length, STRING)] as string;
}

/** Whether `text` has the characters of `part` in a row. */
export function hasText(text: string, part: unknown): boolean {
  if (typeof part !== "string") {
    throw new TypeError(`'in <string>' requires string as left operand, not ${typeName(part)}`);
  }
  if (!/^[\udc00-\udfff]|[\ud800-\udbff]$/.test(part)) return text.includes(part);
  // A part that begins or ends with half a pair must not be found inside a whole one.
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) {
    if (!splitsPair(text, at) && !splitsPair(text, at + part.length)) return true;
  }
  return false;
}

function splitsPair(text: string, at: number): boolean {
  return /[\ud800-\udbff]/.test(text.charAt(at - 1)) && /[\udc00-\udfff]/.test(text.charAt(at));
}

/** Whether `bytes` has the byte, or the bytes in a row. */
export function hasBytes(bytes: Uint8Array, part: unknown): boolean {
  if (part instanceof Uint8Array) return hasByteRun(bytes, part);
  const byte = tryIndex(part);
  if (byte === undefined) throw new TypeError(`a bytes-like object is required, not '${typeName(part)}'`);
  if (byte < 0 || byte > 255) throw new ValueError("byte must be in range(0, 256)");
  return bytes.includes(Number(byte));
}

function hasByteRun(bytes: Uint8Array, part: Uint8Array): boolean {
  const first = part[0];
  if (first === undefined) return true;
  for (let at = bytes.indexOf(first); at !== -1; at = bytes.indexOf(first, at + 1)) {
    if (part.every((byte, i) => bytes[at + i] === byte)) return true;
  }
  return false;
}
