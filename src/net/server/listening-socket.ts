// The socket of a stream server: it binds, listens, and keeps connections until they are accepted.

import { createServer, type ListenOptions, type Server, type Socket } from "node:net";
import { AcceptQueue } from "../accept-queue.ts";
import { asOSError, osError } from "../oserror.ts";
import { AF_UNIX, SO_REUSEADDR, SO_REUSEPORT, SOL_SOCKET } from "../socket/constants.ts";
import type { Address } from "../stream.ts";
import { addressOfFamily, descriptorOf, type ServerSocket } from "./server-socket.ts";

/** Node 23.1 and 22.12 brought the option; before, it would be ignored in silence. */
const [MAJOR = 0, MINOR = 0] = process.versions.node.split(".").map(Number);
const HAS_REUSE_PORT = MAJOR > 23 || (MAJOR === 23 && MINOR >= 1) || (MAJOR === 22 && MINOR >= 12);

/** How a {@link ListeningSocket} listens. */
export interface ListenerOptions {
  /** `AF_INET`, `AF_INET6` or `AF_UNIX`. */
  readonly family: number;
  /** How many connections may wait. */
  readonly backlog: number;
  /** Asked for each connection, before it is let in. */
  readonly admit: (waiting: number) => boolean;
  /** Told of connections that could not be accepted. */
  readonly onError: (error: Error) => void;
}

/** A listening socket. To Node, binding and listening are one step, so that `bind` does both. */
export class ListeningSocket implements ServerSocket {
  readonly #options: ListenerOptions;
  readonly #waiting = new AcceptQueue<Socket>();
  #listener: Server | undefined;
  #name: Address | string | undefined;
  #listening = false;
  #closed = false;
  #reusePort = false;
  #timeout: number | null = null;

  constructor(options: ListenerOptions) {
    this.#options = options;
  }

  async bind(address: unknown): Promise<void> {
    if (this.#closed) throw osError("EBADF");
    if (this.#listener !== undefined) throw osError("EINVAL");
    const where = await this.#where(address);
    // A client that has sent its end still gets the reply; unread data stays with the kernel until somebody asks for it.
    const listener = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) =>
      this.#receive(socket),
    );
    this.#listener = listener;
    await new Promise<void>((resolve, reject) => {
      listener.once("error", (error) => reject(asOSError(error)));
      listener.listen(where, resolve);
    });
    listener.removeAllListeners("error");
    // Running out of descriptors must not end the server: the connection is lost, the next may succeed.
    listener.on("error", (error) => this.#options.onError(asOSError(error)));
    const bound = listener.address();
    this.#name = typeof bound === "object" && bound !== null ? [bound.address, bound.port] : (bound ?? "");
  }

  /** Lets connections in. Those that came before were closed. */
  listen(): void {
    this.#listening = true;
  }

  /** The connection that waits longest. @throws OSError EAGAIN when none does */
  accept(): Socket {
    const socket = this.#waiting.shift();
    if (socket === undefined) throw osError("EAGAIN");
    socket.off("error", ignore);
    return socket;
  }

  setsockopt(level: number, optname: number, value: number | boolean): void {
    if (this.#closed) throw osError("EBADF");
    // Node sets SO_REUSEADDR itself and offers no way not to.
    if (level === SOL_SOCKET && optname === SO_REUSEADDR && value) return;
    if (level !== SOL_SOCKET || optname !== SO_REUSEPORT || (value && !HAS_REUSE_PORT)) {
      throw osError("ENOPROTOOPT");
    }
    this.#reusePort = Boolean(value);
  }

  getsockname(): Address | string {
    if (this.#name === undefined || this.#closed) throw osError("EBADF");
    return this.#name;
  }

  settimeout(seconds: number | null): void {
    this.#timeout = seconds;
  }

  gettimeout(): number | null {
    return this.#timeout;
  }

  fileno(): number {
    return descriptorOf(this.#listener);
  }

  close(): void {
    this.#closed = true;
    this.#listener?.close();
    for (const socket of this.#waiting.clear()) socket.destroy();
    this.#waiting.wake();
  }

  wait(seconds: number | null): Promise<boolean> {
    return this.#closed ? Promise.resolve(false) : this.#waiting.wait(seconds);
  }

  wake(): void {
    this.#waiting.wake();
  }

  unref(): void {
    this.#listener?.unref();
  }

  async #where(address: unknown): Promise<ListenOptions & { reusePort?: boolean }> {
    const { family, backlog } = this.#options;
    if (family === AF_UNIX) return { path: address as string, backlog };
    const [host, port] = address as Address;
    const where = { host: await addressOfFamily(host, family), port, backlog };
    return this.#reusePort ? { ...where, reusePort: true } : where;
  }

  #receive(socket: Socket): void {
    const waiting = this.#waiting.length;
    // A socket without this listener would end the process when its peer resets it while it waits.
    socket.on("error", ignore);
    if (this.#listening && waiting < this.#options.backlog && this.#options.admit(waiting)) {
      this.#waiting.push(socket);
    } else socket.destroy();
  }
}

function ignore(): void {}
