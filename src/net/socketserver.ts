// TCP servers: one connection at a time, and many at once (socketserver.TCPServer, ThreadingTCPServer).

import { createServer, type Server, type Socket } from "node:net";
import { AcceptQueue } from "./accept-queue.ts";
import { BaseServer } from "./base-server.ts";
import { asOSError, osError } from "./oserror.ts";
import type { Awaitable } from "./request-handler.ts";
import { type Address, SHUT_WR, StreamSocket } from "./stream.ts";

/**
 * A server of TCP connections, one at a time (`socketserver.TCPServer`): the next one waits until the handler is done
 * with the last. See {@link BaseServer} for the methods to call and to override.
 *
 * Attributes beside the base's: `request_queue_size`, `max_connections`, `allow_reuse_address`.
 *
 * @example
 * await using server = new TCPServer(["127.0.0.1", 8080], MyHandler);
 * await server.serve_forever();
 */
export class TCPServer extends BaseServer<StreamSocket> {
  /**
   * How many connections may wait to be accepted. Python's 5 stalls every seventh of a burst for a second; 511 is
   * what Node, nginx and Redis take.
   */
  request_queue_size = 511;
  /** How many connections may be open, waiting ones included; more are closed at once. 16,384 fit any usual limit of open files. */
  max_connections = 16_384;
  /** Always true: Node sets SO_REUSEADDR, so that a restart need not wait for old connections to time out. */
  readonly allow_reuse_address = true;

  #listener: Server | undefined;
  readonly #waiting = new AcceptQueue<Socket>();
  readonly #requests = new Set<StreamSocket>();
  #accepting = false;

  /** Binds and listens: to Node they are one step. */
  async server_bind(): Promise<void> {
    const [host, port] = this.server_address;
    // A client that has sent its end still gets the reply; unread data stays with the kernel until somebody asks for it.
    const listener = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) =>
      this.#accept(socket),
    );
    this.#listener = listener;
    await new Promise<void>((resolve, reject) => {
      listener.once("error", (error) => reject(asOSError(error)));
      listener.listen({ host, port, backlog: this.request_queue_size }, resolve);
    });
    listener.removeAllListeners("error");
    // Running out of descriptors must not end the server: the connection is lost, the next may succeed.
    listener.on("error", (error) =>
      this.stderr.write(`cannot accept a connection: ${asOSError(error).message}\n`),
    );
    const bound = listener.address();
    if (bound !== null && typeof bound === "object") this.server_address = [bound.address, bound.port];
  }

  /** Lets connections in. Those that came before were closed. */
  server_activate(): Awaitable<void> {
    this.#accepting = true;
  }

  get_request(): Awaitable<readonly [request: StreamSocket, client_address: Address]> {
    const socket = this.#waiting.shift();
    if (socket === undefined) throw osError("EAGAIN");
    const request = new StreamSocket(socket);
    const client_address = request.getpeername();
    this.#requests.add(request);
    socket.once("close", () => this.#requests.delete(request));
    return [request, client_address];
  }

  /** Tells the peer the end, then closes. */
  override shutdown_request(request: StreamSocket): Awaitable<void> {
    if (!request.closed) request.shutdown(SHUT_WR);
    return this.close_request(request);
  }

  /** Closes; what has to be waited for is waited for beside the loop. */
  override close_request(request: StreamSocket): Awaitable<void> {
    this.in_background(request.close(), this.server_address);
  }

  protected wait_request(seconds: number | null): Promise<boolean> {
    return this.#waiting.wait(seconds);
  }

  protected stop_accepting(): void {
    this.#accepting = false;
    this.#listener?.close();
    this.#listener = undefined;
    for (const socket of this.#waiting.clear()) socket.destroy();
    this.#waiting.wake();
  }

  protected abort_requests(): void {
    for (const request of this.#requests) request.abort();
  }

  #accept(socket: Socket): void {
    const full =
      this.#waiting.length >= this.request_queue_size ||
      this.#waiting.length + this.#requests.size >= this.max_connections;
    // A socket without this listener would end the process when its peer resets it while it waits.
    socket.on("error", () => {});
    if (full || !this.#accepting) socket.destroy();
    else this.#waiting.push(socket);
  }
}

/**
 * A server of many TCP connections at once (`socketserver.ThreadingTCPServer`). What Python does with a thread for each
 * connection is done here by one thread that waits for all of them: a handler that computes for long holds up the others.
 *
 * @example
 * const server = await new ThreadingTCPServer(["127.0.0.1", 0], MyHandler).ready;
 * server.serve_forever();
 * console.log(server.server_address);
 */
export class ThreadingTCPServer extends TCPServer {
  override async process_request(request: StreamSocket, client_address: Address): Promise<void> {
    this.in_background(this.process_request_thread(request, client_address), client_address);
  }

  /** What Python runs in the connection's own thread. */
  async process_request_thread(request: StreamSocket, client_address: Address): Promise<void> {
    try {
      await this.finish_request(request, client_address);
    } catch (error) {
      await this.handle_error(request, client_address, error);
    } finally {
      await this.shutdown_request(request);
    }
  }
}
