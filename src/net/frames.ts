// Frames over a connection: the pure framing with a socket's `recv_exactly` and `sendall` around it.

import { type FrameOptions, LENGTH_SIZE, packHeader, parseHeader, unpackLength } from "./framing.ts";
import { ShortReadError } from "./framing-errors.ts";
import type { JsonObject } from "./json/index.ts";
import type { BytesLike, StreamSocket } from "./stream.ts";

/** The part of a socket that reading needs. */
export type Receiver = Pick<StreamSocket, "recv" | "recv_exactly" | "gettimeout" | "settimeout">;

/** The part of a socket that writing needs. */
export type Sender = Pick<StreamSocket, "sendall">;

/** How long {@link recv_header} waits, in seconds; `null` is for ever. */
export interface HeaderTimes {
  /** For the first byte: how long a connection may be idle between frames. */
  readonly idle?: number | null;
  /** For all the rest of the header together: a peer that sends a byte a second does not get past it. */
  readonly header?: number | null;
}

/** A second is plenty for a header; this leaves room for a slow line that loses packets. */
export const HEADER_TIME = 10;

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
  if (first.length === 0) return null;
  const deadline = times.header === null ? null : performance.now() / 1000 + (times.header ?? HEADER_TIME);
  const left = () => (deadline === null ? null : Math.max(deadline - performance.now() / 1000, 0.001));
  const length = unpackLength(await complete(request, first, LENGTH_SIZE, left()), options);
  return parseHeader(await request.recv_exactly(length, { timeout: left() }));
}

async function recvWithin(request: Receiver, size: number, seconds: number | null): Promise<Uint8Array> {
  const before = request.gettimeout();
  request.settimeout(seconds);
  try {
    return await request.recv(size);
  } finally {
    request.settimeout(before);
  }
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

/** The body of the frame whose header was received last: so many bytes of the connection, and never one more. */
export class Body {
  readonly #request: Receiver;
  #left: number;
  /** Its length in bytes, as the header told. */
  readonly length: number;

  constructor(request: Receiver, length: number) {
    this.#request = request;
    this.#left = length;
    this.length = length;
  }

  /** How many bytes are still to come. */
  get left(): number {
    return this.#left;
  }

  /**
   * Receives at most `bufsize` bytes of the body; `b""` at its end.
   *
   * @throws ShortReadError when the connection ends before the body
   * @throws OSError when it broke, TimeoutError when it stalled
   */
  async recv(bufsize: number): Promise<Uint8Array> {
    const bytes = await this.#request.recv(Math.min(bufsize, this.#left));
    if (bytes.length === 0 && this.#left > 0 && bufsize > 0) {
      throw new ShortReadError(this.length, this.length - this.#left);
    }
    this.#left -= bytes.length;
    return bytes;
  }

  /** Receives and drops what is left, so that the next frame can be read. */
  async drain(): Promise<void> {
    while (this.#left > 0) await this.recv(this.#left);
  }
}
