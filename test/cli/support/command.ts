// The `dunder` command, built and started as a user starts it.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build as bundle } from "esbuild";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A server process, and its URL. */
export interface Served {
  readonly child: ChildProcess;
  readonly url: string;
  /** All that it has said so far. */
  readonly said: { stdout: string; stderr: string };
}

/** Builds the command for a test file, and gives each test a folder of its own. */
export function builtCommand() {
  let build = "";
  let folder = "";
  const running: ChildProcess[] = [];

  beforeAll(async () => {
    // Below the package, where its dependencies are found. In one file, it starts in a third of the time.
    const cache = join(ROOT, "node_modules/.cache");
    mkdirSync(cache, { recursive: true });
    build = mkdtempSync(join(cache, "dunder-cli-"));
    copyFileSync(join(ROOT, "package.json"), join(build, "package.json"));
    await bundle({
      entryPoints: [join(ROOT, "src/cli.ts")],
      outfile: join(build, "dist/cli/cli.js"),
      bundle: true,
      packages: "external",
      platform: "node",
      format: "esm",
      target: "es2022",
    });
  });
  afterAll(() => rmSync(build, { recursive: true, force: true }));

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "dunder-cli-"));
  });
  afterEach(async () => {
    for (const child of running.splice(0)) child.kill("SIGKILL");
    await rm(folder, { recursive: true, force: true });
  });

  function start(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const child = spawn(process.execPath, [join(build, "dist/cli/cli.js"), ...args], {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: ["pipe", "pipe", "pipe"],
    });
    running.push(child);
    const said = { stdout: "", stderr: "" };
    child.stdout.on("data", (chunk) => {
      said.stdout += chunk;
    });
    child.stderr.on("data", (chunk) => {
      said.stderr += chunk;
    });
    return { child, said };
  }

  async function run(...args: string[]): Promise<Ended> {
    const { child, said } = start(args);
    child.stdin.end();
    const [status] = (await once(child, "close")) as [number | null];
    return { status, ...said };
  }

  /** Starts a server on a free port. */
  async function serve(...args: string[]): Promise<Served> {
    const { child, said } = start(["serve", "files", "--port", "0", ...args]);
    while (!said.stdout.includes("\n")) {
      await Promise.race([once(child.stdout, "data"), once(child, "close")]);
      if (child.exitCode !== null) throw new Error(`the server ended: ${said.stderr}`);
    }
    return { child, url: /on (dunders?:\S+)/.exec(said.stdout)?.[1] ?? "", said };
  }

  return { path: (name: string) => join(folder, name), start, run, serve };
}

/** Waits until something is true, for at most five seconds. */
export async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  for (let left = 250; !(await isTrue()); left--) {
    if (left === 0) throw new Error("it did not become true within five seconds");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
