// Where a slice lies in a sequence: its start, stop and step, cut to the sequence's length.

import { ValueError } from "../errors.ts";
import { tryIndex } from "../numbers/integer.ts";
import { narrow } from "../numbers/numbers.ts";

type Integer = number | bigint;

/** Under this key the prototype of slices says that they are some. */
export const SLICE: unique symbol = Symbol("dunder.slice");

/** The parts of a slice. */
export interface SliceParts {
  readonly start: unknown;
  readonly stop: unknown;
  readonly step: unknown;
}

/** True for a slice. */
export function isSlice(key: unknown): key is SliceParts {
  return typeof key === "object" && key !== null && SLICE in key;
}

/** Where a slice lies in a sequence of some length; `count` items from `start` on, `step` apart. */
export interface Positions<N extends Integer = number> {
  readonly start: N;
  readonly stop: N;
  readonly step: N;
}

/**
 * The positions of a slice in a JavaScript sequence. Numbers beyond the safe integers lose digits, but those lie outside
 * of any sequence.
 */
export function positions({ start, stop, step }: SliceParts, length: number): Positions {
  const stride = step === null ? 1 : Number(bound(step));
  if (stride === 0) throw new ValueError("slice step cannot be zero");
  const [lower, upper] = stride < 0 ? [-1, length - 1] : [0, length];
  const at = (part: unknown, absent: number): number => {
    if (part === null) return absent;
    const given = Number(bound(part));
    const fromStart = given < 0 ? given + length : given;
    return Math.min(Math.max(fromStart, lower), upper);
  };
  const first = at(start, stride < 0 ? upper : lower);
  return { start: first, stop: at(stop, stride < 0 ? lower : upper), step: stride };
}

/** The positions of a slice in a sequence that need not fit into memory, exactly. */
export function exactIndices({ start, stop, step }: SliceParts, length: Integer): Positions<Integer> {
  const stride = step === null ? 1n : BigInt(bound(step));
  if (stride === 0n) throw new ValueError("slice step cannot be zero");
  const size = BigInt(length);
  const [lower, upper] = stride < 0n ? [-1n, size - 1n] : [0n, size];
  const at = (part: unknown, absent: bigint): bigint => {
    if (part === null) return absent;
    const given = BigInt(bound(part));
    const fromStart = given < 0n ? given + size : given;
    return fromStart < lower ? lower : fromStart > upper ? upper : fromStart;
  };
  const first = at(start, stride < 0n ? upper : lower);
  const last = at(stop, stride < 0n ? lower : upper);
  return { start: narrow(first), stop: narrow(last), step: narrow(stride) };
}

/** How many items a slice covers. */
export function sliceLength({ start, stop, step }: Positions): number {
  if (step < 0) return stop < start ? Math.floor((start - stop - 1) / -step) + 1 : 0;
  return start < stop ? Math.floor((stop - start - 1) / step) + 1 : 0;
}

function bound(part: unknown): Integer {
  const integer = tryIndex(part);
  if (integer === undefined) {
    throw new TypeError("slice indices must be integers or None or have an __index__ method");
  }
  return integer;
}
