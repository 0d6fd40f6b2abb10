// A server of files for the tests, and a proxy that cuts connections.

import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FileTransferHandler } from "../../../../src/net/services/transfer/file-transfer-handler.ts";
import type { RetryPolicy } from "../../../../src/net/services/transfer/retry.ts";
import type { Address } from "../../../../src/net/socket/address.ts";
import { ThreadingTCPServer } from "../../../../src/net/socketserver.ts";

/** Attempts without waiting. */
export const AT_ONCE: RetryPolicy = { retries: 20, delay: () => 0 };

export const sha256 = (data: Uint8Array): string => createHash("sha256").update(data).digest("hex");

export interface Files extends AsyncDisposable {
  readonly folder: string;
  readonly root: string;
  readonly address: Address;
  readonly server: ThreadingTCPServer;
  /** The visible names of the server's folder. */
  visible(folder?: string): Promise<string[]>;
  stored(name: string): Promise<Uint8Array>;
}

export async function serveFiles(fields: Partial<FileTransferHandler> = {}): Promise<Files> {
  const folder = await mkdtemp(join(tmpdir(), "dunder-"));
  const root = join(folder, "root");
  class Handler extends FileTransferHandler {
    override server_dir = root;
    override async setup() {
      Object.assign(this, fields);
      await super.setup();
    }
  }
  const server = new ThreadingTCPServer(["127.0.0.1", 0], Handler);
  await server.ready;
  void server.serve_forever();
  return {
    folder,
    root,
    server,
    address: server.server_address,
    visible: async (below = "") =>
      (await readdir(join(root, below)).catch(() => [])).filter((name) => !name.startsWith(".")).sort(),
    stored: (name) => readFile(join(root, name)),
    async [Symbol.asyncDispose]() {
      await server.shutdown({ deadline: 0.2 });
      await server.server_close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export interface CuttingProxy extends AsyncDisposable {
  readonly address: Address;
  /** How many connections were cut. */
  readonly cuts: number;
}

/** Passes bytes on, and resets each connection after so many of them (both ways together), as long as `limits` lasts. */
export async function cuttingProxy(to: Address, limits: readonly number[]): Promise<CuttingProxy> {
  const left = [...limits];
  const open = new Set<Socket>();
  let cuts = 0;
  const server: Server = createServer((client) => {
    const upstream = connect(to[1], to[0]);
    let budget = left.shift() ?? Number.POSITIVE_INFINITY;
    const ends = [client, upstream];
    for (const [from, into] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(from);
      from.on("error", () => {});
      from.on("close", () => {
        open.delete(from);
        into.destroy();
      });
      from.on("data", (chunk: Buffer) => {
        const pass = chunk.subarray(0, Math.max(0, budget));
        budget -= chunk.length;
        if (!into.write(pass)) {
          from.pause();
          into.once("drain", () => from.resume());
        }
        if (budget > 0) return;
        cuts++;
        for (const end of ends) end.resetAndDestroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  return {
    address: ["127.0.0.1", port],
    get cuts() {
      return cuts;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const noise = (size: number): Uint8Array => new Uint8Array(randomBytes(size));
