// `dunder stats` and `dunder commands`: what a server says of itself.

import type { Argv } from "yargs";
import { withClient } from "./client.ts";
import { withConnection } from "./connection.ts";
import { shown } from "./errors.ts";

export function statsCommand(cli: Argv): Argv {
  return cli.command(
    "stats <url>",
    "Tell what a server has done so far, as JSON",
    (y) => withConnection(y),
    (given) =>
      withClient(given, async ({ client }) => {
        console.log(JSON.stringify(await client.stats(), null, 2));
      }),
  );
}

export function commandsCommand(cli: Argv): Argv {
  return cli.command(
    "commands <url>",
    "List the commands of a server",
    (y) => withConnection(y),
    (given) =>
      withClient(given, async ({ client }) => {
        for (const line of (await client.help()).split("\n")) console.log(shown(line));
      }),
  );
}
