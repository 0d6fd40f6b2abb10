// Significant digits of a float: the types `e` and `g`, and the absent type with a precision.

import { padExponent } from "../text/digits.ts";
import { paddedDigits } from "./digits.ts";
import { repeat } from "./layout.ts";
import { nearestScaled, powerOfTen, scientific } from "./rounding.ts";

type Digits = (size: number) => string;

/** Digits with one before the point and an exponent: `1.25e+03`. */
export function exponential(places: number, alternate: boolean): Digits {
  const point = places > 0 || alternate ? "." : "";
  const slow: Digits =
    alternate && places === 0
      ? (x) => padExponent(scientific(x, 0).replace("e", ".e"))
      : (x) => padExponent(scientific(x, places));
  if (places >= FAST_COUNT) return slow;
  return (x) => {
    const exponent = exponentOf(x);
    const n = exponent === UNKNOWN ? -1 : nearestScaled(x, places - exponent);
    if (n < 0) return slow(x);
    // Rounding up may have made one digit more.
    const carried = n === powerOfTen(places + 1);
    const digits = `${carried ? powerOfTen(places) : n}`;
    return (digits[0] as string) + point + digits.slice(1) + exponentText(carried ? exponent + 1 : exponent);
  };
}

// No double has more digits than 767; what follows them is zeros.
const MAX_SIGNIFICANT = 800;

/**
 * The `g` types: an exponent where the number is very large or small, no trailing zeros but for `#`. `pointed` is the
 * absent type's rule: a digit behind the point always, which leaves one less for the rest.
 */
export function general(count: number, alternate: boolean, pointed: boolean): Digits {
  const limit = pointed ? count - 1 : count;
  const kept = alternate ? count - 1 : Math.min(count - 1, MAX_SIGNIFICANT);
  const slow: Digits = (x) => {
    const text = scientific(x, kept);
    const e = text.indexOf("e");
    const all = text[0] + text.slice(2, e);
    return layout(all, Number(text.slice(e + 1)), limit, alternate, pointed);
  };
  if (count > FAST_COUNT) return slow;
  const whole = powerOfTen(count);
  return (x) => {
    let exponent = exponentOf(x);
    let n = exponent === UNKNOWN ? -1 : nearestScaled(x, count - 1 - exponent);
    if (n < 0) return slow(x);
    if (n === whole) {
      n = powerOfTen(count - 1);
      exponent++;
    }
    if (exponent < 0 || exponent >= limit || alternate) {
      return layout(`${n}`, exponent, limit, alternate, pointed);
    }
    let places = count - 1 - exponent;
    const scale = powerOfTen(places);
    const high = Math.floor(n / scale);
    let low = n - high * scale;
    if (low === 0) return pointed ? `${high}.0` : `${high}`;
    for (; low % 10 === 0; places--) low /= 10;
    return `${high}.${paddedDigits(low, places)}`;
  };
}

/** Digits of which the first counts 10 ** exponent. */
function layout(all: string, exponent: number, limit: number, alternate: boolean, pointed: boolean): string {
  const digits = alternate ? all : withoutZeros(all);
  if (exponent < -4 || exponent >= limit) {
    const point = digits.length > 1 || alternate ? "." : "";
    return digits[0] + point + digits.slice(1) + exponentText(exponent);
  }
  if (exponent < 0) return `0.${repeat("0", -exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1) + repeat("0", exponent + 1 - digits.length);
  const fraction = digits.slice(exponent + 1);
  if (fraction !== "") return `${whole}.${fraction}`;
  return pointed ? `${whole}.0` : alternate ? `${whole}.` : whole;
}

/** Without the zeros at the end; the first digit stays. */
function withoutZeros(digits: string): string {
  let end = digits.length;
  while (end > 1 && digits.charCodeAt(end - 1) === 48) end--;
  return digits.slice(0, end);
}

function exponentText(exponent: number): string {
  const size = Math.abs(exponent);
  return (exponent < 0 ? "e-" : "e+") + (size < 100 ? paddedDigits(size, 2) : `${size}`);
}

// Up to here the digits make an exact integer, and the powers that scale to it are exact.
const FAST_COUNT = 15;
const SMALLEST = 1e-7;
const LARGEST = 1e15;

const UNKNOWN = 100;

/**
 * The power of ten of the first digit, for numbers of common size; {@link UNKNOWN} for others. Where a power itself is
 * not exact, a number beside it may come out in the neighbouring power: its digits round to the same.
 */
function exponentOf(x: number): number {
  if (x >= LARGEST || x < SMALLEST) return UNKNOWN;
  if (x >= 1) {
    let exponent = 0;
    while (x >= powerOfTen(exponent + 1)) exponent++;
    return exponent;
  }
  let exponent = -1;
  while (x * powerOfTen(-exponent) < 1) exponent--;
  return exponent;
}
