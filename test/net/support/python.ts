// CPython as a peer, where the machine has it.

import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Whether there is a python3; tests with a CPython peer are skipped, and reported so, where there is none. */
export const hasPython = spawnSync("python3", ["--version"]).status === 0;

/** Runs a script of this folder; gives what it printed, or throws what it complained of. */
export async function python(script: string, ...args: string[]): Promise<string> {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn("python3", [path, ...args], { stdio: ["ignore", "pipe", "pipe"], timeout: 60_000 });
  let out = "";
  let complaint = "";
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    complaint += chunk;
  });
  const status = await new Promise((resolve) => child.once("close", resolve));
  if (status !== 0) throw new Error(`${script} ended with ${status}: ${complaint}`);
  return out;
}
