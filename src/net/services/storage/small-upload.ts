// A file on its way into a directory store that is held in memory until it is whole.

import { createHash } from "node:crypto";
import { ByteQueue } from "../../byte-queue.ts";
import { asOSError, osError } from "../../oserror.ts";
import { checkChunk, checkDigest, checkWhole } from "./arguments.ts";
import type { BlobUpload, StoredFile } from "./blob-store.ts";
import { partialKey } from "./partial.ts";
import type { UploadPlace } from "./upload.ts";

/** 64 KiB: the largest file for which a partial file is not worth its trouble; a broken upload of it is begun anew. */
export const SMALL = 64 * 1024;

/** An upload that touches the disk in one piece, with others. */
export class SmallUpload implements BlobUpload {
  readonly filename: string;
  readonly size: number;
  readonly #place: UploadPlace;
  readonly #queue = new ByteQueue();
  #committing: Promise<unknown> = Promise.resolve();
  #done = false;

  constructor(place: UploadPlace) {
    this.filename = place.filename;
    this.size = place.size;
    this.#place = place;
  }

  #offset = 0;
  get offset(): number {
    return this.#offset;
  }

  async digest(): Promise<string> {
    const chunks = this.#queue.takeAll();
    const hash = createHash("sha256");
    for (const chunk of chunks) {
      hash.update(chunk);
      this.#queue.push(chunk);
    }
    return hash.digest("hex");
  }

  async write(chunk: Uint8Array, offset: number): Promise<void> {
    checkChunk(this, chunk, offset);
    this.#queue.push(chunk);
    this.#offset += chunk.length;
  }

  async commit(sha256?: string): Promise<StoredFile> {
    checkWhole(this);
    if (this.#done) throw osError("EBADF", this.filename);
    this.#done = true;
    const committing = this.#commit(sha256);
    this.#committing = committing.catch(() => {});
    return committing;
  }

  async suspend(): Promise<void> {
    await this.abort();
  }

  async abort(): Promise<void> {
    await this.#committing;
    if (this.#done) return;
    this.#done = true;
    await this.#release(false);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.abort();
  }

  async #commit(expected: string | undefined): Promise<StoredFile> {
    const { folder, name, size, hash, disk, partials } = this.#place;
    const { filename } = this;
    let stored = false;
    try {
      if (!hash) checkDigest(filename, expected, null);
      const result = await disk.put({
        partial: folder.path(partials.claimed(partialKey(name, size), size)),
        target: folder.path(name),
        chunks: this.#queue.takeAll(),
        hash,
        sha256: expected?.toLowerCase() ?? null,
      });
      stored = result.stored;
      checkDigest(filename, expected, result.sha256);
      await folder.sync();
      return { filename, size, sha256: result.sha256 };
    } catch (error) {
      throw asOSError(error, filename);
    } finally {
      await this.#release(stored);
    }
  }

  async #release(stored: boolean): Promise<void> {
    this.#queue.clear();
    await this.#place.folder.release().catch(() => {});
    this.#place.ended(stored);
  }
}
