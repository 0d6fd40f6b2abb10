// The text that the command `help` gives: what the commands of a handler do.

import type { CommandTable } from "./command.ts";

/**
 * The text that `help` gives: each command with the first line of its docstring.
 *
 * @example
 * help  List the commands.
 * put   Store a file.
 */
export function helpText(commands: CommandTable): string {
  const names = [...commands.keys()].sort();
  const width = Math.max(0, ...names.map((name) => name.length));
  return names
    .map((name) => `${name.padEnd(width)}  ${commands.get(name)?.doc.trim().split("\n", 1)[0]}`)
    .join("\n");
}
