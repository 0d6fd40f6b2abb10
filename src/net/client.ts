// The client of file transfer: sends and fetches files, and believes nothing before it was confirmed.

import { mkdir } from "node:fs/promises";
import { basename, dirname } from "node:path";
import * as v from "valibot";
import type { JsonObject, JsonValue } from "./json/index.ts";
import type { BlobStat, BlobStore, StoredFile } from "./services/storage/blob-store.ts";
import { DirectoryStore } from "./services/storage/directory-store.ts";
import { BatchError, inParallel } from "./services/transfer/batch.ts";
import { type FetchOptions, fetchFile, MemorySink, type OpenSink } from "./services/transfer/download.ts";
import { localEntries, remoteEntries, remoteTree } from "./services/transfer/folders.ts";
import { DIGEST_REPLY, STAT_REPLY } from "./services/transfer/headers.ts";
import { Link, type LinkOptions } from "./services/transfer/link.ts";
import { RETRY, type RetryPolicy, retrying } from "./services/transfer/retry.ts";
import { ConnectionLost } from "./services/transfer/session.ts";
import { openSource, type PutSource } from "./services/transfer/source.ts";
import { type SendOptions, sendSource } from "./services/transfer/upload.ts";
import type { Address } from "./socket/address.ts";

/** 256 MiB: the largest file that {@link FileTransferClient.read} keeps in memory unless told. */
const MAX_IN_MEMORY = 256 * 2 ** 20;

const ANY = v.looseObject({});

/** How to connect to a file server. */
export interface ConnectOptions extends LinkOptions {
  /** Gives up connecting when it aborts. */
  readonly signal?: AbortSignal;
  /** Attempts after a broken connection that get no further (5 unless told), or a policy with its pauses. */
  readonly retries?: number | RetryPolicy;
}

/** How to send a file. */
export interface PutOptions extends SendOptions {
  /** The name on the server, `/` between folders; the file's own unless told. */
  readonly name?: string;
  /** The size of a stream, in bytes. */
  readonly size?: number;
}

/** How to transfer many files. */
export interface BatchOptions extends SendOptions {
  /** How many connections to use; 4 unless told. */
  readonly connections?: number;
}

/** A file of many: its path, or what to send and its name. */
export type PutItem = string | { readonly from: PutSource; readonly name?: string; readonly size?: number };

/** A file of many: its name on the server, and the path it gets here. */
export interface GetItem {
  readonly name: string;
  readonly path: string;
}

/**
 * Connects to a file server: {@link FileTransferClient.connect}.
 *
 * @example
 * await using client = await connect(["127.0.0.1", 8080]);
 * const { sha256 } = await client.put("photo.jpg");
 */
export function connect(address: Address, options: ConnectOptions = {}): Promise<FileTransferClient> {
  return FileTransferClient.connect(address, options);
}

/**
 * A client of a {@link FileTransferHandler}. Calls that overlap share a connection in turn. When it breaks, a new one is
 * made, and `put` and `get` go on where they were; commands that change names (`rm`, `mv`, `call`) are not tried twice.
 *
 * @example
 * await using client = await FileTransferClient.connect(["127.0.0.1", 8080], { timeout: 10 });
 * await client.put("photo.jpg", { onProgress: ({ sent, total }) => console.log(sent / total) });
 * for await (const { name, size } of client.ls()) console.log(name, size);
 */
export class FileTransferClient {
  readonly #address: Address;
  readonly #options: LinkOptions;
  readonly #policy: RetryPolicy;
  readonly #links: Link[];

  private constructor(address: Address, options: ConnectOptions) {
    const { retries = RETRY, signal: _, ...rest } = options;
    this.#address = address;
    this.#options = rest;
    this.#policy = typeof retries === "number" ? { ...RETRY, retries } : retries;
    this.#links = [new Link(address, rest)];
  }

  /**
   * Connects, encrypts and authenticates, as the options say.
   *
   * @throws OSError, SSLError, AuthenticationError; the signal's reason
   */
  static async connect(address: Address, options: ConnectOptions = {}): Promise<FileTransferClient> {
    const client = new FileTransferClient(address, options);
    try {
      await client.#link.session(options.signal);
      return client;
    } catch (error) {
      await client.close();
      throw error instanceof ConnectionLost ? error.cause : error;
    }
  }

