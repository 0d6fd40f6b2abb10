// A store of files that is a folder of the system, whose names cannot lead out of it.

import { constants, type Stats } from "node:fs";
import { type FileHandle, lstat, mkdir, open, readdir, rename, rm, rmdir, stat } from "node:fs/promises";
import { NotADirectoryError, ValueError } from "../../../protocols/errors.ts";
import { repr } from "../../../protocols/text/repr.ts";
import { asOSError, osError } from "../../oserror.ts";
import { byteCount } from "./arguments.ts";
import type {
  BeginOptions,
  BlobContent,
  BlobPage,
  BlobStat,
  BlobStore,
  BlobUpload,
  ListOptions,
  ReadOptions,
  StoreUsage,
} from "./blob-store.ts";
import { FileContent } from "./content.ts";
import { type Disk, sharedDisk } from "./disk.ts";
import { PARTIAL_PREFIX, safeFolder, safePath, splitPath } from "./file-name.ts";
import { type Folder, Folders } from "./folder.ts";
import { listFolder, statOf, walk } from "./listing.ts";
import { claimPartial, isAbandoned, isLive, PartialNames, parsePartial, partialKey } from "./partial.ts";
import { Quota } from "./quota.ts";
import { SMALL, SmallUpload } from "./small-upload.ts";
import { openUpload, type UploadPlace } from "./upload.ts";

/** Milliseconds between two looks for partial files that nobody came back for. */
const SWEEP_EVERY = 3_600_000;

/** What a {@link DirectoryStore} allows. */
export interface DirectoryStoreOptions {
  /** The largest file in bytes; no limit unless told. A larger one is an OSError (EDQUOT). */
  readonly maxFileSize?: number;
  /** The bytes of all files and uploads; no limit unless told. What goes beyond is an OSError (EDQUOT). */
  readonly maxTotalSize?: number;
  /** Seconds for which a suspended upload is kept since its last byte; a day unless told, `Infinity` for ever. */
  readonly partialAge?: number;
}

/** Parts that tests put in the place of the usual ones. */
export interface DirectoryStoreParts {
  readonly disk?: Disk;
  /** Whether folders are reached through their descriptors. */
  readonly anchored?: boolean;
}

/**
 * A folder that takes uploads and gives files.
 *
 * Names cannot lead out of it: no link below the root is followed, neither at the end of a path nor on the way, and on Linux
 * not even one that somebody puts there between the check and the use. A link or a device is no file to the store. Uploads
 * are written to hidden files beside their place (`.dunder-…`), synced, and renamed. Those of a process that was killed can be
 * resumed by another one on the same host name; several processes may share a root. A process that gives up its rights
 * (`setuid`) does so before it opens a store.
 *
 * @example
 * await using store = await DirectoryStore.open("/srv/files", { maxTotalSize: 10 * 2 ** 30 });
 * const upload = await store.begin("a.txt", { size: 5 });
 * await upload.write(new TextEncoder().encode("hello"), 0);
 * const { sha256 } = await upload.commit();
 */
export class DirectoryStore implements BlobStore {
  /** The folder's real path. */
  readonly root: string;
  readonly #folders: Folders;
  readonly #disk: Disk;
  readonly #maxFileSize: number;
  readonly #partialAge: number;
  readonly #quota: Quota;
  readonly #partials = new PartialNames();
  #sweeping: Promise<void> = Promise.resolve();
  #swept = Number.NEGATIVE_INFINITY;
  #closed = false;

  private constructor(folders: Folders, options: DirectoryStoreOptions, disk: Disk) {
    this.root = folders.root;
    this.#folders = folders;
    this.#disk = disk;
    this.#maxFileSize = limitOf(options.maxFileSize, "maxFileSize");
    this.#partialAge = options.partialAge ?? 86_400;
    const total = limitOf(options.maxTotalSize, "maxTotalSize");
    this.#quota = new Quota(total, async () => (await this.#count()).bytes);
  }

  /** Opens the folder at `root`, which may be a link, and makes it where there is none. @throws OSError, ValueError */
  static async open(
    root: string,
    options: DirectoryStoreOptions = {},
    parts: DirectoryStoreParts = {},
  ): Promise<DirectoryStore> {
    return translated(root, async () => {
      await mkdir(root, { recursive: true });
      const folders = await Folders.open(root, parts.anchored);
      try {
        const store = new DirectoryStore(folders, options, parts.disk ?? sharedDisk);
        store.#sweepNowAndThen();
        return store;
      } catch (error) {
        await folders.close();
        throw error;
      }
    });
  }

