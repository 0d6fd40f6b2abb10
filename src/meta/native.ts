// The classes of values that no class declaration made.

import { bool, dict, list, NoneType, set } from "../protocols/builtins/index.ts";
import type { Class } from "../protocols/lookup.ts";
import { float, int } from "../protocols/numbers/numbers.ts";
import { bytes } from "../protocols/text/bytes.ts";
import { str } from "../protocols/text/text.ts";
import { typeName } from "../protocols/typename.ts";

export { NoneType };

// JavaScript's own classes, and the Python types that their instances are.
const PYTHON_TYPES: ReadonlyMap<unknown, Class> = new Map<unknown, Class>([
  [Array.prototype, list],
  [Map.prototype, dict],
  [Object.prototype, dict],
  [null, dict],
  [Set.prototype, set],
  [Uint8Array.prototype, bytes],
  [Number.prototype, float],
  [BigInt.prototype, int],
  [String.prototype, str],
  [Boolean.prototype, bool],
]);

/** The builtin class of a native value; `undefined` for the instances of other classes. */
export function nativeClass(value: unknown): Class | undefined {
  switch (typeof value) {
    case "undefined":
      return NoneType;
    case "boolean":
      return bool;
    case "bigint":
      return int;
    case "number":
      return typeName(value) === "int" ? int : float;
    case "string":
      return str;
    case "object":
      return value === null ? NoneType : objectClass(value);
    default:
      return undefined;
  }
}

function objectClass(value: object): Class | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  // Node's own subclass of bytes.
  if (value instanceof Uint8Array && value.constructor.name === "Buffer") return bytes;
  return PYTHON_TYPES.get(prototype);
}
