// `ascii`: `repr` in plain ASCII.

import { escapeCode } from "./quote.ts";
import { repr } from "./repr.ts";

/**
 * As {@link repr}, with every character beyond ASCII escaped: Python's `ascii(x)`.
 *
 * @example ascii("grün") // "'gr\\xfcn'"
 */
export function ascii(x: unknown): string {
  return repr(x).replace(/[^\0-\x7f]/gu, (char) => escapeCode(char.codePointAt(0) as number));
}
