// A bound stream socket: it holds its address, and after `listen` the connections that nobody accepted yet.

import { existsSync } from "node:fs";
import { createServer, type ListenOptions, type Server, type Socket } from "node:net";
import { dirname } from "node:path";
import { asOSError, isSystemError, osError } from "../oserror.ts";
import { ONREAD, StreamPort } from "../stream.ts";
import { onConnection } from "./accepting.ts";
import {
  type AddressOf,
  addressFrom,
  boundAddress,
  type Endpoint,
  type Family,
  noAddress,
} from "./address.ts";
import { AF_UNIX } from "./constants.ts";
import { descriptor } from "./descriptor.ts";
import { Mailbox } from "./mailbox.ts";

/**
 * The fewest connections that may wait to be accepted, whatever `listen` was told. Python programs say 5 by habit,
 * which stalls every seventh connection of a burst for a second; 511 is what Node, nginx and Redis take.
 */
export const MIN_BACKLOG = 511;

/** What the system's own queue is asked for; it takes what it allows. */
const SYSTEM_BACKLOG = 4096;

/** How a stream socket is bound. `reusePort` needs Node 22.12. */
export interface BindOptions {
  readonly ipv6Only: boolean;
  readonly reusePort: boolean;
}

/**
 * Node binds and listens in one step, so the system lets connections in from `bind` on. Those that come before `listen`
 * are reset, where Python's are refused.
 */
export class Listener<F extends Family> {
  readonly #family: F;
  readonly #server: Server;
  readonly #waiting = new Mailbox<StreamPort<F>>();
  #backlog = -1;
  /** The address that was bound: a port of 0 has become a real one. */
  readonly address: AddressOf<F>;

  private constructor(family: F, server: Server) {
    this.#family = family;
    this.#server = server;
    this.address = boundAddress(family, server.address()) ?? noAddress(family);
    onConnection(server, ONREAD, (socket) => this.#admit(socket));
    // Running out of descriptors loses a connection, not the listener.
    server.on("error", (error) => this.#waiting.put(asOSError(error)));
  }

  /** Binds an address. @throws OSError EADDRINUSE, EACCES, EADDRNOTAVAIL … */
  static async bind<F extends Family>(family: F, at: Endpoint, options: BindOptions): Promise<Listener<F>> {
    // A peer that has sent its end can still be answered; nothing is read before somebody asks.
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true });
    const where: ListenOptions & { reusePort?: boolean } = { ...at, backlog: SYSTEM_BACKLOG };
    if (options.ipv6Only) where.ipv6Only = true;
    if (options.reusePort) where.reusePort = true;
    await new Promise<void>((resolve, reject) => {
      server.once("error", (error) => reject(bindError(error, at)));
      server.listen(where, resolve);
    });
    server.removeAllListeners("error");
    return new Listener(family, server);
  }

  /** Whether `listen` was called. */
  get listening(): boolean {
    return this.#backlog >= 0;
  }

  /** Lets connections in: at most so many wait to be accepted, {@link MIN_BACKLOG} at least. */
  listen(backlog: number): void {
    this.#backlog = Math.max(backlog, MIN_BACKLOG);
  }

  /** The next connection. @throws TimeoutError, BlockingIOError, OSError EBADF once closed */
  accept(timeout: number | null, signal?: AbortSignal): Promise<StreamPort<F>> {
    return this.#waiting.take(timeout, { signal });
  }

  /** Whether there is a connection to accept within so many seconds, and before the signal aborts. */
  ready(seconds: number | null, signal?: AbortSignal): Promise<boolean> {
    return this.#waiting.ready(seconds, signal);
  }

  /** The system's number for the socket, or -1. */
  get fileno(): number {
    return descriptor(this.#server);
  }

  /** Gives up the address, and closes the connections that nobody accepted. */
  close(): void {
    // The system's socket is closed at once; Node's event would wait for every connection that was accepted.
    this.#server.close();
    for (const connection of this.#waiting.close(osError("EBADF"))) connection.abort();
  }

  /** Ours: lets the process end though this socket is open. */
  unref(): void {
    this.#server.unref();
  }

  #admit(socket: Socket): void {
    if (this.#waiting.length < this.#backlog) {
      this.#waiting.put(connectionOf(this.#family, socket, this.address));
      return;
    }
    socket.on("error", () => {});
    if (this.#family === AF_UNIX) socket.destroy();
    else socket.resetAndDestroy();
  }
}

/** A connected socket of Node's as a connection of a family; of a path, Node does not tell the addresses. */
export function connectionOf<F extends Family>(
  family: F,
  socket: Socket,
  unixName: AddressOf<F> = noAddress(family),
  unixPeer: AddressOf<F> = noAddress(family),
): StreamPort<F> {
  if (family === AF_UNIX) return new StreamPort(socket, unixPeer, unixName);
  return new StreamPort(socket, peerOf(family, socket));
}

function peerOf<F extends Family>(family: F, socket: Socket): AddressOf<F> {
  const { remoteAddress, remotePort } = socket;
  // Node keeps what it has told, and this is the only time that it is asked.
  (socket as { _peername?: object | undefined })._peername = undefined;
  // The peer may have reset the connection before it was looked at.
  if (remoteAddress === undefined || remotePort === undefined) return noAddress(family);
  return addressFrom(family, remoteAddress, remotePort);
}

// libuv says EACCES where the folder of a Unix socket does not exist.
function bindError(error: unknown, at: Endpoint): Error {
  const missing =
    "path" in at && isSystemError(error) && error.code === "EACCES" && !existsSync(dirname(at.path));
  return missing ? osError("ENOENT") : asOSError(error);
}