  /**
   * Sends a file, bytes or a stream, and waits for the server's confirmation, whose digest must be that of what was sent.
   *
   * @returns the server's word on what it stored
   * @throws RemoteError when the server refuses
   * @throws FileChangedError, DigestError; OSError for the file, and when the connection breaks too often
   * @throws ValueError for bytes without a name, a stream without a size
   */
  put(from: string, options?: PutOptions): Promise<StoredFile>;
  put(from: Uint8Array, options: PutOptions & { readonly name: string }): Promise<StoredFile>;
  put(
    from: AsyncIterable<Uint8Array>,
    options: PutOptions & { readonly name: string; readonly size: number },
  ): Promise<StoredFile>;
  put(from: PutSource, options: PutOptions = {}): Promise<StoredFile> {
    return this.#put(this.#link, from, options);
  }

  /**
   * Fetches a file into one of this name. It is written beside its place, hidden, checked against the server's SHA-256, and
   * renamed; what a broken download leaves is gone on with by the next one.
   *
   * @param path where to put it; its folder is made where there is none
   * @throws RemoteError, DigestError, FileChangedError, OSError
   */
  async get(name: string, path: string, options: FetchOptions = {}): Promise<StoredFile> {
    await using store = await storeAt(dirname(path));
    return await this.#get(this.#link, name, store, basename(path), options);
  }

