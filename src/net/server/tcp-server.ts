// Stream servers: one connection at a time, over TCP or a path of the file system (socketserver.TCPServer).

import type { Socket as NodeSocket } from "node:net";
import { OSError, RuntimeError } from "../../protocols/errors.ts";
import { BaseServer } from "../base-server.ts";
import { osError } from "../oserror.ts";
import type { Awaitable } from "../request-handler.ts";
import type { Address, AddressLike, Family } from "../socket/address.ts";
import {
  AF_INET,
  AF_UNIX,
  SHUT_WR,
  SO_REUSEADDR,
  SO_REUSEPORT,
  SOCK_STREAM,
  SOL_SOCKET,
} from "../socket/constants.ts";
import type { SocketKind } from "../socket/kind.ts";
import { socket } from "../socket/socket.ts";
import { closeForGood, connectionBehind, pending } from "../socket/socket-base.ts";
import type { StreamPort } from "../stream.ts";
import type { SocketOf } from "./socket-of.ts";

/** A request on its way to another process: a message, and what can only be handed over. */
export interface PackedRequest {
  readonly message?: string;
  readonly handle?: NodeSocket;
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
 * `allow_reuse_port`, and ours: `max_connections`, `max_connections_per_address`.
 *
 * @example
 * await using server = new TCPServer(["127.0.0.1", 8080], MyHandler);
 * await server.serve_forever();
 */
export class TCPServer<A = Address, Request = SocketOf<A>> extends BaseServer<Request, A> {
  /** `AF_INET`, `AF_INET6` or `AF_UNIX` (whose addresses are paths). */
  address_family: number = AF_INET;
  /** `SOCK_STREAM`; a server of datagrams is a {@link UDPServer}. */
  socket_type: number = SOCK_STREAM;
  /**
   * How many connections may wait to be accepted. Python's 5 stalls every seventh of a burst for a second; 511 is
   * what Node, nginx and Redis take.
   */
  request_queue_size = 511;
  /** How many connections may be open; one more is closed at once. 16,384 fit any usual limit of open files. */
  max_connections = 16_384;
  /** How many of them may come from one host; one more is closed at once. `null` is any number. */
  max_connections_per_address: number | null = null;
  /**
   * Whether an address can be bound while old connections of it time out. True, unlike Python's: Node always sets
   * SO_REUSEADDR for streams, and false changes nothing there.
   */
  allow_reuse_address = true;
  /** Whether several sockets may bind the address (SO_REUSEPORT); ENOPROTOOPT where Node is older than 22.12. */
  allow_reuse_port = false;

  #socket: SocketOf<A> | undefined;
  readonly #open = new Set<StreamPort<Family>>();
  // How many of them each host has; only kept where that is limited.
  #hosts: Map<string, number> | undefined;

  /** The socket that is bound. Another one may be put in its place, as `server_bind` does to speak TLS. */
  get socket(): SocketOf<A> {
    this.#socket ??= new socket(this.address_family as Family, this.socket_type as SocketKind) as SocketOf<A>;
    return this.#socket;
  }

  set socket(replacement: SocketOf<A>) {
    this.#socket = replacement;
  }

  /** Sets the options, binds, and puts the bound address into `server_address`. */
  async server_bind(): Promise<void> {
    const own = plain(this.socket);
    if (this.allow_reuse_address) own.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1);
    if (this.allow_reuse_port && this.address_family !== AF_UNIX) own.setsockopt(SOL_SOCKET, SO_REUSEPORT, 1);
    await own.bind(this.server_address as AddressLike<Family>);
    this.server_address = own.getsockname() as A;
  }

  /** Lets connections in. */
  server_activate(): Awaitable<void> {
    return plain(this.socket).listen(this.request_queue_size);
  }

  async get_request(): Promise<readonly [request: Request, client_address: A]> {
    const [request, client_address] = await plain(this.socket).accept();
    this.#admit(request);
    return [request as Request, client_address as A];
  }

  /** Tells the peer the end, then closes. */
  override shutdown_request(request: Request): Awaitable<void> {
    try {
      plain(request).shutdown(SHUT_WR);
    } catch (error) {
      // The peer may have ended it.
      if (!(error instanceof OSError)) throw error;
    }
    return this.close_request(request);
  }

  /** Closes; what has to be waited for is waited for beside the loop. */
  override close_request(request: Request): Awaitable<void> {
    const connection = plain(request);
    const over = connection.closed;
    const closing = closeForGood(connection);
    if (!over) this.in_background(closing);
  }

  /** Ours: gives a request away, so that another process can serve it. */
  protected pack_request(request: Request): PackedRequest {
    return { handle: plain(request).release() };
  }

  /** Ours: the request that another process gave away. */
  protected unpack_request(packed: PackedRequest, _reply: ReplyTo): Request {
    const { handle } = packed;
    if (handle === undefined) throw new RuntimeError("a connection got lost between two processes");
    handle.allowHalfOpen = true;
    const request = socket.over(handle, this.address_family as Family, String(this.server_address));
    this.keep_request(request as Request);
    return request as Request;
  }

  /** Ours: counts a connection that was put over an accepted one, as TLS is; `shutdown` can cut it then. */
  protected keep_request(request: Request): void {
    const connection = connectionBehind(plain(request));
    if (connection === undefined) return;
    this.#open.add(connection);
    this.#count(connection, 1);
    connection.onGone = this.#forget;
  }

  protected wait_request(seconds: number | null, signal: AbortSignal): Promise<boolean> {
    return pending(plain(this.socket), seconds, signal);
  }

  protected stop_accepting(): void {
    void this.release_socket()?.close();
  }

  /** Ours: the socket, which is the server's no more; the next use of `socket` makes another. */
  protected release_socket(): SocketOf<A> | undefined {
    const own = this.#socket;
    this.#socket = undefined;
    return own;
  }

  protected abort_requests(): void {
    for (const connection of this.#open) connection.abort();
  }

  // Lets a connection in, or ends it: an error of this kind is what a server takes for a peer that is gone.
  #admit(request: socket<Family>): void {
    if (this.#open.size >= this.max_connections || this.#isFull(request)) {
      request.abort();
      throw osError("ECONNREFUSED");
    }
    this.keep_request(request as Request);
  }

  #isFull(request: socket<Family>): boolean {
    const { max_connections_per_address: most } = this;
    if (most === null) return false;
    if (this.#hosts === undefined) {
      this.#hosts = new Map();
      for (const connection of this.#open) this.#count(connection, 1);
    }
    return (this.#hosts.get(hostOf(request.getpeername())) ?? 0) >= most;
  }

  #count({ peer }: StreamPort<Family>, more: number): void {
    if (this.#hosts === undefined) return;
    const host = hostOf(peer);
    const count = (this.#hosts.get(host) ?? 0) + more;
    if (count > 0) this.#hosts.set(host, count);
    else this.#hosts.delete(host);
  }

  readonly #forget = (connection: StreamPort<Family>): void => {
    if (this.#open.delete(connection)) this.#count(connection, -1);
  };
}

/** The host of an address; a path stands for itself. */
function hostOf(address: unknown): string {
  return typeof address === "string" ? address : (address as Address)[0];
}

/** The socket of a request or of a server, whatever its addresses look like. */
function plain(own: unknown): socket<Family> {
  return own as socket<Family>;
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
