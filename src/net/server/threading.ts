// Many requests at once in one process (socketserver.ThreadingMixIn).

import { object } from "../../protocols/object.ts";
import { type AnyHandlerClass, hostOf, serveBeside } from "./mixin.ts";

/**
 * Serves each request beside the others (`socketserver.ThreadingMixIn`). What Python does with a thread for each is done
 * here by one thread that waits for all of them: a handler that computes for long holds up the others.
 *
 * Attributes: `daemon_threads`, `block_on_close`. Methods: `process_request`, `process_request_thread`.
 *
 * @example
 * class Server extends bases(ThreadingMixIn, TCPServer<Address>) {}
 */
export class ThreadingMixIn extends object {
  /** Whether the process may end while requests are being served. */
  daemon_threads = false;
  /** Whether `server_close` waits for requests in flight; it never waits for daemonic ones. */
  block_on_close = true;

  // What `super` goes on to is the constructor of the server it is mixed into.
  constructor(server_address: unknown, RequestHandlerClass: AnyHandlerClass, bind_and_activate?: boolean) {
    super(...([server_address, RequestHandlerClass, bind_and_activate] as unknown as []));
  }

  /** Starts to serve a request and returns. */
  async process_request(request: unknown, client_address: unknown): Promise<void> {
    if (this.daemon_threads) (request as { unref?(): void }).unref?.();
    const thread = this.process_request_thread(request, client_address);
    // This one sees to its own end; what a subclass makes of it may fail.
    if (this.process_request_thread === ThreadingMixIn.prototype.process_request_thread) return;
    hostOf(this).in_background(thread);
  }

  /** What Python runs in the request's own thread. */
  process_request_thread(request: unknown, client_address: unknown): Promise<void> {
    return serveBeside(hostOf(this), request, client_address);
  }

  /** Ours: whether `server_close` waits for requests in flight. */
  protected joins_requests(): boolean {
    return this.block_on_close && !this.daemon_threads;
  }
}
