// The text of JSON that came as bytes: which of UTF-8, UTF-16 and UTF-32 they are, as CPython's `json` finds out.

import { UnicodeDecodeError } from "../../protocols/errors.ts";
import { decode } from "../../protocols/text/codecs.ts";

const BOM_SIZES = { 8: 3, 16: 2, 32: 4 } as const;
const MAX_CODE_POINT = 0x10ffff;

interface Encoding {
  readonly bits: 8 | 16 | 32;
  readonly little: boolean;
  /** Whether it says so itself. */
  readonly bom: boolean;
}

/**
 * The text of bytes. Lone surrogates are let through, as CPython does with its `surrogatepass`.
 *
 * @throws UnicodeDecodeError
 */
export function textOf(bytes: Uint8Array): string {
  const { bits, little, bom } = detect(bytes);
  const start = bom ? BOM_SIZES[bits] : 0;
  return bits === 8 ? utf8(bytes.subarray(start)) : wide(bytes, start, bits, little);
}

// What begins as JSON begins with one or two characters of ASCII, so the places of the zeros tell.
function detect(bytes: Uint8Array): Encoding {
  const [a, b, c, d] = bytes;
  const starts = (...mark: number[]) => mark.every((byte, at) => bytes[at] === byte);
  if (starts(0, 0, 0xfe, 0xff)) return { bits: 32, little: false, bom: true };
  if (starts(0xff, 0xfe, 0, 0)) return { bits: 32, little: true, bom: true };
  if (starts(0xfe, 0xff)) return { bits: 16, little: false, bom: true };
  if (starts(0xff, 0xfe)) return { bits: 16, little: true, bom: true };
  if (starts(0xef, 0xbb, 0xbf)) return { bits: 8, little: true, bom: true };
  if (bytes.length >= 4) {
    if (a === 0) return { bits: b === 0 ? 32 : 16, little: false, bom: false };
    if (b === 0) return { bits: c === 0 && d === 0 ? 32 : 16, little: true, bom: false };
  } else if (bytes.length === 2 && (a === 0 || b === 0)) {
    return { bits: 16, little: a !== 0, bom: false };
  }
  return { bits: 8, little: true, bom: false };
}

function utf8(bytes: Uint8Array): string {
  const surrogates = surrogatesIn(bytes);
  if (surrogates.length === 0) return decode(bytes);
  // With valid characters in their places, so that an error names the right position.
  const copy = bytes.slice();
  for (const at of surrogates) copy[at] = 0xee;
  decode(copy);
  let text = "";
  let from = 0;
  for (const at of surrogates) {
    const [, second = 0, third = 0] = bytes.subarray(at, at + 3);
    text += decode(bytes.subarray(from, at));
    text += String.fromCharCode(0xd000 | ((second & 0x3f) << 6) | (third & 0x3f));
    from = at + 3;
  }
  return text + decode(bytes.subarray(from));
}

/** Where bytes spell surrogates, which UTF-8 proper does not have. */
function surrogatesIn(bytes: Uint8Array): number[] {
  const found: number[] = [];
  for (let at = bytes.indexOf(0xed); at >= 0; at = bytes.indexOf(0xed, at + 1)) {
    const [, second = 0, third = 0] = bytes.subarray(at, at + 3);
    if ((second & 0xe0) === 0xa0 && (third & 0xc0) === 0x80) found.push(at);
  }
  return found;
}

function wide(bytes: Uint8Array, start: number, bits: 16 | 32, little: boolean): string {
  const size = bits / 8;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fail = (from: number, to: number, reason: string) =>
    new UnicodeDecodeError(`utf-${bits}-${little ? "le" : "be"}`, bytes, from, to, reason);
  const end = bytes.length - ((bytes.length - start) % size);
  let text = "";
  for (let at = start; at < end; at += size) {
    const code = bits === 16 ? view.getUint16(at, little) : view.getUint32(at, little);
    if (code > MAX_CODE_POINT) throw fail(at, at + size, "code point not in range(0x110000)");
    text += String.fromCodePoint(code);
  }
  if (end < bytes.length) throw fail(end, bytes.length, "truncated data");
  return text;
}
