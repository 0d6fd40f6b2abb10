// What the remote shells of this folder do with a line. It is data from a stranger: they know a few commands of their own and
// refuse the rest, unless --shell lets them hand the line to /bin/sh, which does whatever the server's user may do.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, open, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bytes, isinstance, range, ValueError } from "dunder";

const FILES = new Map([
  ["milk.txt", "2 bottles, please\n"],
  ["poem.txt", "The fog comes\non little cat feet.\n"],
]);
const TIME_LIMIT = 5; // seconds that a line of --shell may take
const OUTPUT_LIMIT = 60_000; // bytes of each answer: it fits into a datagram

/** What a line printed, and what it complained of. */
type Output = readonly [out: Uint8Array, err: Uint8Array];

function cat(words: readonly string[]): string {
  const missing = words.filter((name) => !FILES.has(name));
  if (missing.length > 0) throw new ValueError(`cat: ${missing[0]}: no such file`);
  return words.map((name) => FILES.get(name)).join("");
}

function count(words: readonly string[]): string {
  if (words.length !== 1 || !/^[0-9]{1,4}$/.test(words[0]!)) {
    throw new ValueError("count: one number of up to four digits is needed");
  }
  return [...range(1, Number(words[0]) + 1)].map((n) => `${n}\n`).join("");
}

// A table, and no look-up of methods: a stranger reaches what stands here, and nothing else.
const COMMANDS = new Map<string, (words: readonly string[]) => string>([
  ["cat", cat],
  ["count", count],
  ["echo", (words) => `${words.join(" ")}\n`],
  ["ls", () => [...FILES.keys()].map((name) => `${name}\n`).join("")],
  ["pwd", () => "/home/guest\n"],
  ["true", () => ""],
]);

/** Does one of our own commands. */
export function run_command(line: string): Output {
  const [name, ...words] = line.trim().split(/\s+/);
  if (!name) return [bytes(), bytes()];
  const command = COMMANDS.get(name);
  if (command === undefined) {
    return [bytes(), bytes(`${name}: not allowed. There are: ${[...COMMANDS.keys()].join(", ")}\n`, "utf-8")];
  }
  try {
    return [bytes(command(words), "utf-8").subarray(0, OUTPUT_LIMIT), bytes()];
  } catch (error) {
    if (!isinstance(error, ValueError)) throw error;
    return [bytes(), bytes(`${error.message}\n`, "utf-8")];
  }
}

/** Lets /bin/sh do a line, within limits of time and output. */
export async function run_shell(line: string): Promise<Output> {
  // Files, not pipes: nobody has to read two pipes at once, and no child that goes on in the background holds them open.
  const folder = await mkdtemp(join(tmpdir(), "shell-"));
  const [outPath, errPath] = [join(folder, "out"), join(folder, "err")];
  const [out, err] = await Promise.all([open(outPath, "w"), open(errPath, "w")]);
  try {
    const limited = `ulimit -f ${Math.floor(OUTPUT_LIMIT / 512) + 1}\n${line}`;
    // `detached`: a process group of its own, as Python's start_new_session makes it.
    const child = spawn("/bin/sh", ["-c", limited], { stdio: ["ignore", out.fd, err.fd], detached: true });
    const killAll = () => {
      try {
        process.kill(-child.pid!, "SIGKILL"); // the whole group, what runs in the background too
      } catch {
        // It has ended.
      }
    };
    const timer = setTimeout(killAll, TIME_LIMIT * 1000);
    await once(child, "exit");
    clearTimeout(timer);
    killAll();
    const [printed, complained] = await Promise.all([readFile(outPath), readFile(errPath)]);
    return [printed.subarray(0, OUTPUT_LIMIT), complained.subarray(0, OUTPUT_LIMIT)];
  } finally {
    await Promise.all([out.close(), err.close()]);
    await rm(folder, { recursive: true });
  }
}
