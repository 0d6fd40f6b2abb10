// `format`: a value's own formatting, asked of its type, with compiled specifications for the native types.

import { lookup } from "../lookup.ts";
import { str } from "../text/repr.ts";
import { formatDate } from "../time/strftime.ts";
import { typeName } from "../typename.ts";
import { floatFormatter } from "./float.ts";
import { intFormatter } from "./integer.ts";
import type { SpecFor } from "./spec-types.ts";
import { stringFormatter } from "./string.ts";

/** A compiled format specification. */
export type Formatter = (value: unknown) => string;

// A program has few specifications; one that makes them up as it goes must not fill the memory.
const CACHE_LIMIT = 512;
const cache = new Map<string, Formatter>();

/**
 * The text of `value` as `spec` says: Python's `format(value, spec)`.
 *
 * Calls the type's `__format__`. Native ints, bools, floats and strings know CPython's whole mini-language
 * (library reference, "Format Specification Mini-Language"); digits are rounded correctly at every precision. A `Date`
 * takes the directives of `strftime`.
 *
 * @throws ValueError when a native type does not know such a specification
 * @throws TypeError when the type has no formatting of its own and `spec` is not empty, or when `__format__` returns no
 *   string
 * @example format(1234567.891, ",.2f") // "1,234,567.89"
 */
export function format<V, const S extends string = "">(value: V, spec?: SpecFor<V, S>): string;
export function format(value: unknown, spec = ""): string {
  if (typeof spec !== "string") {
    throw new TypeError(`format() argument 2 must be str, not ${spec === null ? "None" : typeName(spec)}`);
  }
  return formatter(spec)(value);
}

/**
 * Compiles a format specification: `formatter(spec)(value)` is `format(value, spec)`, and faster for many values.
 *
 * The specification is checked when a value comes, since each type has its own mini-language.
 */
export function formatter(spec: string): Formatter {
  let known = cache.get(spec);
  if (known === undefined) {
    if (cache.size >= CACHE_LIMIT) cache.clear();
    known = spec === "" ? formatPlain : compile(spec);
    cache.set(spec, known);
  }
  return known;
}

/** The empty specification, which every type knows. */
function formatPlain(value: unknown): string {
  return typeof value === "object" || typeof value === "function" ? formatObject(value, "") : str(value);
}

function compile(spec: string): Formatter {
  let forInt: ((value: number | bigint) => string) | undefined;
  let forBool: typeof forInt;
  let forFloat: ((value: number) => string) | undefined;
  let forString: ((value: string) => string) | undefined;
  return (value) => {
    switch (typeof value) {
      case "number":
        if (Number.isInteger(value) && !Object.is(value, -0)) {
          forInt ??= intFormatter(spec, "int");
          return forInt(value);
        }
        forFloat ??= floatFormatter(spec);
        return forFloat(value);
      case "bigint":
        forInt ??= intFormatter(spec, "int");
        return forInt(value);
      case "string":
        forString ??= stringFormatter(spec);
        return forString(value);
      case "boolean":
        forBool ??= intFormatter(spec, "bool");
        return forBool(value ? 1 : 0);
      default:
        return formatObject(value, spec);
    }
  };
}

function formatObject(value: unknown, spec: string): string {
  const hook = lookup(value, "__format__");
  if (hook === null) throw new TypeError("'NoneType' object is not callable");
  if (hook !== undefined) {
    const text = hook.call(value, spec);
    if (typeof text !== "string") throw new TypeError(`__format__ must return a str, not ${typeName(text)}`);
    return text;
  }
  if (spec === "") return str(value);
  if (value instanceof Date) return formatDate(spec, value);
  if (value instanceof Number) return floatFormatter(spec)(value.valueOf());
  if (value instanceof String || value instanceof Boolean || value instanceof BigInt) {
    return format(value.valueOf(), spec);
  }
  throw new TypeError(`unsupported format string passed to ${typeName(value)}.__format__`);
}
