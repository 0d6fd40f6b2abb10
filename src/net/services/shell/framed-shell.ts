// The tutorial's framed shell, made safe: raw commands in, framed answers out, for programs of a list.

import { ConnectionError, OSError, TimeoutError, ValueError } from "../../../protocols/errors.ts";
import { CommandError } from "../../dispatch/command-error.ts";
import { MAX_HELD_BODY, recv_frame } from "../../frame-stream.ts";
import { recvWithin, send_frame } from "../../frames.ts";
import { LENGTH_SIZE } from "../../framing.ts";
import { ShortReadError } from "../../framing-errors.ts";
import { type Awaitable, BaseRequestHandler } from "../../request-handler.ts";
import { SHUT_RD } from "../../socket/constants.ts";
import type { socket as Socket } from "../../socket/socket.ts";
import { AuthenticationError } from "../auth/authentication-error.ts";
import type { Authenticator } from "../auth/authenticator.ts";
import type { AllowedPrograms } from "./allowed-program.ts";
import { completed, type ProgramResult } from "./completed.ts";
import { PeerWatch } from "./peer-watch.ts";
import { NOTHING_ALLOWED, type ProgramRules, runAllowed, runLine } from "./policy.ts";
import { splitCommand } from "./split-command.ts";

/** The longest command, in bytes: what the plain server takes with one `recv`. */
export const MAX_COMMAND = 1024;

/**
 * Answers raw commands with frames, as the plain framed shell does: a command is what one `recv` of 1,024 bytes gives, so
 * that a client has to wait for its answer before it sends the next; the answer is a header `{"data_size"}` and what the
 * program said: all of its standard error, or all of its standard output where there is no error.
 *
 * A command is cut into words (see `splitCommand`), of which the first names a program of the list and the others are its
 * arguments; it reaches /bin/sh only where the owner has said `allow_shell`. The rules are attributes, see
 * {@link ProgramRules}: this too is off until told otherwise, and plain clients, which know of no key, need
 * `allow_anonymous`. A refusal is answered as if the program had said it on standard error.
 *
 * May be overridden: the attributes, `answered`.
 *
 * @example
 * class Shell extends FramedShellHandler {
 *   override allow_anonymous = true;
 *   override programs = { date: { path: "/bin/date" }, ls: { path: "/bin/ls", args: [/[\w.]+/] } };
 * }
 */
export class FramedShellHandler extends BaseRequestHandler implements ProgramRules {
  programs: AllowedPrograms = NOTHING_ALLOWED.programs;
  allow_shell = NOTHING_ALLOWED.allow_shell;
  allow_remote = NOTHING_ALLOWED.allow_remote;
  allow_anonymous = NOTHING_ALLOWED.allow_anonymous;
  max_programs = NOTHING_ALLOWED.max_programs;
  time_limit: number | null = NOTHING_ALLOWED.time_limit;
  /** 1 MiB: an answer is held until the program ends, for its length comes first. */
  output_limit: number | null = MAX_HELD_BODY;
  cwd: string | null = NOTHING_ALLOWED.cwd;
  env: Readonly<Record<string, string>> = NOTHING_ALLOWED.env;
  /** Seconds a connection may be idle between two commands. */
  idle_timeout: number | null = 300;
  /** Seconds that an answer may take to be sent. */
  timeout: number | null = 30;
  /** Who asks for proof before the first command; `null` lets those in whom `allow_anonymous` does. */
  authenticator: Authenticator | null = null;
  /** The id of the key that the peer has proved to have. */
  key: string | null = null;

  /** Told of each program that has ended: its status and both outputs, of which the peer gets one. Does nothing unless overridden. */
  answered(_command: string, _result: ProgramResult): Awaitable<void> {}

  override async handle(): Promise<void> {
    const { request, server } = this;
    request.settimeout(this.timeout);
    let isWaiting = true;
    // A connection between two commands ends when the server shuts down; one inside a command comes to its end first.
    const stop = () => {
      if (isWaiting && !request.closed) request.shutdown(SHUT_RD);
    };
    server.stopping.addEventListener("abort", stop);
    try {
      this.key = (await this.authenticator?.authenticate(request)) ?? null;
      const watch = new PeerWatch(request, { ends: false });
      while (!server.stopping.aborted) {
        isWaiting = true;
        // One byte more than allowed, to know a command that is cut from one that just fits.
        const command = await recvWithin(request, MAX_COMMAND + 1, this.idle_timeout);
        isWaiting = false;
        if (command.length === 0) return;
        const data = await this.#answer(command, watch);
        await send_frame(request, { data_size: data.length }, data);
        // What is left of a command that was too long would be taken for the next one.
        if (command.length > MAX_COMMAND) return;
      }
    } catch (error) {
      const isUsual =
        error instanceof ConnectionError ||
        error instanceof TimeoutError ||
        error instanceof AuthenticationError;
      if (!isUsual) throw error;
    } finally {
      server.stopping.removeEventListener("abort", stop);
    }
  }

  async #answer(command: Uint8Array, watch: PeerWatch): Promise<Uint8Array> {
    const told = (text: string) => new TextEncoder().encode(`${text}\n`);
    try {
      const line = commandText(command);
      const signal = watch.signal();
      const result = await completed(
        this.allow_shell ? runLine(this, this, line, { signal }) : this.#allowed(line, signal),
      );
      await this.answered(line, result);
      const { limit, stdout, stderr } = result;
      if (limit !== null) return Buffer.concat([stderr, told(`killed: too much ${limit}`)]);
      return stderr.length > 0 ? stderr : stdout;
    } catch (error) {
      if (error instanceof ConnectionError) throw error;
      if (error instanceof CommandError || error instanceof ValueError) return told(error.message);
      // The path is the server's own business.
      if (error instanceof OSError) return told(error.strerror ?? "the program cannot be started");
      throw error;
    }
  }

  #allowed(line: string, signal: AbortSignal) {
    const [name = "", ...args] = splitCommand(line);
    return runAllowed(this, this, name, args, { signal });
  }
}

function commandText(command: Uint8Array): string {
  if (command.length > MAX_COMMAND) throw new ValueError(`a command has at most ${MAX_COMMAND} bytes`);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(command);
  } catch (cause) {
    throw new ValueError("a command must be valid UTF-8", { cause });
  }
}

/**
 * Sends a command to a framed shell and receives its answer, whatever the server says of its length.
 *
 * @param options.maxOutput the longest answer, in bytes; 1 MiB unless told
 * @throws ValueError for an empty command, which the server could not see, or one of more than 1,024 bytes
 * @throws FramingError for an answer that is none or too long; ShortReadError when the connection ends before
 * @throws OSError
 * @example text(await askShell(await create_connection(["127.0.0.1", 8080]), "date"))
 */
export async function askShell(
  connection: Socket,
  command: string,
  options: { readonly maxOutput?: number } = {},
): Promise<Uint8Array> {
  const bytes = new TextEncoder().encode(command);
  if (bytes.length === 0 || bytes.length > MAX_COMMAND) {
    throw new ValueError(`a command must have 1 to ${MAX_COMMAND} bytes, got ${bytes.length}`);
  }
  await connection.sendall(bytes);
  const { maxOutput: maxBody = MAX_HELD_BODY } = options;
  const frame = await recv_frame(connection, { maxBody, bodyLength: ({ data_size }) => data_size ?? null });
  if (frame === null) throw new ShortReadError(LENGTH_SIZE, 0);
  return frame.body;
}
