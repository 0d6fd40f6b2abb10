// IEEE 754 half precision: eleven bits of significand, which JavaScript has no typed array for everywhere.

import { F64, HIGH, U32 } from "./scratch.ts";

/** What {@link halfBits} answers for a finite number that is too large: no bits are negative. */
export const TOO_LARGE = -1;

const SMALLEST_NORMAL = 2 ** -14;
/** Halfway between the largest half, 65504, and the one that would follow: it would round to infinity. */
const OVERFLOW = 65520;
const INFINITY_BITS = 0x7c00;
const NAN_BITS = 0x7e00;

/** The bits of the half that is nearest to `x`, ties to even; {@link TOO_LARGE} where that is an infinity and `x` is none. */
export function halfBits(x: number): number {
  if (Number.isNaN(x)) return NAN_BITS;
  const sign = x < 0 || Object.is(x, -0) ? 0x8000 : 0;
  const size = Math.abs(x);
  if (size >= OVERFLOW) return size === Number.POSITIVE_INFINITY ? sign | INFINITY_BITS : TOO_LARGE;
  // A rounding that carries moves on into the exponent, which is the next half.
  if (size < SMALLEST_NORMAL) return sign | roundToEven(size * 2 ** 24);
  const exponent = exponentOf(size);
  return sign | (((exponent + 14) << 10) + roundToEven(size * 2 ** (10 - exponent)));
}

/** The largest `e` with `2 ** e <= size`, for sizes that are normal doubles. */
function exponentOf(size: number): number {
  F64[0] = size;
  return ((U32[HIGH] as number) >>> 20) - 1023;
}

/** At this size a double's last bit is worth one, so the addition rounds, to even. */
const ROUNDER = 2 ** 52;

function roundToEven(x: number): number {
  return x + ROUNDER - ROUNDER;
}

/** The number that the bits of a half stand for. */
export function halfValue(bits: number): number {
  const exponent = (bits >> 10) & 0x1f;
  const significand = bits & 0x3ff;
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 0x1f) return significand === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * significand * 2 ** -24;
  return sign * (0x400 | significand) * 2 ** (exponent - 25);
}
