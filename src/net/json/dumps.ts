// JSON text exactly as CPython's `json.dumps` writes it.

import { RecursionError, ValueError } from "../../protocols/errors.ts";
import { repr } from "../../protocols/text/repr.ts";
import { typeName } from "../../protocols/typename.ts";
import { MAX_DEPTH, SHORT_ESCAPES } from "./values.ts";

/**
 * `json.dumps(value)`: the text CPython writes with its defaults, `", "` and `": "` between items and every character
 * outside ASCII as `\uXXXX`.
 *
 * Plain objects and `Map`s are dicts, arrays are lists, `undefined` is `None`; numbers follow the library's number
 * model (`1` is an int, `0.5` a float).
 *
 * @throws TypeError for a value or a key that JSON cannot say
 * @throws ValueError for a structure that contains itself
 * @example dumps({ cmd: "put", filename: "ä.txt" }) // {"cmd": "put", "filename": "\u00e4.txt"}
 */
export function dumps(value: unknown): string {
  return write(value, new Set());
}

function write(value: unknown, parents: Set<object>): string {
  const scalar = writeScalar(value);
  if (scalar !== undefined) return scalar;
  if (!isContainer(value)) throw new TypeError(`Object of type ${typeName(value)} is not JSON serializable`);
  if (parents.has(value)) throw new ValueError("Circular reference detected");
  if (parents.size === MAX_DEPTH) {
    throw new RecursionError("maximum recursion depth exceeded while encoding a JSON object");
  }
  parents.add(value);
  const text = Array.isArray(value)
    ? `[${value.map((item) => write(item, parents)).join(", ")}]`
    : `{${entries(value)
        .map(([key, item]) => `${writeKey(key)}: ${write(item, parents)}`)
        .join(", ")}}`;
  parents.delete(value);
  return text;
}

function writeScalar(value: unknown): string | undefined {
  if (typeof value === "string") return quote(value);
  if (value === null || value === undefined) return "null";
  if (typeof value === "boolean") return String(value);
  switch (typeName(value)) {
    case "int":
      return BigInt(value as number).toString();
    case "float":
      return writeFloat(value);
    default:
      return undefined;
  }
}

function writeFloat(value: unknown): string {
  const number = Number(value);
  if (Number.isNaN(number)) return "NaN";
  if (!Number.isFinite(number)) return number > 0 ? "Infinity" : "-Infinity";
  return repr(value);
}

function writeKey(key: unknown): string {
  if (typeof key === "string") return quote(key);
  const scalar = writeScalar(key);
  if (scalar !== undefined) return `"${scalar}"`;
  throw new TypeError(`keys must be str, int, float, bool or None, not ${typeName(key)}`);
}

function isContainer(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value) || value instanceof Map) return true;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function entries(value: object): [unknown, unknown][] {
  return value instanceof Map ? [...value] : Object.entries(value);
}

// Without the `u` flag each half of a surrogate pair is escaped by itself, as Python does.
const ESCAPED = /["\\]|[^ -~]/g;

function quote(text: string): string {
  const escaped = text.replace(
    ESCAPED,
    (unit) => SHORT_ESCAPES.get(unit) ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `"${escaped}"`;
}
