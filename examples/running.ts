// Runs an example: a program in a process of its own, a pair in one process for each side.

import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { comparable, expectedOutput, type Pair, type Program } from "./programs.ts";

const TIME_LIMIT_MS = 30_000;
/** How long a server whose output nobody has recorded must be silent before it counts as idle. */
const SILENCE_MS = 500;
/** How long a server may take to print what it is expected to, once its clients have gone. */
const PATIENCE_MS = 5_000;

const ENVIRONMENT = {
  ...process.env,
  // Python buffers what it prints to a pipe, and takes the encoding from the system.
  PYTHONUNBUFFERED: "1",
  PYTHONUTF8: "1",
  // A pair runs in a folder of its own, where tsx would not find how `dunder` is to be resolved.
  TSX_TSCONFIG_PATH: fileURLToPath(new URL("../tsconfig.json", import.meta.url)),
  // What a shell complains of, and what a clock shows, is to be the same everywhere.
  LC_ALL: "C",
  TZ: "UTC",
};

/** What a finished program left. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** What the programs of a finished pair left; the clients in the pair's order. */
export interface PairOutcome {
  readonly server: Outcome;
  readonly clients: readonly Outcome[];
}

/** The command that runs a program in one of its two languages. */
export type Language = (program: Program) => readonly [command: string, ...args: string[]];

/** As `npx tsx <path>` does, without the time that npx takes. */
export const typescript: Language = ({ path }) => [
  process.execPath,
  "--import",
  import.meta.resolve("tsx"),
  path,
];

/** The Python twin, by the machine's python3. */
export const python: Language = ({ name, twin }) => {
  if (twin === null) throw new Error(`${name} has no Python twin`);
  return ["python3", twin];
};

/** Stands between the clients and the server; gives the port that the clients are to come to. */
export type Between = (serverPort: number) => Promise<number>;

/** Runs a program to its end. */
export async function run(program: Program, language: Language = typescript): Promise<Outcome> {
  const running = new Running(language(program), program.args, process.cwd());
  running.type("");
  return running.ended;
}

/**
 * Runs a pair: the server, then its clients one after the other, all in a fresh folder. The server ends by itself, or is
 * told to (SIGTERM) when it has printed what it is expected to.
 *
 * @throws Error when the server does not say where it listens, or a program does not end.
 */
export async function runPair(
  pair: Pair,
  language: { readonly server: Language; readonly client: Language } = {
    server: typescript,
    client: typescript,
  },
  between: Between = async (port) => port,
): Promise<PairOutcome> {
  const folder = mkdtempSync(join(tmpdir(), "example-"));
  if (pair.files !== null) cpSync(pair.files, folder, { recursive: true });
  const server = new Running(language.server(pair.server), ["--port", "0", ...pair.server.args], folder);
  try {
    server.type("");
    const port = await between(await server.port());
    const clients: Outcome[] = [];
    for (const program of pair.clients) {
      const client = new Running(language.client(program), ["--port", `${port}`, ...program.args], folder);
      client.type(pair.input);
      clients.push(await client.ended);
    }
    await server.idle(expectedOutput(pair.server));
    server.end();
    return { server: await server.ended, clients };
  } finally {
    server.end();
    await server.ended.catch(() => {});
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether the program ended with this error (`ValueError: text`), and so with status 1; `null`: it ended well. */
export function endedWith({ status, signal, stderr }: Outcome, error: string | null): boolean {
  // SIGTERM is how a server that serves for ever is told that it was the last client.
  if (error === null) return status === 0 || signal === "SIGTERM";
  return status === 1 && `\n${stderr}`.includes(`\n${error}\n`);
}

/** A program that runs. */
class Running {
  readonly ended: Promise<Outcome>;
  private readonly child: ChildProcess;
  private stdout = "";
  private stderr = "";
  private onOutput: () => void = () => {};

  constructor([command, ...first]: readonly [string, ...string[]], args: readonly string[], cwd: string) {
    const child = spawn(command, [...first, ...args], { cwd, env: ENVIRONMENT, stdio: "pipe" });
    this.child = child;
    // A program that does not read what was typed is none of our concern.
    child.stdin.on("error", () => {});
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      this.stdout += text;
      this.onOutput();
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.stderr += text;
    });
    this.ended = new Promise((resolve, reject) => {
      const limit = setTimeout(() => {
        child.kill("SIGKILL");
        reject(new Error(`${first.at(-1)} did not end in time:\n${this.stdout}${this.stderr}`));
      }, TIME_LIMIT_MS);
      child.on("error", reject);
      child.on("close", (status, signal) => {
        clearTimeout(limit);
        this.onOutput();
        resolve({ stdout: this.stdout, stderr: this.stderr, status, signal });
      });
    });
    // Whoever waits for it hears of it; nobody waits for a server while its clients run.
    this.ended.catch(() => {});
  }

  /** Types this at the program, and the end of input. */
  type(text: string): void {
    this.child.stdin!.end(text);
  }

  /** The port of its first line, `listening on 127.0.0.1:<port>`. */
  async port(): Promise<number> {
    await this.until(() => this.stdout.includes("\n"), TIME_LIMIT_MS);
    const port = /^listening on 127\.0\.0\.1:(\d+)\n/.exec(this.stdout)?.[1];
    if (port === undefined) {
      throw new Error(
        `expected "listening on 127.0.0.1:<port>", got ${JSON.stringify(this.stdout)}\n${this.stderr}`,
      );
    }
    return Number(port);
  }

  /** Waits until the program has printed all that it is expected to, has ended, or has been silent for long. */
  async idle(expected: string | null): Promise<void> {
    if (expected !== null) {
      await this.until(() => comparable(this.stdout).length >= expected.length, PATIENCE_MS);
      return;
    }
    let printed = -1;
    while (printed !== this.stdout.length && this.child.exitCode === null) {
      printed = this.stdout.length;
      await new Promise((resolve) => setTimeout(resolve, SILENCE_MS));
    }
  }

  end(): void {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill("SIGTERM");
  }

  /** Waits until what it printed fulfils the condition; at the latest for its end, or for so many milliseconds. */
  private until(condition: () => boolean, limit: number): Promise<void> {
    return new Promise((resolve) => {
      const stop = (): void => {
        clearTimeout(timer);
        this.onOutput = () => {};
        resolve();
      };
      const timer = setTimeout(stop, limit);
      this.onOutput = () => {
        if (condition() || this.child.exitCode !== null || this.child.signalCode !== null) stop();
      };
      this.onOutput();
    });
  }
}
