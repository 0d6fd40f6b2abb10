// The client's end of one connection: requests leave one after the other, and replies are taken in the same order.

import * as v from "valibot";
import { OSError, TimeoutError } from "../../../protocols/errors.ts";
import { BadReplyError, DigestError, RemoteError } from "../../client-errors.ts";
import { LENGTH_SIZE, packHeader, parseHeader, unpackLength } from "../../framing.ts";
import { FramingError, ShortReadError } from "../../framing-errors.ts";
import type { JsonObject } from "../../json/index.ts";
import { osError } from "../../oserror.ts";
import type { socket as Socket } from "../../socket/socket.ts";
import type { BytesLike } from "../../stream.ts";
import { raced } from "./raced.ts";

/** Seconds a server may take for its reply: it syncs the file to its disk before. */
const REPLY_TIME = 120;

/** Seconds for the reply of a server that has closed the connection: it is here already, or never comes. */
const LATE_REPLY_TIME = 2;

/** The connection broke: what was under way may be tried again on another one. `cause` says how. */
export class ConnectionLost extends Error {
  override readonly cause: Error;

  constructor(cause: Error) {
    super("the connection is lost");
    this.cause = cause;
  }
}

/** The part of a connection that a request writes to. */
export interface Outgoing {
  header(header: Readonly<Record<string, unknown>>, body?: Uint8Array): Promise<void>;
  bytes(data: BytesLike): Promise<void>;
}

/** The part of a connection that a reply is read from. */
export interface Incoming {
  header(): Promise<JsonObject>;
  /** At least one byte, at most `size`. */
  recv(size: number): Promise<Uint8Array>;
}

/** Turns in the order in which they were asked for. */
export class Line {
  #last: Promise<void> = Promise.resolve();

  join(): { readonly turn: Promise<void>; readonly leave: () => void } {
    const turn = this.#last;
    let leave = () => {};
    const left = new Promise<void>((resolve) => {
      leave = resolve;
    });
    this.#last = turn.then(() => left);
    return { turn, leave };
  }
}

/** One connection. Exchanges that overlap are pipelined. */
export class Session {
  readonly #socket: Socket;
  readonly #requests = new Line();
  readonly #replies = new Line();
  #failure: Error | undefined;

  /** Takes over a connection that is authenticated already. */
  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** Whether nothing more can be done with it. */
  get broken(): boolean {
    return this.#failure !== undefined || this.#socket.closed;
  }

  /** Cuts the connection; everything under way fails with `error`. */
  abort(error: Error = osError("ECONNABORTED")): void {
    this.#failure ??= error;
    this.#socket.abort();
  }

  async close(): Promise<void> {
    this.#failure ??= osError("EBADF");
    await this.#socket.close();
  }

  /** A request without a body, and its reply as `schema` makes it. */
  async ask<S extends v.GenericSchema>(
    header: Readonly<Record<string, unknown>>,
    schema: S,
    signal?: AbortSignal,
  ): Promise<v.InferOutput<S>> {
    return this.exchange(
      (out) => out.header({ ...header, reply: true }),
      async (reply) => checked(reply, schema),
      signal,
    );
  }

