// Stream servers: one connection at a time, over TCP or a path of the file system (socketserver.TCPServer).

import type { Socket } from "node:net";
import { BaseServer } from "../base-server.ts";
import { asOSError, osError } from "../oserror.ts";
import type { Awaitable } from "../request-handler.ts";
import {
  AF_INET,
  AF_UNIX,
  SO_REUSEADDR,
  SO_REUSEPORT,
  SOCK_STREAM,
  SOL_SOCKET,
} from "../socket/constants.ts";
import { type Address, SHUT_WR, StreamSocket } from "../stream.ts";
import { ListeningSocket } from "./listening-socket.ts";
import type { ServerSocket } from "./server-socket.ts";

/** A request on its way to another process: a message, and what can only be handed over. */
export interface PackedRequest {
  readonly message?: string;
  readonly handle?: Socket;
}

/** What a process that gets a {@link PackedRequest} needs to answer it. */
export interface ReplyTo {
  /** Has the process that owns the socket send a datagram from it. */
  readonly sendto: (data: Uint8Array, address: Address) => Promise<number>;
}

/**
 * A server of TCP connections, one at a time (`socketserver.TCPServer`): the next one waits until the handler is done
 * with the last. See {@link BaseServer} for the methods to call and to override.
 *
 * Attributes beside the base's: `address_family`, `socket_type`, `request_queue_size`, `allow_reuse_address`,
 * `allow_reuse_port`, and ours: `max_connections`.
 *
 * @example
 * await using server = new TCPServer(["127.0.0.1", 8080], MyHandler);
 * await server.serve_forever();
 */
export class TCPServer<A = Address, Request = StreamSocket<A>> extends BaseServer<Request, A> {
  /** `AF_INET`, `AF_INET6` or `AF_UNIX` (whose addresses are paths). */
  address_family: number = AF_INET;
  /** `SOCK_STREAM`; a server of datagrams is a {@link UDPServer}. */
  socket_type: number = SOCK_STREAM;
  /**
   * How many connections may wait to be accepted. Python's 5 stalls every seventh of a burst for a second; 511 is
   * what Node, nginx and Redis take.
   */
  request_queue_size = 511;
  /** How many connections may be open, waiting ones included; more are closed at once. 16,384 fit any usual limit of open files. */
  max_connections = 16_384;
  /**
   * Whether an address can be bound while old connections of it time out. True, unlike Python's: Node always sets
   * SO_REUSEADDR for streams, and false changes nothing there.
   */
  allow_reuse_address = true;
  /** Whether several sockets may bind the address (SO_REUSEPORT); ENOPROTOOPT where Node is older than 22.12. */
  allow_reuse_port = false;

  #socket: ServerSocket | undefined;
  readonly #requests = new Set<StreamSocket<A>>();

  get socket(): ServerSocket {
    this.#socket ??= this.make_socket();
    return this.#socket;
  }

  /** Sets the options, binds, and puts the bound address into `server_address`. */
  async server_bind(): Promise<void> {
    const { socket } = this;
    if (this.allow_reuse_address) socket.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1);
    if (this.allow_reuse_port) socket.setsockopt(SOL_SOCKET, SO_REUSEPORT, 1);
    await socket.bind(this.server_address);
    this.server_address = socket.getsockname() as A;
  }

  /** Lets connections in. */
  server_activate(): Awaitable<void> {
    (this.socket as ListeningSocket).listen();
  }

  get_request(): Awaitable<readonly [request: Request, client_address: A]> {
    const socket = (this.socket as ListeningSocket).accept();
    const request = this.#wrap(socket);
    return [request as Request, request.getpeername()];
  }

  /** Tells the peer the end, then closes. */
  override shutdown_request(request: Request): Awaitable<void> {
    const connection = request as StreamSocket;
    if (!connection.closed) connection.shutdown(SHUT_WR);
    return this.close_request(request);
  }

  /** Closes; what has to be waited for is waited for beside the loop. */
  override close_request(request: Request): Awaitable<void> {
    const connection = request as StreamSocket;
    if (connection.closed) void connection.close();
    else this.in_background(connection.close(), this.server_address);
  }

  /** Ours: makes the socket that `server_bind` binds. */
  protected make_socket(): ServerSocket {
    if (this.socket_type !== SOCK_STREAM) throw osError("ESOCKTNOSUPPORT");
    return new ListeningSocket({
      family: this.address_family,
      backlog: this.request_queue_size,
      admit: (waiting) => waiting + this.#requests.size < this.max_connections,
      onError: (error) => this.stderr.write(`cannot accept a connection: ${asOSError(error).message}\n`),
    });
  }

  /** Ours: gives a request away, so that another process can serve it. */
  protected pack_request(request: Request): PackedRequest {
    const connection = request as StreamSocket<A>;
    this.#requests.delete(connection);
    return { handle: connection.release() };
  }

  /** Ours: the request that another process gave away. */
  protected unpack_request(packed: PackedRequest, _reply: ReplyTo): Request {
    const socket = packed.handle as Socket;
    socket.allowHalfOpen = true;
    const request = this.#wrap(socket);
    return request as Request;
  }

  protected stop_accepting(): void {
    void this.release_socket()?.close();
  }

  /** Ours: the socket, which is the server's no more; the next use of `socket` makes another. */
  protected release_socket(): ServerSocket | undefined {
    const socket = this.#socket;
    this.#socket = undefined;
    return socket;
  }

  protected abort_requests(): void {
    for (const request of this.#requests) request.abort();
  }

  #wrap(socket: Socket): StreamSocket<A> {
    // A client of a path seldom binds one itself: its address is the empty name.
    const names = this.address_family === AF_UNIX ? { peer: "" as A, name: this.server_address } : undefined;
    const request = new StreamSocket<A>(socket, names);
    request.on_gone = this.#forget;
    this.#requests.add(request);
    return request;
  }

  readonly #forget = (request: object): void => {
    this.#requests.delete(request as StreamSocket<A>);
  };
}

/**
 * A server of stream connections through a path of the file system (`socketserver.UnixStreamServer`), one at a time.
 * Addresses are paths, and a client's is `""`.
 *
 * @example
 * await new UnixStreamServer("/run/echo.sock", MyHandler).serve_forever();
 */
export class UnixStreamServer extends TCPServer<string> {
  override address_family: number = AF_UNIX;
}
