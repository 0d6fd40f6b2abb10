// The list of programs that peers may run, and the arguments that each of them may get.

import type { StandardSchemaV1 } from "@standard-schema/spec";
import { repr } from "../../../protocols/text/repr.ts";
import { CommandError } from "../../dispatch/command-error.ts";

/**
 * What a peer may give a program as arguments:
 *
 * - a regular expression: any number of them, and each has to match as a whole;
 * - a list: so many, and each has to equal its text or match its expression as a whole;
 * - a Standard Schema (valibot, zod and others) of a list of texts, which may also change it.
 *
 * An expression that lets `-` in front lets the peer choose among the program's options: many have one that runs another
 * program.
 */
export type ArgumentRule =
  | RegExp
  | readonly (string | RegExp)[]
  | StandardSchemaV1<readonly string[], readonly string[]>;

/** A program that peers may run. */
export interface AllowedProgram {
  /** The program: best an absolute path, so that nothing on the search path can take its place. */
  readonly path: string;
  /** Arguments that it always gets, in front of the peer's. */
  readonly prefix?: readonly string[];
  /** What the peer may add; nothing at all unless told. */
  readonly args?: ArgumentRule;
  /** Seconds; the handler's `time_limit` unless told. */
  readonly timeLimit?: number | null;
  /** Bytes; the handler's `output_limit` unless told. */
  readonly outputLimit?: number | null;
  /** Where it starts; the handler's `cwd` unless told. */
  readonly cwd?: string;
  /** Its environment; the handler's `env` unless told. */
  readonly env?: Readonly<Record<string, string>>;
}

/** The programs that peers may run, by the names that peers call them. */
export type AllowedPrograms = Readonly<Record<string, AllowedProgram>>;

/** A program with the arguments that it is to get. */
export interface ChosenProgram {
  readonly program: AllowedProgram;
  readonly args: readonly string[];
}

/**
 * Finds a program by its name and checks a peer's arguments for it.
 *
 * @throws CommandError `unknown_program`, `bad_arguments`
 * @example await chooseProgram({ date: { path: "/bin/date", args: /\+[%\w-]+/ } }, "date", ["+%F"])
 */
export async function chooseProgram(
  programs: AllowedPrograms,
  name: string,
  args: readonly string[],
): Promise<ChosenProgram> {
  const program = Object.hasOwn(programs, name) ? programs[name] : undefined;
  if (program === undefined) {
    throw new CommandError("unknown_program", `no program ${repr(name.slice(0, 80))} on the list`);
  }
  const nul = args.findIndex((text) => text.includes("\0"));
  if (nul >= 0) throw new CommandError("bad_arguments", `argument ${nul + 1} has a NUL`);
  const checked = await checkArguments(program.args ?? [], args);
  return { program, args: [...(program.prefix ?? []), ...checked] };
}

async function checkArguments(rule: ArgumentRule, args: readonly string[]): Promise<readonly string[]> {
  if (rule instanceof RegExp) return args.map((text, i) => matched(rule, text, i));
  if (isList(rule)) {
    if (args.length !== rule.length) {
      throw new CommandError("bad_arguments", `expected ${rule.length} arguments, got ${args.length}`);
    }
    return args.map((text, i) => matched(rule[i] as string | RegExp, text, i));
  }
  const result = await rule["~standard"].validate(args);
  if (result.issues === undefined) return result.value;
  const reasons = result.issues.map(({ message }) => message).join("; ");
  throw new CommandError("bad_arguments", `arguments: ${reasons.slice(0, 1000)}`);
}

function isList(rule: object): rule is readonly (string | RegExp)[] {
  return Array.isArray(rule);
}

function matched(rule: string | RegExp, text: string, i: number): string {
  const allowed = typeof rule === "string" ? rule === text : whole(rule).test(text);
  if (!allowed) throw new CommandError("bad_arguments", `argument ${i + 1} is not allowed`);
  return text;
}

/** The expression for all of a text. Without the flags that would make it look at lines, or go on where it left off. */
function whole({ source, flags }: RegExp): RegExp {
  return new RegExp(`^(?:${source})$`, flags.replace(/[gmy]/g, ""));
}
