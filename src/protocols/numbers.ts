// `float` and `int`: Python's number types as callables (library reference, "Built-in Functions").

import { asClass, define, isPrototypeOf } from "./builtin-class.ts";
import { floatRepr } from "./digits.ts";
import { OverflowError, ValueError } from "./errors.ts";
import { index } from "./integer.ts";
import { lookup } from "./lookup.ts";
import { INSPECT } from "./names.ts";
import { repr } from "./repr.ts";
import { typeName } from "./typename.ts";
import { decimalValue } from "./unicode.ts";

/**
 * A float that says so: an integral `number` is an `int` to this library, so `float(1)` is what prints as `1.0`.
 *
 * It is a `Number` object: arithmetic and comparison read its value, `.valueOf()` gives it.
 */
export interface float extends Number {
  __float__(): float;
  __repr__(): string;
}

/** The type of {@link float}, callable with and without `new`. */
export interface FloatConstructor {
  new (x?: unknown): float;
  (x?: unknown): float;
  readonly prototype: float;
}

/**
 * Makes a float of a number, of a string as Python's `float` reads it (`"1_000.5"`, `" -inf "`), or of an object with
 * `__float__` or `__index__`.
 *
 * Any value that prints as a float is `instanceof float`: `1.5 instanceof float` is asked as
 * `float[Symbol.hasInstance](1.5)` or `isinstance(1.5, float)`.
 *
 * @throws ValueError when a string holds no float
 * @throws OverflowError when an int is too large
 * @throws TypeError when `x` is not a number, or a hook returns something else than one
 * @example repr(float(1)) // "1.0"
 */
export const float = function (this: unknown, x: unknown = 0): float {
  return Reflect.construct(Number, [floatValue(x)], new.target ?? float);
} as unknown as FloatConstructor;

asClass(float, "float", Number.prototype, (value) => {
  return typeof value === "number" ? typeName(value) === "float" : isPrototypeOf(float.prototype, value);
});

define(float.prototype, "__float__", function (this: float) {
  return float(this.valueOf());
});
for (const key of ["__repr__", "toString", INSPECT]) {
  define(float.prototype, key, function (this: float) {
    return floatRepr(this.valueOf());
  });
}

/** The number that `float(x)` holds. */
export function floatValue(x: unknown): number {
  if (typeof x === "number") return x;
  if (typeof x === "boolean") return x ? 1 : 0;
  if (typeof x === "bigint") return bigintToFloat(x);
  if (typeof x === "string") return parseFloatText(x, x);
  if (x instanceof Number) return x.valueOf();
  if (x instanceof Uint8Array)
    return parseFloatText(String.fromCharCode(...x).replace(/[^\0-\x7f]/g, "?"), x);
  const hook = lookup(x, "__float__");
  if (hook) {
    const value = hook.call(x);
    if (typeof value === "number") return value;
    if (value instanceof Number) return value.valueOf();
    throw new TypeError(`${typeName(x)}.__float__ returned non-float (type ${typeName(value)})`);
  }
  if (!lookup(x, "__index__")) {
    throw new TypeError(`float() argument must be a string or a real number, not '${typeName(x)}'`);
  }
  const value = index(x);
  return typeof value === "number" ? value : bigintToFloat(value);
}

function bigintToFloat(x: bigint): number {
  const value = Number(x);
  if (!Number.isFinite(value)) throw new OverflowError("int too large to convert to float");
  return value;
}

const FLOAT = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|inf(?:inity)?|nan)$/i;

function parseFloatText(text: string, given: unknown): number {
  const body = numberText(text);
  // An underscore may stand between two digits only.
  const plain = body.replace(/(?<=\d)_(?=\d)/g, "");
  if (!FLOAT.test(plain)) throw new ValueError(`could not convert string to float: ${repr(given)}`);
  const sign = plain.startsWith("-") ? -1 : 1;
  const size = plain.replace(/^[+-]/, "");
  if (/^n/i.test(size)) return Number.NaN;
  return sign * (/^i/i.test(size) ? Number.POSITIVE_INFINITY : Number(size));
}

const SPACES = /[\s\x85]/u;

