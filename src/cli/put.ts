// `dunder put`: sends files and folders.

import { readdir, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { Argv } from "yargs";
import type { PutItem } from "../net/client.ts";
import { asOSError } from "../net/oserror.ts";
import { withClient } from "./client.ts";
import { withConnection } from "./connection.ts";
import { flag, text, value } from "./options.ts";
import { ProgressBar } from "./progress.ts";
import { printStored } from "./stored.ts";
import { inFolder } from "./target.ts";
import { countOf, UsageError } from "./usage.ts";

/** Connections that are worth having to one server. */
export const MAX_JOBS = 64;

export function putCommand(cli: Argv): Argv {
  return cli.command(
    "put <url> <files..>",
    "Send files, each confirmed by its SHA-256; what was cut is resumed",
    (y) =>
      withConnection(y)
        .positional("files", {
          type: "string",
          array: true,
          demandOption: true,
          describe: "files and folders",
        })
        .options({
          as: text("as", "what the one file is to be called there"),
          recursive: { ...flag("send folders, with all that is in them"), alias: "r" },
          jobs: value("jobs", "connections to use", (given) => countOf(given, MAX_JOBS), "4"),
        }),
    async ({ files, as, recursive, jobs = 4, ...given }) => {
      if (as !== undefined && files.length > 1) throw new UsageError("--as is for one file or folder");
      const found = await Promise.all(files.map((path) => measured(path, recursive)));
      await withClient(given, async ({ client, target, signal }) => {
        const bar = new ProgressBar(found.reduce((sum, { bytes }) => sum + bytes, 0));
        const options = { connections: jobs, signal, onProgress: bar.update };
        const nameOf = (path: string) => inFolder(target, as ?? basename(resolve(path)));
        const items: PutItem[] = found
          .filter(({ isFolder }) => !isFolder)
          .map(({ path }) => ({ from: path, name: nameOf(path) }));
        await printStored(bar, async () => {
          const stored = await client.putAll(items, options);
          for (const { path, isFolder } of found) {
            if (isFolder) stored.push(...(await client.putFolder(path, { ...options, name: nameOf(path) })));
          }
          return stored;
        });
      });
    },
  );
}

/** What is to be sent, and how many bytes it has. @throws OSError, UsageError for a folder without --recursive */
async function measured(path: string, recursive: boolean) {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return { path, isFolder: false, bytes: found.size };
  } catch (error) {
    throw asOSError(error, path);
  }
  if (!recursive) throw new UsageError(`${path} is a folder: add --recursive`);
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  let bytes = 0;
  for (const entry of entries) {
    if (entry.isFile()) bytes += (await stat(join(entry.parentPath, entry.name))).size;
  }
  return { path, isFolder: true, bytes };
}
