// A small tokenizer of JavaScript, enough to find a function's parameters and the first statement of its body.

/** One token of a source text. Punctuators are single characters, but `=>`, `...`, `++` and `--`. */
export interface Token {
  readonly kind: "name" | "number" | "string" | "template" | "regexp" | "punctuator";
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Whether a line ends between the token before and this one. */
  readonly afterNewline: boolean;
}

/** The tokens of `source` from an offset on, read as they are asked for. Comments and white space are left out. */
export function* tokenize(source: string, from = 0): Generator<Token, void, undefined> {
  const brackets: boolean[] = [];
  let previous: Token | undefined;
  let slashDivides = false;
  for (let at = from; ; ) {
    const start = match(BLANK, source, at);
    if (start >= source.length) return;
    const [kind, end] = readToken(source, start, slashDivides);
    const afterNewline = LINE_END.test(source.slice(at, start));
    const token: Token = { kind, text: source.slice(start, end), start, end, afterNewline };
    yield token;
    slashDivides = isOperandEnd(token, previous, brackets);
    previous = token;
    at = end;
  }
}

const LINE_END = /[\n\r\u2028\u2029]/;
const BLANK = /(?:\s|\/\/[^\n\r\u2028\u2029]*|\/\*[\s\S]*?\*\/)*/y;
// Above ASCII, whatever is no white space counts as a letter. `#` begins a private name.
const NAME =
  /(?:[a-z$_#]|(?!\s)[^\0-\x7f]|\\u[\da-f]{4}|\\u\{\w+\})(?:[\w$]|(?!\s)[^\0-\x7f]|\\u\{\w+\}|\\u[\da-f]{4})*/iy;
const NUMBER = /(?:0[xob][\da-f_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:e[+-]?[\d_]+)?)n?/iy;
const STRING = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"|'[^'\\]*(?:\\[\s\S][^'\\]*)*'/y;
const REGEXP = /\/(?:[^\\/[\n\r]|\\.|\[(?:[^\]\\\n\r]|\\.)*\])+\/\w*/y;
const PUNCTUATOR = /=>|\.\.\.|\+\+|--|[\s\S]/y;

/** Where the sticky pattern's match at `at` ends; -1 without one. */
function match(pattern: RegExp, source: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(source) ? pattern.lastIndex : -1;
}

function readToken(source: string, at: number, slashDivides: boolean): [kind: Token["kind"], end: number] {
  if (source[at] === "`") return ["template", templateEnd(source, at)];
  for (const [kind, pattern] of PATTERNS) {
    if (kind === "regexp" && slashDivides) continue;
    const end = match(pattern, source, at);
    if (end !== -1) return [kind, end];
  }
  return ["punctuator", at + 1];
}

const PATTERNS: ReadonlyArray<readonly [Token["kind"], RegExp]> = [
  ["name", NAME],
  ["string", STRING],
  ["number", NUMBER],
  ["regexp", REGEXP],
  ["punctuator", PUNCTUATOR],
];

/** Where the template literal that begins at `at` ends, whatever its substitutions hold. */
function templateEnd(source: string, at: number): number {
  for (let i = at + 1; i < source.length; i++) {
    const char = source[i];
    if (char === "`") return i + 1;
    if (char === "\\") i++;
    else if (char === "$" && source[i + 1] === "{") i = blockEnd(source, i + 1) - 1;
  }
  return source.length;
}

function blockEnd(source: string, at: number): number {
  let depth = 0;
  for (const { kind, text, end } of tokenize(source, at)) {
    if (kind !== "punctuator") continue;
    if (text === "{") depth++;
    else if (text === "}" && --depth === 0) return end;
  }
  return source.length;
}

const OPERATOR_NAMES = new Set(
  "return typeof instanceof in of new delete void throw case do else yield await extends default".split(" "),
);
const STATEMENT_HEADS = new Set(["if", "while", "for", "with"]);
const BLOCK_HEADS = new Set(["do", "else", "try", "finally"]);

/** Whether an operand ends with this token, so that a slash after it divides and begins no regular expression. */
function isOperandEnd(token: Token, previous: Token | undefined, brackets: boolean[]): boolean {
  const { kind, text } = token;
  if (kind === "name") return !OPERATOR_NAMES.has(text) || previous?.text === ".";
  if (kind !== "punctuator") return true;
  switch (text) {
    case "(":
      brackets.push(!STATEMENT_HEADS.has(previous?.text ?? ""));
      return false;
    case "[":
      brackets.push(true);
      return false;
    case "{":
      brackets.push(!opensBlock(previous));
      return false;
    case ")":
    case "]":
    case "}":
      return brackets.pop() ?? true;
    default:
      return text === "++" || text === "--";
  }
}

/** Whether a brace after this token opens a block or a body, not an object literal. */
function opensBlock(previous: Token | undefined): boolean {
  if (previous === undefined) return true;
  if (previous.kind === "name") return !OPERATOR_NAMES.has(previous.text) || BLOCK_HEADS.has(previous.text);
  return [")", ";", "{", "}", "=>"].includes(previous.text);
}
