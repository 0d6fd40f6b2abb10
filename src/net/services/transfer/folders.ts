// Whole folders: what is in one here, and what a server says is in one there.

import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { BadReplyError } from "../../client-errors.ts";
import { asOSError } from "../../oserror.ts";
import type { BlobStat } from "../storage/blob-store.ts";
import { PARTIAL_PREFIX, safeFileName } from "../storage/file-name.ts";
import { LS_REPLY } from "./headers.ts";
import { checked } from "./session.ts";

/** How deep folders may be nested that a server tells of. */
const MAX_DEPTH = 128;

/** A file or folder below a folder; its name has `/` between its parts. */
export interface LocalEntry {
  readonly name: string;
  readonly path: string;
  readonly kind: "file" | "folder";
}

/** What is below a folder, folders before what is in them. Links are not followed. @throws OSError */
export async function* localEntries(path: string, prefix: string): AsyncGenerator<LocalEntry> {
  const entries = await readdir(path, { withFileTypes: true }).catch((error: unknown) => {
    throw asOSError(error, path);
  });
  for (const entry of entries) {
    if (entry.name.startsWith(PARTIAL_PREFIX)) continue;
    const found = {
      name: prefix === "" ? entry.name : `${prefix}/${entry.name}`,
      path: join(path, entry.name),
    };
    if (entry.isFile()) yield { ...found, kind: "file" };
    if (!entry.isDirectory()) continue;
    yield { ...found, kind: "folder" };
    yield* localEntries(found.path, found.name);
  }
}

/** Asks for a page of a listing. */
export type AskPage = (header: { readonly folder: string; readonly after?: string }) => Promise<unknown>;

/**
 * A folder's entries, page by page. What the server says is checked: names are safe, below the folder, and in order, so that
 * a listing comes to an end and leads nowhere else.
 *
 * @throws BadReplyError
 */
export async function* remoteEntries(ask: AskPage, folder: string): AsyncGenerator<BlobStat> {
  const prefix = folder === "" ? "" : `${folder.normalize("NFC")}/`;
  let last: string | undefined;
  for (;;) {
    const reply = await ask(last === undefined ? { folder } : { folder, after: last });
    const page = checked(reply, LS_REPLY);
    for (const entry of page.entries) {
      const base = baseOf(entry.name, prefix);
      if (last !== undefined && base <= last) throw new BadReplyError("the server's listing is not in order");
      last = base;
      yield entry;
    }
    if (page.next === null) return;
    if (page.entries.length === 0) throw new BadReplyError("the server's listing goes on without an entry");
  }
}

function baseOf(name: string, prefix: string): string {
  if (!name.startsWith(prefix)) throw new BadReplyError(`the server's listing has a name outside its folder`);
  const base = name.slice(prefix.length);
  try {
    if (safeFileName(base) === base) return base;
  } catch (error) {
    throw new BadReplyError(`the server's listing: ${(error as Error).message}`, { cause: error });
  }
  throw new BadReplyError("the server's listing has a name that is not in NFC");
}

/** What is below a folder of the server, folders before what is in them. @throws BadReplyError */
export async function* remoteTree(ask: AskPage, folder: string, depth = 0): AsyncGenerator<BlobStat> {
  if (depth > MAX_DEPTH)
    throw new BadReplyError(`the server's folders are nested more than ${MAX_DEPTH} deep`);
  for await (const entry of remoteEntries(ask, folder)) {
    yield entry;
    if (entry.kind === "folder") yield* remoteTree(ask, entry.name, depth + 1);
  }
}
