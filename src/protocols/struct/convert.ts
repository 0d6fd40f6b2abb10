// Values on their way into a record: what counts as an integer, a float, bytes, and what is said where one does not.

import { isByteArray } from "../comparison/kind.ts";
import { OverflowError } from "../errors.ts";
import { tryIndex } from "../numbers/integer.ts";
import { floatValue } from "../numbers/numbers.ts";
import { typeName } from "../typename.ts";
import { isBytes } from "./buffers.ts";
import type { Code } from "./codes.ts";
import { error } from "./error.ts";
import { halfBits, TOO_LARGE } from "./half.ts";
import { F32, HOST_IS_LITTLE } from "./scratch.ts";

/** What the values of a field depend on beside their format character. */
export interface Mode {
  readonly little: boolean;
  readonly native: boolean;
}

/** The integer that `value` stands for, if it fits. */
export function toInteger(value: unknown, code: Code, mode: Mode): number | bigint {
  const integer = indexOf(value, code, mode);
  if (integer < code.min || integer > code.max) throw rangeError(code);
  return integer;
}

function indexOf(value: unknown, code: Code, { little }: Mode): number | bigint {
  let integer: number | bigint | undefined;
  try {
    integer = tryIndex(value);
  } catch (cause) {
    // C code that looks for any OverflowError at all finds `__index__`'s own; that of foreign 8-byte integers does not.
    const looks = code.size < 8 || little === HOST_IS_LITTLE;
    throw looks && cause instanceof OverflowError ? rangeError(code) : cause;
  }
  if (integer === undefined) throw new error("required argument is not an integer");
  return integer;
}

function rangeError({ char, min, max }: Code): error {
  return new error(`'${char}' format requires ${min} <= number <= ${max}`);
}

/** The address that `value` stands for: negative ones wrap around. */
export function toPointer(value: unknown): bigint {
  const integer = tryIndex(value);
  if (integer === undefined) throw new error("required argument is not an integer");
  if (integer >= -(2n ** 63n) && integer < 2n ** 64n) return BigInt(integer);
  if (typeName(value) === "int") throw new error("int too large to convert");
  throw new OverflowError(`Python int too large to convert to C ${integer < 0 ? "long" : "unsigned long"}`);
}

/** The float that `value` stands for: its own, its `__float__`'s or its `__index__`'s. */
export function toFloat(value: unknown): number {
  if (typeof value === "number") return value;
  try {
    if (typeof value !== "string" && !(value instanceof Uint8Array)) return floatValue(value);
  } catch {
    // Whatever went wrong, CPython says the same.
  }
  throw new error("required argument is not a float");
}

/** The bits of `value` in half precision. */
export function toHalfBits(value: unknown): number {
  const bits = halfBits(toFloat(value));
  if (bits === TOO_LARGE) throw tooLarge(value, "e");
  return bits;
}

/** Leaves `value` in the scratch in single precision; a native one that is too large becomes an infinity. */
export function storeSingle(value: unknown, { native }: Mode): void {
  const float = toFloat(value);
  F32[0] = float;
  if (!native && Number.isFinite(float) && !Number.isFinite(F32[0])) throw tooLarge(value, "f");
}

function tooLarge(value: unknown, char: string): Error {
  const isInt = typeof value === "boolean" || typeName(value) === "int";
  return isInt
    ? new error("int too large to convert")
    : new OverflowError(`float too large to pack with ${char} format`);
}

/** The bytes given for `s` or `p`. */
export function toBytes(value: unknown, { char }: Code): Uint8Array {
  if (isBytes(value)) return value;
  throw new error(`argument for '${char}' must be a bytes object`);
}

/** The byte given for `c`, which takes no `bytearray`. */
export function toChar(value: unknown): number {
  if (isBytes(value) && value.length === 1 && !isByteArray(value)) return value[0] as number;
  throw new error("char format requires a bytes object of length 1");
}
