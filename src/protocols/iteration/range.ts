// `range`: an immutable arithmetic progression (library, "Ranges").

import { exactIndices, isSlice, type SliceParts } from "../builtins/positions.ts";
import type { SliceKey } from "../builtins/slice.ts";
import { hashItems } from "../builtins/tuple-hash.ts";
import { same } from "../comparison/equality.ts";
import { NotImplemented, type NotImplementedType } from "../comparison/notimplemented.ts";
import { AttributeError, IndexError, OverflowError, ValueError } from "../errors.ts";
import type { Index } from "../items/item-types.ts";
import { Keywords } from "../kw.ts";
import { lookup } from "../lookup.ts";
import { INSPECT } from "../names.ts";
import { index, tryIndex } from "../numbers/integer.ts";
import { narrow } from "../numbers/numbers.ts";
import { typeName } from "../typename.ts";
import { withoutNew } from "../without-new.ts";
import type { PythonIterator } from "./python-iterator.ts";
import { exact, type Integer, itemAt, lengthOf, rangeIterator } from "./range-arithmetic.ts";

/** What a range of such arguments holds: `bigint`s come back as `number`s where they are safe. */
type Item<A> = A extends bigint ? number | bigint : number;

/** The type of {@link range}: a class that is called with and without `new`. */
export interface RangeConstructor {
  new <A extends Index>(stop: A): range<Item<A>>;
  new <A extends Index>(start: A, stop: A, step?: A): range<Item<A>>;
  <A extends Index>(stop: A): range<Item<A>>;
  <A extends Index>(start: A, stop: A, step?: A): range<Item<A>>;
  readonly prototype: range;
}

/** An immutable sequence of integers. */
export interface range<T extends number | bigint = number | bigint> extends Iterable<T> {
  readonly start: T;
  readonly stop: T;
  readonly step: T;
  /** How many integers there are. */
  __len__(): number | bigint;
  __bool__(): boolean;
  /**
   * The integer at an index; negative ones count from the end. A slice of a range is a range.
   * @throws IndexError `range object index out of range`
   */
  __getitem__<const K extends Index | SliceKey>(key: K): K extends SliceKey ? range<T> : T;
  /** Whether a number is among them, found by arithmetic. */
  __contains__(item: unknown): boolean;
  __iter__(): PythonIterator<T>;
  __reversed__(): PythonIterator<T>;
  [Symbol.iterator](): PythonIterator<T>;
  /** Ranges are equal when they hold the same integers. */
  __eq__(other: unknown): boolean | NotImplementedType;
  __hash__(): number | bigint;
  __repr__(): string;
  /**
   * Where an item stands.
   * @throws ValueError `range.index(x): x not in range`
   */
  index(item: unknown): number | bigint;
  /** How often an item occurs: 0 or 1. */
  count(item: unknown): number;
}

class Range {
  static readonly __module__: string = "builtins";
  static get name(): string {
    return "range";
  }
  readonly #start: Integer;
  readonly #stop: Integer;
  readonly #step: Integer;
  readonly #length: Integer;

