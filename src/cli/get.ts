// `dunder get`: fetches files and folders.

import { stat } from "node:fs/promises";
import { join, posix, sep } from "node:path";
import type { Argv } from "yargs";
import { safeFileName } from "../net/services/storage/file-name.ts";
import { type Session, withClient } from "./client.ts";
import { withConnection } from "./connection.ts";
import { flag, text, value } from "./options.ts";
import { ProgressBar } from "./progress.ts";
import { MAX_JOBS } from "./put.ts";
import { printStored } from "./stored.ts";
import { inFolder } from "./target.ts";
import { countOf, UsageError } from "./usage.ts";

export function getCommand(cli: Argv): Argv {
  return cli.command(
    "get <url> <names..>",
    "Fetch files, each checked by its SHA-256; what was cut is resumed",
    (y) =>
      withConnection(y)
        .positional("names", {
          type: "string",
          array: true,
          demandOption: true,
          describe: "files and folders",
        })
        .options({
          output: {
            ...text("output", "the file, or the folder that takes the files", "this folder"),
            alias: "o",
          },
          recursive: { ...flag("fetch folders, with all that is in them"), alias: "r" },
          jobs: value("jobs", "connections to use", (given) => countOf(given, MAX_JOBS), "4"),
        }),
    async ({ names, output = ".", recursive, jobs = 4, ...given }) => {
      const intoFolder = names.length > 1 || output.endsWith(sep) || (await isFolderHere(output));
      const pathOf = (name: string) => (intoFolder ? join(output, baseOf(name)) : output);
      for (const name of names) pathOf(name);
      await withClient(given, async (session) => {
        const { client, target, signal } = session;
        const bar = new ProgressBar(null);
        const options = { connections: jobs, signal, onProgress: bar.update };
        await printStored(bar, async () => {
          const { files, folders } = await sorted(session, names, recursive);
          const fetched = await client.getAll(
            files.map((name) => ({ name: inFolder(target, name), path: pathOf(name) })),
            options,
          );
          for (const name of folders) {
            fetched.push(...(await client.getFolder(inFolder(target, name), pathOf(name), options)));
          }
          return fetched;
        });
      });
    },
  );
}

/** Which of the names are folders there; asked for only where folders are wanted. */
async function sorted({ client, target, signal }: Session, names: readonly string[], recursive: boolean) {
  const files: string[] = [];
  const folders: string[] = [];
  for (const name of names) {
    const isFolder = recursive && (await client.stat(inFolder(target, name), { signal })).kind === "folder";
    (isFolder ? folders : files).push(name);
  }
  return { files, folders };
}

function baseOf(name: string): string {
  try {
    return safeFileName(posix.basename(name));
  } catch {
    throw new UsageError(`'${name}' is no name of a file: say with --output what it is to be called here`);
  }
}

async function isFolderHere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false;
}
