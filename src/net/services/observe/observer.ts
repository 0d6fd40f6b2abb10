// What a service tells whoever wants to know: connections, commands, authentication.

import type { Address } from "../../stream.ts";

/** A connection was opened, or is over. */
export interface ConnectionEvent {
  readonly address: Address;
  readonly open: boolean;
  /** Seconds that it lasted; 0 when it opens. */
  readonly seconds: number;
  /** Why it was cut, for one that did not come to its own end: a code as those of {@link CommandEvent}. */
  readonly code: string | null;
}

/** A command came to its end: its reply, where one was asked for, is sent. */
export interface CommandEvent {
  /** Its name; `null` for what is no command, for a peer could make up any number of names. */
  readonly cmd: string | null;
  readonly ok: boolean;
  /** Why it failed: `bad_header`, `unknown_command`, `timeout`, `os_error`, `internal` …; `null` when it did not. */
  readonly code: string | null;
  /** The error behind a failure, where there is one in this process. */
  readonly error?: unknown;
  /** Seconds from its header to the last byte of its reply. */
  readonly seconds: number;
  /** Bytes of its frame that were received, and of its reply. */
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly address: Address;
  /** The id of the authenticated key, or `null`. */
  readonly key: string | null;
}

/** A peer answered the challenge, or did not. */
export interface AuthenticationEvent {
  readonly ok: boolean;
  /** What was wrong; `null` when it is who it says. */
  readonly reason: string | null;
  readonly address: Address;
  readonly key: string | null;
}

/** A file was stored or sent. */
export interface TransferEvent {
  readonly direction: "in" | "out";
  readonly filename: string;
  readonly bytes: number;
  readonly seconds: number;
  readonly address: Address;
  readonly key: string | null;
}

/**
 * Watches a service. Each method may be left out, and costs next to nothing then; none may throw or take its time.
 *
 * @example class Counted extends FileTransferHandler { override observer = { command: ({ ok }) => counts.add(ok) }; }
 */
export interface ServiceObserver {
  connection?(event: ConnectionEvent): void;
  command?(event: CommandEvent): void;
  authentication?(event: AuthenticationEvent): void;
  transfer?(event: TransferEvent): void;
}

/** Watches nothing. */
export const UNOBSERVED: ServiceObserver = Object.freeze({});
