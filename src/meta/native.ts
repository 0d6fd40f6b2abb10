// The classes of values that no class declaration made.

import type { Class } from "../protocols/lookup.ts";
import { float, int } from "../protocols/numbers.ts";
import { typeName } from "../protocols/typename.ts";

/** The type of `None`, which `null` and `undefined` are. */
export class NoneType {
  static readonly __module__ = "builtins";
}

/** The class of a primitive, of `None`, or of an object without a prototype; `undefined` for other objects. */
export function nativeClass(value: unknown): Class | undefined {
  switch (typeName(value)) {
    case "NoneType":
      return NoneType;
    case "int":
      return int as unknown as Class;
    case "float":
      return float as unknown as Class;
    default:
      return typeof value === "object" && Object.getPrototypeOf(value) !== null
        ? undefined
        : Object(value).constructor;
  }
}
