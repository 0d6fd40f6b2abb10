// Where fill, sign, prefix, grouped digits and the rest of a formatted value stand.

import { MemoryError } from "../errors.ts";
import { textLength } from "../items/sequences.ts";
import type { Grouping, Spec } from "./spec.ts";

/** Puts a number's parts together: sign, prefix (`0x`), whole digits, and all that follows them. */
export type NumberLayout = (sign: string, prefix: string, digits: string, tail: string) => string;

// V8's longest string; what is longer cannot be made.
const MAX_LENGTH = 2 ** 29 - 24;

const SHORT = 64;
const SPACES = Array.from({ length: SHORT }, (_, n) => " ".repeat(n));
const ZEROS = Array.from({ length: SHORT }, (_, n) => "0".repeat(n));

/** `count` times `text`; nothing for a negative count. */
export function repeat(text: string, count: number): string {
  if (count <= 0) return "";
  if (count < SHORT) {
    if (text === " ") return SPACES[count] as string;
    if (text === "0") return ZEROS[count] as string;
  }
  if (count * text.length > MAX_LENGTH) throw new MemoryError();
  return text.repeat(count);
}

/** Fills `text`, which is `length` characters long, up to the width; `=` is as `<`, as it is for text. */
export function pad(text: string, length: number, { fill, align, width }: Spec): string {
  const missing = width - length;
  if (missing <= 0) return text;
  if (align === ">") return repeat(fill, missing) + text;
  if (align !== "^") return text + repeat(fill, missing);
  const left = missing >> 1;
  return repeat(fill, left) + text + repeat(fill, missing - left);
}

/** Compiles the layout of a number. Groups have `groupSize` digits. */
export function numberLayout(spec: Spec, groupSize: number): NumberLayout {
  const { fill, align, width, grouping } = spec;
  if (width <= 0 && grouping === "") return (sign, prefix, digits, tail) => sign + prefix + digits + tail;
  const zeroFill = fill === "0" && align === "=";
  return (sign, prefix, digits, tail) => {
    const tailLength = tail === "" ? 0 : textLength(tail);
    const minimum = zeroFill ? width - sign.length - prefix.length - tailLength : 0;
    const grouped = digits === "" ? "" : groupWhole(digits, grouping, groupSize, minimum);
    const length = sign.length + prefix.length + grouped.length + tailLength;
    if (align !== "=") return pad(sign + prefix + grouped + tail, length, spec);
    return sign + prefix + repeat(fill, width - length) + grouped + tail;
  };
}

/** Groups whole digits from the right, after zeros that bring the result to `minimum` characters at least. */
export function groupWhole(digits: string, separator: Grouping, size: number, minimum: number): string {
  if (separator === "") return repeat("0", minimum - digits.length) + digits;
  // Of every size + 1 characters one is a separator; none stands in front, a digit more is taken instead.
  const period = size + 1;
  const wanted = minimum - Math.floor(minimum / period) + (minimum % period === 0 ? 1 : 0);
  const all = repeat("0", wanted - digits.length) + digits;
  const first = all.length % size || size;
  let text = all.slice(0, first);
  for (let at = first; at < all.length; at += size) text += separator + all.slice(at, at + size);
  return text;
}

/** Groups the digits behind the point by three, from the left. */
export function groupFraction(digits: string, separator: Grouping): string {
  let text = digits.slice(0, 3);
  for (let at = 3; at < digits.length; at += 3) text += separator + digits.slice(at, at + 3);
  return text;
}

/** The character that shows a number's sign. */
export function signOf(negative: boolean, sign: string): string {
  if (negative) return "-";
  return sign === "-" ? "" : sign;
}
