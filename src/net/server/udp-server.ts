// Datagram servers: one datagram at a time (socketserver.UDPServer).

import { RuntimeError } from "../../protocols/errors.ts";
import type { Awaitable } from "../request-handler.ts";
import type { Address } from "../socket/address.ts";
import { AF_UNIX, SOCK_DGRAM } from "../socket/constants.ts";
import type { socket } from "../socket/socket.ts";
import { RemoteSocket } from "./remote-socket.ts";
import type { SocketOf } from "./socket-of.ts";
import { type PackedRequest, type ReplyTo, TCPServer } from "./tcp-server.ts";

/** What a handler of datagrams gets as `request`: the datagram, and the socket to answer from. */
export type DatagramRequest<A = Address> = readonly [data: Uint8Array, socket: SocketOf<A>];

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
export class UDPServer<A = Address> extends TCPServer<A, DatagramRequest<A>> {
  override socket_type: number = SOCK_DGRAM;
  override allow_reuse_address = false;
  /** What is longer is cut to so many bytes, silently, as on Linux. */
  max_packet_size = 8192;

  #bound: SocketOf<A> | undefined;

  override server_activate(): Awaitable<void> {}

  override async get_request(): Promise<readonly [request: DatagramRequest<A>, client_address: A]> {
    const own = this.socket;
    const [data, client_address] = await (own as socket).recvfrom(this.max_packet_size);
    return [[data, own], client_address as A];
  }

  /** Nothing is to be shut. */
  override shutdown_request(request: DatagramRequest<A>): Awaitable<void> {
    return this.close_request(request);
  }

  /** Nothing is to be closed. */
  override close_request(_request: DatagramRequest<A>): Awaitable<void> {}

  protected override pack_request([data]: DatagramRequest<A>): PackedRequest {
    return { message: Buffer.from(data).toString("base64") };
  }

  protected override unpack_request(packed: PackedRequest, reply: ReplyTo): DatagramRequest<A> {
    if (packed.message === undefined) throw new RuntimeError("a datagram got lost between two processes");
    const data = new Uint8Array(Buffer.from(packed.message, "base64"));
    return [data, new RemoteSocket(this.server_address as Address, reply.sendto) as socket as SocketOf<A>];
  }

  // Requests in flight answer from the socket, so that it is closed after them.
  protected override stop_accepting(): void {
    // `server_close` may follow a `shutdown` that still waits for them.
    this.#bound = this.release_socket() ?? this.#bound;
  }

  protected override close_socket(): void {
    void (this.#bound as socket | undefined)?.close();
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
