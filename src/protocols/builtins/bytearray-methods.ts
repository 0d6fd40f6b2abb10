// The methods of `bytearray`.

import { define, makePlain } from "../builtin-class.ts";
import { NotImplemented, type NotImplementedType } from "../comparison/notimplemented.ts";
import {
  GREATER,
  GREATER_OR_EQUAL,
  LESS,
  LESS_OR_EQUAL,
  type Ordering,
  sequenceOrder,
} from "../comparison/ordering.ts";
import { IndexError, MemoryError, ValueError } from "../errors.ts";
import { hasBytes, indexSized } from "../items/sequences.ts";
import type { PyIterator } from "../iteration/iteration-types.ts";
import { renamed } from "../iteration/python-iterator.ts";
import { lookup } from "../lookup.ts";
import { INSPECT } from "../names.ts";
import { index, tryIndex } from "../numbers/integer.ts";
import { bytesOf } from "../text/bytes.ts";
import { quoteBytes } from "../text/quote.ts";
import { repr, str } from "../text/repr.ts";
import { typeName } from "../typename.ts";
import { isSlice, positions, type SliceParts, sliceLength } from "./positions.ts";
import { ListIterator } from "./sequence-iterator.ts";
import { machineIndex, repeated } from "./sequence-methods.ts";
import { assignSlice, deleteSlice } from "./slicing.ts";

interface GrowableBuffer extends ArrayBuffer {
  resize(length: number): void;
}

// Address space, not memory, is set aside for a buffer that may grow.
const MAX_LENGTH = 2 ** 28;

/** Bytes over a buffer of their own that can grow. */
export function growableBytes(bytes: Uint8Array): ByteArrayMethods {
  const maxByteLength = Math.max(MAX_LENGTH, bytes.length * 2);
  const Buffer = ArrayBuffer as new (length: number, options: { maxByteLength: number }) => ArrayBuffer;
  const made = new ByteArrayMethods(new Buffer(bytes.length, { maxByteLength }));
  made.set(bytes);
  return made;
}

const BytearrayIterator = renamed("bytearray_iterator", ListIterator);

/** What `bytearray` is a front of. */
export class ByteArrayMethods extends Uint8Array {
  static readonly __module__: string = "builtins";
  static get name(): string {
    return "bytearray";
  }
  declare readonly __hash__: null;

  append(byte: unknown): void {
    const value = byteOf(byte);
    const { length } = this;
    resize(this, length + 1);
    this[length] = value;
  }

  extend(source: unknown): void {
    const bytes = extension(source);
    const { length } = this;
    resize(this, length + bytes.length);
    this.set(bytes, length);
  }

  insert(at: unknown, byte: unknown): void {
    const given = machineIndex(at);
    const value = byteOf(byte);
    const { length } = this;
    const place = Math.min(Math.max(given < 0 ? given + length : given, 0), length);
    resize(this, length + 1);
    this.copyWithin(place + 1, place, length);
    this[place] = value;
  }

  pop(at: unknown = -1): number {
    const given = machineIndex(at);
    const { length } = this;
    if (length === 0) throw new IndexError("pop from empty bytearray");
    const place = given < 0 ? given + length : given;
    if (place < 0 || place >= length) throw new IndexError("pop index out of range");
    const value = this[place] as number;
    removeAt(this, place);
    return value;
  }

  remove(byte: unknown): void {
    const place = this.indexOf(byteOf(byte));
    if (place === -1) throw new ValueError("value not found in bytearray");
    removeAt(this, place);
  }

  clear(): void {
    resize(this, 0);
  }

  copy(): ByteArrayMethods {
    return growableBytes(this);
  }

  __len__(): number {
    return this.length;
  }

  __getitem__(key: unknown): number | ByteArrayMethods {
    if (!isSlice(key)) return this[place(this, key)] as number;
    const at = positions(key, this.length);
    const bytes = new Uint8Array(sliceLength(at));
    for (let i = 0; i < bytes.length; i++) bytes[i] = this[at.start + i * at.step] as number;
    return growableBytes(bytes);
  }

  __setitem__(key: unknown, value: unknown): void {
    if (isSlice(key)) setSlice(this, key, value);
    else {
      const at = place(this, key);
      this[at] = byteOf(value);
    }
  }

  __delitem__(key: unknown): void {
    if (isSlice(key)) {
      const items = Array.from(this);
      deleteSlice(items, key);
      replace(this, items);
    } else removeAt(this, place(this, key));
  }

  __contains__(part: unknown): boolean {
    return hasBytes(this, part);
  }

  __iter__(): PyIterator<number> {
    return new BytearrayIterator(this as unknown as readonly number[]);
  }

  __add__(other: unknown): ByteArrayMethods {
    const sum = growableBytes(this);
    return sum.__iadd__(other);
  }

  __iadd__(other: unknown): this {
    if (!isBytesLike(other)) throw new TypeError(`can't concat ${typeName(other)} to bytearray`);
    this.extend(other);
    return this;
  }