/** The text of a number as Python prepares it: no white space around it, every script's digits as ASCII. */
function numberText(text: string): string {
  let ascii = text;
  if (!/^[\0-\x7f]*$/.test(text)) {
    ascii = "";
    for (const char of text) {
      const code = char.codePointAt(0) as number;
      if (code < 0x80) ascii += char;
      else ascii += SPACES.test(char) && code !== 0xfeff ? " " : (decimalValue(code) ?? "?");
    }
  }
  return ascii.replace(/^[\t-\r ]+|[\t-\r ]+$/g, "");
}

/**
 * An int of a number (cut towards zero) or of a string in `base` (2 to 36; 0 reads the prefix `0x`, `0o` or `0b`).
 *
 * The result is a `number` where that is exact, else a `bigint`.
 *
 * @throws ValueError when a string holds no int of that base, or `x` is NaN
 * @throws OverflowError when `x` is infinite
 * @throws TypeError when `x` is neither, and has no `__int__` or `__index__`
 */
export const int = (x: unknown = 0, base?: unknown): number | bigint => {
  if (base !== undefined) return intFromText(x, base);
  if (typeof x === "string" || x instanceof Uint8Array) return intFromText(x, 10);
  if (typeof x === "boolean") return x ? 1 : 0;
  if (typeof x === "bigint") return narrow(x);
  if (typeof x === "number") return truncate(x);
  if (x instanceof Number) return truncate(x.valueOf());
  const hook = lookup(x, "__int__");
  if (hook) {
    const value = hook.call(x);
    if (typeof value === "bigint" || typeName(value) === "int") return value as number | bigint;
    throw new TypeError(`__int__ returned non-int (type ${typeName(value)})`);
  }
  if (lookup(x, "__index__")) return index(x);
  throw new TypeError(
    `int() argument must be a string, a bytes-like object or a real number, not '${typeName(x)}'`,
  );
};

asClass(int, "int", Object.prototype, (value) => typeName(value) === "int" || typeof value === "boolean");

function truncate(x: number): number | bigint {
  if (Number.isNaN(x)) throw new ValueError("cannot convert float NaN to integer");
  if (!Number.isFinite(x)) throw new OverflowError("cannot convert float infinity to integer");
  // Adding 0 makes an int of -0.
  const whole = Math.trunc(x) + 0;
  return Number.isSafeInteger(whole) ? whole : BigInt(whole);
}

/** A `number` where it is exact, else the `bigint` itself. */
export function narrow(x: bigint): number | bigint {
  return x >= Number.MIN_SAFE_INTEGER && x <= Number.MAX_SAFE_INTEGER ? Number(x) : x;
}

const PREFIXES: Readonly<Record<string, number>> = { "0x": 16, "0o": 8, "0b": 2 };

function intFromText(given: unknown, baseGiven: unknown): number | bigint {
  const base = Number(index(baseGiven));
  if (typeof given !== "string" && !(given instanceof Uint8Array)) {
    throw new TypeError("int() can't convert non-string with explicit base");
  }
  if (base !== 0 && (base < 2 || base > 36)) throw new ValueError("int() base must be >= 2 and <= 36, or 0");
  const text = numberText(typeof given === "string" ? given : String.fromCharCode(...given));
  const [, sign, prefix, digits] = /^([+-]?)(0[xob]_?)?(.*)$/is.exec(text) as unknown as [
    string,
    string,
    string?,
    string?,
  ];
  const prefixed = PREFIXES[(prefix ?? "").slice(0, 2).toLowerCase()];
  const uses = prefixed !== undefined && (base === 0 || base === prefixed);
  const actual = uses ? prefixed : base === 0 ? 10 : base;
  const body = uses ? digits : (prefix ?? "") + digits;
  const value = readDigits(body ?? "", actual);
  // `int("012", 0)` is refused as Python's own literals are.
  if (value === undefined || (base === 0 && !uses && value !== 0n && /^0/.test(body ?? ""))) {
    throw new ValueError(`invalid literal for int() with base ${base}: ${repr(given)}`);
  }
  return narrow(sign === "-" ? -value : value);
}

function readDigits(text: string, base: number): bigint | undefined {
  if (!/^[0-9a-z]+(?:_[0-9a-z]+)*$/i.test(text)) return undefined;
  const digits = text.replaceAll("_", "");
  let value = 0n;
  for (const char of digits) {
    const digit = Number.parseInt(char, 36);
    if (digit >= base) return undefined;
    if (base === 10) continue;
    value = value * BigInt(base) + BigInt(digit);
  }
  return base === 10 ? BigInt(digits) : value;
}
