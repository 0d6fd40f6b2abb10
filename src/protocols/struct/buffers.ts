// Buffers and offsets as they are given: what has bytes, and where in them a record stands.

import { IndexError, OverflowError } from "../errors.ts";
import { index } from "../numbers/integer.ts";
import { typeName } from "../typename.ts";
import { error } from "./error.ts";

/** What has bytes to read or to write: `Uint8Array`, `Buffer`, `DataView`, `ArrayBuffer` … */
export type BufferLike = ArrayBufferView | ArrayBufferLike;

// The getter reads what the object is made of, so that another realm's arrays count, and no impostor does.
const tagOf = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag)
  ?.get as (this: unknown) => string | undefined;

/** True for `Uint8Array`s, `Buffer`s included: this library's `bytes`. */
export function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array || tagOf.call(value) === "Uint8Array";
}

/** The bytes of a buffer, shared with it; `undefined` for what is none. */
function bytesIn(buffer: unknown): Uint8Array | undefined {
  if (ArrayBuffer.isView(buffer)) {
    return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  }
  const tag = Object.prototype.toString.call(buffer);
  const has = tag === "[object ArrayBuffer]" || tag === "[object SharedArrayBuffer]";
  return has ? new Uint8Array(buffer as ArrayBuffer) : undefined;
}

/**
 * The bytes of a buffer to read from.
 *
 * @throws TypeError `a bytes-like object is required, not 'str'`
 */
export function readable(buffer: unknown): Uint8Array {
  if (buffer instanceof Uint8Array) return buffer;
  const bytes = bytesIn(buffer);
  if (bytes === undefined) throw new TypeError(`a bytes-like object is required, not '${typeName(buffer)}'`);
  return bytes;
}

/**
 * The bytes of a buffer to write into.
 *
 * @throws TypeError `argument must be read-write bytes-like object, not str`
 */
export function writable(buffer: unknown): Uint8Array {
  if (buffer instanceof Uint8Array) return buffer;
  const bytes = bytesIn(buffer);
  if (bytes === undefined) {
    const name = buffer === null ? "None" : typeName(buffer);
    throw new TypeError(`argument must be read-write bytes-like object, not ${name}`);
  }
  return bytes;
}

/** What of an offset differs between reading and writing. */
interface Side {
  readonly tooLarge: (offset: unknown) => Error;
  readonly negative: (size: number | bigint, offset: number | bigint) => string;
  readonly short: (needed: bigint, size: number | bigint, at: string) => string;
}

const READING: Side = {
  tooLarge: () => new OverflowError("Python int too large to convert to C ssize_t"),
  negative: (size, offset) => `not enough data to unpack ${size} bytes at offset ${offset}`,
  short: (needed, size, at) => {
    return `unpack_from requires a buffer of at least ${needed} bytes for unpacking ${size} bytes at ${at}`;
  },
};

const WRITING: Side = {
  tooLarge: (offset) => new IndexError(`cannot fit '${typeName(offset)}' into an index-sized integer`),
  negative: (size, offset) => `no space to pack ${size} bytes at offset ${offset}`,
  short: (needed, size, at) => {
    return `pack_into requires a buffer of at least ${needed} bytes for packing ${size} bytes at ${at}`;
  },
};

/** Where a record of `size` bytes is read, `offset` counting from the end where it is negative. */
export function readingPlace(offset: unknown, size: number | bigint, length: number): number {
  return isPlain(offset) && offset + Number(size) <= length ? offset : place(offset, size, length, READING);
}

/** Where a record of `size` bytes is written. */
export function writingPlace(offset: unknown, size: number | bigint, length: number): number {
  return isPlain(offset) && offset + Number(size) <= length ? offset : place(offset, size, length, WRITING);
}

function isPlain(offset: unknown): offset is number {
  return typeof offset === "number" && offset >>> 0 === offset && !Object.is(offset, -0);
}

function place(given: unknown, size: number | bigint, length: number, side: Side): number {
  let offset = index(given);
  if (offset >= 2n ** 63n || offset < -(2n ** 63n)) throw side.tooLarge(given);
  if (offset < 0) {
    if (BigInt(offset) + BigInt(size) > 0) throw new error(side.negative(size, exact(offset)));
    if (Number(offset) + length < 0) {
      throw new error(`offset ${exact(offset)} out of range for ${length}-byte buffer`);
    }
    offset = Number(offset) + length;
  }
  const needed = BigInt(offset) + BigInt(size);
  if (needed > length) {
    const at = `offset ${exact(offset)} (actual buffer size is ${length})`;
    throw new error(side.short(needed, size, at));
  }
  return Number(offset);
}

/** In messages every digit counts, also where `String` would round. */
function exact(n: number | bigint): bigint {
  return BigInt(n);
}
