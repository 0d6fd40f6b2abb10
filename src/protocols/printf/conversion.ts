// The conversions that text and bytes have in common: whole numbers, floats, and how they fill their width.

import { OverflowError } from "../errors.ts";
import { floatDigits } from "../format/float.ts";
import { repeat } from "../format/layout.ts";
import { textLength } from "../items/sequences.ts";
import { lookup } from "../lookup.ts";
import { index } from "../numbers/integer.ts";
import { int } from "../numbers/numbers.ts";
import { typeName } from "../typename.ts";
import { type Directive, NONE } from "./directive.ts";

/** A directive compiled: the text of the value that it takes. */
export type Conversion = (value: unknown) => string;

/** Compiles a directive that shows what `textOf` says of the value, cut to the precision. */
export function textConversion({ left, width, precision }: Directive, textOf: Conversion): Conversion {
  if (width <= 0 && precision === NONE) return textOf;
  return (value) => {
    const text = textOf(value);
    const shown = precision === NONE ? text : cut(text, precision);
    const missing = width - textLength(shown);
    if (missing <= 0) return shown;
    return left ? shown + repeat(" ", missing) : repeat(" ", missing) + shown;
  };
}

/** The first `count` characters. */
function cut(text: string, count: number): string {
  return text.length <= count ? text : Array.from(text).slice(0, count).join("");
}

const RADIX: Readonly<Record<string, number>> = { d: 10, i: 10, u: 10, o: 8, x: 16, X: 16 };
const PREFIX: Readonly<Record<string, string>> = { o: "0o", x: "0x", X: "0X" };

// CPython adds a sign and a prefix to the precision and keeps the sum in an int.
const MAX_DIGITS = 2 ** 31 - 1 - 3;

/** Compiles a directive for whole numbers; `undefined` for any other. */
export function integerConversion(directive: Directive): Conversion | undefined {
  const { type, precision, alternate, sign, width } = directive;
  const radix = RADIX[type];
  if (radix === undefined) return undefined;
  const prefix = alternate ? (PREFIX[type] ?? "") : "";
  const upper = type === "X";
  const bare = width <= 0 && precision <= 1 && prefix === "" && sign === "" && !upper;
  const read = radix === 10 ? wholeValue : integerValue;
  return (given) => {
    const value = typeof given === "number" && Number.isSafeInteger(given) ? given + 0 : read(given, type);
    if (bare) return value.toString(radix);
    let digits = value.toString(radix);
    const negative = value < 0;
    if (negative) digits = digits.slice(1);
    if (upper) digits = digits.toUpperCase();
    if (precision > digits.length) {
      if (precision > MAX_DIGITS) throw new OverflowError("precision too large");
      digits = repeat("0", precision - digits.length) + digits;
    }
    return filled(directive, negative ? "-" : sign, prefix, digits);
  };
}

/** The number of `%d`: a float loses its fraction. */
function wholeValue(value: unknown, type: string): number | bigint {
  return (
    converted(value, ["__int__", "__index__", "__float__"], () => exact(int(value))) ??
    refuse(type, "a real number", value)
  );
}

/** The number of `%x`: nothing is lost. */
function integerValue(value: unknown, type: string): number | bigint {
  return converted(value, ["__index__"], () => exact(index(value))) ?? refuse(type, "an integer", value);
}

/** What `convert` answers for a number, or for an object with one of `hooks`; `undefined` where it is neither. */
function converted(
  value: unknown,
  hooks: readonly string[],
  convert: () => number | bigint,
): number | bigint | undefined {
  if (!isNumber(value) && !hooks.some((hook) => lookup(value, hook) != null)) return undefined;
  try {
    return convert();
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function isNumber(value: unknown): boolean {
  if (typeof value === "object") {
    return value instanceof Number || value instanceof BigInt || value instanceof Boolean;
  }
  return typeof value === "number" || typeof value === "bigint" || typeof value === "boolean";
}

/** An int whose digits are all its own: a double above the safe integers prints the shortest that reads back. */
function exact(value: number | bigint): number | bigint {
  return typeof value === "bigint" || Number.isSafeInteger(value) ? value : BigInt(value);
}

function refuse(type: string, wanted: string, value: unknown): never {
  throw new TypeError(`%${type} format: ${wanted} is required, not ${typeName(value)}`);
}

const FLOAT_TYPES = "eEfFgG";

/** Compiles a directive for floats, which `read` makes of the value; `undefined` for any other. */
export function floatConversion(
  directive: Directive,
  read: (value: unknown) => number,
): Conversion | undefined {
  const { type, sign, precision, alternate, width } = directive;
  if (!FLOAT_TYPES.includes(type)) return undefined;
  const digits = floatDigits({ type, precision, alternate });
  return (given) => {
    const value = typeof given === "number" ? given : read(given);
    const shown = value < 0 || Object.is(value, -0) ? "-" : sign;
    const text = digits(Math.abs(value));
    return width <= 0 ? shown + text : filled(directive, shown, "", text);
  };
}

/** A number at its width: zeros stand behind the sign and the prefix, spaces before or behind it all. */
function filled({ left, zero, width }: Directive, sign: string, prefix: string, digits: string): string {
  const missing = width - sign.length - prefix.length - digits.length;
  if (missing <= 0) return sign + prefix + digits;
  if (left) return sign + prefix + digits + repeat(" ", missing);
  if (zero) return sign + prefix + repeat("0", missing) + digits;
  return repeat(" ", missing) + sign + prefix + digits;
}
