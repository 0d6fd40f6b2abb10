// `dunder ls`, `stat`, `digest`, `rm`, `mkdir`, `mv`: what is there, and what is to become of it.

import type { Argv } from "yargs";
import type { BlobStat } from "../net/services/storage/blob-store.ts";
import { withClient } from "./client.ts";
import { withConnection } from "./connection.ts";
import { shown } from "./errors.ts";
import { flag } from "./options.ts";
import { inFolder } from "./target.ts";

const JSON_LINES = flag("print a line of JSON for each");

export function lsCommand(cli: Argv): Argv {
  return cli.command(
    "ls <url>",
    "List a folder",
    (y) =>
      withConnection(y).options({ long: { ...flag("tell sizes and times"), alias: "l" }, json: JSON_LINES }),
    ({ long, json, ...given }) =>
      withClient(given, async ({ client, target, signal }) => {
        for await (const entry of client.ls(target.folder, { signal })) print(entry, json, long);
      }),
  );
}

export function statCommand(cli: Argv): Argv {
  return cli.command(
    "stat <url> [names..]",
    "Tell kind, size and time of files and folders",
    (y) => named(withConnection(y)).options({ json: JSON_LINES }),
    ({ names = [""], json, ...given }) =>
      withClient(given, async ({ client, target, signal }) => {
        for (const name of names) print(await client.stat(inFolder(target, name), { signal }), json, true);
      }),
  );
}

export function digestCommand(cli: Argv): Argv {
  return cli.command(
    "digest <url> <names..>",
    "Tell the SHA-256 of files there, in the form that sha256sum -c reads",
    (y) => named(withConnection(y)),
    ({ names = [], ...given }) =>
      withClient(given, async ({ client, target, signal }) => {
        for (const name of names) {
          console.log(`${await client.digest(inFolder(target, name), { signal })}  ${shown(name)}`);
        }
      }),
  );
}

export function rmCommand(cli: Argv): Argv {
  return cli.command(
    "rm <url> <names..>",
    "Remove files and empty folders",
    (y) => named(withConnection(y)),
    ({ names = [], ...given }) =>
      withClient(given, async ({ client, target, signal }) => {
        for (const name of names) await client.rm(inFolder(target, name), { signal });
      }),
  );
}

export function mkdirCommand(cli: Argv): Argv {
  return cli.command(
    "mkdir <url> <names..>",
    "Make folders, and those above them",
    (y) => named(withConnection(y)),
    ({ names = [], ...given }) =>
      withClient(given, async ({ client, target, signal }) => {
        for (const name of names) await client.mkdir(inFolder(target, name), { signal });
      }),
  );
}

export function mvCommand(cli: Argv): Argv {
  return cli.command(
    "mv <url> <from> <to>",
    "Give a file or folder another name",
    (y) =>
      withConnection(y)
        .positional("from", { type: "string", demandOption: true, describe: "what it is called" })
        .positional("to", { type: "string", demandOption: true, describe: "what it is to be called" }),
    ({ from, to, ...given }) =>
      withClient(given, ({ client, target, signal }) =>
        client.mv(inFolder(target, from), inFolder(target, to), { signal }),
      ),
  );
}

function named<T>(y: Argv<T>) {
  return y.positional("names", { type: "string", array: true, describe: "names below the URL's folder" });
}

function print(entry: BlobStat, json: boolean, long: boolean): void {
  const { name, kind, size, modified } = entry;
  const text = `${shown(name)}${kind === "folder" ? "/" : ""}`;
  if (json) console.log(JSON.stringify(entry));
  else if (!long) console.log(text);
  else
    console.log(`${String(size).padStart(14)}  ${new Date(modified).toISOString().slice(0, 19)}Z  ${text}`);
}
