// The smallest store of files: in memory. It shows that the services need nothing of a disk.

import { createHash, type Hash } from "node:crypto";
import { osError } from "../../../src/net/oserror.ts";
import {
  byteCount,
  checkChunk,
  checkDigest,
  checkWhole,
  partOf,
} from "../../../src/net/services/storage/arguments.ts";
import type {
  BeginOptions,
  BlobContent,
  BlobPage,
  BlobStat,
  BlobStore,
  BlobUpload,
  ListOptions,
  ReadOptions,
  StoredFile,
  StoreUsage,
} from "../../../src/net/services/storage/blob-store.ts";
import { safeFolder, safePath, splitPath } from "../../../src/net/services/storage/file-name.ts";

interface Entry {
  /** `null` is a folder. */
  readonly bytes: Uint8Array | null;
  readonly modified: number;
}

export class MemoryStore implements BlobStore {
  readonly entries = new Map<string, Entry>([["", { bytes: null, modified: Date.now() }]]);
  readonly suspended = new Map<string, Uint8Array[]>();
  /** The bytes that uploads have announced. */
  announced = 0;

  async begin(name: string, options: BeginOptions): Promise<BlobUpload> {
    const filename = safePath(name);
    const size = byteCount(options.size, "size");
    this.parentOf(filename);
    if (this.entries.get(filename)?.bytes === null) throw osError("EISDIR", filename);
    const key = `${filename}/${size}`;
    const chunks = options.resume ? this.suspended.get(key) : undefined;
    if (chunks !== undefined) this.suspended.delete(key);
    return new MemoryUpload(this, filename, size, chunks ?? [], options.hash !== false);
  }

  async read(name: string, options: ReadOptions = {}): Promise<BlobContent> {
    options.signal?.throwIfAborted();
    const { bytes, modified } = this.find(safePath(name));
    if (bytes === null) throw osError("EISDIR", name);
    const { offset, length } = partOf(bytes.length, options);
    async function* chunks() {
      for (let at = offset; at < offset + length; at += 65_536) {
        options.signal?.throwIfAborted();
        yield bytes?.slice(at, Math.min(at + 65_536, offset + length)) as Uint8Array;
      }
    }
    const close = async () => {};
    return {
      size: bytes.length,
      offset,
      length,
      modified,
      close,
      [Symbol.asyncIterator]: chunks,
      [Symbol.asyncDispose]: close,
    };
  }

  async stat(name: string): Promise<BlobStat> {
    const path = safeFolder(name);
    return statOf(path, this.find(path));
  }

  async list(folder: string, options: ListOptions = {}): Promise<BlobPage> {
    const path = safeFolder(folder);
    if (this.find(path).bytes !== null) throw osError("ENOTDIR", path);
    const { after = "", limit = 1000 } = options;
    const names = [...this.entries.keys()].filter((name) => name !== "" && splitPath(name)[0] === path);
    const rest = names.filter((name) => splitPath(name)[1] > after).sort();
    const page = rest.slice(0, limit);
    const next = rest.length > limit ? (splitPath(page.at(-1) ?? "")[1] ?? null) : null;
    return { entries: page.map((name) => statOf(name, this.find(name))), next };
  }

  async digest(name: string, options: { length?: number; signal?: AbortSignal } = {}): Promise<string> {
    const hash = createHash("sha256");
    for await (const chunk of await this.read(name, options)) hash.update(chunk);
    return hash.digest("hex");
  }

