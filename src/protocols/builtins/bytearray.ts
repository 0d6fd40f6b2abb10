// `bytearray`: bytes that can change, a `Uint8Array` to JavaScript (library reference, "Bytearray Objects").

import { asClass, define, type Instances } from "../builtin-class.ts";
import { KIND } from "../comparison/kind.ts";
import type { NotImplementedType } from "../comparison/notimplemented.ts";
import type { Index } from "../items/item-types.ts";
import type { PyIterator } from "../iteration/iteration-types.ts";
import { bytesOf } from "../text/bytes.ts";
import { refuseKeywords } from "./arguments.ts";
import { ByteArrayMethods, growableBytes } from "./bytearray-methods.ts";
import type { SliceKey } from "./slice.ts";
import { instanceOf } from "./subclass.ts";

/**
 * Bytes that can change their values and their number.
 *
 * It is a `Uint8Array` over a buffer that grows, so that it can be given wherever bytes are read; views of its buffer see
 * what it holds. `reverse` returns the bytes, as JavaScript wants it, where Python returns `None`.
 */
export interface bytearray extends Uint8Array {
  /** @throws ValueError `byte must be in range(0, 256)` */
  append(byte: Index): void;
  /** @throws TypeError `can't extend bytearray with int` */
  extend(bytes: Iterable<Index>): void;
  insert(index: Index, byte: Index): void;
  /** @throws IndexError `pop from empty bytearray`, `pop index out of range` */
  pop(index?: Index): number;
  /** @throws ValueError `value not found in bytearray` */
  remove(byte: Index): void;
  clear(): void;
  copy(): bytearray;
  __len__(): number;
  /** @throws IndexError `bytearray index out of range` */
  __getitem__<const K extends Index | SliceKey>(key: K): K extends SliceKey ? bytearray : number;
  __setitem__<const K extends Index | SliceKey>(
    key: K,
    value: K extends SliceKey ? Iterable<Index> : Index,
  ): void;
  __delitem__(key: Index | SliceKey): void;
  __contains__(part: unknown): boolean;
  __iter__(): PyIterator<number>;
  /** @throws TypeError `can't concat list to bytearray` */
  __add__(other: Uint8Array): bytearray;
  __iadd__(other: Uint8Array): this;
  __mul__(times: Index): bytearray;
  __rmul__(times: Index): bytearray;
  __imul__(times: Index): this;
  __eq__(other: unknown): boolean | NotImplementedType;
  __lt__(other: unknown): unknown;
  __le__(other: unknown): unknown;
  __gt__(other: unknown): unknown;
  __ge__(other: unknown): unknown;
  readonly __hash__: null;
  __repr__(): string;
}

/** The type of {@link bytearray}, callable with and without `new`. */
export interface BytearrayConstructor extends Instances<bytearray> {
  new (source?: unknown, encoding?: string, errors?: string): bytearray;
  (source?: unknown): bytearray;
  (text: string, encoding: string, errors?: string): bytearray;
  readonly prototype: bytearray;
}

function construct(this: unknown, source?: unknown, encoding?: unknown, errors?: unknown): Uint8Array {
  refuseKeywords("bytearray", source);
  const made = growableBytes(bytesOf("bytearray", source, encoding, errors));
  const isExact = new.target === undefined || new.target === construct;
  return isExact ? made : instanceOf(made, new.target, ByteArrayMethods.prototype);
}

define(ByteArrayMethods.prototype, KIND, "bytearray");

/**
 * `bytearray(source)`: of a count of zero bytes, an iterable of integers, a buffer, or a text in an encoding.
 *
 * @throws TypeError `cannot convert 'float' object to bytearray`, `string argument without an encoding`
 * @throws ValueError `byte must be in range(0, 256)`
 * @example
 * const buffer = bytearray(b);
 * delitem(buffer, slice(4)); // drops the first four
 */
export const bytearray: BytearrayConstructor = asClass(construct, ByteArrayMethods) as never;
