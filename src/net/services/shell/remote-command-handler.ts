// Remote commands: a handler that runs programs of its owner's list, and streams what they say.

import * as v from "valibot";
import { metaclass } from "../../../meta/metaclass.ts";
import type { CommandCall } from "../../dispatch/call.ts";
import { command } from "../../dispatch/command.ts";
import { CommandHandler } from "../../dispatch/command-handler.ts";
import { CommandMeta } from "../../dispatch/command-meta.ts";
import type { Part } from "../../dispatch/reply.ts";
import type { Body } from "../../frames.ts";
import type { AllowedPrograms } from "./allowed-program.ts";
import { PeerWatch } from "./peer-watch.ts";
import { checkPeer, NOTHING_ALLOWED, type ProgramRules, runAllowed, runLine } from "./policy.ts";
import type { ProgramExit, ProgramOutput } from "./program.ts";

const CALL = { header: v.object({ program: v.string(), args: v.optional(v.array(v.string()), []) }) };
const SHELL = { header: v.object({ line: v.string() }) };

/**
 * Runs programs for its peers: `call` with a `program` of the owner's list, its `args`, and what it is to read as the
 * frame's body; `programs` tells their names. What a program says comes in frames `{"more": true, "stream": "stdout" |
 * "stderr", "data_size"}` as it is said; the last frame tells its `status`, or the `signal` that ended it, and the
 * `limit` that it was killed for.
 *
 * It is off until told otherwise: no program is on the list, only peers on this machine are served, and only those that
 * have proved to have a key (set `authenticator`). The rules are attributes, see {@link ProgramRules}. A peer that ends
 * its side of the connection, or loses it, has its program killed.
 *
 * @example
 * class Commands extends RemoteCommandHandler {
 *   override authenticator = new HmacAuthenticator({ keys: await KeyFile.open("keys") });
 *   override programs = { disk: { path: "/bin/df", args: ["-h"] }, log: { path: "/usr/bin/tail", args: [/-n\d{1,4}/, "/var/log/app"] } };
 * }
 * await new ThreadingTCPServer(["127.0.0.1", 8081], Commands).serve_forever();
 */
export class RemoteCommandHandler extends CommandHandler implements ProgramRules {
  programs: AllowedPrograms = NOTHING_ALLOWED.programs;
  allow_shell = NOTHING_ALLOWED.allow_shell;
  allow_remote = NOTHING_ALLOWED.allow_remote;
  allow_anonymous = NOTHING_ALLOWED.allow_anonymous;
  max_programs = NOTHING_ALLOWED.max_programs;
  time_limit: number | null = NOTHING_ALLOWED.time_limit;
  output_limit: number | null = NOTHING_ALLOWED.output_limit;
  cwd: string | null = NOTHING_ALLOWED.cwd;
  env: Readonly<Record<string, string>> = NOTHING_ALLOWED.env;
  /** 1 MiB: what a program may be given to read, all of which is held in memory. */
  max_stdin = 1024 * 1024;
  override max_filesize = 1024 * 1024;

  #watch: PeerWatch | undefined;

  /** `call`: runs a program of the list. */
  async *call(
    { program, args }: v.InferOutput<typeof CALL.header>,
    body: Body,
    call: CommandCall,
  ): AsyncGenerator<Part, ProgramExit> {
    "Run a program of the list.\n\nIts name in `program`, its arguments in `args`, what it reads as the body.";
    checkPeer(this, this);
    return yield* parts(runAllowed(this, this, program, args, await this.#options(body, call.signal)));
  }

  /** `shell`: runs a line in /bin/sh, where the owner has said `allow_shell`. */
  async *shell(
    { line }: v.InferOutput<typeof SHELL.header>,
    body: Body,
    call: CommandCall,
  ): AsyncGenerator<Part, ProgramExit> {
    "Run a line in /bin/sh, where that is allowed.\n\nThe line in `line`, what it reads as the body.";
    checkPeer(this, this);
    return yield* parts(runLine(this, this, line, await this.#options(body, call.signal)));
  }

  /** `programs`: what may be run. */
  list_programs(): { readonly programs: readonly string[]; readonly shell: boolean } {
    "List the programs that may be run.";
    checkPeer(this, this);
    return { programs: Object.keys(this.programs).sort(), shell: this.allow_shell };
  }

  async #options(body: Body, signal: AbortSignal) {
    const stdin = await body.read(this.max_stdin);
    // A peer that was killed says nothing but that its side has ended: its program would run on for nobody.
    this.#watch ??= new PeerWatch(this.request, { ends: true });
    const either = AbortSignal.any([signal, this.#watch.signal()]);
    return stdin.length > 0 ? { signal: either, stdin } : { signal: either };
  }
}

async function* parts(
  run: AsyncGenerator<ProgramOutput, ProgramExit, void>,
): AsyncGenerator<Part, ProgramExit> {
  try {
    for (;;) {
      const { done, value } = await run.next();
      if (done) return value;
      yield { header: { stream: value.stream }, body: value.data };
    }
  } finally {
    await run.return(undefined as never);
  }
}

command("call", CALL)(RemoteCommandHandler.prototype, "call");
command("shell", SHELL)(RemoteCommandHandler.prototype, "shell");
command("programs")(RemoteCommandHandler.prototype, "list_programs");
metaclass(CommandMeta)(RemoteCommandHandler);
