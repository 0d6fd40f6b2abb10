// String and bytes literals as Python's `repr` writes them.

import { isPrintable } from "./unicode.ts";

const PLAIN = /^[ -&(-[\]-~]*$/;

/** `repr` of a str: the quote that needs no escape where there is one, and escapes for what cannot be printed. */
export function quoteText(text: string): string {
  if (isPlain(text)) return `'${text}'`;
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let body = "";
  for (const char of text) body += quoteChar(char, quote);
  return quote + body + quote;
}

// Above this many characters the regular expression is quicker than the loop.
const SHORT = 16;

/** Whether a text has printable ASCII only, and nothing to escape. */
function isPlain(text: string): boolean {
  if (text.length > SHORT) return PLAIN.test(text);
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code > 0x7e || code === 39 || code === 92) return false;
  }
  return true;
}

function quoteChar(char: string, quote: string): string {
  if (char === quote || char === "\\") return `\\${char}`;
  const code = char.codePointAt(0) as number;
  return isPrintable(code) ? char : escapeCode(code);
}

/** `\n`, `\x7f`, `\u20ac` or `\U0001f600`: the shortest escape for a code point. */
export function escapeCode(code: number): string {
  if (code === 9) return "\\t";
  if (code === 10) return "\\n";
  if (code === 13) return "\\r";
  const hex = code.toString(16);
  if (code < 0x100) return `\\x${hex.padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}

/** `repr` of bytes without its `b`: printable ASCII as it is, every other byte as an escape. */
export function quoteBytes(bytes: Uint8Array): string {
  const quote = bytes.includes(39) && !bytes.includes(34) ? '"' : "'";
  let body = "";
  for (const byte of bytes) {
    const char = String.fromCharCode(byte);
    if (char === quote || char === "\\") body += `\\${char}`;
    else body += byte >= 0x20 && byte < 0x7f ? char : escapeCode(byte);
  }
  return quote + body + quote;
}
