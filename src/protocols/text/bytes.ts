// `bytes`: immutable bytes of a count, of integers, of a text, or of an object with `__bytes__`.

import { asClass, type Instances, makePlain } from "../builtin-class.ts";
import { isByteArray } from "../comparison/kind.ts";
import { MemoryError, OverflowError, ValueError } from "../errors.ts";
import { iter } from "../iteration/iteration.ts";
import { lookup } from "../lookup.ts";
import { index, tryIndex } from "../numbers/integer.ts";
import { typeName } from "../typename.ts";
import { encode } from "./codecs.ts";

/** The type of {@link bytes}, callable with and without `new`. */
export interface BytesConstructor extends Instances<Uint8Array> {
  new (x?: unknown, encoding?: string, errors?: string): Uint8Array;
  (x?: unknown): Uint8Array;
  (text: string, encoding: string, errors?: string): Uint8Array;
  readonly prototype: Uint8Array;
}

class Bytes extends Uint8Array {
  static readonly __module__: string = "builtins";
  static get name(): string {
    return "bytes";
  }
}

makePlain(Bytes, Uint8Array);

function construct(this: unknown, x?: unknown, encoding?: unknown, errors?: unknown): Uint8Array {
  const made = bytesOf("bytes", x, encoding, errors);
  const isExact = new.target === undefined || new.target === construct;
  return isExact ? made : Object.setPrototypeOf(made, new.target.prototype);
}

/**
 * The bytes of `x`: what its type's `__bytes__` returns, the values of a buffer or an iterable of integers, a count of
 * zero bytes, or a text in an encoding (library reference, `bytes`). The result is a plain `Uint8Array`, which is what
 * bytes are to this library.
 *
 * @throws TypeError when `x` is none of these, or `__bytes__` returns no `Uint8Array`
 * @throws ValueError when a count is negative, or an integer is not in 0 to 255
 * @throws UnicodeEncodeError when the encoding has no such character
 * @example bytes("grün", "utf-8"), bytes([1, 2, 255]), bytes(4)
 */
export const bytes: BytesConstructor = asClass(
  construct,
  Bytes,
  (value) => value instanceof Uint8Array && !isByteArray(value),
) as never;

/** The bytes that `bytes(…)` and `bytearray(…)` take from their arguments. */
export function bytesOf(type: BytesType, x: unknown, encoding: unknown, errors: unknown): Uint8Array {
  checkName(type, "encoding", encoding);
  checkName(type, "errors", errors);
  if (typeof x === "string") {
    if (encoding === undefined) throw new TypeError("string argument without an encoding");
    return encode(x, encoding as string, errors as string | undefined);
  }
  if (encoding !== undefined) throw new TypeError("encoding without a string argument");
  if (errors !== undefined) throw new TypeError("errors without a string argument");
  if (x === undefined) return new Uint8Array();
  const hook = type === "bytes" ? lookup(x, "__bytes__") : undefined;
  if (hook != null) return checked(hook.call(x));
  return fromCount(x) ?? fromBuffer(x) ?? fromItems(type, x);
}

type BytesType = "bytes" | "bytearray";

function checkName(type: BytesType, name: string, value: unknown): void {
  if (value === undefined || typeof value === "string") return;
  throw new TypeError(
    `${type}() argument '${name}' must be str, not ${value === null ? "None" : typeName(value)}`,
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

function fromItems(type: BytesType, x: unknown): Uint8Array {
  return Uint8Array.from(itemsOf(type, x), (item) => byteOf(type, item));
}

function itemsOf(type: BytesType, x: unknown): Iterable<unknown> {
  try {
    return iter(x as Iterable<unknown>);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new TypeError(`cannot convert '${typeName(x)}' object to ${type}`);
  }
}

function byteOf(type: BytesType, item: unknown): number {
  const byte = index(item);
  if (byte < 0 || byte > 255)
    throw new ValueError(`${type === "bytes" ? "bytes" : "byte"} must be in range(0, 256)`);
  return Number(byte);
}
