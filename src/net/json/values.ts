// What JSON text can say, and what its writer and its reader have in common.

/** What JSON text can say. Integers beyond the safe range are `bigint`. */
export type JsonValue = null | boolean | number | bigint | string | readonly JsonValue[] | JsonObject;

/** A JSON object as `loads` gives it: without a prototype, so that no key finds anything that was not sent. */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** Nesting deeper than this is refused: no honest header has it, and recursion on it would exhaust the stack. */
export const MAX_DEPTH = 1000;

/** The escapes of one letter, by the character that they stand for. */
export const SHORT_ESCAPES = new Map([
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\r", "\\r"],
  ["\t", "\\t"],
  ["\f", "\\f"],
  ["\b", "\\b"],
]);
