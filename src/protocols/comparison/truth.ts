// Truth: which objects count as true (reference, 3.3.1, `__bool__`; library, "Truth Value Testing").

import { lookup } from "../lookup.ts";
import { checkLength } from "../numbers/integer.ts";
import { typeName } from "../typename.ts";
import { NotImplemented } from "./notimplemented.ts";

/**
 * Whether `obj` counts as true: Python's `bool(obj)`.
 *
 * Asks the type's `__bool__`, then its `__len__`; an object with neither is true. Native values answer as the Python
 * values they stand for: `0`, `""`, `null`, and empty arrays, `Map`s, `Set`s, plain objects and typed arrays are false,
 * and `NaN` is true. (JavaScript's own `if (obj)` cannot be hooked.)
 *
 * @throws TypeError when `__bool__` returns no boolean, and for {@link NotImplemented}
 */
export function bool(obj: unknown): boolean {
  switch (typeof obj) {
    case "boolean":
      return obj;
    case "number":
      return obj !== 0;
    case "symbol":
      if (obj === NotImplemented) {
        throw new TypeError("NotImplemented should not be used in a boolean context");
      }
      return true;
    case "object":
    case "function":
      return obj !== null && objectTruth(obj);
    default:
      return Boolean(obj);
  }
}

function objectTruth(obj: object): boolean {
  const hook = lookup(obj, "__bool__");
  if (hook === null) throw new TypeError(`'${typeName(obj)}' cannot be interpreted as a boolean`);
  if (hook !== undefined) {
    const answer = hook.call(obj);
    if (typeof answer === "boolean") return answer;
    throw new TypeError(`__bool__ should return bool, returned ${typeName(answer)}`);
  }
  const length = lookup(obj, "__len__");
  if (length === null) throw new TypeError("'NoneType' object is not callable");
  return length === undefined ? nativeTruth(obj) : checkLength(length.call(obj)) !== 0;
}

function nativeTruth(obj: object): boolean {
  if (Array.isArray(obj)) return obj.length !== 0;
  if (obj instanceof Map || obj instanceof Set) return obj.size !== 0;
  if (ArrayBuffer.isView(obj)) return obj.byteLength !== 0;
  if (obj instanceof Number || obj instanceof String || obj instanceof Boolean || obj instanceof BigInt) {
    return bool(obj.valueOf());
  }
  return typeName(obj) !== "dict" || Object.keys(obj).length !== 0;
}
