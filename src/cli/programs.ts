// The list of programs that `dunder serve` runs for peers, as it is typed.

import type { AllowedProgram, AllowedPrograms } from "../net/services/shell/allowed-program.ts";
import { splitCommand } from "../net/services/shell/split-command.ts";
import type { ProgramService } from "./serving.ts";
import { UsageError } from "./usage.ts";

/** The last word of a program to which peers may add arguments. */
const MORE = "...";

/** Any argument at all, newlines included. */
const ANY = /[\s\S]*/;

/** What was said of programs on the command line; `null` where nothing was. */
export function programsOf(
  typed: readonly string[],
  rules: { readonly allowShell: boolean; readonly allowRemote: boolean; readonly allowAnonymous: boolean },
): ProgramService | null {
  const { allowShell: allow_shell, allowRemote: allow_remote, allowAnonymous: allow_anonymous } = rules;
  if (typed.length === 0 && !allow_shell) {
    if (allow_remote || allow_anonymous) {
      throw new UsageError("--allow-remote and --allow-anonymous are for programs: add --program");
    }
    return null;
  }
  return { programs: listOf(typed), allow_shell, allow_remote, allow_anonymous };
}

function listOf(typed: readonly string[]): AllowedPrograms {
  const entries = typed.map(programOf);
  const names = entries.map(([name]) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new UsageError(`--program: '${twice}' was given more than once`);
  return Object.fromEntries(entries);
}

function programOf(typed: string): [name: string, program: AllowedProgram] {
  const [, name, line = ""] = /^([\w.-]+)=(.+)$/s.exec(typed) ?? [];
  const [path, ...words] = name === undefined ? [] : splitCommand(line);
  if (name === undefined || path === undefined) {
    throw new UsageError(`--program: expected NAME=PATH or "NAME=PATH ARGS", got '${typed}'`);
  }
  if (words.at(-1) !== MORE) return [name, { path, prefix: words }];
  return [name, { path, prefix: words.slice(0, -1), args: ANY }];
}
