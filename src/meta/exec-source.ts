// Source text made ready to run in a namespace: declarations at its top level become assignments, which a namespace sees.

import { type Token, tokenize } from "../protocols/documentation/source-tokens.ts";

/** A script whose declarations are assignments. */
export interface Prepared {
  readonly code: string;
  /** The variables that are declared without a value: they exist from the start. */
  readonly variables: readonly string[];
}

/**
 * Rewrites the `let`, `const`, `class` and `function` declarations at the top level of `source`. Those within blocks and
 * functions are local there, and stay.
 */
export function prepare(source: string): Prepared {
  return new Preparation(source).result();
}

// Read from the tokens, since there is no parser at hand that works in every browser.
class Preparation {
  readonly #source: string;
  readonly #tokens: readonly Token[];
  readonly #functions: string[] = [];
  readonly #variables: string[] = [];
  #code = "";
  /** How much of the source is in the code by now. */
  #copied = 0;

  constructor(source: string) {
    this.#source = source;
    this.#tokens = [...tokenize(source)];
  }

  result(): Prepared {
    for (let i = 0; i < this.#tokens.length; ) i = this.#statementPart(i);
    this.#copyTo(this.#source.length);
    // The semicolon leaves a first "use strict" without effect: in strict code `var` would be the script's own.
    return { code: `;${this.#functions.join("")}${this.#code}`, variables: this.#variables };
  }

  /** Handles what begins at token `i` at the top level, and answers where the next part begins. */
  #statementPart(i: number): number {
    const next = this.#text(i + 1);
    switch (this.#keyword(i)) {
      case "let":
        return isBindingStart(this.#tokens[i + 1]) ? this.#declaration(i, true) : i + 1;
      case "const":
        return this.#declaration(i, true);
      case "var":
        return this.#declaration(i, false);
      case "class":
        return this.#beginsStatement(i) && next !== "{" && next !== "extends" ? this.#class(i) : i + 1;
      case "async":
        if (next !== "function" || this.#tokens[i + 1]?.afterNewline) return i + 1;
        return this.#beginsStatement(i) ? this.#function(i, i + 2) : this.#end(i + 1);
      case "function":
        return this.#beginsStatement(i) ? this.#function(i, i + 1) : i + 1;
      default:
        return this.#end(i);
    }
  }

  /** `let a = 1, b` becomes `void 0, a = 1, b = undefined`; a pattern after the comma is no block. */
  #declaration(keyword: number, rewrite: boolean): number {
    if (rewrite) this.#replace(keyword, "void 0,");
    let i = keyword + 1;
    for (;;) {
      if (this.#tokens[i]?.kind === "name" && this.#text(i + 1) !== "=") {
        const name = this.#text(i) as string;
        if (rewrite) this.#replace(i, `${name} = undefined`);
        else this.#variables.push(name);
      }
      i = this.#declaratorEnd(i);
      if (this.#text(i) !== ",") return i;
      i++;
    }
  }

  /** The token that ends the declarator which begins at `i`: a comma, a semicolon, or the first of the next statement. */
  #declaratorEnd(from: number): number {
    let i = this.#end(from);
    while (i < this.#tokens.length) {
      const text = this.#text(i);
      if (text === "," || text === ";" || text === "}") return i;
      if (this.#startsNewLine(i)) return i;
      i = this.#end(i);
    }
    return i;
  }

  /** Whether a line ends before token `i` and a statement with it, as no operator is there that would go on. */
  #startsNewLine(i: number): boolean {
    const token = this.#tokens[i] as Token;
    if (!token.afterNewline || !endsOperand(this.#tokens[i - 1])) return false;
    if (token.kind === "punctuator") return ["++", "--", "{", "@", "#"].includes(token.text);
    return token.kind !== "template" && token.text !== "in" && token.text !== "instanceof";
  }

  #class(i: number): number {
    let body = i + 2;
    while (this.#text(body) !== "{" || ["extends", "class"].includes(this.#text(body - 1) ?? "")) {
      if (body >= this.#tokens.length) return body;
      body = this.#end(body);
    }
    const end = this.#end(body);
    this.#replace(i, `${this.#text(i + 1)} = class`);
    this.#copyTo(this.#tokens[end - 1]?.end ?? 0);
    this.#code += ";";
    return end;
  }

  /** A function is there before the first statement runs, so that its definition goes to the front. */
  #function(start: number, afterKeyword: number): number {
    const isGenerator = this.#text(afterKeyword) === "*";
    const name = isGenerator ? afterKeyword + 1 : afterKeyword;
    if (this.#tokens[name]?.kind !== "name") return afterKeyword;
    const end = this.#end(this.#end(name + 1));
    const [first, rest, last] = [
      this.#tokens[start],
      this.#tokens[name + 1],
      this.#tokens[end - 1],
    ] as Token[];
    if (first === undefined || rest === undefined || last === undefined) return end;
    const head = `${first.text === "async" ? "async " : ""}function${isGenerator ? "*" : ""} `;
    this.#functions.push(`${this.#text(name)} = ${head}${this.#source.slice(rest.start, last.end)};`);
    this.#copyTo(first.start);
    this.#code += ";";
    this.#copied = last.end;
    return end;
  }

  /** The token after the one at `i`, or after the bracket that closes it. */
  #end(i: number): number {
    let depth = 0;
    let at = i;
    do {
      const { kind, text } = this.#tokens[at] ?? { kind: "", text: "" };
      if (kind === "punctuator" && "([{".includes(text)) depth++;
      else if (kind === "punctuator" && ")]}".includes(text)) depth--;
      at++;
    } while (depth > 0 && at < this.#tokens.length);
    return at;
  }

  #beginsStatement(i: number): boolean {
    const previous = this.#tokens[i - 1];
    if (previous === undefined || previous.text === ";" || previous.text === "}") return true;
    return (this.#tokens[i] as Token).afterNewline && endsOperand(previous);
  }

  /** The text of a token that may be a keyword: no property's name. */
  #keyword(i: number): string | undefined {
    const token = this.#tokens[i];
    return token?.kind === "name" && this.#text(i - 1) !== "." ? token.text : undefined;
  }

  #text(i: number): string | undefined {
    return this.#tokens[i]?.text;
  }

  #copyTo(end: number): void {
    this.#code += this.#source.slice(this.#copied, end);
    this.#copied = end;
  }

  #replace(i: number, text: string): void {
    const { start, end } = this.#tokens[i] as Token;
    this.#copyTo(start);
    this.#code += text;
    this.#copied = end;
  }
}

function isBindingStart(token: Token | undefined): boolean {
  if (token === undefined) return false;
  if (token.kind === "name") return token.text !== "in" && token.text !== "instanceof";
  return token.text === "[" || token.text === "{";
}

// After these an expression begins.
const OPERATOR_NAMES = new Set(
  "return typeof instanceof in of new delete void throw case do else yield await extends default".split(" "),
);

function endsOperand(token: Token | undefined): boolean {
  if (token === undefined) return false;
  if (token.kind === "name") return !OPERATOR_NAMES.has(token.text);
  if (token.kind !== "punctuator") return true;
  return [")", "]", "}", "++", "--"].includes(token.text);
}
