// Connections that are encrypted before a handler sees them.

import { OSError, ValueError } from "../../protocols/errors.ts";
import { object } from "../../protocols/object.ts";
import type { Awaitable } from "../request-handler.ts";
import type { Family } from "../socket/address.ts";
import type { socket } from "../socket/socket.ts";
import { PROTOCOL_TLS_CLIENT } from "../ssl/constants.ts";
import type { SSLContext } from "../ssl/context.ts";
import type { SSLSocket } from "../ssl/ssl-socket.ts";
import { type AnyHandlerClass, after, hostOf } from "./mixin.ts";

/**
 * Speaks TLS with every client of a stream server; what handlers get as `request` is an `SSLSocket`. Name it first:
 * over a threading server a client that stalls in the handshake holds up nobody, over a forking one the workers shake
 * hands.
 *
 * In Python it is `server.socket` that is wrapped, and the accepting loop waits for each handshake.
 *
 * Attributes: `ssl_context`, `handshake_timeout`.
 *
 * @example
 * const context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH);
 * context.load_cert_chain("server.pem", "server.key.pem");
 * class Server extends bases(TLSMixIn, ThreadingTCPServer) {
 *   override ssl_context = context;
 * }
 */
export class TLSMixIn extends object {
  /**
   * The certificate to show, and whether clients have to show one: with `verify_mode = CERT_REQUIRED` and
   * `load_verify_locations` only those of an authority are let in. A server without a context does not start.
   */
  ssl_context: SSLContext | null = null;
  /** Seconds for a handshake; `null` is for ever. */
  handshake_timeout: number | null = 10;

  readonly #failed = new WeakSet<OSError>();

  // What `super` goes on to is the constructor of the server it is mixed into.
  constructor(server_address: unknown, RequestHandlerClass: AnyHandlerClass, bind_and_activate?: boolean) {
    super(...([server_address, RequestHandlerClass, bind_and_activate] as unknown as []));
  }

  /** Binds. @throws ValueError for a context that cannot serve */
  async server_bind(): Promise<void> {
    checkContext(this.ssl_context);
    await after(TLSMixIn, this).server_bind();
  }

  /** Shakes hands, then serves the connection as the server does without TLS. */
  async finish_request(request: unknown, client_address: unknown): Promise<void> {
    const host = hostOf(this);
    const secure = await this.#secured(request as socket<Family>, client_address);
    try {
      await after(TLSMixIn, this).finish_request(secure, client_address);
    } catch (error) {
      await host.handle_error(secure, client_address, error);
    } finally {
      // The server itself only knows the connection below, which was given up for this one.
      await host.shutdown_request(secure);
    }
  }

  /** As the server's; of a failed handshake nothing is reported: whoever scans ports could fill the log with them. */
  handle_error(request: unknown, client_address: unknown, error: unknown): Awaitable<void> {
    if (error instanceof OSError && this.#failed.has(error)) return;
    return after(TLSMixIn, this).handle_error(request, client_address, error);
  }

  async #secured(request: socket<Family>, client_address: unknown): Promise<SSLSocket<Family>> {
    const context = checkContext(this.ssl_context);
    const timeout = request.gettimeout();
    request.settimeout(this.handshake_timeout);
    const options = { server_side: true, do_handshake_on_connect: false };
    const secure = await context.wrap_socket(request, options);
    hostOf(this).keep_request(secure);
    try {
      await secure.do_handshake();
    } catch (error) {
      if (error instanceof OSError) this.#failed.add(error);
      throw error;
    }
    secure.settimeout(timeout);
    return secure;
  }
}

function checkContext(context: SSLContext | null): SSLContext {
  if (context === null) throw new ValueError("ssl_context is not set: a server with TLSMixIn needs one");
  if (context.protocol === PROTOCOL_TLS_CLIENT) {
    throw new ValueError("ssl_context is for clients: make it with Purpose.CLIENT_AUTH");
  }
  if (context.nativeOptions.cert === undefined) {
    throw new ValueError("ssl_context has no certificate: call load_cert_chain");
  }
  return context;
}
