// What a chat makes of text: a typed line, and what of a peer's text is fit for a terminal. Pure: no sockets.

import { stripVTControlCharacters } from "node:util";
import { ValueError } from "../../../protocols/errors.ts";
import { repr } from "../../../protocols/text/repr.ts";
import type { Address } from "../../socket/address.ts";
import { type AddressBook, formatAddress, parseAddress, QUIT } from "./address-book.ts";

/** The longest message, in bytes: plain peers receive no more of it. */
export const MAX_MESSAGE = 1024;

/** What a typed line means. */
export type TypedLine =
  | { readonly type: "nothing" }
  | { readonly type: "quit" }
  | { readonly type: "problem"; readonly text: string }
  | { readonly type: "message"; readonly to: Address; readonly text: string };

/**
 * Reads a typed line: `name message`, where the name is one of the book or an address (`host:port`); `quit` to leave.
 *
 * @example parseLine("alice how are you?", book) // { type: "message", to: ["127.0.0.1", 8081], text: "how are you?" }
 */
export function parseLine(line: string, book: AddressBook): TypedLine {
  const trimmed = line.trim();
  if (trimmed === "") return { type: "nothing" };
  if (trimmed === QUIT) return { type: "quit" };
  const [name = "", text = ""] = /^(\S+)\s*(.*)$/s.exec(trimmed)?.slice(1) ?? [];
  const to = book.addressOf(name) ?? addressFrom(name);
  if (to === undefined) {
    const known = book.names.length === 0 ? "the book is empty" : `known are ${book.names.join(", ")}`;
    return { type: "problem", text: `nobody is called ${repr(name)}: ${known}` };
  }
  if (text === "") return { type: "problem", text: `what is the message for ${name}?` };
  const { length } = new TextEncoder().encode(text);
  if (length > MAX_MESSAGE) {
    return { type: "problem", text: `a message has at most ${MAX_MESSAGE} bytes, this one has ${length}` };
  }
  return { type: "message", to, text };
}

function addressFrom(text: string): Address | undefined {
  try {
    return parseAddress(text);
  } catch (error) {
    if (error instanceof ValueError) return undefined;
    throw error;
  }
}

/** Control characters, those that turn the direction of writing, and the two line ends that are none of them. */
const HARMFUL = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]+/gu;

/**
 * A peer's text as one line that does nothing to a terminal: no colours, no moves of the cursor, no bells, no second line
 * that seems to be somebody else's.
 */
export function printable(text: string): string {
  return stripVTControlCharacters(text).replace(HARMFUL, " ").trim();
}

/** A message that arrived. */
export interface ChatMessage {
  /** The sender's address. */
  readonly from: Address;
  /** The sender's name in the book; `null` for one who is not in it. */
  readonly name: string | null;
  /** What it says, as {@link printable} text. */
  readonly text: string;
}

/** A message as a line to print. */
export function messageLine({ from, name, text }: ChatMessage): string {
  return `${name === null ? "" : `${name} `}[${formatAddress(from)}] ${text}`;
}
