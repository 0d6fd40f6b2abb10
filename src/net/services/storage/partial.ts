// The hidden files that hold uploads until they are complete, and whose they are.

import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { lstat, readdir, rename } from "node:fs/promises";
import { hostname } from "node:os";
import { PARTIAL_PREFIX } from "./file-name.ts";
import type { Folder } from "./folder.ts";

/** The owner of a file that was suspended. */
const NOBODY = "free";

/**
 * A partial file's name tells everything that another process must know of it: `.dunder-<key>.<size>.<owner>.<random>`, with
 * the size that was announced, and as the owner its host, process id and the time at which that process began.
 */
export interface Partial {
  readonly key: string;
  readonly size: number;
  readonly owner: string;
  /** Of the store that made it. */
  readonly store: string;
}

const FORM = /^\.dunder-([0-9a-f]{24})\.(\d{1,16})\.([0-9a-z-]+)\.([0-9a-f]+)-[0-9a-f]+$/;

/** What uploads of one name and size have in common. */
export function partialKey(name: string, size: number): string {
  return createHash("sha256").update(`${name}/${size}`).digest("hex").slice(0, 24);
}

const HOST = createHash("sha256").update(hostname()).digest("hex").slice(0, 12);
const OWNER = `${HOST}-${process.pid}-${startOf(process.pid) ?? 0}`;

/** A source of names for the partial files of one store. */
export class PartialNames {
  /** Tells this store's partial files from those of others in this process. */
  readonly store: string = randomBytes(8).toString("hex");
  #count = 0;

  /** A new name for an upload that is under way. */
  claimed(key: string, size: number): string {
    return this.#name(key, size, OWNER);
  }

  /** A new name for an upload that anyone may go on with. */
  free(key: string, size: number): string {
    return this.#name(key, size, NOBODY);
  }

  #name(key: string, size: number, owner: string): string {
    return `${PARTIAL_PREFIX}${key}.${size}.${owner}.${this.store}-${(++this.#count).toString(16)}`;
  }
}

/** What the name of a partial file tells; `null` for any other name. */
export function parsePartial(name: string): Partial | null {
  const [, key, size, owner, store] = FORM.exec(name) ?? [];
  if (key === undefined || owner === undefined || store === undefined) return null;
  return { key, size: Number(size), owner, store };
}

/** Whether nobody can be at work on it: it was suspended, or its process on this host is gone. */
export function isAbandoned({ owner }: Partial): boolean {
  if (owner === NOBODY) return true;
  const [host, pid, start] = owner.split("-");
  return host === HOST && !isRunning(Number(pid), Number(start));
}

/** Whether somebody may be at work on it: whether it was not suspended, and its process not known to be gone. */
export function isLive(partial: Partial): boolean {
  return !isAbandoned(partial) && partial.owner.startsWith(`${HOST}-`);
}

/**
 * Takes over the longest abandoned file of a key by renaming it, which only one can. An owner on another host that shares the
 * folder may be alive, so that its files are left alone.
 */
export async function claimPartial(
  folder: Folder,
  key: string,
  size: number,
  mine: string,
): Promise<boolean> {
  const names = (await readdir(folder.at)).filter((name) => {
    const partial = name.startsWith(PARTIAL_PREFIX) ? parsePartial(name) : null;
    return partial?.key === key && partial.size === size && isAbandoned(partial);
  });
  const sizes = new Map<string, number>();
  for (const name of names) {
    const found = await lstat(folder.path(name)).catch(() => null);
    if (found?.isFile() && found.size <= size) sizes.set(name, found.size);
  }
  const longestFirst = [...sizes].sort(([, a], [, b]) => b - a);
  for (const [name] of longestFirst) {
    try {
      await rename(folder.path(name), folder.path(mine));
      return true;
    } catch (error) {
      // Another was quicker.
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    }
  }
  return false;
}

function isRunning(pid: number, start: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  // A process id is used again, in a container that is restarted even at once.
  return start === 0 || startOf(pid) === start;
}

/** When a process began, in the system's ticks since it was booted; `null` where Linux's /proc does not tell. */
function startOf(pid: number): number | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").pop()?.split(" ");
    return Number(fields?.[19] ?? 0);
  } catch {
    return null;
  }
}
