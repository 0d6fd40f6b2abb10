// A part of a file of a directory store, read ahead by one chunk.

import type { Stats } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { asOSError, osError } from "../../oserror.ts";
import { partOf } from "./arguments.ts";
import type { BlobContent, ReadOptions } from "./blob-store.ts";

/** What one reader reads at once, at least and at most, and what all of them together have in memory where that allows. */
const LEAST = 64 * 1024;
const MOST = 256 * 1024;
const TOGETHER = 16 * 2 ** 20;

/** How many files are being read. */
let readers = 0;

/** What an open file holds. */
export class FileContent implements BlobContent {
  readonly size: number;
  readonly offset: number;
  readonly length: number;
  readonly modified: number;
  readonly #name: string;
  readonly #file: FileHandle;
  readonly #stats: Stats;
  readonly #signal: AbortSignal | undefined;
  #closed = false;
  #reading: Promise<Uint8Array> | null = null;

  /** Takes the file over. @throws ValueError */
  constructor(name: string, file: FileHandle, stats: Stats, options: ReadOptions) {
    const { offset, length } = partOf(stats.size, options);
    this.size = stats.size;
    this.offset = offset;
    this.length = length;
    this.modified = Math.floor(stats.mtimeMs);
    this.#name = name;
    this.#file = file;
    this.#stats = stats;
    this.#signal = options.signal;
    readers++;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    const end = this.offset + this.length;
    try {
      for (let at = this.offset; at < end; ) {
        const chunk = await (this.#reading ?? this.#read(at, end));
        this.#signal?.throwIfAborted();
        at += chunk.length;
        this.#reading = at < end ? this.#read(at, end) : null;
        // Whatever ends the iteration before this is awaited has been reported already.
        this.#reading?.catch(() => {});
        // The last chunk makes it whole for its receiver, so this is the moment to know that it was one file.
        if (at === end) await this.#checkUnchanged();
        yield chunk;
        this.#signal?.throwIfAborted();
      }
    } catch (error) {
      throw error === this.#signal?.reason ? error : asOSError(error, this.#name);
    } finally {
      await this.close();
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    readers--;
    await this.#reading?.catch(() => {});
    await this.#file.close().catch(() => {});
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #read(at: number, end: number): Promise<Uint8Array> {
    if (this.#closed) throw osError("EBADF", this.#name);
    // Two chunks for each reader: one is read while the other one is used.
    const size = Math.min(MOST, Math.max(LEAST, Math.floor(TOGETHER / (2 * readers))), end - at);
    const chunk = new Uint8Array(Buffer.allocUnsafeSlow(size).buffer);
    const { bytesRead } = await this.#file.read(chunk, 0, chunk.length, at);
    if (bytesRead === 0) throw osError("EIO", this.#name);
    return bytesRead === chunk.length ? chunk : chunk.subarray(0, bytesRead);
  }

  async #checkUnchanged(): Promise<void> {
    const { size, mtimeMs } = await this.#file.stat();
    if (size !== this.#stats.size || mtimeMs !== this.#stats.mtimeMs) throw osError("EIO", this.#name);
  }
}