  /**
   * Sends a request and takes its reply. What fails in between but a refusal leaves the connection out of step: it is cut.
   *
   * @throws RemoteError, DigestError for a refusal; ConnectionLost; the signal's reason; what `send` and `receive` throw
   */
  async exchange<T>(
    send: (out: Outgoing) => Promise<void>,
    receive: (reply: JsonObject, incoming: Incoming) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const request = this.#requests.join();
    const reply = this.#replies.join();
    let begun = false;
    const cut = () => {
      if (begun) this.abort(osError("ECONNABORTED"));
    };
    signal?.addEventListener("abort", cut);
    try {
      await raced(request.turn, signal);
      signal?.throwIfAborted();
      if (this.#failure !== undefined) throw new ConnectionLost(this.#failure);
      begun = true;
      const sent = this.#sent(send).finally(request.leave);
      const received = this.#received(receive, reply.turn, sent);
      return await this.#both(sent, received);
    } catch (error) {
      throw signal?.aborted ? signal.reason : error;
    } finally {
      signal?.removeEventListener("abort", cut);
      request.leave();
      reply.leave();
    }
  }

  async #both<T>(sent: Promise<void>, received: Promise<T>): Promise<T> {
    let sending = true;
    const failed = sent.then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    void failed.then(() => {
      sending = false;
    });
    try {
      const result = await received;
      const failure = await failed;
      if (failure !== undefined) throw failure.error;
      return result;
    } catch (error) {
      // A refusal before all is sent: the rest would be sent for nothing.
      if (sending || !(error instanceof RemoteError || error instanceof DigestError)) this.abort();
      const failure = await failed;
      const isReason = error instanceof RemoteError || error instanceof DigestError || failure === undefined;
      throw isReason || failure.error instanceof ConnectionLost ? error : failure.error;
    }
  }

  async #sent(send: (out: Outgoing) => Promise<void>): Promise<void> {
    const socket = this.#socket;
    const bytes = (data: BytesLike) => this.#guarded(() => socket.sendall(data));
    const header: Outgoing["header"] = (fields, body) => {
      const head = packHeader(fields);
      return bytes(body === undefined ? head : Buffer.concat([head, body]));
    };
    try {
      await send({ header, bytes });
    } catch (error) {
      // What failed here and not on the way leaves half a frame behind.
      if (!(error instanceof ConnectionLost)) this.abort();
      throw error;
    }
  }

  async #received<T>(
    receive: (reply: JsonObject, incoming: Incoming) => Promise<T>,
    turn: Promise<void>,
    sent: Promise<void>,
  ): Promise<T> {
    await turn;
    if (this.#failure !== undefined) throw new ConnectionLost(this.#failure);
    let timer: NodeJS.Timeout | undefined;
    const limit = (seconds: number) => {
      timer = setTimeout(() => this.abort(new TimeoutError("timed out")), seconds * 1000);
    };
    let waiting = true;
    sent.then(
      () => waiting && limit(REPLY_TIME),
      () => waiting && limit(LATE_REPLY_TIME),
    );
    let reply: JsonObject;
    try {
      reply = await this.#header();
    } finally {
      waiting = false;
      clearTimeout(timer);
    }
    if (reply.ok !== true) throw refusal(reply);
    const recv = (size: number) =>
      this.#guarded(async () => {
        const bytes = await this.#socket.recv(size);
        if (bytes.length === 0 && size > 0) throw new ShortReadError(size, 0);
        return bytes;
      });
    return await receive(reply, { header: () => this.#header(), recv });
  }

  #header(): Promise<JsonObject> {
    return this.#guarded(async () => {
      const length = unpackLength(await this.#socket.recv_exactly(LENGTH_SIZE, { timeout: null }));
      return parseHeader(await this.#socket.recv_exactly(length));
    });
  }

  async #guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof ShortReadError) {
        this.#failure ??= osError("ECONNRESET");
      } else if (error instanceof OSError) {
        this.#failure ??= error;
      } else {
        this.abort();
        throw error instanceof FramingError ? new BadReplyError(error.message) : error;
      }
      throw new ConnectionLost(this.#failure);
    }
  }
}

/** A reply that is what it should be. @throws BadReplyError */
export function checked<S extends v.GenericSchema>(reply: unknown, schema: S): v.InferOutput<S> {
  const result = v.safeParse(schema, reply);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = issue.path?.map((item) => String(item.key)).join(".") ?? "reply";
  throw new BadReplyError(`the server's ${path}: ${issue.message}`);
}

function refusal(reply: JsonObject): Error {
  if (reply.error === "digest_mismatch") return new DigestError(String(reply.message));
  const errno = typeof reply.errno === "number" ? reply.errno : null;
  return new RemoteError(String(reply.error), String(reply.message), errno);
}