  constructor(...args: unknown[]) {
    if (new.target !== Range) throw new TypeError("type 'range' is not an acceptable base type");
    if (args.at(-1) instanceof Keywords) throw new TypeError("range() takes no keyword arguments");
    if (args.length === 0) throw new TypeError("range expected at least 1 argument, got 0");
    if (args.length > 3) throw new TypeError(`range expected at most 3 arguments, got ${args.length}`);
    const [start, stop, step] = args.length === 1 ? [0, args[0], 1] : args;
    this.#start = exact(index(start));
    this.#stop = exact(index(stop));
    this.#step = args.length === 3 ? exact(index(step)) : 1;
    if (this.#step === 0) throw new ValueError("range() arg 3 must not be zero");
    this.#length = lengthOf(this.#start, this.#stop, this.#step);
  }

  get start(): Integer {
    return this.#start;
  }
  set start(_value: never) {
    throw new AttributeError("readonly attribute");
  }
  get stop(): Integer {
    return this.#stop;
  }
  set stop(_value: never) {
    throw new AttributeError("readonly attribute");
  }
  get step(): Integer {
    return this.#step;
  }
  set step(_value: never) {
    throw new AttributeError("readonly attribute");
  }

  __len__(): Integer {
    if (this.#length <= 2n ** 63n - 1n) return this.#length;
    throw new OverflowError("Python int too large to convert to C ssize_t");
  }

  __bool__(): boolean {
    return this.#length !== 0;
  }

  __getitem__(key: unknown): Integer | Range {
    return isSlice(key) ? this.#slice(key) : this.#item(key);
  }

  #slice(key: SliceParts): Range {
    const { start, stop, step } = exactIndices(key, this.#length);
    return new Range(
      itemAt(this.#start, start, this.#step),
      itemAt(this.#start, stop, this.#step),
      exact(BigInt(this.#step) * BigInt(step)),
    );
  }

  #item(key: unknown): Integer {
    const at = tryIndex(key);
    if (at === undefined) {
      throw new TypeError(`range indices must be integers or slices, not ${typeName(key)}`);
    }
    const length = this.#length;
    const fromStart = at >= 0 ? at : narrow(BigInt(at) + BigInt(length));
    if (fromStart < 0 || fromStart >= length) throw new IndexError("range object index out of range");
    return itemAt(this.#start, fromStart, this.#step);
  }

  __contains__(item: unknown): boolean {
    return this.#indexOf(item) !== undefined;
  }

  __iter__(): PythonIterator<Integer> {
    return this.#iterator(this.#start, this.#step);
  }

  [Symbol.iterator](): PythonIterator<Integer> {
    return this.__iter__();
  }

  __reversed__(): PythonIterator<Integer> {
    const length = this.#length;
    const last = length === 0 ? this.#start : this.#item(-1);
    return this.#iterator(last, typeof this.#step === "number" ? -this.#step : narrow(-this.#step));
  }

  #iterator(start: Integer, step: Integer): PythonIterator<Integer> {
    return rangeIterator(start, this.#length, step);
  }

  __eq__(other: unknown): boolean | NotImplementedType {
    if (!(other instanceof Range)) return NotImplemented;
    if (this.#length !== other.#length) return false;
    if (this.#length === 0) return true;
    return this.#start === other.#start && (this.#length === 1 || this.#step === other.#step);
  }

  __hash__(): Integer {
    const start = this.#length === 0 ? null : this.#start;
    return hashItems([this.#length, start, this.#length <= 1 ? null : this.#step]);
  }

  __repr__(): string {
    const step = this.#step === 1 ? "" : `, ${this.#step}`;
    return `range(${this.#start}, ${this.#stop}${step})`;
  }

  toString(): string {
    return this.__repr__();
  }

  [INSPECT](): string {
    return this.__repr__();
  }

  index(item: unknown): Integer {
    const at = this.#indexOf(item);
    if (at !== undefined) return at;
    const isInt =
      typeof item === "number"
        ? Number.isInteger(item)
        : typeof item === "bigint" || typeof item === "boolean";
    throw new ValueError(isInt ? "range.index(x): x not in range" : "sequence.index(x): x not in sequence");
  }

  count(item: unknown): number {
    if (asInteger(item) !== undefined || !isEquatable(item)) return this.#indexOf(item) === undefined ? 0 : 1;
    let found = 0;
    for (const each of this) if (same(each, item)) found++;
    return found;
  }

  #indexOf(item: unknown): Integer | undefined {
    const n = asInteger(item);
    if (n === undefined) return isEquatable(item) ? this.#search(item) : undefined;
    const distance = BigInt(n) - BigInt(this.#start);
    const step = BigInt(this.#step);
    if (distance % step !== 0n) return undefined;
    const at = distance / step;
    return at >= 0n && at < this.#length ? narrow(at) : undefined;
  }

  /** Goes through the items for one that an object calls its equal. */
  #search(item: unknown): number | undefined {
    let at = 0;
    for (const each of this) {
      if (same(each, item)) return at;
      at++;
    }
    return undefined;
  }
}

/** The integer that a number is equal to, if there is one. */
function asInteger(item: unknown): Integer | undefined {
  const value = item instanceof Number ? item.valueOf() : item;
  if (typeof value === "number") return Number.isInteger(value) ? value : undefined;
  if (typeof value === "boolean") return Number(value);
  return typeof value === "bigint" ? value : undefined;
}

function isEquatable(item: unknown): boolean {
  return lookup(item, "__eq__") != null;
}

/**
 * The integers from `start` up to, and without, `stop`, `step` apart: Python's `range`, called with or without `new`.
 *
 * Immutable; it holds three numbers however long it is. Works in `for…of`, `len`, `getitem`, `contains`, `reversed`;
 * integers beyond 2 ** 53 are `bigint`s.
 *
 * @throws ValueError `range() arg 3 must not be zero`
 * @throws TypeError `'float' object cannot be interpreted as an integer`
 * @example [...range(0, 10, 3)] // [0, 3, 6, 9]
 */
export const range: RangeConstructor = withoutNew(Range) as never;
