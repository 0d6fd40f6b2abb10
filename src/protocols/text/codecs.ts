// Text to bytes and back in the encodings that Python calls utf-8, ascii and latin-1 (library reference, "codecs").

import { LookupError, UnicodeDecodeError, UnicodeEncodeError } from "../errors.ts";
import { escapeCode } from "./quote.ts";

type CodecName = "utf-8" | "ascii" | "latin-1";

const ALIASES: ReadonlyMap<string, CodecName> = new Map([
  ...aliases("utf-8", "utf_8 utf8 u8 utf cp65001 utf8_ucs2 utf8_ucs4"),
  ...aliases(
    "ascii",
    "ascii 646 us_ascii us ansi_x3.4_1968 ansi_x3_4_1968 iso646_us iso_646.irv_1991 cp367 ibm367",
  ),
  ...aliases("latin-1", "latin_1 latin1 latin l1 iso_8859_1 iso8859_1 iso8859 8859 cp819 ibm819 iso_ir_100"),
]);

function aliases(codec: CodecName, names: string): [string, CodecName][] {
  return names.split(" ").map((name) => [name, codec]);
}

function findCodec(encoding: string): CodecName {
  const codec = ALIASES.get(encoding.toLowerCase().replace(/[-_ ]+/g, "_"));
  if (codec === undefined) throw new LookupError(`unknown encoding: ${encoding}`);
  return codec;
}

const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * The bytes of a text: `text.encode(encoding, errors)`.
 *
 * @param encoding a name of utf-8, ascii or latin-1
 * @param errors `strict`, `ignore`, `replace`, `backslashreplace`, `xmlcharrefreplace` or `surrogateescape`
 * @throws UnicodeEncodeError when `errors` is `strict` and the encoding has no such character
 * @throws LookupError when there is no such encoding or error handler
 */
export function encode(text: string, encoding = "utf-8", errors = "strict"): Uint8Array<ArrayBuffer> {
  const codec = findCodec(encoding);
  if (codec === "utf-8" && !LONE_SURROGATE.test(text)) return new TextEncoder().encode(text);
  const chars = Array.from(text);
  const codes = chars.map((char) => char.codePointAt(0) as number);
  const bytes: number[] = [];
  for (let at = 0; at < codes.length; at++) {
    if (encodable(codec, codes[at] as number)) {
      pushChar(bytes, codec, chars[at] as string);
      continue;
    }
    let end = at + 1;
    while (end < codes.length && !encodable(codec, codes[end] as number)) end++;
    pushReplacement(bytes, codes.slice(at, end), errors, () => {
      return new UnicodeEncodeError(codec, text, at, end, ENCODE_REASONS[codec]);
    });
    at = end - 1;
  }
  return Uint8Array.from(bytes);
}

const ENCODE_REASONS: Readonly<Record<CodecName, string>> = {
  "utf-8": "surrogates not allowed",
  ascii: "ordinal not in range(128)",
  "latin-1": "ordinal not in range(256)",
};

function encodable(codec: CodecName, code: number): boolean {
  if (codec === "utf-8") return code < 0xd800 || code > 0xdfff;
  return code < (codec === "ascii" ? 0x80 : 0x100);
}

function pushChar(bytes: number[], codec: CodecName, char: string): void {
  if (codec === "utf-8") bytes.push(...new TextEncoder().encode(char));
  else bytes.push(char.charCodeAt(0));
}

/** Adds what `errors` puts in the place of characters that cannot be encoded. */
function pushReplacement(
  bytes: number[],
  codes: readonly number[],
  errors: string,
  fault: () => Error,
): void {
  const push = (texts: readonly string[]) => bytes.push(...new TextEncoder().encode(texts.join("")));
  switch (errors) {
    case "strict":
      throw fault();
    case "ignore":
      return;
    case "replace":
      push(codes.map(() => "?"));
      return;
    case "backslashreplace":
      push(codes.map(escapeCode));
      return;
    case "xmlcharrefreplace":
      push(codes.map((code) => `&#${code};`));
      return;
    case "surrogateescape":
      if (codes.some((code) => code < 0xdc80 || code > 0xdcff)) throw fault();
      bytes.push(...codes.map((code) => code - 0xdc00));
      return;
    default:
      throw new LookupError(`unknown error handler name '${errors}'`);
  }
}

