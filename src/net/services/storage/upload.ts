// A file on its way into a directory store, by way of a hidden partial file beside its place.

import { constants } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { ByteQueue } from "../../byte-queue.ts";
import { asOSError, osError } from "../../oserror.ts";
import { checkChunk, checkDigest, checkWhole } from "./arguments.ts";
import type { BlobUpload, StoredFile } from "./blob-store.ts";
import type { Disk } from "./disk.ts";
import type { Folder } from "./folder.ts";
import { type PartialNames, partialKey } from "./partial.ts";

/** 64 MiB: what is written before the disk is told to take it, so that the last sync has little left to do. */
const SYNC_EVERY = 64 * 2 ** 20;

/** What an upload needs of its store. */
export interface UploadPlace {
  readonly filename: string;
  /** The base name. */
  readonly name: string;
  readonly size: number;
  readonly hash: boolean;
  /** Released by the upload when it ends. */
  readonly folder: Folder;
  readonly disk: Disk;
  readonly partials: PartialNames;
  /** Told once, when the upload has ended, whether its bytes are kept. */
  readonly ended: (kept: boolean) => void;
}

/** Opens the upload's partial file: one that was claimed to go on with, or a new one. */
export async function openUpload(place: UploadPlace, partial: string, claimed: boolean): Promise<FileUpload> {
  const { folder, partials, name, size } = place;
  const { O_CREAT, O_EXCL, O_RDWR } = constants;
  // O_NOFOLLOW is missing on Windows; O_EXCL alone follows no link either.
  const flags = O_RDWR | (claimed ? 0 : O_CREAT | O_EXCL) | (constants.O_NOFOLLOW ?? 0);
  try {
    const file = await open(folder.path(partial), flags, 0o666);
    const { size: offset } = claimed ? await file.stat() : { size: 0 };
    return new FileUpload(place, partial, file, offset);
  } catch (error) {
    // Out of descriptors, say: another may go on with it later.
    const free = folder.path(partials.free(partialKey(name, size), size));
    if (claimed) await rename(folder.path(partial), free).catch(() => {});
    throw error;
  }
}

/** An upload that is too large to be held in memory. */
export class FileUpload implements BlobUpload {
  readonly filename: string;
  readonly size: number;
  readonly #place: UploadPlace;
  readonly #partial: string;
  readonly #file: FileHandle;
  readonly #queue = new ByteQueue();
  #offset: number;
  /** Up to where the file has been handed to the disk, and up to where it was told to keep it. */
  #written: number;
  #synced: number;
  /** The number of its hash in the disk thread, where what it resumed must be added first. */
  #hash = 0;
  // One batch is written while the next one arrives.
  #writing: Promise<void> = Promise.resolve();
  #syncing: Promise<void> = Promise.resolve();
  /** Settles when nobody uses the descriptor. */
  #inUse: Promise<unknown> = Promise.resolve();
  #committing: Promise<unknown> = Promise.resolve();
  #done = false;
  #kept = false;

  constructor(place: UploadPlace, partial: string, file: FileHandle, offset: number) {
    this.filename = place.filename;
    this.size = place.size;
    this.#place = place;
    this.#partial = partial;
    this.#file = file;
    this.#offset = offset;
    this.#written = offset;
    this.#synced = offset;
    place.disk.uploads++;
  }

  get offset(): number {
    return this.#offset;
  }

