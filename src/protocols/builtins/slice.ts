// `slice`: what `a[start:stop:step]` asks for (reference, 3.2.13.7).

import { asClass } from "../builtin-class.ts";
import { same } from "../comparison/equality.ts";
import { NotImplemented, type NotImplementedType } from "../comparison/notimplemented.ts";
import {
  GREATER,
  GREATER_OR_EQUAL,
  LESS,
  LESS_OR_EQUAL,
  type Ordering,
  sequenceOrder,
} from "../comparison/ordering.ts";
import { AttributeError, ValueError } from "../errors.ts";
import type { Index } from "../items/item-types.ts";
import { Keywords } from "../kw.ts";
import { index } from "../numbers/integer.ts";
import { repr } from "../text/repr.ts";
import { checkCount } from "./arguments.ts";
import { exactIndices, SLICE } from "./positions.ts";
import { type tuple, tupleOf } from "./tuple.ts";
import { hashItems } from "./tuple-hash.ts";

/** What stands on one side of a colon: an index, or nothing. */
export type SliceBound = Index | null | undefined;

/** A slice of any sequence: the key that `getitem`, `setitem` and `delitem` take. */
export interface slice<Start = unknown, Stop = unknown, Step = unknown> {
  readonly start: Start;
  readonly stop: Stop;
  readonly step: Step;
  /**
   * The start, stop and step that the slice has in a sequence of `length` items.
   * @throws ValueError `slice step cannot be zero`
   * @throws TypeError `slice indices must be integers or None or have an __index__ method`
   * @example slice(null, null, -1).indices(10) // (9, -1, -1)
   */
  indices(length: Index): tuple<[start: number, stop: number, step: number]>;
  /** Slices are equal, and ordered, as the tuples of their three parts. */
  __eq__(other: unknown): boolean | NotImplementedType;
  __lt__(other: unknown): unknown;
  __le__(other: unknown): unknown;
  __gt__(other: unknown): unknown;
  __ge__(other: unknown): unknown;
  __hash__(): number | bigint;
  __repr__(): string;
}

/** A slice as a key of a native sequence. */
export type SliceKey = slice<SliceBound, SliceBound, SliceBound>;

/** The type of {@link slice}, callable with and without `new`. */
export interface SliceConstructor {
  new <Stop>(stop: Stop): slice<null, Stop, null>;
  new <Start, Stop, Step = null>(start: Start, stop: Stop, step?: Step): slice<Start, Stop, Step>;
  <Stop>(stop: Stop): slice<null, Stop, null>;
  <Start, Stop, Step = null>(start: Start, stop: Stop, step?: Step): slice<Start, Stop, Step>;
  readonly prototype: slice;
}

class Slice {
  static readonly __module__: string = "builtins";
  static get name(): string {
    return "slice";
  }
  declare readonly [SLICE]: true;
  readonly #start: unknown;
  readonly #stop: unknown;
  readonly #step: unknown;

  constructor(start: unknown, stop: unknown, step: unknown) {
    this.#start = start;
    this.#stop = stop;
    this.#step = step;
  }

  get start(): unknown {
    return this.#start;
  }
  set start(_value: never) {
    throw new AttributeError("readonly attribute");
  }
  get stop(): unknown {
    return this.#stop;
  }
  set stop(_value: never) {
    throw new AttributeError("readonly attribute");
  }
  get step(): unknown {
    return this.#step;
  }
  set step(_value: never) {
    throw new AttributeError("readonly attribute");
  }

  indices(length: unknown): readonly unknown[] {
    const size = index(length);
    if (size < 0) throw new ValueError("length should not be negative");
    const { start, stop, step } = exactIndices(this, size);
    return tupleOf(start, stop, step);
  }

  __eq__(other: unknown): boolean | NotImplementedType {
    if (!(other instanceof Slice)) return NotImplemented;
    return same(this.#start, other.#start) && same(this.#stop, other.#stop) && same(this.#step, other.#step);
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

  __hash__(): number | bigint {
    return hashItems([this.#start, this.#stop, this.#step]);
  }

  __repr__(): string {
    return `slice(${repr(this.#start)}, ${repr(this.#stop)}, ${repr(this.#step)})`;
  }
}

Object.defineProperty(Slice.prototype, SLICE, { value: true });

function order(self: Slice, other: unknown, ordering: Ordering): unknown {
  if (!(other instanceof Slice)) return NotImplemented;
  return sequenceOrder([self.start, self.stop, self.step], [other.start, other.stop, other.step], ordering);
}

function construct(this: unknown, ...args: unknown[]): Slice {
  if (new.target !== undefined && new.target !== construct) {
    throw new TypeError("type 'slice' is not an acceptable base type");
  }
  if (args.at(-1) instanceof Keywords) throw new TypeError("slice() takes no keyword arguments");
  checkCount("slice", args.length, 1, 3);
  const [start, stop, step] = args.length === 1 ? [null, args[0], null] : args;
  return new Slice(start ?? null, stop ?? null, step ?? null);
}

/**
 * `slice(stop)` or `slice(start, stop, step)`: the key that stands for `a[start:stop:step]`; `null` leaves a part out.
 *
 * @throws TypeError `slice expected at least 1 argument, got 0`
 * @example
 * getitem("abcdef", slice(1, -1)) // "bcde"
 * setitem(numbers, slice(null, null, 2), [1, 2, 3]) // numbers[::2] = [1, 2, 3]
 */
export const slice: SliceConstructor = asClass(construct, Slice) as never;
