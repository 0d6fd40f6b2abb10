// `operator.mod`: `%` of numbers, of printf style templates, and of objects with `__mod__`.

import { NotImplemented } from "../comparison/notimplemented.ts";
import { ZeroDivisionError } from "../errors.ts";
import { float, floatValue, narrow } from "../numbers/numbers.ts";
import { remainderOfText } from "../printf/index.ts";
import { typeName } from "../typename.ts";
import { binary } from "./binary.ts";

/**
 * `a % b`.
 *
 * A str or bytes on the left is a printf style template: `b` is taken apart if it is a tuple, and is one value if it is
 * anything else; an array is a list, so one value. A number's remainder has the sign of the divisor. Other objects are
 * asked for `__mod__` and `__rmod__`.
 *
 * @throws ZeroDivisionError `division by zero`
 * @throws TypeError when the two have no remainder, or a template and its values do not fit
 * @example operator.mod("%(name)s is %(age)d", { name: "egon", age: 28 }) // "egon is 28"
 * @example operator.mod(-7, 3) // 2
 */
export function mod(a: string, b: unknown): string;
export function mod(a: Uint8Array, b: unknown): Uint8Array;
export function mod(a: number, b: number): number;
export function mod(a: number | bigint, b: number | bigint): number | bigint;
export function mod(a: unknown, b: unknown): unknown;
export function mod(a: unknown, b: unknown): unknown {
  return binary("%", "__mod__", "__rmod__", nativeMod, a, b);
}

function nativeMod(a: unknown, b: unknown): unknown {
  if (typeof a === "string" || a instanceof Uint8Array) return remainderOfText(a, b);
  if (a instanceof String) return remainderOfText(a.valueOf(), b);
  if (isInteger(a) && isInteger(b)) return integerMod(a, b);
  if (!isReal(a) || !isReal(b)) return NotImplemented;
  const result = floatMod(floatValue(a), floatValue(b));
  return typeof a === "object" || typeof b === "object" ? float(result) : result;
}

type Integer = number | bigint | boolean;

function isInteger(x: unknown): x is Integer {
  return typeof x === "boolean" || typeName(x) === "int";
}

function isReal(x: unknown): x is Integer | Number {
  return typeof x === "number" || isInteger(x) || x instanceof Number;
}

function integerMod(a: Integer, b: Integer): number | bigint {
  const left = Number(a);
  const right = Number(b);
  if (right === 0) throw new ZeroDivisionError("division by zero");
  if (Number.isSafeInteger(left) && Number.isSafeInteger(right)) {
    const rest = left % right;
    // Adding 0 makes an int of -0.
    return (rest !== 0 && rest < 0 !== right < 0 ? rest + right : rest) + 0;
  }
  const divisor = BigInt(b);
  const rest = BigInt(a) % divisor;
  return narrow(rest !== 0n && rest < 0n !== divisor < 0n ? rest + divisor : rest);
}

function floatMod(a: number, b: number): number {
  if (b === 0) throw new ZeroDivisionError("division by zero");
  const rest = a % b;
  if (rest === 0) return b < 0 ? -0 : 0;
  return rest < 0 !== b < 0 ? rest + b : rest;
}
