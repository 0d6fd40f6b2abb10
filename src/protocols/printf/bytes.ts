// printf style formatting of bytes: `%` with a bytes on its left.

import { OverflowError, ValueError } from "../errors.ts";
import { lookup } from "../lookup.ts";
import { tryIndex } from "../numbers/integer.ts";
import { ascii } from "../text/ascii.ts";
import { bytes } from "../text/bytes.ts";
import { typeName } from "../typename.ts";
import { isMapping } from "./arguments.ts";
import { floatConversion, integerConversion, textConversion } from "./conversion.ts";
import { type Directive, NONE } from "./directive.ts";
import { realValue } from "./real.ts";
import { compile, type Dialect, type Program } from "./template.ts";

/** Compiles a template. Bytes are formatted as the text that has their values for its character codes. */
export function bytesProgram(template: Uint8Array): Program {
  return compile(latin1(template), BYTES);
}

/** The bytes of a text that a {@link bytesProgram} made. */
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

const BYTES: Dialect = {
  kind: "bytes",
  tooPrecise: "prec too big",
  key: bytesOf,
  isMapping: (value) => isMapping(value) && !(value instanceof Uint8Array),
  conversion(directive, template) {
    switch (directive.type) {
      case "s":
      case "b":
        return textConversion(directive, contents);
      case "r":
      case "a":
        return textConversion(directive, ascii);
      case "c":
        return textConversion({ ...directive, precision: -1 }, byte);
      default:
        return (
          integerConversion(directive) ??
          floatConversion(directive, floatArgument) ??
          (() => {
            throw unsupported(directive, template);
          })
        );
    }
  },
};

function latin1(given: Uint8Array): string {
  let text = "";
  for (const value of given) text += String.fromCharCode(value);
  return text;
}

/** The bytes of `%s`, which text has none of. */
function contents(value: unknown): string {
  if (value instanceof Uint8Array) return latin1(value);
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer || lookup(value, "__bytes__") !== undefined) {
    return latin1(bytes(value));
  }
  throw new TypeError(
    `%b requires a bytes-like object, or an object that implements __bytes__, not '${typeName(value)}'`,
  );
}

/** The byte of `%c`: of a number, or itself. */
function byte(value: unknown): string {
  const wanted = "%c requires an integer in range(256) or a single byte, not";
  if (value instanceof Uint8Array) {
    if (value.length === 1) return latin1(value);
    throw new TypeError(`${wanted} a bytes object of length ${value.length}`);
  }
  const code = tryIndex(value);
  if (code === undefined) throw new TypeError(`${wanted} ${typeName(value)}`);
  if (code < 0 || code > 255) throw new OverflowError("%c arg not in range(256)");
  return String.fromCharCode(Number(code));
}

/** CPython does not tell why a value has no float. */
function floatArgument(value: unknown): number {
  try {
    return realValue(value);
  } catch {
    throw new TypeError(`float argument required, not ${typeName(value)}`);
  }
}

function unsupported({ type, at, width, precision }: Directive, template: string): Error {
  const code = template.charCodeAt(at);
  const behindSize = (width !== NONE || precision !== NONE) && /\d/.test(template.charAt(at - 1));
  // The message wants a character, and CPython reads a byte above 0x7f as a negative one, but behind a number.
  if (code > 127 && !behindSize) return new OverflowError("character argument not in range(0x110000)");
  return new ValueError(`unsupported format character '${type}' (0x${code.toString(16)}) at index ${at}`);
}
