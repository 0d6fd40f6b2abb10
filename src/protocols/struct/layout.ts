// A format string, read: the fields of a record and where they stand (library, "struct", "Format Strings").

import { isByteArray } from "../comparison/kind.ts";
import { encode } from "../text/codecs.ts";
import { typeName } from "../typename.ts";
import { isBytes } from "./buffers.ts";
import { type Code, NATIVE, STANDARD } from "./codes.ts";
import { error } from "./error.ts";
import { HOST_IS_LITTLE } from "./scratch.ts";

/** One format character with its count. */
export interface Field {
  readonly code: Code;
  /** Bytes from the start of the record. */
  readonly offset: number;
  /** Bytes of one value; of `s` and `p` their count. */
  readonly size: number;
  /** How many values; of `s` and `p` one. */
  readonly count: number;
}

/** What a format says. */
export interface Layout {
  readonly format: string;
  readonly fields: readonly Field[];
  /** Bytes of a record, its padding included. A `bigint` where a `number` is not exact: no such record can be. */
  readonly size: number | bigint;
  /** How many values a record holds. */
  readonly items: number | bigint;
  readonly little: boolean;
  readonly native: boolean;
}

// format    = [prefix] { space | [count] character }
// prefix    = "@" | "=" | "<" | ">" | "!"
const TOKEN = /[\t-\r ]+|([0-9]*)(.?)/sy;

/** C's `ssize_t`, which counts bytes. */
const SIZE_MAX = 2n ** 63n - 1n;

/**
 * Reads a format.
 *
 * @throws error `bad char in struct format`, `repeat count given without format specifier`, `total struct size too
 *   long`, `embedded null character`
 */
export function parse(format: string): Layout {
  if (format.includes("\0")) throw new error("embedded null character");
  const prefix = /^[@=<>!]/.test(format) ? (format[0] as string) : "";
  const native = prefix === "" || prefix === "@";
  const codes = native ? NATIVE : STANDARD;
  const fields: Field[] = [];
  let size: number | bigint = 0;
  let items: number | bigint = 0;
  for (TOKEN.lastIndex = prefix.length; TOKEN.lastIndex < format.length; ) {
    const [, digits, char] = TOKEN.exec(format) as unknown as [string, string?, string?];
    if (digits === undefined || char === undefined) continue;
    const count = digits === "" ? 1 : readCount(digits);
    if (char === "") throw new error("repeat count given without format specifier");
    const code = codes.get(char);
    if (code === undefined) throw new error("bad char in struct format");
    const offset = grow(size, padding(size, code.alignment), 1);
    size = grow(offset, count, code.size);
    if (code.kind === "pad") continue;
    const whole = code.kind === "bytes" || code.kind === "pascal";
    items = grow(items, whole ? 1 : count, 1);
    if (whole) fields.push({ code, offset: Number(offset), size: Number(count), count: 1 });
    else if (count > 0) fields.push({ code, offset: Number(offset), size: code.size, count: Number(count) });
  }
  return {
    format,
    fields,
    size,
    items,
    native,
    little: prefix === "<" || (prefix !== ">" && prefix !== "!" && HOST_IS_LITTLE),
  };
}

function readCount(digits: string): number | bigint {
  return digits.length < 16 ? Number(digits) : grow(0, BigInt(digits), 1);
}

/** `size + count * each`, exactly. */
function grow(size: number | bigint, count: number | bigint, each: number): number | bigint {
  const sum = Number(size) + Number(count) * each;
  if (sum <= Number.MAX_SAFE_INTEGER) return sum;
  const exact = BigInt(size) + BigInt(count) * BigInt(each);
  if (exact > SIZE_MAX) throw new error("total struct size too long");
  return exact;
}

/** The bytes from `size` to the next multiple of `alignment`. */
function padding(size: number | bigint, alignment: number): number {
  const over = typeof size === "number" ? size % alignment : Number(size % BigInt(alignment));
  return over === 0 ? 0 : alignment - over;
}

/**
 * The text of a format, given as text or as bytes.
 *
 * @throws TypeError when it is neither
 * @throws UnicodeEncodeError for text that is not ASCII
 */
export function formatText(format: unknown): string {
  if (isBytes(format) && !isByteArray(format)) return String.fromCharCode(...format);
  if (typeof format !== "string") {
    throw new TypeError(`Struct() argument 1 must be a str or bytes object, not ${typeName(format)}`);
  }
  if (/[^\0-\x7f]/.test(format)) encode(format, "ascii");
  return format;
}