  async remove(name: string): Promise<void> {
    const path = safePath(name);
    if (this.find(path).bytes === null && this.#inside(path).length > 0) throw osError("ENOTEMPTY", path);
    this.entries.delete(path);
  }

  async rename(from: string, to: string): Promise<void> {
    const [source, target] = [safePath(from), safePath(to)];
    const entry = this.find(source);
    this.parentOf(target);
    if (source === target) return;
    if (`${target}/`.startsWith(`${source}/`)) throw osError("EINVAL", target);
    const there = this.entries.get(target);
    if (there?.bytes === null) throw osError(entry.bytes === null ? "EEXIST" : "EISDIR", target);
    if (there !== undefined && entry.bytes === null) throw osError("ENOTDIR", target);
    for (const inside of this.#inside(source)) {
      this.entries.set(target + inside.slice(source.length), this.entries.get(inside) as Entry);
      this.entries.delete(inside);
    }
    this.entries.delete(source);
    this.entries.set(target, entry);
  }

  async makeFolder(name: string): Promise<void> {
    const names = safeFolder(name).split("/");
    names.forEach((_, i) => {
      const path = names.slice(0, i + 1).join("/");
      const there = this.entries.get(path);
      if (there === undefined) this.entries.set(path, { bytes: null, modified: Date.now() });
      else if (there.bytes !== null) throw osError(path === name ? "EEXIST" : "ENOTDIR", path);
    });
  }

  async usage(): Promise<StoreUsage> {
    const sizes = [...this.entries.values()].flatMap(({ bytes }) => (bytes === null ? [] : [bytes.length]));
    return { files: sizes.length, bytes: sizes.reduce((a, b) => a + b, this.announced) };
  }

  async close(): Promise<void> {}

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  find(path: string): Entry {
    this.parentOf(path);
    const entry = this.entries.get(path);
    if (entry === undefined) throw osError("ENOENT", path);
    return entry;
  }

  parentOf(path: string): void {
    const [folder] = splitPath(path);
    if (folder === path || folder === "") return;
    if (this.find(folder).bytes !== null) throw osError("ENOTDIR", path);
  }

  #inside(path: string): string[] {
    return [...this.entries.keys()].filter((name) => name.startsWith(`${path}/`));
  }
}

class MemoryUpload implements BlobUpload {
  readonly filename: string;
  readonly size: number;
  readonly #store: MemoryStore;
  readonly #chunks: Uint8Array[];
  readonly #hash: Hash | null;
  #offset = 0;
  #done = false;

  constructor(store: MemoryStore, filename: string, size: number, chunks: Uint8Array[], hash: boolean) {
    this.#store = store;
    this.filename = filename;
    this.size = size;
    this.#chunks = chunks;
    this.#hash = hash ? createHash("sha256") : null;
    for (const chunk of chunks) {
      this.#hash?.update(chunk);
      this.#offset += chunk.length;
    }
    store.announced += size;
  }

  get offset(): number {
    return this.#offset;
  }

  async digest(): Promise<string> {
    const hash = createHash("sha256");
    for (const chunk of this.#chunks) hash.update(chunk);
    return hash.digest("hex");
  }

  async write(chunk: Uint8Array, offset: number): Promise<void> {
    checkChunk(this, chunk, offset);
    this.#chunks.push(chunk);
    this.#hash?.update(chunk);
    this.#offset += chunk.length;
  }

  async commit(sha256?: string): Promise<StoredFile> {
    checkWhole(this);
    const actual = this.#hash?.digest("hex") ?? null;
    this.#end();
    checkDigest(this.filename, sha256, actual);
    if (this.#store.entries.get(this.filename)?.bytes === null) throw osError("EISDIR", this.filename);
    this.#store.entries.set(this.filename, { bytes: Buffer.concat(this.#chunks), modified: Date.now() });
    return { filename: this.filename, size: this.size, sha256: actual };
  }

  async suspend(): Promise<void> {
    if (this.#done) return;
    this.#store.suspended.set(`${this.filename}/${this.size}`, this.#chunks);
    this.#end();
  }

  async abort(): Promise<void> {
    this.#end();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.abort();
  }

  #end(): void {
    if (this.#done) return;
    this.#done = true;
    this.#store.announced -= this.size;
  }
}

function statOf(name: string, { bytes, modified }: Entry): BlobStat {
  return { name, kind: bytes === null ? "folder" : "file", size: bytes?.length ?? 0, modified };
}
