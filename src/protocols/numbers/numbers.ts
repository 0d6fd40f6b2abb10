// `float` and `int`: Python's number types as callables (library reference, "Built-in Functions").

import { asClass, type Instances, isPrototypeOf } from "../builtin-class.ts";
import { OverflowError, ValueError } from "../errors.ts";
import { lookup } from "../lookup.ts";
import { INSPECT } from "../names.ts";
import { floatRepr } from "../text/digits.ts";
import { repr } from "../text/repr.ts";
import { decimalValue } from "../text/unicode.ts";
import { typeName } from "../typename.ts";
import { index } from "./integer.ts";

/** A value as an object, so that a class can have it for its instance. */
function box(value: number | bigint, prototype: object): object {
  return Object.setPrototypeOf(Object(value), prototype);
}

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
export interface FloatConstructor extends Instances<number | float> {
  new (x?: unknown): float;
  (x?: unknown): float;
  readonly prototype: float;
}

class Float extends Number {
  static readonly __module__: string = "builtins";
  static get name(): string {
    return "float";
  }

  __float__(): float {
    return float(this.valueOf());
  }
  __repr__(): string {
    return floatRepr(this.valueOf());
  }
  override toString(): string {
    return repr(this);
  }
  [INSPECT](): string {
    return repr(this);
  }
}

function makeFloat(this: unknown, x: unknown = 0): object {
  const value = floatValue(x);
  const isExact = new.target === undefined || new.target === makeFloat;
  return isExact ? new Float(value) : box(value, new.target.prototype);
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
export const float: FloatConstructor = asClass(makeFloat, Float, (value) =>
  typeof value === "number" ? typeName(value) === "float" : isPrototypeOf(Float.prototype, value),
) as never;

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

/** An int as an object: what `new int(x)` and the subclasses of {@link int} make. `.valueOf()` gives the number. */
export interface int extends Number {
  valueOf(): number;
  __int__(): number | bigint;
  __index__(): number | bigint;
  __repr__(): string;
}

/** The type of {@link int}: a call gives a number, `new` (and so a subclass) an object. */
export interface IntConstructor extends Instances<number | bigint> {
  new (x?: unknown, base?: unknown): int;
  (x?: unknown, base?: unknown): number | bigint;
  readonly prototype: int;
}

/** The class that `int` is in front of. A large value is a `BigInt` object with the same prototype. */
export class Int extends Number {
  static readonly __module__: string = "builtins";
  static get name(): string {
    return "int";
  }

  override valueOf(): number {
    // The tag does not depend on the prototype.
    return (isBoxedBigint(this) ? BigInt.prototype.valueOf.call(this) : super.valueOf()) as number;
  }
  __int__(): number | bigint {
    return this.valueOf();
  }
  __index__(): number | bigint {
    return this.valueOf();
  }
  __repr__(): string {
    return `${this.valueOf()}`;
  }
  override toString(): string {
    return repr(this);
  }
  [INSPECT](): string {
    return repr(this);
  }
}

function isBoxedBigint(x: object): boolean {
  try {
    BigInt.prototype.valueOf.call(x);
    return true;
  } catch {
    return false;
  }
}

function makeInt(this: unknown, x: unknown = 0, base?: unknown): unknown {
  const value = intValue(x, base);
  return new.target === undefined ? value : box(value, new.target.prototype);
}

/**
 * An int of a number (cut towards zero) or of a string in `base` (2 to 36; 0 reads the prefix `0x`, `0o` or `0b`).
 *
 * The result is a `number` where that is exact, else a `bigint`; with `new`, an object that holds it.
 *
 * @throws ValueError when a string holds no int of that base, or `x` is NaN
 * @throws OverflowError when `x` is infinite
 * @throws TypeError when `x` is neither, and has no `__int__` or `__index__`
 * @example isinstance(3, int) // true, and so are 3n and, as in Python, `true`
 */
export const int: IntConstructor = asClass(makeInt, Int, (value) =>
  typeof value === "object"
    ? isPrototypeOf(Int.prototype, value)
    : typeName(value) === "int" || typeof value === "boolean",
) as never;

function intValue(x: unknown, base: unknown): number | bigint {
  if (base !== undefined) return intFromText(x, base);
  if (typeof x === "string" || x instanceof Uint8Array) return intFromText(x, 10);
  if (typeof x === "boolean") return x ? 1 : 0;
  if (typeof x === "bigint") return narrow(x);
  if (typeof x === "number") return truncate(x);
  const hook = lookup(x, "__int__");
  if (hook) {
    const value = hook.call(x);
    if (typeof value === "bigint" || typeName(value) === "int") return value as number | bigint;
    throw new TypeError(`__int__ returned non-int (type ${typeName(value)})`);
  }
  if (x instanceof Number) return truncate(x.valueOf());
  if (lookup(x, "__index__")) return index(x);
  if (x instanceof String) return intFromText(x.valueOf(), 10);
  throw new TypeError(
    `int() argument must be a string, a bytes-like object or a real number, not '${typeName(x)}'`,
  );
}

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
