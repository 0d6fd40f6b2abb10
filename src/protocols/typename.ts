// What Python would call the type of a value.

import { isClass, metaclassOf } from "./lookup.ts";

/**
 * The name of a value's type in Python's words, as error messages use it: `int`, `str`, `NoneType`, `Foo` …
 *
 * An integral `number` and a `bigint` are `int`, any other `number` (and `-0`) is `float`; arrays are `list`, `Map`s
 * and plain objects are `dict`, `Uint8Array`s are `bytes`.
 */
export function typeName(value: unknown): string {
  switch (typeof value) {
    case "undefined":
      return "NoneType";
    case "boolean":
      return "bool";
    case "number":
      return Number.isInteger(value) && !Object.is(value, -0) ? "int" : "float";
    case "bigint":
      return "int";
    case "string":
      return "str";
    case "symbol":
      return "symbol";
    case "function":
      return functionTypeName(value as (...args: never[]) => unknown);
    default:
      return value === null ? "NoneType" : objectTypeName(value as object);
  }
}

// Class names that JavaScript and Python spell differently. Subclasses keep their own name.
const PYTHON_NAMES: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  [Array, "list"],
  [Map, "dict"],
  [Object, "dict"],
  [Set, "set"],
  [Uint8Array, "bytes"],
  [Date, "datetime"],
]);

function objectTypeName(value: object): string {
  const prototype = Object.getPrototypeOf(value);
  if (prototype === null) return "dict";
  const constructor: unknown = prototype.constructor;
  const known = PYTHON_NAMES.get(constructor);
  if (known !== undefined) return known;
  if (typeof constructor === "function" && constructor.name === "Buffer") return "bytes";
  if (typeof constructor === "function" && constructor.name) return constructor.name;
  const tag: unknown = (value as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag];
  return typeof tag === "string" ? tag.toLowerCase() : "object";
}

function functionTypeName(value: (...args: never[]) => unknown): string {
  if (isClass(value)) return metaclassOf(value)?.name ?? "type";
  const prototype = Object.getPrototypeOf(value);
  // An instance whose class defines `__call__` is a function object with that class's prototype.
  const constructor: unknown = prototype?.constructor;
  const own = typeof constructor === "function" && !FUNCTION_KINDS.has(constructor.name);
  return own ? (constructor as { name: string }).name : "function";
}

const FUNCTION_KINDS = new Set(["Function", "AsyncFunction", "GeneratorFunction", "AsyncGeneratorFunction"]);
