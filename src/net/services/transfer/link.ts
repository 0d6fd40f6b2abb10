// A connection to a server that is made anew when it broke.

import { setMaxListeners } from "node:events";
import { OSError } from "../../../protocols/errors.ts";
import { FramingError } from "../../framing-errors.ts";
import { osError } from "../../oserror.ts";
import type { Address } from "../../socket/address.ts";
import { create_connection } from "../../socket/create.ts";
import type { socket as Socket } from "../../socket/socket.ts";
import type { SSLContext } from "../../ssl/context.ts";
import { SSLEOFError, SSLError } from "../../ssl/errors.ts";
import { AuthenticationError } from "../auth/authentication-error.ts";
import type { Authenticate } from "../auth/authenticator.ts";
import { raced } from "./raced.ts";
import { ConnectionLost, Line, Session } from "./session.ts";

/** How a client connects. */
export interface LinkOptions {
  /** Seconds for connecting, and for each single read or write after; 30 unless told, `null` for ever. */
  readonly timeout?: number | null;
  /** Encrypts the connection: who the server must be is in the context; its name is the address's host unless told. */
  readonly tls?: SSLContext;
  /** The name in the server's certificate, where it is not the host of the address. */
  readonly server_hostname?: string;
  /** Proves that this client has a key, as `authenticateWith` does. */
  readonly authenticate?: Authenticate;
}

/** One connection at a time. */
export class Link {
  /** Resumed uploads take turns: a server holds only a few that nobody goes on with. */
  readonly resuming: Line = new Line();
  readonly #address: Address;
  readonly #options: LinkOptions;
  #session: Promise<Session> | undefined;
  #closed = false;

  constructor(address: Address, options: LinkOptions) {
    this.#address = address;
    this.#options = options;
  }

  /** The connection, made where there is none. @throws ConnectionLost, AuthenticationError, SSLError, the signal's reason */
  async session(signal?: AbortSignal): Promise<Session> {
    signal?.throwIfAborted();
    // Many transfers listen to one signal, and Node takes more than ten for a leak.
    if (signal !== undefined) setMaxListeners(0, signal);
    if (this.#closed) throw osError("EBADF");
    this.#session ??= this.#open();
    const current = this.#session;
    let session: Session | undefined;
    try {
      session = await raced(current, signal);
      if (!session.broken) return session;
    } finally {
      if (session?.broken !== false && !signal?.aborted && this.#session === current)
        this.#session = undefined;
    }
    return this.session(signal);
  }

  async close(): Promise<void> {
    this.#closed = true;
    const session = await this.#session?.catch(() => undefined);
    await session?.close();
  }

  async #open(): Promise<Session> {
    let socket: Socket | undefined;
    try {
      const { timeout = 30, tls, server_hostname = this.#address[0], authenticate } = this.#options;
      socket = await create_connection(this.#address, { timeout });
      if (tls !== undefined) socket = await tls.wrap_socket(socket, { server_hostname });
      await authenticate?.(socket);
      return new Session(socket);
    } catch (error) {
      await socket?.close();
      // A server that was killed comes back; one that refuses a key does not change its mind.
      const isLoss = (error instanceof OSError && !isRefusal(error)) || error instanceof FramingError;
      throw isLoss ? new ConnectionLost(error as Error) : error;
    }
  }
}

function isRefusal(error: Error): boolean {
  if (error instanceof SSLEOFError) return false;
  return error instanceof AuthenticationError || error instanceof SSLError;
}
