// Files under one root folder, which appear under their names only when they are whole.

import { createHash, randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, lstat, mkdir, open, realpath, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { ByteQueue } from "./byte-queue.ts";
import { PARTIAL_PREFIX, safeFileName } from "./file-name.ts";
import { asOSError, osError } from "./oserror.ts";

/** 512 KiB: one write for about a hundred packets, and two of them in memory for each upload. */
const BATCH = 512 * 1024;

/** A file that was stored. */
export interface StoredFile {
  /** The name under which it is stored: the one asked for, in Unicode's NFC form. */
  readonly filename: string;
  /** Its size in bytes. */
  readonly size: number;
  /** The SHA-256 of what was written, in hexadecimal. */
  readonly sha256: string;
}

/** A folder that takes uploads. */
export class DirectoryStore {
  /** The folder's real path. */
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
  }

  /** Opens the folder at `path`, and makes it where there is none. @throws OSError */
  static async open(path: string): Promise<DirectoryStore> {
    return translated(path, async () => {
      await mkdir(path, { recursive: true });
      return new DirectoryStore(await realpath(path));
    });
  }

  /**
   * Begins to store a file. Nothing can be seen of it before `commit`.
   *
   * @throws FileNameError for a name that is no plain base name
   * @throws OSError
   */
  async begin(name: string): Promise<Upload> {
    const filename = safeFileName(name);
    const target = join(this.root, filename);
    const partial = join(this.root, `${PARTIAL_PREFIX}${randomBytes(12).toString("hex")}.part`);
    return translated(filename, async () => {
      // A name that cannot be taken is said now, before the peer sends a gigabyte.
      await refuseDirectory(target, filename);
      const { O_CREAT, O_EXCL, O_WRONLY } = constants;
      // O_NOFOLLOW is missing on Windows; O_EXCL alone follows no link either.
      const flags = O_WRONLY | O_CREAT | O_EXCL | (constants.O_NOFOLLOW ?? 0);
      return new Upload(this.root, filename, partial, await open(partial, flags, 0o666));
    });
  }
}

async function refuseDirectory(path: string, filename: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found?.isDirectory()) throw osError("EISDIR", filename);
}

/** A file on its way into a {@link DirectoryStore}: `write` its bytes, then `commit`; `abort` leaves nothing. */
export class Upload {
  readonly #root: string;
  readonly #filename: string;
  readonly #partial: string;
  readonly #file: FileHandle;
  readonly #queue = new ByteQueue();
  readonly #hash = createHash("sha256");
  // One batch is written while the next one arrives.
  #writing: Promise<void> = Promise.resolve();
  #size = 0;
  #done = false;

  constructor(root: string, filename: string, partial: string, file: FileHandle) {
    this.#root = root;
    this.#filename = filename;
    this.#partial = partial;
    this.#file = file;
  }

  /** Appends a chunk, which must not be changed from then on; waiting is back-pressure. @throws OSError */
  async write(chunk: Uint8Array): Promise<void> {
    this.#queue.push(chunk);
    if (this.#queue.length >= BATCH) await this.#flush();
  }

  /**
   * Makes the file safe on the disk, then visible under its name, in the place of one that had it.
   *
   * @throws OSError, after which `abort` is still to be called
   */
  async commit(): Promise<StoredFile> {
    await this.#flush();
    await this.#writing;
    await translated(this.#filename, async () => {
      await this.#file.datasync();
      await this.#file.close();
      await rename(this.#partial, join(this.#root, this.#filename));
      this.#done = true;
      await syncDirectory(this.#root);
    });
    return { filename: this.#filename, size: this.#size, sha256: this.#hash.digest("hex") };
  }

  /** Removes what was written, unless it was committed. Never throws. */
  async abort(): Promise<void> {
    if (this.#done) return;
    this.#done = true;
    await this.#writing.catch(() => {});
    // Closing a file that `commit` closed already is refused, which changes nothing.
    await this.#file.close().catch(() => {});
    await rm(this.#partial, { force: true }).catch(() => {});
  }

  async #flush(): Promise<void> {
    await this.#writing;
    const chunks = this.#queue.takeAll();
    for (const chunk of chunks) this.#hash.update(chunk);
    const start = this.#size;
    for (const chunk of chunks) this.#size += chunk.length;
    this.#writing = translated(this.#filename, () => writeAll(this.#file, chunks, start));
    // It is awaited by the next call; until then nobody listens.
    this.#writing.catch(() => {});
  }
}

/** Writes all chunks, even where the system takes only a part at a time. */
async function writeAll(file: FileHandle, chunks: readonly Uint8Array[], start: number): Promise<void> {
  let rest = chunks;
  let position = start;
  while (rest.length > 0) {
    const { bytesWritten } = await file.writev(rest as Uint8Array[], position);
    position += bytesWritten;
    rest = without(rest, bytesWritten);
  }
}

function without(chunks: readonly Uint8Array[], written: number): readonly Uint8Array[] {
  let left = written;
  let at = 0;
  for (let chunk = chunks[at]; chunk !== undefined && chunk.length <= left; chunk = chunks[at]) {
    left -= chunk.length;
    at++;
  }
  const rest = chunks.slice(at);
  const first = rest[0];
  if (first !== undefined && left > 0) rest[0] = first.subarray(left);
  return rest;
}

/** The rename itself must outlive a power cut, where the system can say so of a folder. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, "r").catch(() => undefined);
  await directory?.sync().catch(() => {});
  await directory?.close();
}

async function translated<T>(filename: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asOSError(error, filename);
  }
}
