// A handler whose datagram is a file, and whose answer another one (socketserver.DatagramRequestHandler).

import { type Awaitable, BaseRequestHandler } from "../request-handler.ts";
import { type Address, asBytes, type BytesLike } from "../stream.ts";
import type { DatagramSender } from "./datagram-socket.ts";
import { SocketReader, SocketWriter } from "./socket-file.ts";
import type { DatagramRequest } from "./udp-server.ts";

/**
 * Serves a datagram through `rfile` and `wfile` (`socketserver.DatagramRequestHandler`), so that a handler can be written
 * once for streams and datagrams. `finish` sends what was written to `wfile` as one datagram, an empty one if nothing was.
 *
 * Attributes, made by `setup`: `packet`, `socket`, `rfile`, `wfile`. Who overrides `setup` or `finish` calls `super`'s.
 */
export class DatagramRequestHandler extends BaseRequestHandler<DatagramRequest> {
  /** The datagram. */
  packet!: Uint8Array;
  /** The server's socket. */
  socket!: DatagramSender;
  /** Reads the datagram. */
  rfile!: SocketReader;
  /** Takes the answer. */
  wfile!: SocketWriter;

  readonly #answer: Uint8Array[] = [];

  override setup(): Awaitable<void> {
    [this.packet, this.socket] = this.request;
    const ends = oneDatagram(this.packet, this.#answer);
    this.rfile = new SocketReader(ends);
    this.wfile = new SocketWriter(ends);
  }

  override async finish(): Promise<void> {
    const address: Address = this.client_address;
    await this.socket.sendto(Buffer.concat(this.#answer), address);
  }
}

/** The two ends of the files: a stream of one datagram, and a place to keep what is written. */
function oneDatagram(packet: Uint8Array, answer: Uint8Array[]) {
  let rest = packet;
  return {
    async recv(size: number): Promise<Uint8Array> {
      const part = rest.subarray(0, size);
      rest = rest.subarray(part.length);
      return part;
    },
    async sendall(data: BytesLike): Promise<void> {
      answer.push(asBytes(data).slice());
    },
  };
}
