// The commands of one connection, from its first header to its end: what arrives is dispatched, replies leave in order.

import { setMaxListeners } from "node:events";
import { OSError, TimeoutError } from "../../protocols/errors.ts";
import { typeName } from "../../protocols/typename.ts";
import { Body, type Head, type Receiver, recvHead, recvWithin } from "../frames.ts";
import { checkBodyLength, LENGTH_SIZE, MAX_HEADER } from "../framing.ts";
import { FramingError, ShortReadError } from "../framing-errors.ts";
import type { JsonObject } from "../json/index.ts";
import type { Awaitable } from "../request-handler.ts";
import type { ServiceObserver } from "../services/observe/observer.ts";
import { type Address, SHUT_RD } from "../stream.ts";
import type { CommandTable } from "./command.ts";
import { CommandError } from "./command-error.ts";
import { ConnectionWatch } from "./connection-watch.ts";
import type { CommandReply, Dispatcher, DoneReply, FailedReply } from "./dispatcher.ts";
import { failedWith } from "./failure.ts";
import { Lane, MAX_PIPELINED_BODY } from "./lane.ts";
import { BrokenReplyError, discard, type ReplySink, ReplyWriter } from "./reply-writer.ts";

/** A name that a peer made up comes back in the reply so far. */
const MAX_NAME = 80;

/** A connection yields to others after so many commands, if they took so many milliseconds. */
const TURN_COMMANDS = 16;
const TURN_TIME = 4;

/** The part of a connection that commands need. */
export interface CommandStream extends Receiver, ReplySink {
  recv(bufsize: number, flags?: number): Promise<Uint8Array>;
  readonly closed: boolean;
  shutdown(how: number): void;
  abort(): void;
}

/** What a conversation asks of the handler that holds it. */
export interface Host {
  readonly request: CommandStream;
  readonly client_address: Address;
  readonly key: string | null;
  readonly dispatcher: Dispatcher;
  readonly observer: ServiceObserver;
  readonly idle_timeout: number | null;
  readonly header_timeout: number | null;
  readonly command_timeout: number | null;
  readonly max_header: number;
  readonly max_filesize: number;
  readonly server: { readonly stopping: AbortSignal };
  /** Tells the owner of a mistake in the program. */
  report_error(error: unknown): Awaitable<void>;
}

/** A frame that arrived: a command, as far as the peer is concerned. */
interface Exchange {
  readonly header: JsonObject;
  readonly body: Body;
  /** Bytes of its header, length included. */
  readonly size: number;
  /** When its header was here, in milliseconds. */
  readonly start: number;
}

/** Serves the commands of one connection. */
export class Conversation {
  readonly #host: Host;
  readonly #table: CommandTable;
  readonly #writer: ReplyWriter;
  readonly #watch: ConnectionWatch;
  readonly #lane = new Lane();
  readonly #gone = new AbortController();
  #served = 0;
  #turn = performance.now();
  #waiting = false;
  // No more commands are to be served: the peer is gone, or would not understand what comes.
  #over = false;
  #code: string | null = null;