/**
 * The text of bytes: `bytes.decode(encoding, errors)`.
 *
 * @param encoding a name of utf-8, ascii or latin-1
 * @param errors `strict`, `ignore`, `replace`, `backslashreplace` or `surrogateescape`
 * @throws UnicodeDecodeError when `errors` is `strict` and the bytes are not of this encoding
 * @throws LookupError when there is no such encoding or error handler
 */
export function decode(bytes: Uint8Array, encoding = "utf-8", errors = "strict"): string {
  // Python asks for the codec only when there is something to decode.
  if (bytes.length === 0) return "";
  const codec = findCodec(encoding);
  if (codec === "utf-8") {
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      return decodeUtf8(bytes, errors);
    }
  }
  const limit = codec === "ascii" ? 0x80 : 0x100;
  let text = "";
  bytes.forEach((byte, at) => {
    if (byte < limit) text += String.fromCharCode(byte);
    else text += replacement(bytes, at, at + 1, errors, codec, ENCODE_REASONS.ascii);
  });
  return text;
}

/** Decodes byte by byte, to find each fault and its reason. */
function decodeUtf8(bytes: Uint8Array, errors: string): string {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let text = "";
  for (let at = 0; at < bytes.length; ) {
    const { length, fault } = measureUtf8(bytes, at);
    const end = at + length;
    if (fault === undefined) text += decoder.decode(bytes.subarray(at, end));
    else text += replacement(bytes, at, end, errors, "utf-8", fault);
    at = end;
  }
  return text;
}

/** The length of the character at `at`; where there is none, of the bytes to blame and why. */
function measureUtf8(bytes: Uint8Array, at: number): { length: number; fault?: string } {
  const first = bytes[at] as number;
  if (first < 0x80) return { length: 1 };
  if (first < 0xc2 || first > 0xf4) return { length: 1, fault: "invalid start byte" };
  const wanted = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  for (let length = 1; length < wanted; length++) {
    const byte = bytes[at + length];
    if (byte === undefined) return { length, fault: "unexpected end of data" };
    const [low, high] = length === 1 ? secondByte(first) : [0x80, 0xbf];
    if (byte < low || byte > high) return { length, fault: "invalid continuation byte" };
  }
  return { length: wanted };
}

/** The bytes that may follow `first`: overlong forms, surrogates and what lies beyond U+10FFFF are left out. */
function secondByte(first: number): readonly [low: number, high: number] {
  if (first === 0xe0) return [0xa0, 0xbf];
  if (first === 0xed) return [0x80, 0x9f];
  if (first === 0xf0) return [0x90, 0xbf];
  return first === 0xf4 ? [0x80, 0x8f] : [0x80, 0xbf];
}

/** What `errors` puts in the place of bytes that cannot be decoded. */
function replacement(
  bytes: Uint8Array,
  start: number,
  end: number,
  errors: string,
  codec: CodecName,
  reason: string,
): string {
  const faulty = Array.from(bytes.subarray(start, end));
  switch (errors) {
    case "strict":
      throw new UnicodeDecodeError(codec, bytes, start, end, reason);
    case "ignore":
      return "";
    case "replace":
      return "\ufffd";
    case "backslashreplace":
      return faulty.map((byte) => `\\x${byte.toString(16)}`).join("");
    case "surrogateescape":
      return faulty.map((byte) => String.fromCharCode(0xdc00 + byte)).join("");
    case "xmlcharrefreplace":
      throw new TypeError("don't know how to handle UnicodeDecodeError in error callback");
    default:
      throw new LookupError(`unknown error handler name '${errors}'`);
  }
}
