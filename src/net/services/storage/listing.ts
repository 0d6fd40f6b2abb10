// What is in a folder: a page of it in order, or everything below it.

import type { Stats } from "node:fs";
import { lstat, opendir } from "node:fs/promises";
import { byteCount } from "./arguments.ts";
import type { BlobPage, BlobStat, ListOptions } from "./blob-store.ts";
import { FileNameError, PARTIAL_PREFIX, safeFileName } from "./file-name.ts";
import type { Folder, Folders } from "./folder.ts";

/** The most entries of one page, whatever is asked for. */
export const MAX_PAGE = 1000;

/** How many entries are looked up at once. */
const AT_ONCE = 32;

/** Something in a folder. */
export interface Entry {
  readonly folder: Folder;
  readonly name: string;
  readonly stats: Stats;
}

/** A page of a folder's files and folders. What a peer could not name is left out: links, devices, names of another form. */
export async function listFolder(folder: Folder, path: string, options: ListOptions): Promise<BlobPage> {
  const { after = "" } = options;
  const limit = Math.min(MAX_PAGE, Math.max(1, byteCount(options.limit ?? MAX_PAGE, "limit")));
  const names = await firstNames(folder, after, limit + 1);
  const page = names.slice(0, limit);
  const entries = (await statAll(folder, page)).flatMap(({ name, stats }) => {
    const found = statOf(path === "" ? name : `${path}/${name}`, stats);
    return found === null ? [] : [found];
  });
  return { entries, next: names.length > limit ? (page.at(-1) ?? null) : null };
}

/** What `stats` say; `null` for anything but a file or a folder. */
export function statOf(name: string, stats: Stats): BlobStat | null {
  if (!stats.isFile() && !stats.isDirectory()) return null;
  const kind = stats.isFile() ? "file" : "folder";
  return { name, kind, size: stats.isFile() ? stats.size : 0, modified: Math.floor(stats.mtimeMs) };
}

/** Everything below a folder that is no link, partial files too. What vanishes meanwhile is left out. */
export async function* walk(folders: Folders, path = ""): AsyncGenerator<Entry> {
  const folder = await folders.get(path).catch(() => null);
  if (folder === null) return;
  const inner: string[] = [];
  try {
    for await (const names of groups(folder)) {
      for (const { name, stats } of await statAll(folder, names)) {
        if (stats.isDirectory()) inner.push(name);
        else if (stats.isFile()) yield { folder, name, stats };
      }
    }
  } finally {
    await folder.release();
  }
  for (const name of inner) yield* walk(folders, path === "" ? name : `${path}/${name}`);
}

async function* groups(folder: Folder): AsyncGenerator<string[]> {
  let group: string[] = [];
  for await (const { name } of await opendir(folder.at, { bufferSize: 256 })) {
    group.push(name);
    if (group.length === AT_ONCE) {
      yield group;
      group = [];
    }
  }
  yield group;
}

/** The first names behind one, in order, in memory for that many, however many there are. */
async function firstNames(folder: Folder, after: string, count: number): Promise<string[]> {
  let names: string[] = [];
  for await (const { name } of await opendir(folder.at, { bufferSize: 256 })) {
    if (name > after && isNameable(name)) names.push(name);
    if (names.length >= 4 * count) names = names.sort().slice(0, count);
  }
  return names.sort().slice(0, count);
}

function isNameable(name: string): boolean {
  if (name.startsWith(PARTIAL_PREFIX)) return false;
  try {
    return safeFileName(name) === name;
  } catch (error) {
    if (error instanceof FileNameError) return false;
    throw error;
  }
}

async function statAll(folder: Folder, names: readonly string[]): Promise<{ name: string; stats: Stats }[]> {
  const all: { name: string; stats: Stats }[] = [];
  for (let at = 0; at < names.length; at += AT_ONCE) {
    const found = names.slice(at, at + AT_ONCE).map(async (name) => {
      const stats = await lstat(folder.path(name)).catch(() => null);
      return stats === null ? [] : [{ name, stats }];
    });
    all.push(...(await Promise.all(found)).flat());
  }
  return all;
}