  /**
   * Fetches a file into memory.
   *
   * @param options.limit the largest in bytes; 256 MiB unless told
   * @throws ValueError for a larger one; otherwise as {@link get}
   */
  async read(
    name: string,
    options: Omit<FetchOptions, "resume"> & { readonly limit?: number } = {},
  ): Promise<Uint8Array> {
    let kept: MemorySink | undefined;
    const open: OpenSink = async (size) => {
      kept = new MemorySink(name, size, options.limit ?? MAX_IN_MEMORY);
      return kept;
    };
    await fetchFile(this.#link, name, open, options, this.#policy);
    return (kept as MemorySink | undefined)?.bytes ?? new Uint8Array(0);
  }

  /** Sends many files. @throws BatchError when some failed, the others being there */
  putAll(
    files: Iterable<PutItem> | AsyncIterable<PutItem>,
    options: BatchOptions = {},
  ): Promise<StoredFile[]> {
    const work = (item: PutItem, link: Link) => {
      const { from, ...own } = typeof item === "string" ? { from: item } : item;
      return this.#put(link, from, { ...options, ...own });
    };
    return inParallel(files, this.#lanes(options), nameOfItem, work, options.signal);
  }

  /** Fetches many files. @throws BatchError when some failed, the others being there */
  async getAll(
    files: Iterable<GetItem> | AsyncIterable<GetItem>,
    options: BatchOptions = {},
  ): Promise<StoredFile[]> {
    const stores = new Map<string, Promise<DirectoryStore>>();
    const work = async ({ name, path }: GetItem, link: Link) => {
      const folder = dirname(path);
      const store = stores.get(folder) ?? storeAt(folder);
      stores.set(folder, store);
      return this.#get(link, name, await store, basename(path), options);
    };
    try {
      return await inParallel(files, this.#lanes(options), (item) => item.name, work, options.signal);
    } finally {
      for (const store of await Promise.allSettled(stores.values())) {
        if (store.status === "fulfilled") await store.value.close();
      }
    }
  }

  /**
   * Sends a folder and all that is below it; links are left out.
   *
   * @param options.name the folder's name on the server, its own unless told; `""` is the root
   * @throws BatchError, OSError
   */
  async putFolder(
    path: string,
    options: BatchOptions & { readonly name?: string } = {},
  ): Promise<StoredFile[]> {
    const { name = basename(path), ...rest } = options;
    if (name !== "") await this.mkdir(name, rest);
    const files: PutItem[] = [];
    for await (const entry of localEntries(path, name)) {
      if (entry.kind === "folder") await this.mkdir(entry.name, rest);
      else files.push({ from: entry.path, name: entry.name });
    }
    return this.putAll(files, rest);
  }

  /**
   * Fetches a folder and all that is below it into the folder `path`. No name that a server tells leads out of it.
   *
   * @throws BatchError, BadReplyError, OSError
   */
  async getFolder(folder: string, path: string, options: BatchOptions = {}): Promise<StoredFile[]> {
    await mkdir(path, { recursive: true });
    await using store = await DirectoryStore.open(path);
    const here = (name: string) => (folder === "" ? name : name.slice(folder.normalize("NFC").length + 1));
    const files = async function* (entries: AsyncIterable<BlobStat>) {
      for await (const entry of entries) {
        if (entry.kind === "file") yield entry;
        else await store.makeFolder(here(entry.name));
      }
    };
    const found = files(remoteTree((header) => this.#page(header, options.signal), folder));
    const work = ({ name }: BlobStat, link: Link) => this.#get(link, name, store, here(name), options);
    return await inParallel(found, this.#lanes(options), (entry) => entry.name, work, options.signal);
  }

  /** The entries of a folder, asked for page by page. @throws RemoteError, BadReplyError, OSError */
  ls(folder = "", options: { readonly signal?: AbortSignal } = {}): AsyncGenerator<BlobStat, void, void> {
    return remoteEntries((header) => this.#page(header, options.signal), folder);
  }

  /** What there is under a name. @throws RemoteError, OSError */
  stat(filename: string, options: { readonly signal?: AbortSignal } = {}): Promise<BlobStat> {
    return this.#ask({ cmd: "stat", filename }, STAT_REPLY, options.signal);
  }

  /** The SHA-256 of a file, or of its first `length` bytes. @throws RemoteError, OSError */
  async digest(
    filename: string,
    options: { readonly length?: number; readonly signal?: AbortSignal } = {},
  ): Promise<string> {
    const { length, signal } = options;
    const header = { cmd: "digest", filename, ...(length === undefined ? {} : { length }) };
    return (await this.#ask(header, DIGEST_REPLY, signal)).sha256;
  }

  /** Removes a file or an empty folder. @throws RemoteError, OSError */
  async rm(filename: string, options: { readonly signal?: AbortSignal } = {}): Promise<void> {
    await this.call("rm", { filename }, options);
  }

  /** Makes a folder and those above it. @throws RemoteError, OSError */
  async mkdir(folder: string, options: { readonly signal?: AbortSignal } = {}): Promise<void> {
    await this.#ask({ cmd: "mkdir", folder }, ANY, options.signal);
  }

  /** Gives a file or folder another name. @throws RemoteError, OSError */
  async mv(filename: string, to: string, options: { readonly signal?: AbortSignal } = {}): Promise<void> {
    await this.call("mv", { filename, to }, options);
  }

  /** The server's list of its commands. @throws RemoteError, OSError */
  async help(): Promise<string> {
    return String((await this.#ask({ cmd: "help" }, ANY)).help);
  }

  /** The server's counters, where it has them. @throws RemoteError, OSError */
  async stats(): Promise<JsonValue> {
    return ((await this.#ask({ cmd: "stats" }, ANY)).stats ?? null) as JsonValue;
  }

  /** Any command that answers with a header alone. @throws RemoteError, OSError */
  async call(
    cmd: string,
    header: Readonly<Record<string, unknown>> = {},
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<JsonObject> {
    const once = { ...this.#policy, retries: 0 };
    return (await this.#ask({ ...header, cmd }, ANY, options.signal, once)) as JsonObject;
  }

  /** Ends the connections. What was confirmed is safe. */
  async close(): Promise<void> {
    await Promise.all(this.#links.map((link) => link.close()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  get #link(): Link {
    return this.#links[0] as Link;
  }

  #lanes({ connections = 4 }: BatchOptions): readonly Link[] {
    while (this.#links.length < connections) this.#links.push(new Link(this.#address, this.#options));
    return this.#links.slice(0, Math.max(1, connections));
  }

  async #put(link: Link, from: PutSource, options: PutOptions): Promise<StoredFile> {
    options.signal?.throwIfAborted();
    const source = await openSource(from, options);
    try {
      return await sendSource(link, source, options, this.#policy);
    } finally {
      await source.close();
    }
  }

  #get(
    link: Link,
    name: string,
    store: BlobStore,
    target: string,
    options: FetchOptions,
  ): Promise<StoredFile> {
    const open: OpenSink = (size, resume) => store.begin(target, { size, resume });
    return fetchFile(link, name, open, options, this.#policy);
  }

  #page(header: object, signal?: AbortSignal): Promise<unknown> {
    return this.#ask({ cmd: "ls", ...header }, ANY, signal);
  }

  #ask<S extends v.GenericSchema>(
    header: Readonly<Record<string, unknown>>,
    schema: S,
    signal?: AbortSignal,
    policy = this.#policy,
  ): Promise<v.InferOutput<S>> {
    const ask = async () => (await this.#link.session(signal)).ask(header, schema, signal);
    return retrying(policy, signal, ask);
  }
}

/** The folder of a download. It may be anybody's, with all that is below: nothing is looked for there. */
function storeAt(folder: string): Promise<DirectoryStore> {
  return DirectoryStore.open(folder, { partialAge: Number.POSITIVE_INFINITY });
}

function nameOfItem(item: PutItem): string {
  if (typeof item === "string") return basename(item);
  return item.name ?? (typeof item.from === "string" ? basename(item.from) : "");
}

export { BatchError };
