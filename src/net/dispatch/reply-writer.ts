// Replies on a connection: the frames of a command that was done, was not done, or answers in parts.

import { RuntimeError } from "../../protocols/errors.ts";
import { repr } from "../../protocols/text/repr.ts";
import { packHeader } from "../framing.ts";
import type { BytesLike } from "../stream.ts";
import type { CommandReply, DoneReply, FailedReply } from "./dispatcher.ts";
import { failedWith } from "./failure.ts";
import type { Part, ReplyBody } from "./reply.ts";

/** 64 KiB: up to so many bytes are gathered until the end of a turn of the event loop; more leave at once. */
const GATHERED = 64 * 1024;

const DONE: Promise<void> = Promise.resolve();

/** The part of a connection that replies need. */
export interface ReplySink {
  sendall(data: BytesLike): Promise<void>;
}

/** A body that did not keep to what its header had told: the peer can only be told by the end of the connection. */
export class BrokenReplyError extends RuntimeError {
  readonly code = "broken_reply";
}

/**
 * Writes the replies to the commands of one connection, and counts their bytes.
 *
 * Small ones leave together at the end of a turn of the event loop, so that a peer that sends many commands at once costs
 * one call of the system and not one for each. Nobody waits for that, but for a peer that is slow to read everybody does.
 */
export class ReplyWriter {
  readonly #sink: ReplySink;
  readonly #maxHeader: number;
  readonly #onBroken: (error: unknown) => void;
  #gathered: Uint8Array[] = [];
  #size = 0;
  #scheduled = false;
  // The last call of `sendall`, while it lasts.
  #sending: Promise<void> | undefined;
  #failure: { readonly error: unknown } | undefined;
  #sent = 0;

  /** @param onBroken is called when bytes could not be sent that nobody waited for */
  constructor(sink: ReplySink, maxHeader: number, onBroken: (error: unknown) => void) {
    this.#sink = sink;
    this.#maxHeader = maxHeader;
    this.#onBroken = onBroken;
  }

  /** How many bytes were sent so far. */
  get sent(): number {
    return this.#sent;
  }

  /** Sends what was gathered; resolves when the system has taken it. @throws OSError when the peer is gone */
  flush(): Promise<void> {
    const gathered = this.#gathered;
    if (gathered.length > 0) {
      this.#gathered = [];
      // What is long is not worth a copy.
      if (this.#size > GATHERED) for (const bytes of gathered) this.#pass(bytes);
      else this.#pass(joined(gathered, this.#size));
      this.#size = 0;
    }
    return this.#sending ?? DONE;
  }

  /**
   * Sends the parts of a streamed reply as they come.
   *
   * @returns what the last frame is to be
   * @throws OSError when the peer is gone; the command is given up then
   */
  async parts(
    cmd: string | null,
    parts: AsyncIterator<Part, DoneReply | FailedReply, void>,
  ): Promise<DoneReply | FailedReply> {
    try {
      for (;;) {
        const { done, value } = await parts.next();
        if (done) return value;
        await this.#part(cmd, value);
      }
    } catch (error) {
      await parts.return?.();
      throw error;
    }
  }

  /**
   * Sends the frame that ends a command. A reply that cannot be said becomes a failure, which is sent in its place.
   *
   * @returns what was sent
   * @throws BrokenReplyError for a body that ends early, late or with an error, once its header is out
   * @throws OSError when the peer is gone
   */
  async last(cmd: string | null, reply: DoneReply | FailedReply): Promise<DoneReply | FailedReply> {
    if (reply.ok && reply.body !== null) return await this.#withBody(cmd, reply, reply.body);
    let frame: Uint8Array;
    try {
      frame = this.#frame({ ok: reply.ok, cmd, ...reply.header });
    } catch (error) {
      if (!reply.ok) throw error;
      return this.last(cmd, failedWith(error));
    }
    await this.#send(frame);
    return reply;
  }

  async #part(cmd: string | null, { header, body }: Part): Promise<void> {
    const size = body?.length ?? 0;
    await this.#send(this.#frame({ ok: true, cmd, more: true, ...header, data_size: size }), body);
  }

