// The seam between a connection and the commands: who runs them, and where.

import type { Body } from "../frames.ts";
import type { JsonObject } from "../json/index.ts";
import type { Awaitable } from "../request-handler.ts";
import type { Address } from "../stream.ts";
import type { CommandTable } from "./command.ts";
import type { Part, ReplyBody } from "./reply.ts";

/** A command to run. All but `body` and `target` is plain data, which another process or machine can be sent. */
export interface CommandRequest {
  /** The name that was called, as the peer wrote it. */
  readonly cmd: string;
  /** The header as it came, not validated yet. */
  readonly header: JsonObject;
  /** The bytes behind the header, to be pulled. */
  readonly body: Body;
  readonly client_address: Address;
  /** The id of the authenticated key, or `null`. */
  readonly key: string | null;
  /**
   * The handler whose methods the commands are, one for each connection. A dispatcher that runs commands elsewhere has
   * handlers of its own there and leaves this one alone.
   */
  readonly target: object;
}

/** The end of a command that was done. */
export interface DoneReply {
  readonly ok: true;
  /** The fields of the reply's header. */
  readonly header: object;
  /** The bytes behind it, `length` of them. Whoever gets the reply iterates it to its end or calls its `close`. */
  readonly body: ReplyBody | null;
  readonly length: number;
}

/** The end of a command that was not done. */
export interface FailedReply {
  readonly ok: false;
  /** What the peer is told. */
  readonly header: { readonly error: string; readonly message: string; readonly errno?: number | null };
  /** The error behind it, where it was raised in this process: for the log, never for the peer. */
  readonly cause?: unknown;
}

/** The way of a command that answers in parts; what the iterator returns is its end. */
export interface StreamedReply {
  readonly ok: true;
  /** Whoever gets it goes to its end or calls its `return`. */
  readonly parts: AsyncIterator<Part, DoneReply | FailedReply, void>;
}

/** What became of a command. */
export type CommandReply = DoneReply | FailedReply | StreamedReply;

/** How long {@link Dispatcher.request} may take. */
export interface RequestOptions {
  /** Seconds until the reply, and until each part of a streamed one; `null` (unless told) is for ever. */
  readonly deadline?: number | null;
  /** Gives the command up. */
  readonly signal?: AbortSignal;
}

/** What a dispatcher is doing. */
export interface DispatcherInfo {
  /** The names of its commands, sorted. */
  readonly commands: readonly string[];
  /** How many requests are being served; one with a body or parts is, until the last of them was fetched. */
  readonly pending: number;
  /** How many were done. */
  readonly served: number;
  /** How many failed: unknown, refused, timed out, aborted, broken. */
  readonly failed: number;
  /** True from the first call of `drain`. */
  readonly draining: boolean;
}

/**
 * Runs commands: {@link LocalDispatcher} here and now, another one in a worker or on another machine.
 *
 * The codes of a {@link FailedReply}: `unknown_command`, `bad_header`, `timeout` (the deadline is over), `aborted` (the
 * signal), `draining`, `os_error` (with `errno`), `internal` (a mistake in the program, of which no more is told), and
 * those of the commands' own errors.
 */
export interface Dispatcher {
  /** Takes the commands. May be called again with the same table, as each new connection does. */
  start(table: CommandTable): Awaitable<void>;
  /** Runs a command. Never rejects: what goes wrong is a {@link FailedReply}. */
  request(request: CommandRequest, options?: RequestOptions): Promise<CommandReply>;
  /**
   * Lets no new request in (their code is `draining`), and waits for those being served.
   *
   * @param options.deadline seconds, after which the rest is aborted; `null` (unless told) waits for ever
   */
  drain(options?: { readonly deadline?: number | null }): Promise<void>;
  info(): DispatcherInfo;
}
