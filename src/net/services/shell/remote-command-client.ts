// The client of remote commands: a program elsewhere that reads like one here.

import { ValueError } from "../../../protocols/errors.ts";
import { typeName } from "../../../protocols/typename.ts";
import { RemoteError } from "../../client-errors.ts";
import { type Frame, recv_frame } from "../../frame-stream.ts";
import { send_frame } from "../../frames.ts";
import { LENGTH_SIZE } from "../../framing.ts";
import { HeaderTypeError, OversizedLengthError, ShortReadError } from "../../framing-errors.ts";
import type { JsonObject } from "../../json/index.ts";
import type { Address } from "../../socket/address.ts";
import { create_connection } from "../../socket/create.ts";
import type { socket as Socket } from "../../socket/socket.ts";
import type { SSLContext } from "../../ssl/context.ts";
import type { Authenticate } from "../auth/authenticator.ts";
import { completed, type ProgramResult } from "./completed.ts";
import type { ProgramExit, ProgramOutput } from "./program.ts";

/** 64 MiB: what {@link RemoteCommandClient.call} keeps of a program's output unless told. */
export const MAX_KEPT_OUTPUT = 64 * 1024 * 1024;

/** How to connect to a server of remote commands. */
export interface RemoteCommandConnectOptions {
  /** Seconds for connecting, and for each single write after; 30 unless told. */
  readonly timeout?: number | null;
  /** Gives up connecting when it aborts. */
  readonly signal?: AbortSignal;
  /** Speaks TLS with these settings. */
  readonly ssl_context?: SSLContext;
  /** The name that the server's certificate must be for; the address's host unless told. */
  readonly server_hostname?: string;
  /** Proves that this client has a key, as `authenticateWith` does. */
  readonly authenticate?: Authenticate;
}

/** How to run a program elsewhere. */
export interface RemoteRunOptions {
  /** What it reads; nothing unless told. */
  readonly stdin?: Uint8Array;
  /** Cuts the connection when it aborts, which kills the program; the iteration then throws the reason. */
  readonly signal?: AbortSignal;
}

/** How to run a program elsewhere and gather what it says. */
export interface RemoteCallOptions extends RemoteRunOptions {
  /** Told of each piece of standard output as it comes; what it returns is awaited. */
  readonly onStdout?: (data: Uint8Array) => unknown;
  /** Told of each piece of standard error. */
  readonly onStderr?: (data: Uint8Array) => unknown;
  /** Bytes of both outputs that are kept; {@link MAX_KEPT_OUTPUT} unless told. */
  readonly maxOutput?: number;
}

/**
 * A connection to a server of remote commands. Calls that overlap are done one after the other.
 *
 * @example
 * await using client = await RemoteCommandClient.connect(["127.0.0.1", 8081], { authenticate });
 * const { status, stdout } = await client.call("disk", ["-h"]);
 */
export class RemoteCommandClient {
  readonly #socket: Socket;
  #last: Promise<unknown> = Promise.resolve();

  /** Takes over a socket that is connected and, where the server asks for it, authenticated. */
  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** Connects, shakes hands and authenticates, as far as it is told. @throws OSError, SSLError, AuthenticationError */
  static async connect(
    address: Address,
    options: RemoteCommandConnectOptions = {},
  ): Promise<RemoteCommandClient> {
    const { authenticate, ssl_context, server_hostname = address[0], ...rest } = options;
    let socket: Socket = await create_connection(address, { timeout: 30, ...rest });
    try {
      if (ssl_context !== undefined) socket = await ssl_context.wrap_socket(socket, { server_hostname });
      await authenticate?.(socket);
    } catch (error) {
      await socket.close();
      throw error;
    }
    return new RemoteCommandClient(socket);
  }

  /**
   * Runs a program and gathers what it says.
   *
   * @throws RemoteError when the server refuses: `forbidden`, `unknown_program`, `bad_arguments`, `busy` …
   * @throws OversizedLengthError for more output than `maxOutput`; the connection is cut then
   * @throws OSError when the connection breaks, FramingError when the server speaks something else
   */
  call(
    program: string,
    args: readonly string[] = [],
    options: RemoteCallOptions = {},
  ): Promise<ProgramResult> {
    return gathered(this.run(program, args, options), options);
  }