  constructor(host: Host, table: CommandTable) {
    this.#host = host;
    this.#table = table;
    const onBroken = (error: unknown) => {
      this.#lose(error, "send_timeout");
      this.#stopReading();
    };
    this.#writer = new ReplyWriter(host.request, Math.max(host.max_header, MAX_HEADER), onBroken);
    // Every command in flight listens to the one, every connection to the other: Node takes more than ten for a leak.
    setMaxListeners(0, this.#gone.signal, host.server.stopping);
    this.#watch = new ConnectionWatch(host.request, (error) => this.#lose(error, "connection_lost"));
  }

  /** Why the connection did not come to its own end: a word for statistics, or `null`. */
  get code(): string | null {
    return this.#code;
  }

  /** Serves commands until the peer ends the connection or the server stops. */
  async run(): Promise<void> {
    const { stopping } = this.#host.server;
    // A connection between two commands ends when the server shuts down; one inside a command comes to its end first.
    const stop = () => {
      if (this.#waiting) this.#stopReading();
    };
    stopping.addEventListener("abort", stop);
    try {
      while (!this.#over && !stopping.aborted && (await this.#next())) {
        if (this.#hasHadItsTurn()) await nextTurn();
      }
    } finally {
      stopping.removeEventListener("abort", stop);
      await this.#lane.settled();
      this.#watch.end();
      // What fails here has been noted by whoever sent it.
      await this.#writer.flush().catch(() => {});
    }
  }

  /** Receives one frame and does what it says; answers whether another one can follow. */
  async #next(): Promise<boolean> {
    const exchange = await this.#receive();
    if (exchange === null) return false;
    const { header, body } = exchange;
    const command = typeof header.cmd === "string" ? this.#table.get(header.cmd) : undefined;
    if (command?.pipelined && body.length <= MAX_PIPELINED_BODY) return this.#pipeline(exchange);
    await this.#lane.settled();
    if (this.#over) return false;
    const reply = await this.#watch.during(this.#dispatch(exchange), body);
    return this.#conclude(exchange, reply);
  }

  // Commands that arrived together are served in one turn of the event loop, and other connections wait meanwhile.
  #hasHadItsTurn(): boolean {
    if (++this.#served < TURN_COMMANDS) return false;
    const now = performance.now();
    if (now - this.#turn < TURN_TIME) return false;
    this.#served = 0;
    this.#turn = now;
    return true;
  }

  /** The next frame; `null` where there is none, or its end and with it all that follows cannot be told. */
  async #receive(): Promise<Exchange | null> {
    const { request, max_filesize } = this.#host;
    let head: Head | null = null;
    try {
      head = await this.#receiveHead();
      if (head === null) return null;
      const body = new Body(request, checkBodyLength(head.header, { maxBody: max_filesize }));
      return { header: head.header, size: head.size, body, start: performance.now() };
    } catch (error) {
      if (isBroken(error)) this.#lose(error, "connection_lost");
      await this.#lane.settled();
      const { header, size } = head ?? { header: {}, size: LENGTH_SIZE };
      if (this.#over) return null;
      if (isLoss(error)) this.#lose(error, "header_timeout");
      else {
        const exchange = { header, size, body: Body.of(new Uint8Array(0)), start: performance.now() };
        await this.#conclude(exchange, failedWith(error));
      }
      return null;
    }
  }

  async #receiveHead(): Promise<Head | null> {
    const { request, idle_timeout, header_timeout, max_header } = this.#host;
    this.#waiting = true;
    try {
      const first = await this.#receiveFirst(request, idle_timeout);
      return first.length === 0
        ? null
        : await recvHead(request, first, { maxHeader: max_header }, header_timeout);
    } finally {
      this.#waiting = false;
    }
  }

  async #receiveFirst(request: CommandStream, idle: number | null): Promise<Uint8Array> {
    for (;;) {
      try {
        return await recvWithin(request, LENGTH_SIZE, idle);
      } catch (error) {
        if (!(error instanceof TimeoutError)) throw error;
        // A peer that waits for its replies is not idle.
        if (this.#lane.busy) continue;
        this.#code = "idle_timeout";
        return new Uint8Array(0);
      }
    }
  }

  /** Starts a command beside those before it. */
  async #pipeline(exchange: Exchange): Promise<boolean> {
    const { length } = exchange.body;
    await this.#lane.room(length);
    if (this.#over) return false;
    let body: Body;
    try {
      body = length === 0 ? exchange.body : Body.of(await this.#host.request.recv_exactly(length));
    } catch (error) {
      this.#lose(error, "body_timeout");
      return false;
    }
    const held = { ...exchange, body };
    const reply = this.#dispatch(held);
    this.#lane.add(length, async () => {
      if (await this.#conclude(held, await reply)) return;
      this.#over = true;
      this.#stopReading();
    });
    return true;
  }

  #dispatch({ header, body }: Exchange): Promise<CommandReply> {
    const { cmd } = header;
    if (typeof cmd !== "string") {
      const error = new CommandError("bad_command", `cmd must be a str, got ${typeName(cmd)}`);
      return Promise.resolve(failedWith(error));
    }
    const { dispatcher, client_address, key, command_timeout } = this.#host;
    return dispatcher.request(
      { cmd, header, body, client_address, key, target: this.#host },
      { deadline: command_timeout, signal: this.#gone.signal },
    );
  }

  /** Answers, and tells the observer; says whether another command can follow. Never fails. */
  async #conclude(exchange: Exchange, reply: CommandReply): Promise<boolean> {
    const sent = this.#writer.sent;
    let end: DoneReply | FailedReply | undefined;
    let goesOn = false;
    try {
      [end, goesOn] = await this.#answer(exchange, reply);
      if (!end.ok && end.header.error === "internal") await this.#host.report_error(end.cause);
    } catch (caught) {
      const error = this.#reasonOf(caught);
      end = failedWith(error);
      if (error instanceof BrokenReplyError) {
        // A body that was given up because its reader left is nobody's mistake.
        if (!this.#gone.signal.aborted) await this.#host.report_error(error);
        this.#lose(error, error.code);
        // The replies before it were good.
        void this.#writer.flush();
        this.#host.request.abort();
      } else if (isLoss(error)) {
        this.#lose(error, error === exchange.body.failure ? "body_timeout" : "send_timeout");
      } else {
        this.#lose(error, "internal");
        await this.#host.report_error(error);
      }
    }
    this.#observe(exchange, end, this.#writer.sent - sent);
    return goesOn;
  }

  /** A reply's body that was given up since the peer is gone has not failed by itself. */
  #reasonOf(error: unknown): unknown {
    const { aborted, reason } = this.#gone.signal;
    return aborted && error instanceof BrokenReplyError && error.cause === reason ? reason : error;
  }

  async #answer(
    { header, body }: Exchange,
    reply: CommandReply,
  ): Promise<[end: DoneReply | FailedReply, goesOn: boolean]> {
    const wantsReply = header.reply === true;
    const cmd = typeof header.cmd === "string" ? this.#named(header.cmd) : null;
    if (this.#over) {
      await discard(reply);
      return [failedWith(new CommandError("connection_lost", "nobody is there to read it")), false];
    }
    const end = "parts" in reply ? await this.#writer.parts(cmd, reply.parts) : reply;
    // A peer that reads no replies would learn of a failure in no other way than by the end of the connection; and a
    // command that was given up may still read the body.
    const goesOn = end.ok || (wantsReply && !(isGivenUp(end) && body.left > 0));
    const isAnswer = wantsReply || !end.ok || end.body !== null || "parts" in reply;
    try {
      if (body.failure !== undefined) throw body.failure;
      if (goesOn) await body.drain();
    } catch (error) {
      await discard(end);
      throw error;
    }
    return [isAnswer ? await this.#writer.last(cmd, end) : end, goesOn];
  }

  #observe({ header, body, size, start }: Exchange, end: DoneReply | FailedReply, bytesOut: number): void {
    const { observer, client_address, key } = this.#host;
    if (observer.command === undefined) return;
    const { cmd } = header;
    observer.command({
      cmd: typeof cmd === "string" && this.#table.has(cmd) ? cmd : null,
      ok: end.ok,
      code: end.ok ? null : end.header.error,
      error: end.ok ? undefined : end.cause,
      seconds: (performance.now() - start) / 1000,
      bytesIn: size + body.length - body.left,
      bytesOut,
      address: client_address,
      key,
    });
  }

  #named(cmd: string): string {
    return this.#table.has(cmd) ? cmd : cmd.slice(0, MAX_NAME);
  }

  /** Ends the conversation, and gives up the commands that are still at work. */
  #lose(error: unknown, onTimeout: string): void {
    this.#over = true;
    this.#code ??= codeOf(error, onTimeout);
    this.#gone.abort(error);
  }

  #stopReading(): void {
    const { request } = this.#host;
    try {
      if (!request.closed) request.shutdown(SHUT_RD);
    } catch (error) {
      // It may have ended by itself.
      if (!(error instanceof OSError)) throw error;
    }
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** True when the connection itself failed, so that there is nobody to answer. */
function isLoss(error: unknown): boolean {
  return error instanceof ShortReadError || error instanceof OSError;
}

/** True when nobody can read replies any more; after a short read somebody may. */
function isBroken(error: unknown): boolean {
  return error instanceof OSError && !(error instanceof TimeoutError);
}

function codeOf(error: unknown, onTimeout: string): string {
  if (error instanceof TimeoutError) return onTimeout;
  if (error instanceof FramingError || error instanceof BrokenReplyError) return error.code;
  return error instanceof OSError ? "connection_lost" : "internal";
}

function isGivenUp({ header }: FailedReply): boolean {
  return header.error === "timeout" || header.error === "aborted";
}
