// printf style formatting: `percent`, and what `%` does with a str or bytes on its left.

import { bytearray } from "../builtins/bytearray.ts";
import { Keywords } from "../kw.ts";
import { typeName } from "../typename.ts";
import { bytesOf, bytesProgram } from "./bytes.ts";
import { fill, fillTuple, fillValue } from "./template.ts";
import { textProgram } from "./text.ts";

/**
 * Fills a printf style template: `percent(template, a, b)` is Python's `template % (a, b)`, and
 * `percent(template, kw({ … }))` is `template % {…}` (library reference, "printf-style String Formatting").
 *
 * A template of bytes gives bytes. `operator.mod` takes what stands right of `%` as one value.
 *
 * @throws TypeError when there are too many or too few values, or one is of the wrong kind
 * @throws ValueError when the template is faulty
 * @throws KeyError when a key is not there
 * @example percent("%-6s|%05.1f|%#x", "egon", 2.25, 255) // "egon  |002.2|0xff"
 */
export function percent(template: string, ...args: readonly unknown[]): string;
export function percent(template: Uint8Array, ...args: readonly unknown[]): Uint8Array;
export function percent(template: string | Uint8Array, ...args: readonly unknown[]): string | Uint8Array {
  const only = args[0];
  const keywords = args.length === 1 && only instanceof Keywords ? only.values : undefined;
  if (typeof template === "string") {
    const program = textProgram(template);
    return keywords === undefined ? fillTuple(program, args) : fill(program, [keywords], keywords);
  }
  if (!(template instanceof Uint8Array)) {
    throw new TypeError(`percent() argument 1 must be str or bytes, not ${typeName(template)}`);
  }
  const program = bytesProgram(template);
  const text = keywords === undefined ? fillTuple(program, args) : fill(program, [keywords], keywords);
  return likeTemplate(template, text);
}

/**
 * `template % value`: a tuple is taken apart, every other value is one value, and also the mapping of the template's
 * keys if it has items.
 */
export function remainderOfText(template: string | Uint8Array, value: unknown): string | Uint8Array {
  if (typeof template === "string") return fillValue(textProgram(template), value);
  return likeTemplate(template, fillValue(bytesProgram(template), value));
}

/** A bytearray gives a bytearray. */
function likeTemplate(template: Uint8Array, text: string): Uint8Array {
  const result = bytesOf(text);
  return bytearray[Symbol.hasInstance](template) ? bytearray(result) : result;
}
