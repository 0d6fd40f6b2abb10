// Digits of whole numbers from tables: padded, grouped by threes, and in the radixes of two.

import type { Grouping } from "./spec.ts";

/** All numbers of `count` digits as text, each after `before`. */
function table(count: number, before = ""): readonly string[] {
  return Array.from({ length: 10 ** count }, (_, n) => before + `${n}`.padStart(count, "0"));
}

// Built when they are first needed.
const padded: (readonly string[])[] = [[""]];
const grouped = new Map<Grouping, readonly string[]>();

/** The `count` digits of a whole number, zeros in front included; `n` is safe and below 10 ** count. */
export function paddedDigits(n: number, count: number): string {
  if (count <= 3) {
    padded[count] ??= table(count);
    return padded[count][n] as string;
  }
  const high = Math.floor(n / 1000);
  return paddedDigits(high, count - 3) + paddedDigits(n - high * 1000, 3);
}

function groupTable(separator: Grouping): readonly string[] {
  let texts = grouped.get(separator);
  if (texts === undefined) {
    texts = table(3, separator);
    grouped.set(separator, texts);
  }
  return texts;
}

/** Compiles the digits of safe whole numbers (not negative) in groups of three. */
export function groupedDigits(separator: Grouping): (n: number) => string {
  if (separator === "") return (n) => `${n}`;
  const groups = groupTable(separator);
  return (n) => {
    if (n < 1000) return `${n}`;
    let text = "";
    let rest = n;
    do {
      const high = Math.floor(rest / 1000);
      text = (groups[rest - high * 1000] as string) + text;
      rest = high;
    } while (rest >= 1000);
    return rest + text;
  };
}

// What the codes of three digits weigh more than their values.
const ZEROS = 48 * 111;

/** Compiles the grouping by threes of digits that are text, from the right. */
export function groupedText(separator: Grouping): (digits: string) => string {
  if (separator === "") return (digits) => digits;
  const groups = groupTable(separator);
  return (digits) => {
    const first = digits.length % 3 || 3;
    let text = digits.slice(0, first);
    for (let at = first; at < digits.length; at += 3) {
      text +=
        groups[
          digits.charCodeAt(at) * 100 + digits.charCodeAt(at + 1) * 10 + digits.charCodeAt(at + 2) - ZEROS
        ];
    }
    return text;
  };
}

const MAX_INT = 2 ** 31;

/** Compiles the digits of safe whole numbers (not negative) in a radix. */
export function radixDigits(radix: number): (n: number) => string {
  if (radix === 10) return (n) => `${n}`;
  // Some digits at a time: `toString` leaves compiled code for every radix but ten.
  const bits = radix === 8 ? 9 : 8;
  const size = 2 ** bits;
  const width = bits / Math.log2(radix);
  const short = Array.from({ length: size }, (_, n) => n.toString(radix));
  const full = short.map((text) => text.padStart(width, "0"));
  return (n) => {
    if (n >= MAX_INT) return n.toString(radix);
    let text = "";
    let rest = n;
    for (; rest >= size; rest >>>= bits) text = (full[rest & (size - 1)] as string) + text;
    return (short[rest] as string) + text;
  };
}
