// The decimal digits of a float, laid out as Python lays them out.

/** `repr` of a float: the shortest digits that read back as the same value, with a point or an exponent. */
export function floatRepr(x: number): string {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? "nan" : x > 0 ? "inf" : "-inf";
  if (x === 0) return Object.is(x, -0) ? "-0.0" : "0.0";
  const size = Math.abs(x);
  if (hasPoint(size)) return Number.isInteger(x) ? `${x}.0` : `${x}`;
  return padExponent(x.toExponential());
}

/** Whether a size is written with a point; smaller and larger ones have an exponent. */
export function hasPoint(size: number): boolean {
  return size >= 1e-4 && size < 1e16;
}

/** `repr` of an int, exact where `String` would give the shortest digits of a double. */
export function intRepr(x: number | bigint): string {
  return typeof x === "bigint" || Number.isSafeInteger(x) ? `${x}` : `${BigInt(x)}`;
}

const PLUS = 43;
const MINUS = 45;

/** `1e-7` becomes `1e-07`: Python's exponents have two digits at least. */
export function padExponent(text: string): string {
  const sign = text.charCodeAt(text.length - 2);
  return sign === PLUS || sign === MINUS ? `${text.slice(0, -1)}0${text.slice(-1)}` : text;
}
