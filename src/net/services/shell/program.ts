// Running a program: both of its outputs as they come, its limits, and its end with everything that it started.

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { OSError, ValueError } from "../../../protocols/errors.ts";
import { asOSError } from "../../oserror.ts";

/** Seconds that a program may take unless told. */
export const TIME_LIMIT = 60;

/** 16 MiB: what a program may say, both outputs together, unless told. */
export const OUTPUT_LIMIT = 16 * 1024 * 1024;

/** What a program finds in its environment unless told: enough to find other programs and to write UTF-8. */
export const MINIMAL_ENV: Readonly<Record<string, string>> = Object.freeze({
  PATH: "/usr/local/bin:/usr/bin:/bin",
  LANG: "C.UTF-8",
});

/** 256 KiB of output wait for the reader; a program that says more has to wait too. */
const HIGH_WATER = 256 * 1024;

/** What a piece of output takes beside its bytes, so that one of single bytes is bounded too. */
const OVERHEAD = 512;

/** Seconds without news, after which a pipe is given up that outlives its program: somebody else holds it open. */
const AFTER_EXIT = 0.25;

/** The longest time that one of Node's timers can wait, in milliseconds. */
const MAX_TIMER = 2 ** 31 - 1;

/** A piece of output. */
export interface ProgramOutput {
  readonly stream: "stdout" | "stderr";
  readonly data: Uint8Array;
}

/** How a program ended. */
export interface ProgramExit {
  /** What it ended with; `null` when a signal ended it. */
  readonly status: number | null;
  /** The name of the signal that ended it, as `SIGKILL`. */
  readonly signal: string | null;
  /** The limit that it was killed for. */
  readonly limit: "time" | "output" | null;
}

/** How to run a program. */
export interface ProgramOptions {
  /** Seconds until it is killed; {@link TIME_LIMIT} unless told, `null` for none. */
  readonly timeLimit?: number | null;
  /** Bytes of both outputs together, after which it is killed; {@link OUTPUT_LIMIT} unless told, `null` for none. */
  readonly outputLimit?: number | null;
  /** Kills it when it aborts; the iteration then throws the reason. */
  readonly signal?: AbortSignal;
  /** The folder it starts in; this process's own unless told. */
  readonly cwd?: string;
  /** All of its environment; {@link MINIMAL_ENV} unless told. */
  readonly env?: Readonly<Record<string, string>>;
  /** What it reads; nothing (`/dev/null`) unless told. */
  readonly stdin?: Uint8Array | AsyncIterable<Uint8Array>;
}

/**
 * Runs a program and gives what it says on both outputs, as it comes (Python: `subprocess.Popen` with two pipes, read at
 * once). The generator's return value is how it ended; {@link completed} gathers everything. The program starts with the
 * first `next()`.
 *
 * There is no shell: each argument reaches the program as it is. A reader that is slow slows the program down. The
 * program is the leader of a process group of its own, and the whole group is killed (SIGKILL) at a limit, when the
 * signal aborts, when the iteration is left early, and when the program itself ends: what it left running in the
 * background neither stays nor keeps the iteration waiting. Windows has no such groups: there the program alone is
 * killed.
 *
 * @throws FileNotFoundError, PermissionError and other OSErrors when it cannot be started
 * @throws ValueError for a NUL in an argument, or a limit that is none
 * @example
 * for await (const { stream, data } of runProgram("git", ["log"], { timeLimit: 10 })) process[stream].write(data);
 */
export async function* runProgram(
  program: string,
  args: readonly string[] = [],
  options: ProgramOptions = {},
): AsyncGenerator<ProgramOutput, ProgramExit, void> {
  options.signal?.throwIfAborted();
  const running = new Running(program, args, options);
  try {
    for (let output = await running.next(); output !== null; output = await running.next()) yield output;
    return running.exit;
  } finally {
    await running.end();
  }
}

class Running {
  readonly #child: ChildProcess;
  readonly #queue: ProgramOutput[] = [];
  readonly #exited: Promise<void>;
  readonly #options: ProgramOptions;
  #waiting = 0;
  #left: number;
  #received = 0;
  #limit: ProgramExit["limit"] = null;
  #ended: Pick<ProgramExit, "status" | "signal"> | undefined;
  #failure: { readonly reason: unknown } | undefined;
  #closed = false;
  #wake: () => void = () => {};
  #timer: NodeJS.Timeout | undefined;
  #idle: NodeJS.Timeout | undefined;

