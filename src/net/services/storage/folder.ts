// Folders below a root, opened so that no link is followed on the way, and synced in groups.

import { constants } from "node:fs";
import { type FileHandle, lstat, open, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { osError } from "../../oserror.ts";

/** Milliseconds for which an open folder is used again: a renamed one must not stay in use under its old name. */
const REUSE = 100;

/** An open folder. */
export class Folder {
  /**
   * The path by which the system reaches what is in it: on Linux through its descriptor, so that whatever is renamed or
   * replaced by a link meanwhile, this stays the folder that was opened.
   */
  readonly at: string;
  readonly #handle: FileHandle | null;
  #users = 1;
  #running: Promise<void> | null = null;
  #next: Promise<void> | null = null;

  constructor(at: string, handle: FileHandle | null) {
    this.at = at;
    this.#handle = handle;
  }

  /** The path of an entry. */
  path(name: string): string {
    return name === "" ? this.at : `${this.at}/${name}`;
  }

  /** Whether anyone uses it. */
  get isOpen(): boolean {
    return this.#users > 0;
  }

  /** Another user, who is to `release` it. */
  retain(): this {
    this.#users++;
    return this;
  }

  /** Closes it after its last user. */
  async release(): Promise<void> {
    if (--this.#users === 0) await this.#handle?.close();
  }

  /**
   * Makes what happened in it until now outlive a power cut, where the system can say so of a folder. Calls while one is under
   * way share the next.
   */
  sync(): Promise<void> {
    if (this.#running === null) return this.#begin();
    this.#next ??= this.#running.catch(() => {}).then(() => this.#begin());
    return this.#next;
  }

  #begin(): Promise<void> {
    this.#next = null;
    const running = this.#sync().finally(() => {
      if (this.#running === running) this.#running = null;
    });
    this.#running = running;
    return running;
  }

  async #sync(): Promise<void> {
    try {
      await this.#handle?.sync();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // Some file systems have no such thing for folders.
      if (code !== "EINVAL" && code !== "EPERM" && code !== "ENOTSUP") throw error;
    }
  }
}

/** The folders of a store. */
export class Folders {
  /** The root's path, without links. */
  readonly root: string;
  readonly #root: Folder;
  readonly #anchored: boolean;
  readonly #recent = new Map<string, { readonly folder: Promise<Folder>; readonly since: number }>();

  private constructor(path: string, root: Folder, anchored: boolean) {
    this.root = path;
    this.#root = root;
    this.#anchored = anchored;
  }

  /**
   * Opens the root itself, which may be a link.
   *
   * @param anchored whether folders are reached through their descriptors; where Linux's /proc is there unless told
   */
  static async open(path: string, anchored?: boolean): Promise<Folders> {
    const real = await realpath(path);
    const handle = await openHandle(real);
    const through = `/proc/self/fd/${handle?.fd ?? -1}`;
    const works = anchored ?? (handle !== null && (await isSame(through, real)));
    return new Folders(real, new Folder(works ? through : real, handle), works);
  }

  /**
   * The folder at a path; its user is to `release` it.
   *
   * @throws the system's error: ENOENT, ENOTDIR for a file and for a link
   */
  async get(path: string): Promise<Folder> {
    if (path === "") return this.#root.retain();
    const known = this.#recent.get(path);
    if (known !== undefined && performance.now() - known.since < REUSE) {
      const folder = await known.folder;
      if (folder.isOpen) return folder.retain();
    }
    const folder = this.#open(path.split("/"));
    const entry = { folder, since: performance.now() };
    this.#recent.set(path, entry);
    const forget = () => {
      if (this.#recent.get(path) === entry) this.#recent.delete(path);
    };
    folder.catch(forget);
    setTimeout(forget, REUSE).unref();
    return folder;
  }

  /** Has the next `get` look anew; for after a folder was renamed or removed. */
  forget(): void {
    this.#recent.clear();
  }

  /** Gives the root back. */
  async close(): Promise<void> {
    await this.#root.release();
  }

  async #open(names: readonly string[]): Promise<Folder> {
    if (!this.#anchored) return this.#openByPath(names);
    let folder = this.#root.retain();
    for (const name of names) {
      try {
        const handle = await open(folder.path(name), FOLDER_FLAGS);
        const inner = new Folder(`/proc/self/fd/${handle.fd}`, handle);
        await folder.release();
        folder = inner;
      } catch (error) {
        await folder.release();
        throw error;
      }
    }
    return folder;
  }

  /** As safe as can be where the system knows folders by their paths alone. */
  async #openByPath(names: readonly string[]): Promise<Folder> {
    let path = this.#root.at;
    for (const name of names) {
      path = join(path, name);
      const found = await lstat(path);
      if (!found.isDirectory()) throw osError("ENOTDIR", names.join("/"));
    }
    return new Folder(path, await openHandle(path));
  }
}

const FOLDER_FLAGS = constants.O_RDONLY | (constants.O_DIRECTORY ?? 0) | (constants.O_NOFOLLOW ?? 0);

/** `null` where the system has no handles for folders (Windows). */
async function openHandle(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, FOLDER_FLAGS);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (process.platform === "win32" && (code === "EISDIR" || code === "EPERM")) return null;
    throw error;
  }
}

async function isSame(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([stat(one), stat(other)]).catch(() => []);
  return a !== undefined && b !== undefined && a.ino === b.ino && a.dev === b.dev;
}
