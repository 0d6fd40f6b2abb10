// Whole frames of a connection, one at a time or one after the other: `recv_exactly`, `recv_frame`, `frames`.

import { Body, type HeaderTimes, type Receiver, recv_header } from "./frames.ts";
import { checkBodyLength, type FrameOptions } from "./framing.ts";
import type { JsonObject } from "./json/index.ts";

/** 1 MiB: a body that is kept in memory. A longer one is read in pieces, from {@link frames}. */
export const MAX_HELD_BODY = 1024 * 1024;

/** A frame that has arrived whole. */
export interface Frame {
  readonly header: JsonObject;
  readonly body: Uint8Array;
}

/** A frame whose body is still to be read. */
export interface OpenFrame {
  readonly header: JsonObject;
  readonly body: Body;
}

/** How {@link frames} reads. */
export interface FramesOptions extends FrameOptions {
  /** How long to wait for headers. */
  readonly times?: HeaderTimes;
  /** Cuts the connection when it aborts; the iteration then throws its reason. */
  readonly signal?: AbortSignal;
}

/**
 * Receives exactly `size` bytes: what a loop around `recv` does in Python.
 *
 * @param options.timeout seconds for all of them together
 * @throws ShortReadError when the stream ends before
 * @throws TimeoutError, OSError
 * @example const [length] = struct.unpack("<i", await recv_exactly(connection, 4));
 */
export function recv_exactly(
  request: Pick<Receiver, "recv_exactly">,
  size: number,
  options: { readonly timeout?: number | null } = {},
): Promise<Uint8Array> {
  return request.recv_exactly(size, options);
}

/**
 * Receives a frame with its body; `null` when the stream ends between two frames.
 *
 * @param options.maxBody the longest body in bytes; {@link MAX_HELD_BODY} unless told, for all of it is kept in memory
 * @throws FramingError before anything is allocated for what is wrong
 * @throws TimeoutError, OSError
 */
export async function recv_frame(
  request: Receiver,
  options: FrameOptions & { readonly times?: HeaderTimes } = {},
): Promise<Frame | null> {
  const header = await recv_header(request, options, options.times);
  if (header === null) return null;
  const length = checkBodyLength(header, { maxBody: MAX_HELD_BODY, ...options });
  return { header, body: await request.recv_exactly(length) };
}

/**
 * The frames of a connection, until the stream ends between two of them. What is not read of a body is dropped when the
 * next frame is asked for. Leaving the loop early leaves the connection open.
 *
 * @throws FramingError, TimeoutError, OSError; the signal's reason
 * @example
 * for await (const { header, body } of frames(this.request)) {
 *   for (let part = await body.recv(65_536); part.length > 0; part = await body.recv(65_536)) await write(part);
 * }
 */
export async function* frames(
  request: Receiver & { abort?(): void },
  options: FramesOptions = {},
): AsyncGenerator<OpenFrame, void, void> {
  const { signal, times } = options;
  signal?.throwIfAborted();
  const cut = () => request.abort?.();
  signal?.addEventListener("abort", cut);
  try {
    for (;;) {
      const header = await recv_header(request, options, times);
      if (header === null) break;
      const body = new Body(request, checkBodyLength(header, options));
      yield { header, body };
      await body.drain();
    }
  } catch (error) {
    throw signal?.aborted ? signal.reason : error;
  } finally {
    signal?.removeEventListener("abort", cut);
  }
  signal?.throwIfAborted();
}
