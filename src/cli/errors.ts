// What is said of an error: one line, without a stack.

import { stripVTControlCharacters } from "node:util";
import { RemoteError } from "../net/client-errors.ts";
import { UsageError } from "./usage.ts";

/** An error as one line. What a server says of its own is marked as that, and cannot draw on the terminal. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return shown(String(error));
  const message = shown(error.message);
  if (error instanceof UsageError) return message;
  if (error instanceof RemoteError) return `the server: ${message} (${shown(error.code)})`;
  return message === "" ? error.name : `${error.name}: ${message}`;
}

/** A text in one line, without what a terminal would take for an order. */
export function shown(text: string): string {
  return stripVTControlCharacters(text).replace(/[\p{Cc}\u2028\u2029]+/gu, " ");
}
