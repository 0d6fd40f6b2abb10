// A connection that also speaks frames: the socket's own methods by delegation, and two more.

import { type Delegate, delegate } from "../protocols/attributes/delegation.ts";
import { type HeaderTimes, recv_header, send_frame } from "./frames.ts";
import type { FrameOptions } from "./framing.ts";
import type { JsonObject } from "./json/index.ts";
import type { socket as Socket } from "./socket/socket.ts";

/** What {@link framed} adds to a socket. */
export interface FrameMethods {
  /** Receives the next header; `null` at the end of the stream. See {@link recv_header} for the errors. */
  recv_header(times?: HeaderTimes): Promise<JsonObject | null>;
  /** Sends a header, and a body where there is one. See {@link send_frame} for the errors. */
  send_frame(header: Readonly<Record<string, unknown>>, body?: Uint8Array): Promise<void>;
}

/** A socket and frames. */
export type FramedSocket = Delegate<Socket, FrameMethods>;

/**
 * A stand-in for `socket` that has its methods and those for frames.
 *
 * @example
 * const connection = framed(await create_connection(["127.0.0.1", 8080]));
 * await connection.send_frame({ cmd: "help", reply: true });
 * const reply = await connection.recv_header();
 */
export function framed(
  socket: Socket,
  options: Pick<FrameOptions, "order" | "maxHeader"> = {},
): FramedSocket {
  return delegate<Socket, FrameMethods>(socket, {
    recv_header: (times) => recv_header(socket, options, times),
    send_frame: (header, body) => send_frame(socket, header, body, options),
  });
}
