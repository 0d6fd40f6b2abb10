// The syntax of replacement fields: its grammar and its parsers (library reference, "Format String Syntax").

import { ValueError } from "../errors.ts";
import { decimalValue } from "../text/unicode.ts";

//  template    (text | "{{" | "}}" | "{" field "}")*
//  field       [name] ["!" conversion] [":" spec]
//  name        [first] ("." attribute | "[" index "]")*
//  first       digits | any text without "." and "["
//  index       digits | any text without "]"
//  conversion  one character
//  spec        text with nested fields

/** A replacement field as written. */
export interface Markup {
  readonly name: string;
  /** `""` when there is none. */
  readonly conversion: string;
  readonly spec: string;
}

/**
 * The literal texts and fields of a template, in order.
 *
 * @throws ValueError in CPython's words, when the faulty place is reached: what stands before it was given already
 */
export function* parseMarkup(template: string): Generator<string | Markup, void, undefined> {
  let at = 0;
  while (at < template.length) {
    const brace = nextBrace(template, at);
    if (template[brace] !== undefined && template[brace] === template[brace + 1]) {
      yield template.slice(at, brace + 1);
      at = brace + 2;
      continue;
    }
    if (template[brace] === "}") throw new ValueError("Single '}' encountered in format string");
    if (brace === template.length - 1) throw new ValueError("Single '{' encountered in format string");
    if (brace > at) yield template.slice(at, brace);
    if (brace >= template.length) return;
    const [markup, end] = parseField(template, brace + 1);
    yield markup;
    at = end;
  }
}

function nextBrace(template: string, from: number): number {
  for (let at = from; at < template.length; at++) {
    const char = template[at];
    if (char === "{" || char === "}") return at;
  }
  return template.length;
}

/** Parses the field that starts behind a `{`; gives it, and the place behind its `}`. */
function parseField(template: string, start: number): [markup: Markup, end: number] {
  const nameEnd = findNameEnd(template, start);
  const name = template.slice(start, nameEnd);
  let at = nameEnd + 1;
  if (template[nameEnd] === "}") return [{ name, conversion: "", spec: "" }, at];
  let conversion = "";
  if (template[nameEnd] === "!") {
    const code = template.codePointAt(at);
    if (code === undefined) throw new ValueError("end of string while looking for conversion specifier");
    conversion = String.fromCodePoint(code);
    at += conversion.length;
    if (template[at] === "}") return [{ name, conversion, spec: "" }, at + 1];
    if (at < template.length && template[at] !== ":") {
      throw new ValueError("expected ':' after conversion specifier");
    }
    at++;
  }
  const specEnd = findSpecEnd(template, at);
  return [{ name, conversion, spec: template.slice(at, specEnd) }, specEnd + 1];
}

/** The place of the `}`, `!` or `:` that ends a field's name; brackets may hold them. */
function findNameEnd(template: string, start: number): number {
  for (let at = start; at < template.length; at++) {
    switch (template[at]) {
      case "{":
        throw new ValueError("unexpected '{' in field name");
      case "[": {
        const close = template.indexOf("]", at);
        // The bracket itself is read again, as part of the name.
        at = close < 0 ? template.length : close - 1;
        break;
      }
      case "}":
      case ":":
      case "!":
        return at;
    }
  }
  throw new ValueError("expected '}' before end of string");
}

function findSpecEnd(template: string, start: number): number {
  let depth = 1;
  for (let at = start; at < template.length; at++) {
    if (template[at] === "{") depth++;
    else if (template[at] === "}" && --depth === 0) return at;
  }
  throw new ValueError("unmatched '{' in format spec");
}

/** One look-up of a field's name. */
export interface Step {
  readonly kind: "attribute" | "index";
  /** A number where an index is written in digits. */
  readonly key: string | number;
}

/** Splits a field's name into its first part and the rest. */
export function splitName(name: string): [first: string, rest: string] {
  const end = name.search(/[.[]/);
  return end < 0 ? [name, ""] : [name.slice(0, end), name.slice(end)];
}

/**
 * The look-ups that follow a name's first part, in order.
 *
 * @throws ValueError when the faulty place is reached
 */
export function* parseSteps(rest: string): Generator<Step, void, undefined> {
  let at = 0;
  while (at < rest.length) {
    let key: string;
    const kind = rest[at] === "." ? "attribute" : "index";
    if (kind === "attribute") {
      key = splitName(rest.slice(at + 1))[0];
      at += 1 + key.length;
    } else {
      if (rest[at] !== "[") throw new ValueError("Only '.' or '[' may follow ']' in format field specifier");
      const close = rest.indexOf("]", at);
      if (close < 0) throw new ValueError("Missing ']' in format string");
      key = rest.slice(at + 1, close);
      at = close + 1;
    }
    const index = kind === "index" ? parseIndex(key) : undefined;
    if (key === "") throw new ValueError("Empty attribute in format string");
    yield { kind, key: index ?? key };
  }
}

const MAX_INDEX = 2n ** 63n - 1n;

/** The value of a text of decimal digits of any script; `undefined` for every other text. */
export function parseIndex(text: string): number | undefined {
  let digits = "";
  for (const char of text) {
    const digit = decimalValue(char.codePointAt(0) as number);
    if (digit === undefined) return undefined;
    digits += digit;
    if (digits.length > 18 && BigInt(digits) > MAX_INDEX) {
      throw new ValueError("Too many decimal digits in format string");
    }
  }
  return digits === "" ? undefined : Number(digits);
}
