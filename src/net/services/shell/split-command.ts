// A typed command as the arguments that it means, without a shell.

import { ValueError } from "../../../protocols/errors.ts";

/**
 * Cuts a command into words as a POSIX shell does, quotes and back slashes included, and nothing else that a shell does:
 * Python's `shlex.split(text)`.
 *
 * @throws ValueError `No closing quotation`, `No escaped character`
 * @example splitCommand("grep -n 'two words' a.txt") // ["grep", "-n", "two words", "a.txt"]
 */
export function splitCommand(text: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quote = "";
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (c === "\\" && quote !== "'") {
      if (++i === text.length) throw new ValueError("No escaped character");
      const next = text.charAt(i);
      // Between double quotes a back slash is one, unless it stands before another or before such a quote.
      const stays = quote !== "" && next !== "\\" && next !== quote;
      word = (word ?? "") + (stays ? `\\${next}` : next);
    } else if (quote !== "") {
      if (c === quote) quote = "";
      else word += c;
    } else if (c === "'" || c === '"') {
      quote = c;
      word ??= "";
    } else if (" \t\r\n".includes(c)) {
      if (word !== null) words.push(word);
      word = null;
    } else {
      word = (word ?? "") + c;
    }
  }
  if (quote !== "") throw new ValueError("No closing quotation");
  if (word !== null) words.push(word);
  return words;
}
