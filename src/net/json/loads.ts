// JSON text as CPython's `json.loads` reads it, and its complaints about what is none.

import { RecursionError, ValueError } from "../../protocols/errors.ts";
import { typeName } from "../../protocols/typename.ts";
import { textOf } from "./encoding.ts";
import { type JsonObject, type JsonValue, MAX_DEPTH, SHORT_ESCAPES } from "./values.ts";

/** CPython's own limit: reading more digits takes time that grows with their square. */
export const MAX_INT_DIGITS = 4300;

/** Text that is no JSON (`json.JSONDecodeError`): what was wrong, and where. */
export class JSONDecodeError extends ValueError {
  /** What was wrong, without the position. */
  readonly msg: string;
  /** The whole text. */
  readonly doc: string;
  /** Where, counted in characters (code points) from 0, as Python counts. */
  readonly pos: number;
  readonly lineno: number;
  readonly colno: number;

  /** @param index where in `doc`, as a JavaScript string index. */
  constructor(msg: string, doc: string, index: number) {
    const before = doc.slice(0, index);
    const pos = codePoints(before);
    const lineno = before.split("\n").length;
    const colno = codePoints(before.slice(before.lastIndexOf("\n") + 1)) + 1;
    super(`${msg}: line ${lineno} column ${colno} (char ${pos})`);
    this.msg = msg;
    this.doc = doc;
    this.pos = pos;
    this.lineno = lineno;
    this.colno = colno;
  }
}

function codePoints(text: string): number {
  let count = text.length;
  for (let i = 1; i < text.length; i++) {
    if (isLow(text.charCodeAt(i)) && isHigh(text.charCodeAt(i - 1))) count--;
  }
  return count;
}

const isHigh = (unit: number) => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff;

/**
 * `json.loads(s)`: reads what CPython reads, `NaN` and `Infinity` included, and complains in its words.
 *
 * Objects come without a prototype; of a repeated key the last one counts. An integer outside the safe range is a
 * `bigint`; `1.0` is the number 1, since a `number` cannot say more.
 *
 * @param s text, or its bytes in UTF-8, UTF-16 or UTF-32, which are told apart as CPython does it
 * @throws JSONDecodeError where the text is no JSON
 * @throws UnicodeDecodeError for bytes that are no text; TypeError for anything else
 * @throws ValueError for an integer of more than {@link MAX_INT_DIGITS} digits
 * @throws RecursionError for nesting deeper than {@link MAX_DEPTH}
 */
export function loads(s: string | Uint8Array): JsonValue {
  const text = textIn(s);
  const reader: Reader = { text, at: 0, depth: 0 };
  skipBlanks(reader);
  const value = readValue(reader);
  skipBlanks(reader);
  if (reader.at < text.length) throw new JSONDecodeError("Extra data", text, reader.at);
  return value;
}

function textIn(s: string | Uint8Array): string {
  if (s instanceof Uint8Array) return textOf(s);
  if (typeof s !== "string") {
    throw new TypeError(`the JSON object must be str, bytes or bytearray, not ${typeName(s)}`);
  }
  if (s.startsWith("\ufeff")) {
    throw new JSONDecodeError("Unexpected UTF-8 BOM (decode using utf-8-sig)", s, 0);
  }
  return s;
}

interface Reader {
  readonly text: string;
  at: number;
  depth: number;
}

