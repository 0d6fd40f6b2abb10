// The time that a call may take: its check, and the default for new sockets.

import { ValueError } from "../../protocols/errors.ts";
import { tryIndex } from "../../protocols/numbers/integer.ts";
import { typeName } from "../../protocols/typename.ts";

let byDefault: number | null = null;

/**
 * The timeout that new sockets have, in seconds (`socket.setdefaulttimeout`): `null` waits for ever, 0 never.
 *
 * @throws ValueError for a negative one
 */
export function setdefaulttimeout(timeout: number | null): void {
  byDefault = checkTimeout(timeout);
}

/** What {@link setdefaulttimeout} set; `null` at first. */
export function getdefaulttimeout(): number | null {
  return byDefault;
}

/** A timeout as it is kept. @throws TypeError for what is no number, ValueError for NaN and what is negative */
export function checkTimeout(timeout: unknown): number | null {
  if (timeout === null || timeout === undefined) return null;
  const seconds = typeof timeout === "number" ? timeout : Number(tryIndex(timeout) ?? refuse(timeout));
  if (Number.isNaN(seconds)) throw new ValueError("Invalid value NaN (not a number)");
  if (seconds < 0) throw new ValueError("Timeout value out of range");
  return seconds;
}

function refuse(timeout: unknown): never {
  throw new TypeError(`'${typeName(timeout)}' object cannot be interpreted as an integer or float`);
}
