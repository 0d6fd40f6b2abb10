// The module's functions: each takes a format first (library, "struct", "Functions and Exceptions").

import type { Index } from "../items/item-types.ts";
import type { PyIterator } from "../iteration/iteration-types.ts";
import type { Keywords } from "../kw.ts";
import type { BufferLike } from "./buffers.ts";
import { codecOf } from "./codec.ts";
import * as operations from "./operations.ts";
import type { AnyFormat, Format, Packed, Unpacked } from "./types.ts";

/**
 * The bytes of a record with these values.
 *
 * Integers are `number`s, `bigint`s, booleans, or objects whose type has `__index__`; `f`, `d` and `e` take what has
 * `__float__` as well (`-0` is a float and no integer); `s`, `p` and `c` take `Uint8Array`s; `?` takes anything, for its truth.
 *
 * @throws error when the format is none, when a value does not fit, or there are too many or too few
 * @throws OverflowError for a float that is too large for `f` or `e`
 * @example struct.pack("<I3sf", 1, bytes("abc", "ascii"), 0.5)
 */
export function pack<const F extends AnyFormat>(format: Format<F>, ...values: Packed<F>): Uint8Array;
export function pack(format: unknown, ...values: unknown[]): Uint8Array {
  if (format === undefined) throw new TypeError("missing format argument");
  return operations.pack(codecOf(format), ...values);
}

/**
 * Writes a record into a buffer; nothing outside the record is touched.
 *
 * @param buffer a typed array, `DataView` or `ArrayBuffer`
 * @param offset in bytes, from the end when negative
 * @throws error as {@link pack} does, and when the buffer has no room there
 * @throws TypeError when `buffer` is no buffer, or `offset` no integer
 * @example struct.pack_into(">H", packet, 2, length)
 */
export function pack_into<const F extends AnyFormat>(
  format: Format<F>,
  buffer: BufferLike,
  offset: Index,
  ...values: Packed<F>
): void;
export function pack_into(format: unknown, buffer: unknown, offset: unknown, ...values: unknown[]): void {
  if (format === undefined) throw new TypeError("missing format argument");
  operations.packInto(codecOf(format), buffer, offset, ...values);
}

/**
 * The values of the record that the buffer is.
 *
 * 8-byte integers are `bigint`s, all others and floats `number`s; bytes are copies.
 *
 * @throws error when the format is none, or the buffer's length is not the record's
 * @example const [id, tag, weight] = struct.unpack("<I3sf", bytes); // number, Uint8Array, number
 */
export function unpack<const F extends AnyFormat>(format: Format<F>, buffer: BufferLike): Unpacked<F>;
export function unpack(format: unknown, buffer: unknown): unknown {
  return operations.unpack(codecOf(format), buffer);
}

/**
 * The values of the record that stands somewhere in a buffer.
 *
 * @param offset in bytes, from the end when negative; 0 unless told
 * @throws error when the format is none, or the buffer ends too early
 * @example const [length] = struct.unpack_from(">H", packet, 2)
 */
export function unpack_from<const F extends AnyFormat>(
  format: Format<F>,
  buffer: BufferLike,
  offset?: Index | Keywords<{ offset?: Index }>,
): Unpacked<F>;
export function unpack_from<const F extends AnyFormat>(
  format: Format<F>,
  keywords: Keywords<{ buffer: BufferLike; offset?: Index }>,
): Unpacked<F>;
export function unpack_from(format: unknown, buffer: unknown, offset?: unknown): unknown {
  return operations.unpackFrom(codecOf(format), buffer, offset);
}

/**
 * Record after record of a buffer, for `for…of` and `next`.
 *
 * @throws error when the format is none or its records have no bytes, or the buffer does not hold a whole number of them
 * @example for (const [x, y] of struct.iter_unpack("<dd", points)) plot(x, y);
 */
export function iter_unpack<const F extends AnyFormat>(
  format: Format<F>,
  buffer: BufferLike,
): PyIterator<Unpacked<F>>;
export function iter_unpack(format: unknown, buffer: unknown): unknown {
  return operations.iterUnpack(codecOf(format), buffer);
}

/**
 * Bytes of a record, padding included.
 *
 * @throws error when the format is none
 * @example struct.calcsize("bi") // 8: without a prefix, an int is aligned
 */
export function calcsize<const F extends AnyFormat>(format: Format<F>): number;
export function calcsize(format: unknown): number | bigint {
  return codecOf(format).layout.size;
}
