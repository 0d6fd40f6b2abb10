// `Struct`: a format made ready once, to be used often (library, "struct", "Classes").

import type { Index } from "../items/item-types.ts";
import type { PyIterator } from "../iteration/iteration-types.ts";
import type { PythonIterator } from "../iteration/python-iterator.ts";
import type { Keywords } from "../kw.ts";
import { INSPECT } from "../names.ts";
import { repr } from "../text/repr.ts";
import { withoutNew } from "../without-new.ts";
import type { BufferLike } from "./buffers.ts";
import { type Codec, codecOf } from "./codec.ts";
import { iterUnpack, pack, packInto, unpack, unpackFrom } from "./operations.ts";
import type { AnyFormat, Format, Packed, Unpacked } from "./types.ts";

/** The type of {@link Struct}: a class that is called with and without `new`. */
export interface StructConstructor {
  new <const F extends AnyFormat>(format: Format<F>): Struct<F>;
  <const F extends AnyFormat>(format: Format<F>): Struct<F>;
  readonly prototype: Struct;
}

/** Records of one format. */
export interface Struct<F extends AnyFormat = string> {
  /** The format, as text. */
  readonly format: string;
  /** Bytes of a record. */
  readonly size: number;
  /**
   * The bytes of a record with these values.
   * @throws error when a value does not fit, or there are too many or too few
   */
  pack(...values: Packed<F>): Uint8Array;
  /**
   * Writes a record into a buffer; nothing outside the record is touched.
   * @param offset in bytes, from the end when negative
   * @throws error as `pack` does, and when the buffer has no room there
   */
  pack_into(buffer: BufferLike, offset: Index, ...values: Packed<F>): void;
  /**
   * The values of the record that the buffer is.
   * @throws error when its length is another one
   */
  unpack(buffer: BufferLike): Unpacked<F>;
  /**
   * The values of the record that stands somewhere in a buffer.
   * @param offset in bytes, from the end when negative; 0 unless told
   * @throws error when the buffer ends too early
   */
  unpack_from(buffer: BufferLike, offset?: Index | Keywords<{ offset?: Index }>): Unpacked<F>;
  unpack_from(keywords: Keywords<{ buffer: BufferLike; offset?: Index }>): Unpacked<F>;
  /**
   * Record after record.
   * @throws error when the buffer does not hold a whole number of them
   */
  iter_unpack(buffer: BufferLike): PyIterator<Unpacked<F>>;
  __repr__(): string;
}

class PlainStruct {
  static readonly __module__: string = "_struct";
  readonly #codec: Codec;

  constructor(format: unknown) {
    this.#codec = codecOf(format);
  }

  get format(): string {
    return this.#codec.layout.format;
  }

  get size(): number | bigint {
    return this.#codec.layout.size;
  }

  pack(...values: unknown[]): Uint8Array {
    return pack(this.#codec, ...values);
  }

  pack_into(buffer: unknown, offset: unknown, ...values: unknown[]): void {
    packInto(this.#codec, buffer, offset, ...values);
  }

  unpack(buffer: unknown): unknown[] {
    return unpack(this.#codec, buffer);
  }

  unpack_from(buffer: unknown, offset?: unknown): unknown[] {
    return unpackFrom(this.#codec, buffer, offset);
  }

  iter_unpack(buffer: unknown): PythonIterator<unknown[]> {
    return iterUnpack(this.#codec, buffer);
  }

  __repr__(): string {
    return `${this.constructor.name}(${repr(this.format)})`;
  }

  toString(): string {
    return this.__repr__();
  }
}
Object.defineProperty(PlainStruct.prototype, INSPECT, { value: PlainStruct.prototype.__repr__ });

/**
 * A format made ready: called with or without `new`. It keeps what the module's functions have to look up, and its
 * methods are theirs without the format.
 *
 * @throws error when the format is none
 * @example
 * const header = new struct.Struct("<I3sf");
 * const [id, tag, weight] = header.unpack(bytes); // number, Uint8Array, number
 */
export const Struct: StructConstructor = withoutNew(
  Object.defineProperty(PlainStruct, "name", { value: "Struct" }),
) as never;