  /** As {@link call}, for a line that the server gives to /bin/sh; servers refuse that unless their owner allows it. */
  shell(line: string, options: RemoteCallOptions = {}): Promise<ProgramResult> {
    return gathered(this.runShell(line, options), options);
  }

  /**
   * Runs a program and gives what it says as it comes; the generator's return value is how it ended. Who reads slowly
   * slows the program down; who leaves the loop early cuts the connection, which kills it.
   *
   * @throws as {@link call}
   */
  run(
    program: string,
    args: readonly string[] = [],
    options: RemoteRunOptions = {},
  ): AsyncGenerator<ProgramOutput, ProgramExit, void> {
    return this.#run({ cmd: "call", program, args }, options);
  }

  /** As {@link run}, for a line that the server gives to /bin/sh. */
  runShell(line: string, options: RemoteRunOptions = {}): AsyncGenerator<ProgramOutput, ProgramExit, void> {
    return this.#run({ cmd: "shell", line }, options);
  }

  /** The names of the programs that the server runs. @throws RemoteError, OSError */
  async programs(): Promise<readonly string[]> {
    const release = await this.#turn();
    try {
      await send_frame(this.#socket, { cmd: "programs", reply: true });
      const { programs } = answered(await recv_frame(this.#socket)).header;
      return Array.isArray(programs) ? programs.map(String) : [];
    } finally {
      release();
    }
  }

  /** Ends the connection. */
  close(): Promise<void> {
    return this.#socket.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async *#run(
    request: Readonly<Record<string, unknown>>,
    { stdin, signal }: RemoteRunOptions,
  ): AsyncGenerator<ProgramOutput, ProgramExit, void> {
    const release = await this.#turn();
    const socket = this.#socket;
    const cut = () => socket.abort();
    let inStep = true;
    try {
      signal?.throwIfAborted();
      signal?.addEventListener("abort", cut);
      inStep = false;
      const data_size = stdin === undefined ? {} : { data_size: stdin.length };
      await send_frame(socket, { ...request, ...data_size, reply: true }, stdin);
      for (;;) {
        const frame = await recv_frame(socket);
        // A refusal leaves the connection as good as it was.
        inStep = frame !== null && frame.header.more !== true;
        const { header, body } = answered(frame);
        if (header.more !== true) return exitOf(header);
        yield outputOf(header, body);
      }
    } catch (error) {
      throw signal?.aborted ? signal.reason : error;
    } finally {
      signal?.removeEventListener("abort", cut);
      if (!inStep) socket.abort();
      release();
    }
  }

  async #turn(): Promise<() => void> {
    const before = this.#last;
    let release: () => void = () => {};
    this.#last = new Promise<void>((resolve) => {
      release = resolve;
    });
    await before;
    return release;
  }
}

function answered(frame: Frame | null): Frame {
  if (frame === null) throw new ShortReadError(LENGTH_SIZE, 0);
  const { ok, error, message, errno } = frame.header;
  if (ok === true) return frame;
  throw new RemoteError(String(error), String(message), typeof errno === "number" ? errno : null);
}

function outputOf({ stream }: JsonObject, data: Uint8Array): ProgramOutput {
  if (stream !== "stdout" && stream !== "stderr") {
    throw new HeaderTypeError(`stream must be "stdout" or "stderr", got ${typeName(stream)}`);
  }
  return { stream, data };
}

function exitOf({ status, signal, limit }: JsonObject): ProgramExit {
  return {
    status: typeof status === "number" ? status : null,
    signal: typeof signal === "string" ? signal : null,
    limit: limit === "time" || limit === "output" ? limit : null,
  };
}

function gathered(
  run: AsyncGenerator<ProgramOutput, ProgramExit, void>,
  { onStdout, onStderr, maxOutput = MAX_KEPT_OUTPUT }: RemoteCallOptions,
): Promise<ProgramResult> {
  if (!(maxOutput >= 0)) throw new ValueError(`maxOutput must be at least 0, got ${maxOutput}`);
  let length = 0;
  const count = (data: Uint8Array) => {
    length += data.length;
    if (length > maxOutput) throw new OversizedLengthError("output", length, maxOutput);
  };
  return completed(run, {
    stdout(data) {
      count(data);
      return onStdout?.(data);
    },
    stderr(data) {
      count(data);
      return onStderr?.(data);
    },
  });
}
