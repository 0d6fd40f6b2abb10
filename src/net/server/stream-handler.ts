// A handler whose connection is two files (socketserver.StreamRequestHandler).

import { OSError } from "../../protocols/errors.ts";
import { type Awaitable, BaseRequestHandler } from "../request-handler.ts";
import type { Address } from "../socket/address.ts";
import type { BinaryFile } from "../socket/binary-file.ts";
import { IPPROTO_TCP, TCP_NODELAY } from "../socket/constants.ts";
import type { socket } from "../socket/socket.ts";
import type { SocketOf } from "./socket-of.ts";

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
export class StreamRequestHandler<A = Address> extends BaseRequestHandler<SocketOf<A>, A> {
  /** Bytes that `rfile` receives at once; -1 for the default, 0 to receive no more than what is asked for. */
  rbufsize = -1;
  /** Bytes that `wfile` gathers before it sends; 0, the default, to gather none, -1 for 8192. */
  wbufsize = 0;
  /** Seconds for each single read or write; `null` is for ever. */
  timeout: number | null = null;
  /** Whether small pieces are sent at once (TCP_NODELAY). For `wbufsize` other than 0, to avoid small packets. */
  disable_nagle_algorithm = false;

  /** The connection, as `request`. */
  connection!: SocketOf<A>;
  /** What the peer sends. */
  rfile!: BinaryFile;
  /** What the peer gets. */
  wfile!: BinaryFile;

  override setup(): Awaitable<void> {
    this.connection = this.request;
    const connection = this.connection as unknown as socket;
    if (this.timeout !== null) connection.settimeout(this.timeout);
    if (this.disable_nagle_algorithm) connection.setsockopt(IPPROTO_TCP, TCP_NODELAY, true);
    this.rfile = connection.makefile("rb", this.rbufsize);
    this.wfile = connection.makefile("wb", this.wbufsize);
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
    await this.rfile.close();
  }
}
