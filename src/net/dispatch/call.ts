// What a command's method is given, and what it may answer.

import type { Body } from "../frames.ts";
import type { Awaitable } from "../request-handler.ts";
import type { Address } from "../stream.ts";
import type { Part, Reply } from "./reply.ts";

/** The circumstances of one call of a command. */
export interface CommandCall {
  /** Aborted when nobody waits for the answer any more: the connection broke, time is over, the server gives up. */
  readonly signal: AbortSignal;
  /** Who called. */
  readonly client_address: Address;
  /** The id of the key by which the connection was authenticated; `null` where none was asked for. */
  readonly key: string | null;
  /** The name by which the command was called. */
  readonly cmd: string;
}

/**
 * What a command may answer: an object with the fields of the reply, nothing, a {@link Reply} that has a body, or the
 * {@link Part}s of an async generator.
 */
export type CommandResult = Awaitable<object | void | Reply> | AsyncGenerator<Part, object | void>;

/** A command's method: the header it was called with (as its schema made it), the body behind it, and the call. */
export type CommandMethod<Header> = (header: Header, body: Body, call: CommandCall) => CommandResult;