  async digest(): Promise<string> {
    const { disk, hash } = this.#place;
    return this.#translated(async () => {
      await this.#flush();
      await this.#writing;
      return this.#using(async () =>
        hash ? disk.digest(await this.#hashed(), false) : disk.digestOf(this.#file.fd, this.#written),
      );
    });
  }

  async write(chunk: Uint8Array, offset: number): Promise<void> {
    checkChunk(this, chunk, offset);
    this.#queue.push(chunk);
    this.#offset += chunk.length;
    if (this.#queue.length >= this.#place.disk.batch) await this.#translated(() => this.#flush());
  }

  async commit(sha256?: string): Promise<StoredFile> {
    checkWhole(this);
    const committing = this.#translated(() => this.#commit(sha256));
    this.#committing = committing.catch(() => {});
    return committing;
  }

  async suspend(): Promise<void> {
    const { name, size, partials } = this.#place;
    await this.#committing;
    await this.#flush().catch(() => {});
    await this.#end(async () => {
      if (this.#written === 0) return this.#remove();
      this.#kept = true;
      await rename(this.#path, this.#place.folder.path(partials.free(partialKey(name, size), size)));
    }).catch(() => {});
  }

  async abort(): Promise<void> {
    // It has got its name by then, or has failed.
    await this.#committing;
    await this.#end(() => this.#remove()).catch(() => {});
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.abort();
  }

  get #path(): string {
    return this.#place.folder.path(this.#partial);
  }

  async #remove(): Promise<void> {
    await rm(this.#path, { force: true }).catch(() => {});
  }

  async #commit(expected: string | undefined): Promise<StoredFile> {
    const { folder, name } = this.#place;
    const { filename, size } = this;
    await this.#flush();
    await this.#writing;
    const sha256 = await this.#using(() => this.#lastDigest());
    try {
      checkDigest(filename, expected, sha256);
    } catch (error) {
      await this.#end(() => this.#remove());
      throw error;
    }
    await this.#syncing;
    await this.#using(() => this.#file.datasync());
    await this.#end(async () => {
      try {
        await rename(this.#path, folder.path(name));
      } catch (error) {
        await this.#remove();
        throw error;
      }
      this.#kept = true;
      await folder.sync();
    });
    return { filename, size, sha256 };
  }

  async #lastDigest(): Promise<string | null> {
    if (!this.#place.hash) return null;
    const sha256 = await this.#place.disk.digest(await this.#hashed(), true);
    this.#hash = 0;
    return sha256;
  }

  async #flush(): Promise<void> {
    await this.#writing;
    const chunks = this.#queue.takeAll();
    if (chunks.length === 0) return;
    this.#writing = this.#using(async () => {
      const { disk, hash } = this.#place;
      const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
      await disk.write(this.#file.fd, chunks, this.#written, hash ? await this.#hashed() : 0);
      this.#written += length;
      this.#syncEarly();
    });
    // It is awaited by the next call; until then nobody listens.
    this.#writing.catch(() => {});
  }

  #syncEarly(): void {
    if (this.#written - this.#synced < SYNC_EVERY) return;
    this.#synced = this.#written;
    const last = this.#syncing;
    this.#syncing = this.#using(() => last.then(() => this.#file.datasync()));
    this.#syncing.catch(() => {});
  }

  /** The number of the hash, which begins with what was resumed. */
  async #hashed(): Promise<number> {
    if (this.#hash !== 0) return this.#hash;
    this.#hash = this.#place.disk.newHash();
    await this.#place.disk.absorb(this.#file.fd, this.#written, this.#hash);
    return this.#hash;
  }

  /** Does what needs the descriptor open: closed too early, its number may be another file's by then. */
  #using<T>(work: () => Promise<T>): Promise<T> {
    if (this.#done) return Promise.reject(osError("EBADF", this.filename));
    const running = work();
    this.#inUse = Promise.allSettled([this.#inUse, running]);
    return running;
  }

  async #end(last: () => Promise<void>): Promise<void> {
    if (this.#done) return;
    this.#done = true;
    const { disk, folder, ended } = this.#place;
    await this.#inUse;
    if (this.#hash !== 0) await disk.digest(this.#hash, true).catch(() => {});
    try {
      await this.#file.close().finally(last);
    } finally {
      disk.uploads--;
      await folder.release().catch(() => {});
      ended(this.#kept);
    }
  }

  async #translated<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw asOSError(error, this.filename);
    }
  }
}
