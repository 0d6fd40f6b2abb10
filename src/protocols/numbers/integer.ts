// Whole numbers from any object that stands for one: `__index__` (reference, 3.3.8).

import { OverflowError, ValueError } from "../errors.ts";
import { lookup } from "../lookup.ts";
import { typeName } from "../typename.ts";

/**
 * The integer that `obj` stands for without loss: Python's `operator.index(obj)`.
 *
 * Integers answer themselves, booleans 0 or 1, objects what their type's `__index__` returns. Floats are refused, also
 * those that have an integral value (`-0`, `float(1)`).
 *
 * @throws TypeError when `obj` is no integer: `'float' object cannot be interpreted as an integer`
 */
export function index(obj: unknown): number | bigint {
  const integer = tryIndex(obj);
  if (integer === undefined)
    throw new TypeError(`'${typeName(obj)}' object cannot be interpreted as an integer`);
  return integer;
}

/** As {@link index}, but `undefined` for what is no integer. */
export function tryIndex(obj: unknown): number | bigint | undefined {
  if (typeof obj === "number") return isIntegral(obj) ? obj : undefined;
  if (typeof obj === "bigint") return obj;
  if (typeof obj === "boolean") return obj ? 1 : 0;
  const hook = lookup(obj, "__index__");
  if (hook === undefined) return undefined;
  if (hook === null) throw new TypeError("'NoneType' object is not callable");
  const integer = hook.call(obj);
  if (typeof integer === "bigint") return integer;
  if (typeof integer === "number" && isIntegral(integer)) return integer;
  if (typeof integer === "boolean") return integer ? 1 : 0;
  throw new TypeError(`__index__ returned non-int (type ${typeName(integer)})`);
}

/** True for nearly all indexes there are; comparing a number with a bigint would take longer than all the rest. */
export function isSmallIndex(key: unknown): key is number {
  return typeof key === "number" && (key | 0) === key && (key !== 0 || !Object.is(key, -0));
}

function isIntegral(n: number): boolean {
  return Number.isInteger(n) && !Object.is(n, -0);
}

/**
 * Checks what a `__len__` returned.
 *
 * @throws TypeError when it is no integer, ValueError when it is negative, OverflowError above 2 ** 53 - 1
 */
export function checkLength(result: unknown): number {
  const length = index(result);
  if (length < 0) throw new ValueError("__len__() should return >= 0");
  if (length > Number.MAX_SAFE_INTEGER) {
    throw new OverflowError(`cannot fit '${typeName(result)}' into an index-sized integer`);
  }
  return Number(length);
}
