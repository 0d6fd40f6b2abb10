// The order of strings: by code point, where JavaScript's own `<` goes by 16-bit unit.

/** Negative where `a` comes before `b`, positive where it comes after, 0 where they are equal. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const units = a < b ? -1 : 1;
  const at = firstDifference(a, b);
  // Only beyond the surrogates do the two orders part: U+FFFD is less than U+1F600, whose first unit is 0xD83D.
  if (!(a.charCodeAt(at) >= 0xd800 && b.charCodeAt(at) >= 0xd800)) return units;
  const start = isInPair(a, at) || isInPair(b, at) ? at - 1 : at;
  return (a.codePointAt(start) as number) - (b.codePointAt(start) as number);
}

function firstDifference(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a.charCodeAt(i) !== b.charCodeAt(i)) return i;
  return length;
}

/** Whether the unit at `at` is the second of a code point. */
function isInPair(text: string, at: number): boolean {
  return at > 0 && (text.codePointAt(at - 1) as number) > 0xffff;
}

/** Whether JavaScript's own order of such a string is that of its code points. */
export function isPlainText(text: string): boolean {
  return !SURROGATES.test(text);
}

const SURROGATES = /[\ud800-\udfff]/;