  async begin(name: string, options: BeginOptions): Promise<BlobUpload> {
    const filename = safePath(name);
    const size = byteCount(options.size, "size");
    if (size > this.#maxFileSize) throw osError("EDQUOT", filename);
    this.#sweepNowAndThen();
    return translated(filename, () => this.#begin(filename, size, options));
  }

  async read(name: string, options: ReadOptions = {}): Promise<BlobContent> {
    options.signal?.throwIfAborted();
    const path = safePath(name);
    const { file, stats } = await this.#open(path);
    try {
      return new FileContent(path, file, stats, options);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  async stat(name: string): Promise<BlobStat> {
    const path = safeFolder(name);
    return this.#within(path, async (folder, base) => {
      const stats = base === "" ? await stat(folder.at) : await lstat(folder.path(base));
      return statOf(path, stats) ?? fail("ENOENT", path);
    });
  }

  async list(folder: string, options: ListOptions = {}): Promise<BlobPage> {
    const path = safeFolder(folder);
    return translated(path, () => this.#with(path, (opened) => listFolder(opened, path, options)));
  }

  async digest(name: string, options: Omit<ReadOptions, "offset"> = {}): Promise<string> {
    const { signal } = options;
    signal?.throwIfAborted();
    const path = safePath(name);
    const wanted = options.length === undefined ? undefined : byteCount(options.length, "length");
    const { file, stats } = await this.#open(path);
    try {
      const length = Math.min(wanted ?? stats.size, stats.size);
      return await this.#disk.digestOf(file.fd, length, signal);
    } catch (error) {
      signal?.throwIfAborted();
      throw asOSError(error, path);
    } finally {
      await file.close();
    }
  }

  async remove(name: string): Promise<void> {
    const filename = safePath(name);
    await this.#within(filename, async (folder, base) => {
      const path = folder.path(base);
      const stats = await lstat(path);
      if (stats.isDirectory()) await this.#removeFolder(path);
      else if (stats.isFile()) await rm(path);
      else throw osError("ENOENT", filename);
      this.#folders.forget();
      this.#quota.freed(stats.isFile() ? stats.size : 0);
      await folder.sync();
    });
  }

  async rename(from: string, to: string): Promise<void> {
    const [source, target] = [safePath(from), safePath(to)];
    await this.#within(source, async (folder, base) => {
      const stats = await lstat(folder.path(base));
      if (statOf(source, stats) === null) throw osError("ENOENT", source);
      if (source === target) return;
      await this.#within(target, async (targetFolder, targetBase) => {
        const there = await lstat(targetFolder.path(targetBase)).catch(() => null);
        if (target.startsWith(`${source}/`)) throw osError("EINVAL", target);
        if (there?.isDirectory()) throw osError(stats.isDirectory() ? "EEXIST" : "EISDIR", target);
        await rename(folder.path(base), targetFolder.path(targetBase));
        this.#folders.forget();
        this.#quota.freed(there?.isFile() ? there.size : 0);
        await Promise.all([folder.sync(), targetFolder.sync()]);
      });
    });
  }

  async makeFolder(name: string): Promise<void> {
    const path = safeFolder(name);
    const names = path === "" ? [] : path.split("/");
    await translated(path, async () => {
      for (const [i, base] of names.entries()) {
        await this.#with(names.slice(0, i).join("/"), (folder) => makeOne(folder, base));
      }
      // What is there under the name may be a file.
      await this.#with(path, async () => {}).catch((error: unknown) => {
        throw asOSError(error) instanceof NotADirectoryError ? osError("EEXIST", path) : error;
      });
    });
  }

  async usage(): Promise<StoreUsage> {
    const { files, bytes } = await translated("", () => this.#count());
    return { files, bytes: bytes + this.#quota.announced };
  }

  /** Removes partial files that nobody has come back for; done now and then by itself. Uploads under way are never touched. */
  async sweep(): Promise<void> {
    for await (const { folder, name, stats } of walk(this.#folders)) {
      if (this.#closed) return;
      if (!name.startsWith(PARTIAL_PREFIX)) continue;
      const partial = parsePartial(name);
      if (partial !== null && isLive(partial)) continue;
      if (Date.now() - stats.mtimeMs < this.#partialAge * 1000) continue;
      await rm(folder.path(name), { force: true }).catch(() => {});
      this.#quota.freed(partial?.size ?? stats.size);
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#sweeping;
    await this.#folders.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #begin(filename: string, size: number, options: BeginOptions): Promise<BlobUpload> {
    const [path, name] = splitPath(filename);
    const folder = await this.#folders.get(path);
    const [quota, partials] = [this.#quota, this.#partials];
    const key = partialKey(name, size);
    const ended = (kept: boolean) => quota.release(size, kept);
    const hash = options.hash !== false;
    const place: UploadPlace = { filename, name, size, hash, folder, disk: this.#disk, partials, ended };
    let counted = false;
    try {
      // A name that cannot be taken is said now, before the peer sends a gigabyte.
      const found = size > SMALL ? await lstat(folder.path(name)).catch(() => null) : null;
      if (found?.isDirectory()) throw osError("EISDIR", filename);
      const partial = partials.claimed(key, size);
      const claims = size > SMALL && options.resume === true;
      const claimed = claims && (await claimPartial(folder, key, size, partial));
      if (claimed) quota.adopt(size);
      else await quota.reserve(size, filename);
      counted = true;
      return size > SMALL ? await openUpload(place, partial, claimed) : new SmallUpload(place);
    } catch (error) {
      await folder.release();
      if (counted) quota.release(size, false);
      throw error;
    }
  }

  /** Opens a file to read, and nothing else: opening a pipe must not wait for its other end. */
  async #open(path: string): Promise<{ file: FileHandle; stats: Stats }> {
    return this.#within(path, async (folder, base) => {
      const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
      const file = await open(folder.path(base), flags).catch((error: NodeJS.ErrnoException) => {
        throw error.code === "ELOOP" || error.code === "ENXIO" ? osError("ENOENT", path) : error;
      });
      try {
        const stats = await file.stat();
        if (stats.isDirectory()) throw osError("EISDIR", path);
        if (!stats.isFile()) throw osError("ENOENT", path);
        return { file, stats };
      } catch (error) {
        await file.close();
        throw error;
      }
    });
  }

  async #removeFolder(path: string): Promise<void> {
    try {
      await rmdir(path);
    } catch (error) {
      const names = await readdir(path).catch(() => []);
      const partials = names.map(parsePartial);
      // A folder that looks empty must be one that can be removed.
      if (names.length === 0 || !partials.every((partial) => partial !== null && isAbandoned(partial)))
        throw error;
      for (const name of names) await rm(`${path}/${name}`, { force: true });
      await rmdir(path);
    }
  }

  /** What is there, without this store's own uploads. */
  async #count(): Promise<StoreUsage> {
    let files = 0;
    let bytes = 0;
    for await (const { name, stats } of walk(this.#folders)) {
      const partial = name.startsWith(PARTIAL_PREFIX) ? parsePartial(name) : null;
      if (partial === null) {
        if (!name.startsWith(PARTIAL_PREFIX)) files++;
        bytes += stats.size;
      } else if (partial.store !== this.#partials.store || isAbandoned(partial)) bytes += partial.size;
    }
    return { files, bytes };
  }

  #sweepNowAndThen(): void {
    const now = performance.now();
    if (now - this.#swept < SWEEP_EVERY || this.#partialAge === Number.POSITIVE_INFINITY) return;
    this.#swept = now;
    this.#sweeping = this.sweep().catch(() => {});
  }

  async #within<T>(path: string, work: (folder: Folder, base: string) => Promise<T>): Promise<T> {
    const [folder, base] = splitPath(path);
    return translated(path, () => this.#with(folder, (opened) => work(opened, base)));
  }

  async #with<T>(path: string, work: (folder: Folder) => Promise<T>): Promise<T> {
    const folder = await this.#folders.get(path);
    try {
      return await work(folder);
    } finally {
      await folder.release();
    }
  }
}

async function makeOne(folder: Folder, name: string): Promise<void> {
  try {
    await mkdir(folder.path(name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return;
    throw error;
  }
  await folder.sync();
}

function limitOf(value: number | undefined, what: string): number {
  if (value === undefined || value === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
  if (typeof value === "number" && value >= 0) return value;
  throw new ValueError(`${what} must be a number from 0 on, got ${repr(value)}`);
}

function fail(code: Parameters<typeof osError>[0], path: string): never {
  throw osError(code, path);
}

async function translated<T>(filename: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asOSError(error, filename);
  }
}
