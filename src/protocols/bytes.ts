// `bytes`: immutable bytes of a count, of integers, of a text, or of an object with `__bytes__`.

import { asClass } from "./builtin-class.ts";
import { encode } from "./codecs.ts";
import { MemoryError, OverflowError, ValueError } from "./errors.ts";
import { index, tryIndex } from "./integer.ts";
import { iter } from "./iteration.ts";
import { lookup } from "./lookup.ts";
import { typeName } from "./typename.ts";

/** The type of {@link bytes}. */
export interface BytesConstructor {
  (x?: unknown): Uint8Array;
  (text: string, encoding: string, errors?: string): Uint8Array;
  readonly prototype: Uint8Array;
  [Symbol.hasInstance](value: unknown): boolean;
}

/**
 * The bytes of `x`: what its type's `__bytes__` returns, the values of a buffer or an iterable of integers, a count of
 * zero bytes, or a text in an encoding (library reference, `bytes`).
 *
 * @throws TypeError when `x` is none of these, or `__bytes__` returns no `Uint8Array`
 * @throws ValueError when a count is negative, or an integer is not in 0 to 255
 * @throws UnicodeEncodeError when the encoding has no such character
 * @example bytes("grün", "utf-8"), bytes([1, 2, 255]), bytes(4)
 */
export const bytes = ((x?: unknown, encoding?: unknown, errors?: unknown): Uint8Array => {
  checkName("encoding", encoding);
  checkName("errors", errors);
  if (typeof x === "string") {
    if (encoding === undefined) throw new TypeError("string argument without an encoding");
    return encode(x, encoding as string, errors as string | undefined);
  }
  if (encoding !== undefined) throw new TypeError("encoding without a string argument");
  if (errors !== undefined) throw new TypeError("errors without a string argument");
  if (x === undefined) return new Uint8Array();
  const hook = lookup(x, "__bytes__");
  if (hook != null) return checked(hook.call(x));
  return fromCount(x) ?? fromBuffer(x) ?? fromItems(x);
}) as BytesConstructor;

asClass(bytes, "bytes", Uint8Array.prototype, (value) => value instanceof Uint8Array);

function checkName(name: string, value: unknown): void {
  if (value === undefined || typeof value === "string") return;
  throw new TypeError(
    `bytes() argument '${name}' must be str, not ${value === null ? "None" : typeName(value)}`,
  );
}

function checked(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new TypeError(`__bytes__ returned non-bytes (type ${typeName(value)})`);
}

function fromCount(x: unknown): Uint8Array | undefined {
  const count = tryIndex(x);
  if (count === undefined) return undefined;
  if (count < 0) throw new ValueError("negative count");
  if (count > 2n ** 63n - 1n)
    throw new OverflowError(`cannot fit '${typeName(x)}' into an index-sized integer`);
  try {
    return new Uint8Array(Number(count));
  } catch {
    throw new MemoryError();
  }
}

function fromBuffer(x: unknown): Uint8Array | undefined {
  if (x instanceof ArrayBuffer) return new Uint8Array(x.slice(0));
  if (!ArrayBuffer.isView(x)) return undefined;
  return new Uint8Array(x.buffer, x.byteOffset, x.byteLength).slice();
}

function fromItems(x: unknown): Uint8Array {
  return Uint8Array.from(itemsOf(x), byteOf);
}

function itemsOf(x: unknown): Iterable<unknown> {
  try {
    return iter(x as Iterable<unknown>);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new TypeError(`cannot convert '${typeName(x)}' object to bytes`);
  }
}

function byteOf(item: unknown): number {
  const byte = index(item);
  if (byte < 0 || byte > 255) throw new ValueError("bytes must be in range(0, 256)");
  return Number(byte);
}