  __mul__(times: unknown): ByteArrayMethods {
    return growableBytes(Uint8Array.from(repeated(Array.from(this), times) as number[]));
  }
  __rmul__(times: unknown): ByteArrayMethods {
    return this.__mul__(times);
  }
  __imul__(times: unknown): this {
    replace(this, repeated(Array.from(this), times) as number[]);
    return this;
  }

  __eq__(other: unknown): boolean | NotImplementedType {
    if (!isBytesLike(other)) return NotImplemented;
    const bytes = asBytes(other);
    return this.length === bytes.length && this.every((byte, i) => byte === bytes[i]);
  }
  __lt__(other: unknown): unknown {
    return order(this, other, LESS);
  }
  __le__(other: unknown): unknown {
    return order(this, other, LESS_OR_EQUAL);
  }
  __gt__(other: unknown): unknown {
    return order(this, other, GREATER);
  }
  __ge__(other: unknown): unknown {
    return order(this, other, GREATER_OR_EQUAL);
  }

  __repr__(): string {
    return `${typeName(this)}(b${quoteBytes(this)})`;
  }

  override toString(): string {
    return str(this);
  }

  [INSPECT](): string {
    return repr(this);
  }
}

makePlain(ByteArrayMethods, Uint8Array);

define(ByteArrayMethods.prototype, "__hash__", null);

type BytesLike = ArrayBufferView | ArrayBuffer;

function isBytesLike(x: unknown): x is BytesLike {
  return ArrayBuffer.isView(x) || x instanceof ArrayBuffer;
}

function asBytes(x: BytesLike): Uint8Array {
  return x instanceof Uint8Array ? x : bytesOf("bytearray", x, undefined, undefined);
}

function order(self: Uint8Array, other: unknown, ordering: Ordering): unknown {
  return isBytesLike(other) ? sequenceOrder(self, asBytes(other), ordering) : NotImplemented;
}

function byteOf(value: unknown): number {
  const byte = index(value);
  if (byte < 0 || byte > 255) throw new ValueError("byte must be in range(0, 256)");
  return Number(byte);
}

function place(bytes: Uint8Array, key: unknown): number {
  const given = indexSized(key);
  if (given === undefined) {
    throw new TypeError(`bytearray indices must be integers or slices, not ${typeName(key)}`);
  }
  const at = Number(given) + (given < 0 ? bytes.length : 0);
  if (at < 0 || at >= bytes.length) throw new IndexError("bytearray index out of range");
  return at;
}

function resize(bytes: Uint8Array, length: number): void {
  try {
    (bytes.buffer as GrowableBuffer).resize(length);
  } catch {
    throw new MemoryError();
  }
}

function removeAt(bytes: Uint8Array, at: number): void {
  bytes.copyWithin(at, at + 1);
  resize(bytes, bytes.length - 1);
}

function replace(bytes: Uint8Array, items: readonly number[]): void {
  resize(bytes, items.length);
  bytes.set(items);
}

/** The bytes that `extend` and a slice take. */
function extension(source: unknown): Uint8Array {
  if (isBytesLike(source)) return asBytes(source).slice();
  if (typeof source === "string") throw new TypeError("expected iterable of integers; got: 'str'");
  try {
    return bytesOf("bytearray", isCount(source) ? notIterable(source) : source, undefined, undefined);
  } catch (error) {
    if (!(error instanceof TypeError) || !error.message.startsWith("cannot convert")) throw error;
    throw new TypeError(`can't extend bytearray with ${typeName(source)}`);
  }
}

function isCount(source: unknown): boolean {
  return tryIndex(source) !== undefined;
}

function isNumber(source: unknown): boolean {
  if (typeof source === "number" || isCount(source)) return true;
  return ["__float__", "__int__"].some((hook) => lookup(source, hook) != null);
}

function notIterable(source: unknown): never {
  throw new TypeError(`can't extend bytearray with ${typeName(source)}`);
}

function setSlice(bytes: Uint8Array, key: SliceParts, source: unknown): void {
  // A wrong slice is noticed before the values are looked at.
  positions(key, bytes.length);
  if (typeof source === "string" || isNumber(source)) {
    throw new TypeError("can assign only bytes, buffers, or iterables of ints in range(0, 256)");
  }
  const values = isBytesLike(source) ? asBytes(source) : bytesOf("bytearray", source, undefined, undefined);
  const at = positions(key, bytes.length);
  const count = sliceLength(at);
  if (at.step !== 1 && values.length !== count && values.length !== 0) {
    throw new ValueError(
      `attempt to assign bytes of size ${values.length} to extended slice of size ${count}`,
    );
  }
  const items = Array.from(bytes);
  if (values.length === 0) deleteSlice(items, key);
  else assignSlice(items, key, Array.from(values));
  replace(bytes, items);
}