  constructor(program: string, args: readonly string[], options: ProgramOptions) {
    this.#options = options;
    this.#left = checkLimit("outputLimit", options.outputLimit, OUTPUT_LIMIT);
    const seconds = checkLimit("timeLimit", options.timeLimit, TIME_LIMIT);
    const child = start(program, args, options);
    this.#child = child;
    this.#exited = new Promise((resolve) => {
      child.once("exit", (status, signal) => {
        this.#onExit(status, signal);
        resolve();
      });
      child.once("error", (error) => {
        this.#fail(startError(error, program, options.cwd));
        if (child.pid === undefined) resolve();
      });
    });
    child.once("close", () => {
      this.#closed = true;
      this.#wake();
    });
    child.stdout?.on("data", (data: Uint8Array) => this.#receive("stdout", data));
    child.stderr?.on("data", (data: Uint8Array) => this.#receive("stderr", data));
    if (options.stdin !== undefined) this.#feed(options.stdin);
    if (seconds !== Number.POSITIVE_INFINITY) {
      this.#timer = setTimeout(() => this.#stop("time"), Math.min(seconds * 1000, MAX_TIMER));
    }
    options.signal?.addEventListener("abort", this.#onAbort);
  }

  /** How it ended, once `next` has given `null`. */
  get exit(): ProgramExit {
    const { status, signal } = this.#ended as Pick<ProgramExit, "status" | "signal">;
    return { status, signal, limit: this.#limit };
  }

  async next(): Promise<ProgramOutput | null> {
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure.reason;
      const output = this.#queue.shift();
      if (output !== undefined) {
        this.#waiting -= output.data.length + OVERHEAD;
        this.#steer();
        return output;
      }
      if (this.#closed) return null;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Leaves nothing behind: no process, no pipe, no timer. */
  async end(): Promise<void> {
    clearTimeout(this.#timer);
    this.#options.signal?.removeEventListener("abort", this.#onAbort);
    this.#kill();
    this.#dropPipes();
    await this.#exited;
    clearTimeout(this.#idle);
  }

  #receive(stream: ProgramOutput["stream"], data: Uint8Array): void {
    this.#received += data.length;
    const kept = data.length > this.#left ? data.subarray(0, this.#left) : data;
    this.#left -= kept.length;
    if (kept.length > 0) {
      // Always of the same class: a Buffer's `slice` and `toString` do other things.
      this.#queue.push({ stream, data: new Uint8Array(kept.buffer, kept.byteOffset, kept.length) });
      this.#waiting += kept.length + OVERHEAD;
    }
    if (kept.length < data.length) {
      this.#stop("output");
      this.#dropPipes();
    }
    this.#steer();
    this.#wake();
  }

  #steer(): void {
    const { stdout, stderr } = this.#child;
    const full = this.#waiting >= HIGH_WATER;
    for (const pipe of [stdout, stderr]) {
      if (full) pipe?.pause();
      else pipe?.resume();
    }
  }

  #feed(stdin: Uint8Array | AsyncIterable<Uint8Array>): void {
    const source = stdin instanceof Uint8Array ? [stdin] : this.#guarded(stdin);
    // A program need not read all of it: that the pipe breaks is its own business.
    pipeline(Readable.from(source), this.#child.stdin as NodeJS.WritableStream).catch(() => {});
  }

  async *#guarded(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
    try {
      yield* source;
    } catch (reason) {
      this.#fail(reason);
      throw reason;
    }
  }

  #onExit(status: number | null, signal: string | null): void {
    // Before it is noted as gone: what it left running has its group, and that only now can have another owner.
    this.#kill();
    this.#ended = { status, signal };
    clearTimeout(this.#timer);
    this.#awaitPipes();
  }

  // A process that left the group may hold the pipes for as long as it lives.
  #awaitPipes(): void {
    const before = this.#received;
    this.#idle = setTimeout(() => {
      // Whether something has come meanwhile is known when the event loop has polled once.
      setImmediate(() => {
        if (this.#closed) return;
        if (this.#received > before || this.#waiting > 0) this.#awaitPipes();
        else this.#dropPipes();
      });
    }, AFTER_EXIT * 1000);
  }

  readonly #onAbort = (): void => this.#fail(this.#options.signal?.reason);

  #fail(reason: unknown): void {
    this.#failure ??= { reason };
    this.#kill();
    this.#wake();
  }

  #stop(limit: "time" | "output"): void {
    this.#limit ??= limit;
    this.#kill();
  }

  #kill(): void {
    const { pid } = this.#child;
    if (pid === undefined || this.#ended !== undefined) return;
    try {
      if (process.platform === "win32") this.#child.kill("SIGKILL");
      else process.kill(-pid, "SIGKILL");
    } catch {
      // ESRCH: all of them are gone already.
    }
  }

  #dropPipes(): void {
    this.#child.stdout?.destroy();
    this.#child.stderr?.destroy();
    this.#child.stdin?.destroy();
  }
}

function checkLimit(name: string, value: number | null | undefined, standard: number): number {
  const limit = value === undefined ? standard : (value ?? Number.POSITIVE_INFINITY);
  if (typeof limit !== "number" || !(limit >= 0)) {
    throw new ValueError(`${name} must be a number of at least 0, or null, got ${String(value)}`);
  }
  return limit;
}

function start(program: string, args: readonly string[], options: ProgramOptions): ChildProcess {
  if ([program, ...args].some((text) => text.includes("\0"))) throw new ValueError("embedded null byte");
  const { cwd, env = MINIMAL_ENV, stdin } = options;
  try {
    return spawn(program, args, {
      ...(cwd === undefined ? {} : { cwd }),
      env: { ...env },
      detached: process.platform !== "win32",
      windowsHide: true,
      stdio: [stdin === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    });
  } catch (error) {
    throw startError(error, program, cwd);
  }
}

// Node names the program where it is the folder that is missing.
function startError(error: unknown, program: string, cwd: string | undefined): Error {
  const known = asOSError(error, program);
  const isFolder = known instanceof OSError && known.errno === 2 && cwd !== undefined && !existsSync(cwd);
  return isFolder ? asOSError(error, cwd) : known;
}
