// Datagram servers: one datagram at a time (socketserver.UDPServer).

import { RuntimeError } from "../../protocols/errors.ts";
import { osError } from "../oserror.ts";
import type { Awaitable } from "../request-handler.ts";
import { AF_UNIX, SOCK_DGRAM } from "../socket/constants.ts";
import type { Address } from "../stream.ts";
import { type DatagramSender, DatagramSocket } from "./datagram-socket.ts";
import type { ServerSocket } from "./server-socket.ts";
import { type PackedRequest, type ReplyTo, TCPServer } from "./tcp-server.ts";

/** What a handler of datagrams gets as `request`: the datagram, and the socket to answer from. */
export type DatagramRequest = readonly [data: Uint8Array, socket: DatagramSender];

/**
 * A server of UDP datagrams, one at a time (`socketserver.UDPServer`). A handler's `request` is the datagram and the
 * socket; it answers with `sendto(data, client_address)`.
 *
 * Attributes beside {@link TCPServer}'s: `max_packet_size`.
 *
 * @example
 * class Upper extends BaseRequestHandler<DatagramRequest> {
 *   override async handle() {
 *     const [data, socket] = this.request;
 *     await socket.sendto(upper(data), this.client_address);
 *   }
 * }
 */
export class UDPServer<A = Address> extends TCPServer<A, DatagramRequest> {
  override socket_type: number = SOCK_DGRAM;
  override allow_reuse_address = false;
  /** What is longer is cut to so many bytes, silently, as on Linux. */
  max_packet_size = 8192;

  #bound: DatagramSocket | undefined;

  override server_activate(): Awaitable<void> {}

  override get_request(): Awaitable<readonly [request: DatagramRequest, client_address: A]> {
    const socket = this.socket as DatagramSocket;
    const [data, client_address] = socket.take(this.max_packet_size);
    return [[data, socket], client_address as A];
  }

  /** Nothing is to be shut. */
  override shutdown_request(request: DatagramRequest): Awaitable<void> {
    return this.close_request(request);
  }

  /** Nothing is to be closed. */
  override close_request(_request: DatagramRequest): Awaitable<void> {}

  protected override make_socket(): ServerSocket {
    if (this.socket_type !== SOCK_DGRAM) throw osError("ESOCKTNOSUPPORT");
    return new DatagramSocket(this.address_family, this.allow_reuse_address);
  }

  protected override pack_request([data]: DatagramRequest): PackedRequest {
    return { message: Buffer.from(data).toString("base64") };
  }

  protected override unpack_request(packed: PackedRequest, reply: ReplyTo): DatagramRequest {
    if (packed.message === undefined) throw new RuntimeError("a datagram got lost between two processes");
    const getsockname = () => this.server_address as unknown as Address;
    return [Buffer.from(packed.message, "base64"), { sendto: reply.sendto, getsockname }];
  }

  // Requests in flight answer from the socket, so that it is closed after them.
  protected override stop_accepting(): void {
    this.#bound = this.release_socket() as DatagramSocket | undefined;
    this.#bound?.stop();
  }

  protected override close_socket(): void {
    this.#bound?.close();
    this.#bound = undefined;
  }
}

/**
 * `socketserver.UnixDatagramServer`. Node has no datagrams through a path of the file system, so that binding one is an
 * OSError ESOCKTNOSUPPORT; the class is there for programs that choose among servers.
 */
export class UnixDatagramServer extends UDPServer<string> {
  override address_family: number = AF_UNIX;
}
