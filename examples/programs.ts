// The example programs in the order of the tour, and how one of them is run.

import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const TIME_LIMIT_MS = 120_000;

/** The curriculum. Programs that are not named here come last in their folder, by name. */
const ORDER: Readonly<Record<string, readonly string[]>> = {
  objects: [
    "attributes",
    "file-handle-text",
    "items",
    "str",
    "school",
    "iterator",
    "doc",
    "del-explicit",
    "del-at-exit",
    "with",
    "with-raise",
    "with-suppress",
    "call",
  ],
  metaclasses: ["documented", "singleton-metaclass-new"],
  net: ["upload"],
};

/** One example: `examples/objects/str.ts` is `{ name: "objects/str", ... }`. */
export interface Program {
  readonly name: string;
  readonly path: string;
  /** The Python twin, `null` where there is none. */
  readonly twin: string | null;
  /** The path of what CPython printed for the twin; scripts/record-examples.ts writes it. */
  readonly recorded: string;
  /** The path of the error that ended the twin, `ValueError: text`; no such file where it ended well. */
  readonly recordedError: string;
}

/** What a finished program left. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

/** Every example whose name contains `filter`. A file whose name starts with `_` is a part of others. */
export function programs(filter = ""): Program[] {
  const folders = Object.keys(ORDER).filter((folder) => existsSync(join(ROOT, "examples", folder)));
  return folders.flatMap((folder) => {
    const names = readdirSync(join(ROOT, "examples", folder))
      .filter((file) => file.endsWith(".ts") && !file.startsWith("_"))
      .map((file) => file.slice(0, -".ts".length))
      .sort((a, b) => rank(folder, a) - rank(folder, b) || (a < b ? -1 : 1));
    return names.map((name) => program(folder, name)).filter((found) => found.name.includes(filter));
  });
}

function rank(folder: string, name: string): number {
  const position = ORDER[folder]?.indexOf(name) ?? -1;
  return position === -1 ? Number.MAX_SAFE_INTEGER : position;
}

function program(folder: string, name: string): Program {
  const base = join(ROOT, "examples", folder, name);
  const twin = `${base}.py`;
  return {
    name: `${folder}/${name}`,
    path: `${base}.ts`,
    twin: existsSync(twin) ? twin : null,
    recorded: `${base}.out`,
    recordedError: `${base}.err`,
  };
}

/** The first comment of the program's source. */
export function title({ path }: Program): string {
  return /^\/\/ (.*)/m.exec(readFileSync(path, "utf8"))?.[1] ?? "";
}

/** Runs the program in a process of its own, as `npx tsx <path>` does. */
export function run({ path }: Program): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--import", "tsx", path], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: TIME_LIMIT_MS,
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.on("error", reject);
    child.on("close", (status) => resolve({ stdout, stderr, status }));
  });
}

/** Whether the program ended with this error (`ValueError: text`), and so with status 1; `null`: it ended well. */
export function endedWith({ status, stderr }: Outcome, error: string | null): boolean {
  return error === null ? status === 0 : status === 1 && stderr.includes(`\n${error}\n`);
}

/** The error that the program is to end with, or `null`. */
export function expectedError({ recordedError }: Program): string | null {
  return existsSync(recordedError) ? readFileSync(recordedError, "utf8").trimEnd() : null;
}

/** The output without what differs from run to run: memory addresses. */
export function comparable(output: string): string {
  return output.replace(/\b0x[0-9a-f]+\b/g, "0x…");
}
