// The syntax of printf style templates: its grammar and its parser (library reference, "printf-style String Formatting").

import { ValueError } from "../errors.ts";

//  template   (text | "%%" | directive)*
//  directive  "%" ["(" key ")"] flag* [size] ["." [size]] ["h" | "l" | "L"] type
//  key        any text with balanced parentheses
//  flag       "-" | "+" | " " | "#" | "0"
//  size       decimal digits | "*"
//  type       any character; the conversions say which they know

/** A width or precision that the arguments give. */
export const STAR = -2;

/** A width or precision that is not given. */
export const NONE = -1;

/** A conversion of one argument as written. */
export interface Directive {
  /** Whether a `(` follows the `%`. */
  readonly usesMapping: boolean;
  /** Absent where there is none, or none that ends. */
  readonly key: string | undefined;
  readonly left: boolean;
  readonly sign: "" | "+" | " ";
  readonly alternate: boolean;
  readonly zero: boolean;
  readonly width: number;
  readonly precision: number;
  readonly type: string;
  /** Where the type stands in the template. */
  readonly at: number;
  /** What is wrong with it: raised when all that stands before the fault has been done. */
  readonly fault: string | undefined;
}

// CPython keeps a width in a Py_ssize_t and a precision in an int, of a 64-bit machine.
const MAX_WIDTH = 2n ** 63n - 1n;
const MAX_PRECISION = 2n ** 31n - 1n;

/**
 * The literal texts and directives of a template, in order; behind a faulty directive nothing follows.
 *
 * @param tooPrecise what to say of a precision that is too large
 */
export function parseDirectives(template: string, tooPrecise: string): (string | Directive)[] {
  const parts: (string | Directive)[] = [];
  let at = 0;
  while (at < template.length) {
    const percent = template.indexOf("%", at);
    if (percent < 0) break;
    const literal = template.slice(at, percent);
    if (template[percent + 1] === "%") {
      parts.push(`${literal}%`);
      at = percent + 2;
      continue;
    }
    if (literal !== "") parts.push(literal);
    const directive = parseDirective(template, percent + 1, tooPrecise);
    parts.push(directive);
    if (directive.fault !== undefined) return parts;
    at = directive.at + directive.type.length;
  }
  if (at < template.length) parts.push(template.slice(at));
  return parts;
}

type Draft = { -readonly [K in keyof Directive]: Directive[K] };

function parseDirective(template: string, start: number, tooPrecise: string): Directive {
  const draft: Draft = {
    usesMapping: template[start] === "(",
    key: undefined,
    left: false,
    sign: "",
    alternate: false,
    zero: false,
    width: NONE,
    precision: NONE,
    type: "",
    at: start,
    fault: undefined,
  };
  try {
    fillIn(draft, template, start, tooPrecise);
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    draft.fault = error.message;
  }
  return draft;
}

function fillIn(draft: Draft, template: string, start: number, tooPrecise: string): void {
  let at = start;
  if (draft.usesMapping) {
    const end = keyEnd(template, start + 1);
    draft.key = template.slice(start + 1, end);
    at = end + 1;
  }
  at = takeFlags(draft, template, at);

  const takeSize = (limit: bigint, tooBig: string, absent: number): number => {
    if (template[at] === "*") {
      at++;
      return STAR;
    }
    const from = at;
    while (isDigit(template[at])) at++;
    const digits = template.slice(from, at);
    if (digits.length > 9 && BigInt(digits) > limit) throw new ValueError(tooBig);
    return digits === "" ? absent : Number(digits);
  };

  draft.width = takeSize(MAX_WIDTH, "width too big", NONE);
  if (template[at] === ".") {
    at++;
    draft.precision = takeSize(MAX_PRECISION, tooPrecise, 0);
  }
  if ("hlL".includes(template[at] ?? " ")) at++;
  const code = template.codePointAt(at);
  if (code === undefined) throw new ValueError("incomplete format");
  draft.type = String.fromCodePoint(code);
  draft.at = at;
}

/** The place of the `)` that closes a key. */
function keyEnd(template: string, start: number): number {
  let depth = 1;
  for (let at = start; at < template.length; at++) {
    if (template[at] === "(") depth++;
    else if (template[at] === ")" && --depth === 0) return at;
  }
  throw new ValueError("incomplete format key");
}

/** Notes the flags and answers the place behind them. */
function takeFlags(draft: Draft, template: string, start: number): number {
  for (let at = start; ; at++) {
    switch (template[at]) {
      case "-":
        draft.left = true;
        break;
      case "+":
        draft.sign = "+";
        break;
      case " ":
        draft.sign ||= " ";
        break;
      case "#":
        draft.alternate = true;
        break;
      case "0":
        draft.zero = true;
        break;
      default:
        return at;
    }
  }
}

function isDigit(char: string | undefined): boolean {
  return char !== undefined && char >= "0" && char <= "9";
}