const NUMBER = /(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][-+]?[0-9]+)?/y;
const WORDS: readonly (readonly [string, JsonValue])[] = [
  ["null", null],
  ["true", true],
  ["false", false],
  ["NaN", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
];

function readValue(reader: Reader): JsonValue {
  const { text, at } = reader;
  switch (text[at]) {
    case '"':
      return readString(reader);
    case "{":
      return nested(reader, readObject, "object");
    case "[":
      return nested(reader, readArray, "array");
  }
  for (const [word, value] of WORDS) {
    if (text.startsWith(word, at)) {
      reader.at += word.length;
      return value;
    }
  }
  return readNumber(reader);
}

function readNumber(reader: Reader): JsonValue {
  NUMBER.lastIndex = reader.at;
  const match = NUMBER.exec(reader.text);
  if (match === null) throw new JSONDecodeError("Expecting value", reader.text, reader.at);
  reader.at = NUMBER.lastIndex;
  const [whole, integer = "", fraction, exponent] = match;
  if (fraction !== undefined || exponent !== undefined) return Number(whole);
  const digits = integer.replace("-", "").length;
  if (digits > MAX_INT_DIGITS) {
    throw new ValueError(
      `Exceeds the limit (${MAX_INT_DIGITS} digits) for integer string conversion: value has ${digits} digits; ` +
        "use sys.set_int_max_str_digits() to increase the limit",
    );
  }
  const number = Number(integer);
  return Number.isSafeInteger(number) ? number + 0 : BigInt(integer);
}

function nested<T extends JsonValue>(reader: Reader, read: (reader: Reader) => T, what: string): T {
  if (++reader.depth > MAX_DEPTH) {
    throw new RecursionError(
      `maximum recursion depth exceeded while decoding a JSON ${what} from a unicode string`,
    );
  }
  reader.at++;
  skipBlanks(reader);
  const value = read(reader);
  reader.depth--;
  return value;
}

function readObject(reader: Reader): JsonObject {
  const { text } = reader;
  const object: Record<string, JsonValue> = Object.create(null);
  if (skip(reader, "}")) return object;
  for (;;) {
    if (text[reader.at] !== '"') {
      throw new JSONDecodeError("Expecting property name enclosed in double quotes", text, reader.at);
    }
    const key = readString(reader);
    skipBlanks(reader);
    if (!skip(reader, ":")) throw new JSONDecodeError("Expecting ':' delimiter", text, reader.at);
    skipBlanks(reader);
    object[key] = readValue(reader);
    if (endsAfterItem(reader, "}", "object")) return object;
  }
}

function readArray(reader: Reader): JsonValue[] {
  const array: JsonValue[] = [];
  if (skip(reader, "]")) return array;
  for (;;) {
    array.push(readValue(reader));
    if (endsAfterItem(reader, "]", "array")) return array;
  }
}

function endsAfterItem(reader: Reader, close: string, what: string): boolean {
  const { text } = reader;
  skipBlanks(reader);
  if (skip(reader, close)) return true;
  const comma = reader.at;
  if (!skip(reader, ",")) throw new JSONDecodeError("Expecting ',' delimiter", text, comma);
  skipBlanks(reader);
  if (text[reader.at] === close) {
    throw new JSONDecodeError(`Illegal trailing comma before end of ${what}`, text, comma);
  }
  return false;
}

const UNESCAPED = new Map([...SHORT_ESCAPES].map(([char, escape]) => [escape[1], char]));
UNESCAPED.set("/", "/");

function readString(reader: Reader): string {
  const { text } = reader;
  const start = reader.at;
  let result = "";
  let from = start + 1;
  for (let i = from; i < text.length; ) {
    const unit = text.charCodeAt(i);
    if (unit === 0x22) {
      reader.at = i + 1;
      return result + text.slice(from, i);
    }
    if (unit < 0x20) throw new JSONDecodeError("Invalid control character at", text, i);
    if (unit !== 0x5c) {
      i++;
      continue;
    }
    result += text.slice(from, i);
    const letter = text[i + 1];
    if (letter === undefined) break;
    if (letter === "u") {
      const hex = text.slice(i + 2, i + 6);
      if (!/^[0-9a-fA-F]{4}$/.test(hex)) throw new JSONDecodeError("Invalid \\uXXXX escape", text, i + 1);
      result += String.fromCharCode(Number.parseInt(hex, 16));
      i += 6;
    } else {
      const char = UNESCAPED.get(letter);
      if (char === undefined) throw new JSONDecodeError("Invalid \\escape", text, i);
      result += char;
      i += 2;
    }
    from = i;
  }
  throw new JSONDecodeError("Unterminated string starting at", text, start);
}

function skip(reader: Reader, char: string): boolean {
  if (reader.text[reader.at] !== char) return false;
  reader.at++;
  return true;
}

function skipBlanks(reader: Reader): void {
  const { text } = reader;
  while (" \t\n\r".includes(text[reader.at] ?? "x")) reader.at++;
}
