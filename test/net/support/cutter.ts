// A cutter: stands between a client and a server, and resets its connections after so many bytes.

import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import type { Address } from "../../../src/net/stream.ts";

const HOST = "127.0.0.1";

/** After how many bytes of one direction a connection is reset. */
export interface Cut {
  readonly toServer?: number;
  readonly toClient?: number;
}

/** Listens on a port of its own. Its nth connection has the nth cut; those after the last cut are left alone. */
export class Cutter implements AsyncDisposable {
  /** How many bytes each connection was let through. */
  readonly passed: { toServer: number; toClient: number }[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #cuts: Cut[];

  private constructor([host, port]: Address, cuts: readonly Cut[]) {
    this.#cuts = [...cuts];
    this.#server = createServer({ allowHalfOpen: true }, (client) => {
      const server = connect({ host, port, allowHalfOpen: true });
      const cut = this.#cuts.shift() ?? {};
      const passed = { toServer: 0, toClient: 0 };
      this.passed.push(passed);
      this.#pass(client, server, cut.toServer, (n) => (passed.toServer += n));
      this.#pass(server, client, cut.toClient, (n) => (passed.toClient += n));
    });
  }

  static async open(server: Address, cuts: readonly Cut[]): Promise<Cutter> {
    const cutter = new Cutter(server, cuts);
    cutter.#server.listen(0, HOST);
    await once(cutter.#server, "listening");
    return cutter;
  }

  get address(): Address {
    return [HOST, (this.#server.address() as AddressInfo).port];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, "close");
  }

  #pass(from: Socket, to: Socket, limit = Number.POSITIVE_INFINITY, count: (bytes: number) => void): void {
    let left = limit;
    this.#sockets.add(from);
    from.on("data", (chunk: Buffer) => {
      const part = chunk.subarray(0, left);
      left -= part.length;
      count(part.length);
      if (!to.write(part)) {
        from.pause();
        to.once("drain", () => from.resume());
      }
      if (left > 0) return;
      // What was let through arrives, then both ends find the connection reset.
      from.pause();
      to.write("", () => {
        from.resetAndDestroy();
        to.resetAndDestroy();
      });
    });
    from.on("end", () => to.end());
    from.on("error", () => to.destroy());
    from.on("close", () => to.destroy());
  }
}
