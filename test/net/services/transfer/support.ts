// A file server on a free port over a folder of its own, and a client of it; both end with the test.

import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect } from "vitest";
import { type ConnectOptions, FileTransferClient } from "../../../../src/net/client.ts";
import { PARTIAL_PREFIX } from "../../../../src/net/services/storage/file-name.ts";
import { FileTransferHandler } from "../../../../src/net/services/transfer/file-transfer-handler.ts";
import { ThreadingTCPServer } from "../../../../src/net/socketserver.ts";
import type { Address } from "../../../../src/net/stream.ts";
import { pause } from "../../support/pair.ts";

/** What a test works with. */
export interface Place {
  /** A folder for the test's own files. */
  readonly here: string;
  /** The folder that the server gives. */
  readonly root: string;
  readonly address: Address;
  readonly client: FileTransferClient;
}

/** Retries without long pauses: the server has to see only that the connection before is gone. */
export const QUICK: ConnectOptions = { timeout: 5, retries: { retries: 5, delay: () => 0.1 } };

const open: AsyncDisposable[] = [];

/** What the servers report to their owners: mistakes, never what a peer or the network does. */
let reports = "";

/** Ends `one` with the test. */
export function ending<T extends AsyncDisposable>(one: T): T {
  open.push(one);
  return one;
}

/** Serves `Handler`; its address. */
export async function served(Handler: typeof FileTransferHandler): Promise<Address> {
  const server = ending(await new ThreadingTCPServer(["127.0.0.1", 0], Handler).ready);
  server.shutdown_deadline = 0.5;
  server.stderr = { write: (text) => (reports += text) };
  void server.serve_forever(0.05);
  return server.server_address;
}

/** A client of the server at `address`. */
export async function clientOf(
  address: Address,
  options: ConnectOptions = QUICK,
): Promise<FileTransferClient> {
  return ending(await FileTransferClient.connect(address, options));
}

/** Makes the place anew for each test. */
export function place(): Place {
  const made = {} as { -readonly [K in keyof Place]: Place[K] };
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "dunder-"));
    const root = join(folder, "root");
    class Files extends FileTransferHandler {
      override server_dir = root;
      override max_filesize = 2 ** 28;
    }
    made.here = folder;
    made.root = root;
    made.address = await served(Files);
    made.client = await clientOf(made.address);
  });
  afterEach(async () => {
    for (const one of open.splice(0).reverse()) await one[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
    const told = reports;
    reports = "";
    expect(told).toBe("");
  });
  return made;
}

/** A file of random bytes. */
export async function randomFile(path: string, size: number): Promise<Buffer> {
  const data = randomBytes(size);
  await writeFile(path, data);
  return data;
}

export const sha256 = (data: Uint8Array): string => createHash("sha256").update(data).digest("hex");

/** Every file below a folder that can be seen, with its SHA-256. */
export async function tree(root: string, prefix = ""): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const entries = await readdir(join(root, prefix), { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith(PARTIAL_PREFIX)) continue;
    const name = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
    if (entry.isDirectory()) for (const [file, digest] of await tree(root, name)) found.set(file, digest);
    else found.set(name, sha256(await readFile(join(root, name))));
  }
  return found;
}

/** Waits until `holds`, for some seconds at most. */
export async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  for (let i = 0; i < 400; i++) {
    if (await holds()) return;
    await pause(10);
  }
  throw new Error("it did not become so within 4 seconds");
}
