// A handler whose datagram is a file, and whose answer another one (socketserver.DatagramRequestHandler).

import { type Awaitable, BaseRequestHandler } from "../request-handler.ts";
import type { Address } from "../socket/address.ts";
import type { BinaryFile } from "../socket/binary-file.ts";
import { type FileSocket, makeFile } from "../socket/file.ts";
import type { socket } from "../socket/socket.ts";
import { asBytes, type BytesLike } from "../stream.ts";
import type { SocketOf } from "./socket-of.ts";
import type { DatagramRequest } from "./udp-server.ts";

/**
 * Serves a datagram through `rfile` and `wfile` (`socketserver.DatagramRequestHandler`), so that a handler can be written
 * once for streams and datagrams. `finish` sends what was written to `wfile` as one datagram, an empty one if nothing was.
 *
 * Attributes, made by `setup`: `packet`, `socket`, `rfile`, `wfile`. Who overrides `setup` or `finish` calls `super`'s.
 */
export class DatagramRequestHandler<A = Address> extends BaseRequestHandler<DatagramRequest<A>, A> {
  /** The datagram. */
  packet!: Uint8Array;
  /** The server's socket. */
  socket!: SocketOf<A>;
  /** Reads the datagram. */
  rfile!: BinaryFile;
  /** Takes the answer. */
  wfile!: BinaryFile;

  readonly #answer: Uint8Array[] = [];

  override setup(): Awaitable<void> {
    [this.packet, this.socket] = this.request;
    const ends = oneDatagram(this.packet, this.#answer);
    const closed = async () => {};
    this.rfile = makeFile(ends, "rb", {}, closed);
    this.wfile = makeFile(ends, "wb", { buffering: 0 }, closed);
  }

  override async finish(): Promise<void> {
    await (this.socket as socket).sendto(Buffer.concat(this.#answer), this.client_address as Address);
  }
}

/** The two ends of the files: a stream of one datagram, and a place to keep what is written. */
function oneDatagram(packet: Uint8Array, answer: Uint8Array[]): FileSocket {
  let rest = packet;
  const keep = async (data: BytesLike) => {
    answer.push(asBytes(data).slice());
  };
  return {
    fileno: () => -1,
    async recv(size) {
      const part = rest.subarray(0, size);
      rest = rest.subarray(part.length);
      return part;
    },
    sendall: keep,
    async send(data) {
      await keep(data);
      return data.byteLength;
    },
  };
}
