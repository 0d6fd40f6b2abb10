// Decimal digits of a float at a given precision, correctly rounded: the exact binary value, ties to even.

import { repeat } from "./layout.ts";

// JavaScript's toFixed and toExponential are exact but for ties, which they round up, and give up at these bounds.
const MAX_DIGITS = 100;
const MAX_FIXED = 1e21;

/** `x` (finite, not negative) with `precision` digits behind the point, which is left out when there are none. */
export function fixed(x: number, precision: number): string {
  if (precision > MAX_DIGITS || x >= MAX_FIXED) return exactFixed(x, precision);
  const text = x.toFixed(precision);
  return isHalf(x, precision) ? evenLast(text) : text;
}

/** `x` (finite, not negative) with one digit before the point and `precision` behind it: `1.25e+3`. */
export function scientific(x: number, precision: number): string {
  if (precision > MAX_DIGITS) return exactScientific(x, precision);
  const text = x.toExponential(precision);
  const e = text.indexOf("e");
  return isHalf(x, precision - Number(text.slice(e + 1))) ? evenLast(text.slice(0, e)) + text.slice(e) : text;
}

const POWERS = Array.from({ length: 23 }, (_, n) => Number(`1e${n}`));

/** Ten to a power of 0 to 22, exactly. */
export function powerOfTen(n: number): number {
  return POWERS[n] as number;
}

/**
 * The whole number nearest to `x * 10 ** places` (`x` is finite and not negative, `places` is -22 to 22), or -1 where
 * that cannot be told at once: the product has lost a bit, and stands too near to the middle of two, or is too large.
 */
export function nearestScaled(x: number, places: number): number {
  const product = places >= 0 ? x * (POWERS[places] as number) : x / (POWERS[-places] as number);
  if (product >= MAX_PRODUCT) return -1;
  const below = Math.floor(product);
  const rest = product - below;
  // The power is exact, so the product is off by half a unit in its last place at most; this is twice as much.
  const doubt = product * Number.EPSILON;
  if (Math.abs(rest - 0.5) <= doubt) return -1;
  return rest < 0.5 ? below : below + 1;
}

// Below this a double has places for the fraction that decides.
const MAX_PRODUCT = 2 ** 52;

/** Whether `x` lies exactly between two neighbours with `places` decimal places (negative: tens, hundreds …). */
function isHalf(x: number, places: number): boolean {
  // n / 2 ** (places + 1) with an odd n is the only way for a binary fraction to end in a decimal 5 at that place.
  if (places >= 0) return (x * 2 ** (places + 1)) % 2 === 1;
  const half = 5 * 10 ** (-places - 1);
  // Above 5 * 10 ** 21 an odd multiple of half has more than 53 bits.
  return places >= -22 && x % half === 0 && (x / half) % 2 === 1;
}

/** A tie was rounded up: takes an odd last digit back to the even one below it. */
function evenLast(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  return last % 2 === 0 ? text : text.slice(0, -1) + String.fromCharCode(last - 1);
}

/** All digits of `x` without a point, and how many of them stand behind it. */
function exactDigits(x: number): [digits: string, places: number] {
  let scaled = x;
  let places = 0;
  // Every step is exact: a float holds its double as long as it is no integer.
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    places++;
  }
  return [String(BigInt(scaled) * 5n ** BigInt(places)), places];
}

function exactFixed(x: number, precision: number): string {
  const [digits, places] = exactDigits(x);
  const whole =
    places <= precision
      ? digits + repeat("0", precision - places)
      : roundDigits(digits.padStart(places + 1, "0"), places - precision);
  if (precision === 0) return whole;
  const text = whole.padStart(precision + 1, "0");
  return `${text.slice(0, -precision)}.${text.slice(-precision)}`;
}

function exactScientific(x: number, precision: number): string {
  const [digits, places] = exactDigits(x);
  const exponent = x === 0 ? 0 : digits.length - 1 - places;
  const extra = digits.length - precision - 1;
  const rounded = extra > 0 ? roundDigits(digits, extra) : digits + repeat("0", -extra);
  // Rounding up may have made one digit more: 9.99 becomes 10.0.
  const carry = rounded.length - precision - 1;
  const power = exponent + carry;
  return `${rounded[0]}.${rounded.slice(1, precision + 1)}e${power < 0 ? "" : "+"}${power}`;
}

/** Cuts the last `drop` digits off, rounding to nearest, ties to even. */
function roundDigits(digits: string, drop: number): string {
  const cut = digits.length - drop;
  const kept = BigInt(digits.slice(0, cut));
  const rest = digits.slice(cut);
  const first = rest[0] as string;
  const above = first > "5" || (first === "5" && (/[1-9]/.test(rest.slice(1)) || kept % 2n === 1n));
  return String(above ? kept + 1n : kept).padStart(cut, "0");
}
