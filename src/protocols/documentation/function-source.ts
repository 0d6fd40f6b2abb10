// What a function's source text tells: its parameters, and the docstring that its body begins with.

import { type Token, tokenize } from "./source-tokens.ts";

/** A parameter as written: `...rest`, `name`, `name = value`, or a pattern in place of the name. */
export interface Parameter {
  readonly name: string;
  readonly isRest: boolean;
  /** The tokens of the default value; absent where the parameter has none. */
  readonly value?: readonly Token[];
}

/** What {@link readFunction} finds. */
export interface FunctionSource {
  readonly parameters: readonly Parameter[];
  /** The leading string literal of the body as it is at run time; `null` where the body begins with something else. */
  readonly docstring: string | null;
}

/**
 * Reads the source text of a function, method, accessor or arrow function.
 *
 * A docstring is a string literal that is the whole first statement (a directive, in JavaScript's words), or a template
 * literal without substitutions, for text of several lines; a minifier may take the latter out. `"use strict"` and the
 * like are passed over. A concatenation is no docstring, as in Python.
 *
 * @param kind in a constructor, assignments that a compiler put first for TypeScript's parameter properties are passed over.
 * @returns `undefined` for native code.
 */
export function readFunction(source: string, kind?: "constructor"): FunctionSource | undefined {
  if (/\{\s*\[native code\]\s*\}\s*$/.test(source)) return undefined;
  const tokens = tokenize(source);
  const parameters = readHead(tokens);
  if (parameters === undefined) return undefined;
  return { parameters, docstring: readBody(tokens, source, kind === "constructor") };
}

/** Reads up to the end of the parameter list. */
function readHead(tokens: Iterator<Token, void>): Parameter[] | undefined {
  let name: Token | undefined;
  for (let token = read(tokens); token !== undefined; token = read(tokens)) {
    if (is(token, "(")) return splitParameters(readUntilClosed(tokens));
    if (is(token, "[")) readUntilClosed(tokens);
    // An arrow function with one bare parameter. Its arrow is read here.
    else if (is(token, "=>")) return name === undefined ? [] : [{ name: name.text, isRest: false }];
    else name = token;
  }
  return undefined;
}

function read(tokens: Iterator<Token, void>): Token | undefined {
  return tokens.next().value ?? undefined;
}

function is(token: Token | undefined, text: string): boolean {
  return token?.kind === "punctuator" && token.text === text;
}

/** The tokens up to the bracket that closes the one just read, without it. */
function readUntilClosed(tokens: Iterator<Token, void>): Token[] {
  const found: Token[] = [];
  let depth = 1;
  for (let token = read(tokens); token !== undefined; token = read(tokens)) {
    depth += nesting(token);
    if (depth === 0) break;
    found.push(token);
  }
  return found;
}

function nesting({ kind, text }: Token): number {
  if (kind !== "punctuator") return 0;
  if (text === "(" || text === "[" || text === "{") return 1;
  return text === ")" || text === "]" || text === "}" ? -1 : 0;
}

function splitParameters(tokens: readonly Token[]): Parameter[] {
  return splitAt(",", tokens)
    .filter((part) => part.length > 0)
    .map((part) => {
      const [target = [], ...defaults] = splitAt("=", part, 2);
      const isRest = is(target[0], "...");
      const name = sourceText(isRest ? target.slice(1) : target);
      return defaults[0] === undefined ? { name, isRest } : { name, isRest, value: defaults[0] };
    });
}

/** Splits at a punctuator outside of all brackets, into `limit` parts at most. */
function splitAt(separator: string, tokens: readonly Token[], limit = Infinity): Token[][] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (depth === 0 && parts.length < limit && is(token, separator)) parts.push([]);
    else parts.at(-1)?.push(token);
    depth += nesting(token);
  }
  return parts;
}

/** The text of tokens, spaced as Python would, so that it does not matter whether a compiler took the spaces out. */
export function sourceText(tokens: readonly Token[]): string {
  return tokens
    .map((token, i) => (needsSpace(tokens[i - 1], token) ? ` ${token.text}` : token.text))
    .join("");
}

