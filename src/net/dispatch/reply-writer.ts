// Replies on a connection: the frames of a command that was done, was not done, or answers in parts.

import { RuntimeError } from "../../protocols/errors.ts";
import { repr } from "../../protocols/text/repr.ts";
import { packHeader } from "../framing.ts";
import type { BytesLike } from "../stream.ts";
import type { CommandReply, DoneReply, FailedReply } from "./dispatcher.ts";
import { failedWith } from "./failure.ts";
import type { Part, ReplyBody } from "./reply.ts";

/** Up to so many bytes a frame leaves in one piece; what is longer is not copied for it. */
const ONE_PIECE = 64 * 1024;

/** The part of a connection that replies need. */
export interface ReplySink {
  sendall(data: BytesLike): Promise<void>;
}

/** A body that did not keep to what its header had told: the peer can only be told by the end of the connection. */
export class BrokenReplyError extends RuntimeError {
  readonly code = "broken_reply";
}

/** Writes the replies to the commands of one connection, and counts their bytes. */
export class ReplyWriter {
  readonly #sink: ReplySink;
  readonly #maxHeader: number;
  #sent = 0;

  constructor(sink: ReplySink, maxHeader: number) {
    this.#sink = sink;
    this.#maxHeader = maxHeader;
  }

  /** How many bytes were sent so far. */
  get sent(): number {
    return this.#sent;
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

  #part(cmd: string | null, { header, body }: Part): Promise<void> {
    const size = body?.length ?? 0;
    const head = this.#frame({ ok: true, cmd, more: true, ...header, data_size: size });
    return body === undefined ? this.#send(head) : this.#sendBoth(head, body);
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
    let sending = first === undefined ? this.#send(head) : this.#sendBoth(head, first);
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

  async #sendBoth(head: Uint8Array, body: Uint8Array): Promise<void> {
    if (head.length + body.length > ONE_PIECE) {
      await Promise.all([this.#send(head), this.#send(body)]);
      return;
    }
    const whole = new Uint8Array(head.length + body.length);
    whole.set(head);
    whole.set(body, head.length);
    await this.#send(whole);
  }

  #send(bytes: Uint8Array): Promise<void> {
    this.#sent += bytes.length;
    return this.#sink.sendall(bytes);
  }
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
