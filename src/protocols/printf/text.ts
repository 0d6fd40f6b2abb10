// printf style formatting of text: `%` with a str on its left.

import { OverflowError, ValueError } from "../errors.ts";
import { textLength } from "../items/sequences.ts";
import { tryIndex } from "../numbers/integer.ts";
import { ascii } from "../text/ascii.ts";
import { repr, str } from "../text/repr.ts";
import { typeName } from "../typename.ts";
import { isMapping } from "./arguments.ts";
import { type Conversion, floatConversion, integerConversion, textConversion } from "./conversion.ts";
import type { Directive } from "./directive.ts";
import { realValue } from "./real.ts";
import { compile, type Dialect, type Program } from "./template.ts";

const TEXTS: Readonly<Record<string, Conversion>> = { s: str, r: repr, a: ascii };

const TEXT: Dialect = {
  kind: "string",
  tooPrecise: "precision too big",
  key: (written) => written,
  isMapping,
  conversion(directive, template) {
    const { type } = directive;
    const textOf = TEXTS[type];
    if (textOf !== undefined) return textConversion(directive, textOf);
    if (type === "c") return textConversion({ ...directive, precision: -1 }, character);
    return (
      integerConversion(directive) ??
      floatConversion(directive, realValue) ??
      (() => {
        throw unsupported(directive, template);
      })
    );
  },
};

// A program has few templates; one that makes them up as it goes must not fill the memory.
const CACHE_LIMIT = 512;
const cache = new Map<string, Program>();

/** The compiled form of a template, made once. */
export function textProgram(template: string): Program {
  let program = cache.get(template);
  if (program === undefined) {
    if (cache.size >= CACHE_LIMIT) cache.clear();
    program = compile(template, TEXT);
    cache.set(template, program);
  }
  return program;
}

/** The character of `%c`: of a code point, or itself. */
function character(value: unknown): string {
  const wanted = "%c requires an int or a unicode character, not";
  if (typeof value === "string") {
    const length = textLength(value);
    if (length === 1) return value;
    throw new TypeError(`${wanted} a string of length ${length}`);
  }
  const code = codePoint(value);
  if (code === undefined) throw new TypeError(`${wanted} ${typeName(value)}`);
  if (code < 0 || code > 0x10ffff) throw new OverflowError("%c arg not in range(0x110000)");
  return String.fromCodePoint(Number(code));
}

/** The integer that a value stands for; `undefined` for one that says so with a TypeError too. */
function codePoint(value: unknown): number | bigint | undefined {
  try {
    return tryIndex(value);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function unsupported({ type, at }: Directive, template: string): ValueError {
  const code = type.codePointAt(0) as number;
  const shown = code >= 31 && code < 127 ? type : "?";
  const place = textLength(template.slice(0, at));
  return new ValueError(`unsupported format character '${shown}' (0x${code.toString(16)}) at index ${place}`);
}