function needsSpace(before: Token | undefined, token: Token): boolean {
  if (before === undefined) return false;
  if (is(before, ",") || is(before, ":") || is(before, "=>") || is(token, "=>")) return true;
  if (/^[([{=]$/.test(before.text) || /^[)\]},:=]$/.test(token.text)) return false;
  return before.end !== token.start;
}

/** Reads from the end of the parameters to the end of the first statement. */
function readBody(tokens: Iterator<Token, void>, source: string, assignsFirst: boolean): string | null {
  let token = read(tokens);
  if (is(token, "=>")) token = read(tokens);
  if (!is(token, "{")) return null;
  token = read(tokens);
  while (assignsFirst && token?.text === "this") token = skipPropertyAssignment(tokens);
  while (token?.kind === "string" || token?.kind === "template") {
    const following = read(tokens);
    if (following === undefined || !endsStatement(following, source)) return null;
    if (!ENGINE_DIRECTIVES.has(token.text.slice(1, -1)) || token.kind === "template")
      return literalValue(token.text);
    token = is(following, ";") ? read(tokens) : following;
  }
  return null;
}

/** Reads the rest of `this.name = name;` and the token after it; `undefined` for any other statement. */
function skipPropertyAssignment(tokens: Iterator<Token, void>): Token | undefined {
  const [dot, property, equals, value, end] = Array.from({ length: 5 }, () => read(tokens));
  const isAssignment = is(dot, ".") && is(equals, "=") && is(end, ";") && property?.text === value?.text;
  return isAssignment ? read(tokens) : undefined;
}

const ENGINE_DIRECTIVES = new Set(["use strict", "use asm", "use client", "use server"]);

/** Whether the statement before this token is over: by a semicolon, a brace, or the end of its line. */
function endsStatement(token: Token, source: string): boolean {
  if (is(token, ";") || is(token, "}")) return true;
  if (!token.afterNewline || token.kind === "template") return false;
  if (token.kind === "name") return token.text !== "in" && token.text !== "instanceof";
  if (token.kind !== "punctuator") return true;
  // These begin a statement; any other punctuator goes on with the expression.
  if (token.text === "!") return source[token.end] !== "=";
  return ["{", "~", "++", "--", "@"].includes(token.text);
}

/** The value of a string literal, or of a template literal; `null` where that has substitutions. */
export function literalValue(literal: string): string | null {
  const body = literal.slice(1, -1);
  if (!literal.startsWith("`")) return unescapeText(body);
  return /(?<!\\)(?:\\\\)*\$\{/.test(body) ? null : unescapeText(body.replace(/\r\n?/g, "\n"));
}

const ESCAPE = /\\(?:u\{([\da-f]+)\}|u([\da-f]{4})|x([\da-f]{2})|([0-3]?[0-7]{1,2})|(\r\n|[\s\S]))/gi;
const CONTROLS: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };

function unescapeText(body: string): string {
  return body.replace(
    ESCAPE,
    (_, wide?: string, unit?: string, byte?: string, octal?: string, char?: string) => {
      const hex = wide ?? unit ?? byte;
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
      if (char === undefined || /[\n\r\u2028\u2029]/.test(char)) return "";
      return CONTROLS[char] ?? char;
    },
  );
}

/** The source text of a class's constructor and what follows it; `undefined` where it declares none. */
export function constructorSource(source: string): string | undefined {
  let depth = 0;
  let previous: Token | undefined;
  for (const token of tokenize(source, classBodyStart(source))) {
    const beginsMember = is(previous, "{") || is(previous, "}") || is(previous, ";") || token.afterNewline;
    if (depth === 1 && token.text === "constructor" && beginsMember) return source.slice(token.start);
    depth += nesting(token);
    previous = token;
  }
  return undefined;
}

/** The offset of the brace that opens a class's body: the first one outside of the heritage's own brackets. */
function classBodyStart(source: string): number {
  let depth = 0;
  let previous: Token | undefined;
  for (const token of tokenize(source)) {
    const isHeritage = is(previous, "=>") || previous?.text === "extends";
    if (depth === 0 && is(token, "{") && !isHeritage) return token.start;
    depth += nesting(token);
    previous = token;
  }
  return source.length;
}
