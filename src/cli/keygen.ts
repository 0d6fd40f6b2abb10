// `dunder keygen`: makes a key file.

import type { Argv } from "yargs";
import { KeyFile } from "../net/services/auth/key-file.ts";
import { text } from "./options.ts";

export function keygenCommand(cli: Argv): Argv {
  return cli.command(
    "keygen <file>",
    "Make a file with a new key, which its owner alone can read",
    (y) =>
      y
        .positional("file", { type: "string", demandOption: true, describe: "a file that is not there yet" })
        .options({
          id: text("id", "what the key is called, in logs and on the wire", "default"),
          comment: text("comment", "a word about the key, for people"),
        }),
    async ({ file, id = "default", comment }) => {
      const made = await KeyFile.create(file, id, comment === undefined ? {} : { comment });
      console.log(`made key ${made.ids.join()} in ${file}`);
    },
  );
}
