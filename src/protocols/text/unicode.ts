// What Python's Unicode tables say of a code point, whichever version of Unicode the JavaScript engine has.

import { DECIMAL_ZEROS, PRINTABLE_RUNS } from "./unicode-tables.ts";

/** The running sums of a table of base 36 distances. */
function sums(table: string, start: number): readonly number[] {
  let sum = start;
  return table
    .trim()
    .split(/\s+/)
    .map((length) => (sum += Number.parseInt(length, 36)));
}

// Built at the first question: most programs print nothing beyond ASCII.
let runEnds: readonly number[] | undefined;
let zeros: readonly number[] | undefined;

/** How many of `bounds` (ascending) are not above `code`. */
function countUpTo(bounds: readonly number[], code: number): number {
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bounds[middle] as number) <= code) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** `chr(code).isprintable()`. */
export function isPrintable(code: number): boolean {
  if (code < 0x80) return code >= 0x20 && code < 0x7f;
  runEnds ??= sums(PRINTABLE_RUNS, 0x80);
  return countUpTo(runEnds, code) % 2 === 0;
}

/** The value of a decimal digit of any script; `undefined` for every other character. */
export function decimalValue(code: number): number | undefined {
  if (code < 0x80) return code >= 48 && code <= 57 ? code - 48 : undefined;
  zeros ??= sums(DECIMAL_ZEROS, 0);
  const zero = zeros[countUpTo(zeros, code) - 1];
  return zero !== undefined && code < zero + 10 ? code - zero : undefined;
}