  async #withBody(cmd: string | null, reply: DoneReply, body: ReplyBody): Promise<DoneReply | FailedReply> {
    try {
      const pieces = body[Symbol.asyncIterator]();
      try {
        let head: Uint8Array;
        let first: Uint8Array | undefined;
        try {
          head = this.#frame({ ok: true, cmd, ...reply.header, data_size: reply.length });
          // Until the header is out an error can still be told.
          if (reply.length > 0) first = await nextOf(pieces);
          checkPiece(cmd, first?.length ?? 0, reply.length, first === undefined);
        } catch (error) {
          return await this.last(cmd, failedWith(error));
        }
        await this.#stream(cmd, head, first, pieces, reply.length);
        return reply;
      } finally {
        await pieces.return?.();
      }
    } finally {
      await body.close?.();
    }
  }

  async #stream(
    cmd: string | null,
    head: Uint8Array,
    first: Uint8Array | undefined,
    pieces: AsyncIterator<Uint8Array>,
    length: number,
  ): Promise<void> {
    let got = first?.length ?? 0;
    let sending = this.#send(head, first);
    while (got < length) {
      // The next piece is fetched while the last one leaves.
      const [piece] = await Promise.all([fetched(cmd, pieces), sending]);
      got += piece?.length ?? 0;
      checkPiece(cmd, got, length, piece === undefined);
      if (piece !== undefined) sending = this.#send(piece);
    }
    await sending;
  }

  #frame(header: Readonly<Record<string, unknown>>): Uint8Array {
    return packHeader(header, { maxHeader: this.#maxHeader });
  }

  #send(head: Uint8Array, body?: Uint8Array): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure.error);
    this.#gather(head);
    if (body !== undefined) this.#gather(body);
    if (this.#size >= GATHERED) return this.flush();
    if (!this.#scheduled) {
      this.#scheduled = true;
      process.nextTick(this.#endTurn);
    }
    return this.#sending ?? DONE;
  }

  #gather(bytes: Uint8Array): void {
    this.#sent += bytes.length;
    this.#size += bytes.length;
    this.#gathered.push(bytes);
  }

  readonly #endTurn = (): void => {
    this.#scheduled = false;
    void this.flush();
  };

  #pass(bytes: Uint8Array): void {
    const sending = this.#sink.sendall(bytes);
    this.#sending = sending;
    sending.then(
      () => {
        if (this.#sending === sending) this.#sending = undefined;
      },
      (error: unknown) => {
        this.#failure ??= { error };
        this.#onBroken(error);
      },
    );
  }
}

function joined(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const [first] = pieces;
  if (first !== undefined && pieces.length === 1) return first;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

async function nextOf(pieces: AsyncIterator<Uint8Array>): Promise<Uint8Array | undefined> {
  const { done, value } = await pieces.next();
  return done ? undefined : value;
}

async function fetched(
  cmd: string | null,
  pieces: AsyncIterator<Uint8Array>,
): Promise<Uint8Array | undefined> {
  try {
    return await nextOf(pieces);
  } catch (cause) {
    throw new BrokenReplyError(`the body of the reply to ${repr(cmd)} failed: ${String(cause)}`, { cause });
  }
}

function checkPiece(cmd: string | null, got: number, expected: number, isLast: boolean): void {
  if (got === expected || (got < expected && !isLast)) return;
  const size = got < expected ? `only ${got} bytes` : `${got} bytes or more`;
  throw new BrokenReplyError(`the body of the reply to ${repr(cmd)} has ${size}, ${expected} were announced`);
}

/** Lets go of a reply that nobody will read. */
export async function discard(reply: CommandReply): Promise<void> {
  if ("parts" in reply) await reply.parts.return?.();
  else if (reply.ok) await reply.body?.close?.();
}
