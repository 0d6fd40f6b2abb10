// Who may run which programs, and how many at once: asked before a peer's wish becomes a process.

import { isIPv4 } from "node:net";
import { CommandError } from "../../dispatch/command-error.ts";
import { type AllowedPrograms, chooseProgram } from "./allowed-program.ts";
import {
  MINIMAL_ENV,
  OUTPUT_LIMIT,
  type ProgramExit,
  type ProgramOptions,
  type ProgramOutput,
  runProgram,
  TIME_LIMIT,
} from "./program.ts";

/** What the owner of a server allows. Everything is off until it is named. */
export interface ProgramRules {
  /** The programs that peers may run, with the arguments that each may get: none unless told. */
  programs: AllowedPrograms;
  /**
   * True to run any line that a peer sends in /bin/sh: whoever reaches the server then does what its user can, and the
   * list of programs means nothing any more.
   */
  allow_shell: boolean;
  /** True to serve other machines too; only this one (127.0.0.0/8, ::1, a path of the file system) unless told. */
  allow_remote: boolean;
  /** True to serve peers that have not proved to have a key; only those that have unless told. */
  allow_anonymous: boolean;
  /** How many programs run at once for all peers of the server. */
  max_programs: number;
  /** Seconds that a program may take; `null` for ever. */
  time_limit: number | null;
  /** Bytes that a program may say, both outputs together; `null` for any number. */
  output_limit: number | null;
  /** The folder that programs start in; the server's own where it is `null`. */
  cwd: string | null;
  /** All of the programs' environment. */
  env: Readonly<Record<string, string>>;
}

/** The rules of an owner who has said nothing yet. */
export const NOTHING_ALLOWED: Readonly<ProgramRules> = Object.freeze({
  programs: Object.freeze({}),
  allow_shell: false,
  allow_remote: false,
  allow_anonymous: false,
  max_programs: 8,
  time_limit: TIME_LIMIT,
  output_limit: OUTPUT_LIMIT,
  cwd: null,
  env: MINIMAL_ENV,
});

/** Who wants to run something. */
export interface ProgramPeer {
  readonly server: object;
  readonly client_address: unknown;
  /** The id of the key that the peer has proved to have; `null` for none. */
  readonly key: string | null;
}

type Rules = Readonly<ProgramRules>;
type Options = Pick<ProgramOptions, "signal" | "stdin">;
type Run = AsyncGenerator<ProgramOutput, ProgramExit, void>;

/** True for an address of this machine. */
export function isLoopback(address: unknown): boolean {
  // A path of the file system, which has no address, reaches no other machine.
  if (!Array.isArray(address)) return true;
  const host = String(address[0])
    .toLowerCase()
    .replace(/^::ffff:/, "");
  return host === "::1" || (isIPv4(host) && host.startsWith("127."));
}

/** Lets nobody pass whom the owner has not named. @throws CommandError `forbidden` */
export function checkPeer(rules: Rules, peer: ProgramPeer): void {
  if (!rules.allow_remote && !isLoopback(peer.client_address)) {
    throw new CommandError("forbidden", "programs are run for this machine alone (allow_remote is off)");
  }
  if (!rules.allow_anonymous && peer.key === null) {
    throw new CommandError(
      "forbidden",
      "programs are run for peers with a key alone (allow_anonymous is off)",
    );
  }
}

/**
 * Runs a program of the list for a peer.
 *
 * @throws CommandError `forbidden`, `unknown_program`, `bad_arguments`, `busy`
 * @throws OSError when the program cannot be started
 */
export async function* runAllowed(
  rules: Rules,
  peer: ProgramPeer,
  name: string,
  args: readonly string[],
  options: Options = {},
): Run {
  checkPeer(rules, peer);
  const { program, args: checked } = await chooseProgram(rules.programs, name, args);
  const { timeLimit = rules.time_limit, outputLimit = rules.output_limit, env = rules.env } = program;
  const cwd = program.cwd ?? rules.cwd;
  const all = { ...options, timeLimit, outputLimit, env, ...(cwd === null ? {} : { cwd }) };
  return yield* counted(rules, peer.server, () => runProgram(program.path, checked, all));
}

/**
 * Runs a peer's line in /bin/sh, for owners who have said `allow_shell`.
 *
 * @throws CommandError `forbidden`, `bad_arguments`, `busy`
 */
export async function* runLine(rules: Rules, peer: ProgramPeer, line: string, options: Options = {}): Run {
  checkPeer(rules, peer);
  if (!rules.allow_shell) throw new CommandError("forbidden", "there is no shell here (allow_shell is off)");
  if (line.includes("\0")) throw new CommandError("bad_arguments", "the line has a NUL");
  const { time_limit: timeLimit, output_limit: outputLimit, env, cwd } = rules;
  const all = { ...options, timeLimit, outputLimit, env, ...(cwd === null ? {} : { cwd }) };
  return yield* counted(rules, peer.server, () => runProgram("/bin/sh", ["-c", line], all));
}

/** The programs that run now, for each server. */
const RUNNING = new WeakMap<object, number>();

async function* counted(rules: Rules, server: object, start: () => Run): Run {
  const running = RUNNING.get(server) ?? 0;
  if (running >= rules.max_programs) {
    throw new CommandError("busy", `${running} programs are running already, try again later`);
  }
  RUNNING.set(server, running + 1);
  try {
    return yield* start();
  } finally {
    RUNNING.set(server, (RUNNING.get(server) ?? 1) - 1);
  }
}
