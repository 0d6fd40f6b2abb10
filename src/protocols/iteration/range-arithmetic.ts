// The arithmetic of ranges, exact for integers of any size, and their iterators.

import { narrow } from "../numbers/numbers.ts";
import { END, PythonIterator } from "./python-iterator.ts";

/** An integer: a `number` where that is exact. */
export type Integer = number | bigint;

// Below this no sum or difference of two leaves the safe integers.
const SMALL = 2 ** 52;

function isSmall(n: Integer): n is number {
  return typeof n === "number" && n <= SMALL && n >= -SMALL;
}

/** An integer as a `number` where that is exact. */
export function exact(n: Integer): Integer {
  return typeof n === "number" && Number.isSafeInteger(n) ? n : narrow(BigInt(n));
}

/** `start + at * step`, exactly. */
export function itemAt(start: Integer, at: Integer, step: Integer): Integer {
  if (typeof start === "number" && typeof at === "number" && typeof step === "number") {
    const offset = at * step;
    if (Number.isSafeInteger(offset) && Number.isSafeInteger(start + offset)) return start + offset;
  }
  return narrow(BigInt(start) + BigInt(at) * BigInt(step));
}

/** How many steps there are from `start` up to, and without, `stop`. */
export function lengthOf(start: Integer, stop: Integer, step: Integer): Integer {
  if (step > 0 ? start >= stop : start <= stop) return 0;
  if (isSmall(start) && isSmall(stop) && isSmall(step)) {
    return Math.floor((Math.abs(stop - start) - 1) / Math.abs(step)) + 1;
  }
  const span = BigInt(stop) - BigInt(start);
  const stride = BigInt(step);
  return narrow((step > 0 ? span - 1n : span + 1n) / stride + 1n);
}

/** An iterator over `length` integers from `start` on. */
export function rangeIterator(start: Integer, length: Integer, step: Integer): PythonIterator<Integer> {
  return isSmall(start) && isSmall(length) && isSmall(step) && isSmall(itemAt(start, length, step))
    ? new RangeIterator(start, length, step)
    : new LongRangeIterator(start, length, step);
}

class RangeIterator extends PythonIterator<number> {
  static get name(): string {
    return "range_iterator";
  }

  #next: number;
  #left: number;
  readonly #step: number;

  constructor(start: number, length: number, step: number) {
    super();
    this.#next = start;
    this.#left = length;
    this.#step = step;
  }

  next(): IteratorResult<number, unknown> {
    if (this.#left === 0) return END;
    this.#left--;
    const value = this.#next;
    this.#next = value + this.#step;
    return { done: false, value };
  }
}

class LongRangeIterator extends PythonIterator<Integer> {
  static get name(): string {
    return "longrange_iterator";
  }

  #next: Integer;
  #left: Integer;
  readonly #step: Integer;

  constructor(start: Integer, length: Integer, step: Integer) {
    super();
    this.#next = start;
    this.#left = length;
    this.#step = step;
  }

  next(): IteratorResult<Integer, unknown> {
    if (this.#left === 0) return END;
    const value = this.#next;
    this.#left = itemAt(this.#left, 1, -1);
    this.#next = itemAt(value, 1, this.#step);
    return { done: false, value };
  }
}
