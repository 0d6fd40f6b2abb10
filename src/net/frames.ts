// Frames over a connection: the pure framing with a socket's `recv_exactly` and `sendall` around it.

import { type FrameOptions, LENGTH_SIZE, packHeader, parseHeader, unpackLength } from "./framing.ts";
import { OversizedLengthError, ShortReadError } from "./framing-errors.ts";
import type { JsonObject } from "./json/index.ts";
import type { socket as Socket } from "./socket/socket.ts";
import type { BytesLike } from "./stream.ts";

/** The part of a socket that reading needs. */
export type Receiver = Pick<Socket, "recv" | "recv_exactly" | "gettimeout" | "settimeout">;

/** The part of a socket that writing needs. */
export type Sender = Pick<Socket, "sendall">;

/** How long {@link recv_header} waits, in seconds; `null` is for ever. */
export interface HeaderTimes {
  /** For the first byte: how long a connection may be idle between frames. */
  readonly idle?: number | null;
  /** For all the rest of the header together: a peer that sends a byte a second does not get past it. */
  readonly header?: number | null;
}

/** A second is plenty for a header; this leaves room for a slow line that loses packets. */
export const HEADER_TIME = 10;

/** 1 MiB: what {@link Body.read} holds in memory unless told. */
const MAX_READ = 2 ** 20;

/** 64 KiB: what the system hands out at most for one read. */
const PIECE = 64 * 1024;

/** A header that was received. */
export interface Head {
  readonly header: JsonObject;
  /** How many bytes it took, its length included. */
  readonly size: number;
}

/**
 * Receives a frame's header, however its bytes were cut on the way; `null` when the stream ends between two frames.
 * The body, if any, is the next thing on the connection.
 *
 * @throws FramingError
 * @throws TimeoutError
 * @throws OSError when the connection broke
 */
export async function recv_header(
  request: Receiver,
  options: Pick<FrameOptions, "order" | "maxHeader"> = {},
  times: HeaderTimes = {},
): Promise<JsonObject | null> {
  const first = await recvWithin(request, LENGTH_SIZE, times.idle ?? null);
  return first.length === 0 ? null : (await recvHead(request, first, options, times.header)).header;
}

/** `recv` with a time of its own. */
export function recvWithin(
  request: Pick<Receiver, "recv" | "gettimeout" | "settimeout">,
  size: number,
  seconds: number | null,
  flags = 0,
): Promise<Uint8Array> {
  const before = request.gettimeout();
  request.settimeout(seconds);
  try {
    // The call keeps the time that it began with.
    return request.recv(size, flags);
  } finally {
    request.settimeout(before);
  }
}

/**
 * Receives a header whose first bytes are here, one to four of them.
 *
 * @param seconds for all the rest together
 * @throws as {@link recv_header}
 */
export async function recvHead(
  request: Receiver,
  first: Uint8Array,
  options: Pick<FrameOptions, "order" | "maxHeader"> = {},
  seconds: number | null = HEADER_TIME,
): Promise<Head> {
  const deadline = seconds === null ? null : performance.now() / 1000 + seconds;
  const left = () => (deadline === null ? null : Math.max(deadline - performance.now() / 1000, 0.001));
  const length = unpackLength(await complete(request, first, LENGTH_SIZE, left()), options);
  const header = parseHeader(await request.recv_exactly(length, { timeout: left() }));
  return { header, size: LENGTH_SIZE + length };
}

async function complete(
  request: Receiver,
  first: Uint8Array,
  size: number,
  timeout: number | null,
): Promise<Uint8Array> {
  if (first.length === size) return first;
  const whole = new Uint8Array(size);
  whole.set(first);
  whole.set(await request.recv_exactly(size - first.length, { timeout }), first.length);
  return whole;
}

/**
 * Sends a frame in one piece: the header and, where there is one, the body, whose length the header should tell.
 *
 * @throws OversizedLengthError for a header longer than the limit
 * @throws OSError when the peer is gone
 */
export async function send_frame(
  request: Sender,
  header: Readonly<Record<string, unknown>>,
  body?: Uint8Array,
  options: Pick<FrameOptions, "order" | "maxHeader"> = {},
): Promise<void> {
  const head = packHeader(header, options);
  await request.sendall(body === undefined ? head : joined(head, body));
}

function joined(head: Uint8Array, body: Uint8Array): BytesLike {
  const whole = new Uint8Array(head.length + body.length);
  whole.set(head);
  whole.set(body, head.length);
  return whole;
}

/** What the bytes of a {@link Body} come from. */
export type BodySource = Pick<Receiver, "recv">;

/** The body of the frame whose header was received last: so many bytes of the connection, and never one more. */
export class Body {
  readonly #source: BodySource;
  #left: number;
  #failure: unknown;
  /** Its length in bytes, as the header told. */
  readonly length: number;

  constructor(source: BodySource, length: number) {
    this.#source = source;
    this.#left = length;
    this.length = length;
  }

  /** A body that is here already. */
  static of(bytes: Uint8Array): Body {
    let at = 0;
    const source: BodySource = {
      recv: async (bufsize) => {
        const from = at;
        at += bufsize;
        return bytes.subarray(from, at);
      },
    };
    return new Body(source, bytes.length);
  }

  /** How many bytes are still to come. */
  get left(): number {
    return this.#left;
  }

  /** Why the connection gave no more of it; `undefined` while it does. */
  get failure(): unknown {
    return this.#failure;
  }

  /**
   * Receives at most `bufsize` bytes of the body; `b""` at its end.
   *
   * @throws ShortReadError when the connection ends before the body
   * @throws OSError when it broke, TimeoutError when it stalled
   */
  async recv(bufsize: number): Promise<Uint8Array> {
    let bytes: Uint8Array;
    try {
      bytes = await this.#source.recv(Math.min(bufsize, this.#left));
      if (bytes.length === 0 && this.#left > 0 && bufsize > 0) {
        throw new ShortReadError(this.length, this.length - this.#left);
      }
    } catch (error) {
      this.#failure ??= error;
      throw error;
    }
    this.#left -= bytes.length;
    return bytes;
  }

  /**
   * Receives all that is left, in one piece.
   *
   * @param limit the most bytes to hold in memory
   * @throws OversizedLengthError for more, before anything is received; and as {@link recv}
   */
  async read(limit: number = MAX_READ): Promise<Uint8Array> {
    if (this.#left > limit) throw new OversizedLengthError("body length", this.#left, limit);
    const first = await this.recv(this.#left);
    if (this.#left === 0) return first;
    const whole = new Uint8Array(first.length + this.#left);
    whole.set(first);
    for (let at = first.length; at < whole.length; ) {
      const next = await this.recv(this.#left);
      whole.set(next, at);
      at += next.length;
    }
    return whole;
  }

  /** Receives it in pieces, as they come. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, void> {
    while (this.#left > 0) yield await this.recv(PIECE);
  }

  /** Receives and drops what is left, so that the next frame can be read. */
  async drain(): Promise<void> {
    while (this.#left > 0) await this.recv(this.#left);
  }
}
