// A handler whose connection is two files (socketserver.StreamRequestHandler).

import { OSError } from "../../protocols/errors.ts";
import { type Awaitable, BaseRequestHandler } from "../request-handler.ts";
import type { Address, StreamSocket } from "../stream.ts";
import { SocketReader, SocketWriter } from "./socket-file.ts";

/**
 * Serves a connection through `rfile` and `wfile` (`socketserver.StreamRequestHandler`). What `wfile` holds is flushed
 * when `handle` returns.
 *
 * Attributes: `rbufsize`, `wbufsize`, `timeout`, `disable_nagle_algorithm`, and, made by `setup`: `connection`, `rfile`,
 * `wfile`. Who overrides `setup` or `finish` calls `super`'s.
 *
 * @example
 * class Upper extends StreamRequestHandler {
 *   override async handle() {
 *     for await (const line of this.rfile) await this.wfile.write(upper(line));
 *   }
 * }
 */
export class StreamRequestHandler<A = Address> extends BaseRequestHandler<StreamSocket<A>, A> {
  /** Bytes that `rfile` receives at once; -1 for 8192, 0 to receive no more than what is asked for. */
  rbufsize = -1;
  /** Bytes that `wfile` gathers before it sends; 0, the default, to gather none, -1 for 8192. */
  wbufsize = 0;
  /** Seconds for each single read or write; `null` is for ever. */
  timeout: number | null = null;
  /** Whether small pieces are sent at once (TCP_NODELAY). For `wbufsize` other than 0, to avoid small packets. */
  disable_nagle_algorithm = false;

  /** The connection, as `request`. */
  connection!: StreamSocket<A>;
  /** What the peer sends. */
  rfile!: SocketReader;
  /** What the peer gets. */
  wfile!: SocketWriter;

  override setup(): Awaitable<void> {
    this.connection = this.request;
    if (this.timeout !== null) this.connection.settimeout(this.timeout);
    if (this.disable_nagle_algorithm) this.connection.node.setNoDelay(true);
    this.rfile = new SocketReader(this.connection, this.rbufsize);
    this.wfile = new SocketWriter(this.connection, this.wbufsize);
  }

  override async finish(): Promise<void> {
    if (!this.wfile.closed) {
      try {
        await this.wfile.flush();
      } catch (error) {
        // The peer may be gone by now, and what it did not read is lost with it.
        if (!(error instanceof OSError)) throw error;
      }
    }
    await this.wfile.close();
    this.rfile.close();
  }
}
