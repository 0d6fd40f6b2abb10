// `npm run bench:net -- transfer`: files over loopback against a pipe of node:net, a threaded server of CPython, and rsync.

import { type ChildProcess, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { median } from "../measure.ts";

/** What run.ts has for all of its measurements. */
export interface Tools {
  readonly smoke: boolean;
  readonly scratch: string;
  readonly hasPython: boolean;
  start(command: readonly string[]): Promise<Program>;
  stop(...programs: readonly Program[]): void;
  bundle(script: string): Promise<string>;
  processorTime(child: ChildProcess): number;
}

interface Program {
  readonly child: ChildProcess;
  readonly line: () => Promise<string>;
}

/** A server and what its sender does. */
interface Competitor {
  readonly server: readonly string[];
  readonly load: (port: string) => readonly string[];
  /** Whether it is one process of Node.js that tells how long its event loop stood still. */
  readonly gauged: boolean;
}

interface Result {
  readonly seconds: number;
  /** Seconds of the server's processor. */
  readonly cpu: number;
  /** Milliseconds. */
  readonly stall: number;
  /** MiB at the highest. */
  readonly memory: number;
}

/** Measures and prints. */
export async function measureFiles(tools: Tools): Promise<void> {
  const { smoke, scratch } = tools;
  const rounds = smoke ? 1 : 3;
  const large = smoke ? 2 ** 24 : 2 ** 30;
  const files = smoke ? 50 : 2000;
  const uploads = smoke ? 5 : 200;
  const digests = smoke ? 2 : 24;
  const here = fileURLToPath(new URL(".", import.meta.url));
  const ours = await tools.bundle("servers/files.ts");
  const given = join(scratch, "given");
  mkdirSync(join(given, "small"), { recursive: true });

  const load = (task: string, ...numbers: number[]) => {
    const program = [process.execPath, join(here, "transfer-load.mjs"), task];
    return (port: string) => [...program, port, ...numbers.map(String)];
  };
  const mine = (task: string, ...numbers: number[]): Competitor => ({
    server: [process.execPath, ours, "FOLDER"],
    load: load(task, ...numbers),
    gauged: true,
  });
  const pipe = (task: string, numbers: number[], ...more: string[]): Competitor => ({
    server: [process.execPath, join(here, "servers/pipe.mjs"), "FOLDER", ...more],
    load: load(task, ...numbers),
    gauged: true,
  });
  const python = (count: number, size: number): Record<string, Competitor> => {
    const server = ["python3", join(here, "servers/files.py"), "FOLDER"];
    if (!tools.hasPython) return {};
    return { "CPython threads": { server, load: load("plain", count, size), gauged: false } };
  };
  const hasRsync = spawnSync("rsync", ["--version"]).status === 0;
  const rsync = (source: string): Record<string, Competitor> => {
    const send = (port: string) => ["rsync", "-rW", source, `rsync://127.0.0.1:${port}/files/`];
    return hasRsync ? { "rsync daemon": { server: ["rsync"], load: send, gauged: false } } : {};
  };
  if (hasRsync) {
    writeFileSync(join(given, "large"), Buffer.alloc(large, 7));
    for (let i = 0; i < files; i++) writeFileSync(join(given, "small", `${i}`), Buffer.alloc(16_384, 7));
  }

  await compare(`1 file of ${large / 2 ** 20} MiB`, "MB/s", large / 1e6, {
    "node:net pipe": pipe("raw", [1, large]),
    "node:net pipe, synced": pipe("raw", [1, large], "sync"),
    "ours, plain put": mine("plain", 1, large),
    "ours, SHA-256": mine("digest", 1, large),
    ...python(1, large),
    ...rsync(join(given, "large")),
  });
  await compare(`${files} files of 16 KiB`, "files/s", files, {
    "node:net pipe": pipe("rawFiles", [files]),
    "node:net pipe, synced": pipe("rawFiles", [files], "sync"),
    "ours, SHA-256": mine("files", files),
    ...rsync(join(given, "small")),
  });
  const part = Math.floor(large / uploads);
  const title = `${uploads} uploads of ${(part / 2 ** 20).toFixed(1)} MiB at once`;
  await compare(title, "MB/s", (part * uploads) / 1e6, {
    "node:net pipe": pipe("raw", [uploads, part]),
    "ours, SHA-256": mine("digest", uploads, part),
    ...python(uploads, part),
  });
  const digested = large / 2 ** 6;
  const asked = (workers: string): Competitor => ({
    server: [process.execPath, ours, "FOLDER", workers],
    load: load("digests", 4, digests),
    gauged: workers === "1",
  });
  const counts = { "ours, one process": asked("1"), "ours, two workers": asked("2") };
  await compare(
    `digests of ${digested / 2 ** 20} MiB, 4 connections`,
    "a second",
    4 * digests,
    counts,
    digested,
  );
  console.log(
    "\nOurs syncs each file to the disk before it answers; of a server of several processes, what they",
  );
  console.log(`took is not told. Medians of ${rounds}.`);

  async function compare(
    title: string,
    unit: string,
    amount: number,
    competitors: Readonly<Record<string, Competitor>>,
    stored = 0,
  ): Promise<void> {
    const results = new Map<string, Result[]>(Object.keys(competitors).map((name) => [name, []]));
    for (let round = 0; round < rounds; round++) {
      const all = Object.entries(competitors);
      const first = round % all.length;
      for (const [name, competitor] of [...all.slice(first), ...all.slice(0, first)]) {
        results.get(name)?.push(await measure(competitor, stored));
      }
    }
    console.log(`\n${title}`);
    let reference: number | undefined;
    for (const [name, all] of results) {
      const of = (key: keyof Result) => median(all.map((result) => result[key]));
      const speed = amount / of("seconds");
      reference ??= speed;
      const columns = [
        `  ${name.padEnd(22)} ${speed.toFixed(0).padStart(7)} ${unit.padEnd(8)}`,
        `${(speed / reference).toFixed(2)}x`,
        figure(of("cpu"), 2, "s of the server's processor"),
        figure(of("stall"), 1, "ms longest stall"),
        figure(of("memory"), 0, "MiB at most"),
      ];
      console.log(columns.join("  ").trimEnd());
    }
  }

  async function measure({ server, load, gauged }: Competitor, stored: number): Promise<Result> {
    // New for each; small files stay until the end, since removing many makes what comes next slow.
    const folder = join(scratch, `served${served++}`);
    mkdirSync(folder);
    if (stored > 0) writeFileSync(join(folder, "digest0"), Buffer.alloc(stored, 7));
    spawnSync("sync");
    const isRsync = server[0] === "rsync";
    const free = isRsync ? await freePort() : "";
    const words = server.map((word) => (word === "FOLDER" ? folder : word));
    const program = await tools.start(isRsync ? rsyncDaemon(folder, free) : words);
    try {
      const port = isRsync ? free : await program.line();
      if (isRsync) await pause(300);
      const cpu = tools.processorTime(program.child);
      if (gauged) await told(program);
      const seconds = await run(load(port));
      const { stall } = gauged ? await told(program) : { stall: Number.NaN };
      const isAlone = gauged || server[0] === "python3";
      return {
        seconds,
        cpu: isAlone ? tools.processorTime(program.child) - cpu : Number.NaN,
        stall,
        memory: isAlone ? highest(program.child) : Number.NaN,
      };
    } finally {
      tools.stop(program);
      for (const name of ["file0", "plain0", "digest0", "large"]) rmSync(join(folder, name), { force: true });
    }
  }

  /** Runs a sender to its end: ours tells its seconds, of another one the whole run counts. */
  async function run(command: readonly string[]): Promise<number> {
    if (command[0] === process.execPath) {
      const sender = await tools.start(command);
      const seconds = Number(await sender.line());
      tools.stop(sender);
      return seconds;
    }
    const [file = "", ...args] = command;
    const start = performance.now();
    const { status, stderr } = spawnSync(file, args, { encoding: "utf8" });
    if (status !== 0) throw new Error(`${file} failed: ${stderr}`);
    return (performance.now() - start) / 1000;
  }

  function rsyncDaemon(folder: string, port: string): readonly string[] {
    const config = join(scratch, "rsyncd.conf");
    const lines = ["use chroot = no", "[files]", `path = ${folder}`, "read only = no"];
    if (process.getuid?.() === 0) lines.push("uid = root", "gid = root");
    writeFileSync(config, `${lines.join("\n")}\n`);
    const args = `--daemon --no-detach --address=127.0.0.1 --port=${port} --config=${config}`;
    // With a socket as its standard input, as Node's pipes are, it would take itself for inetd's.
    return ["sh", "-c", `exec rsync ${args} </dev/null`];
  }
}

let served = 0;

async function told(server: Program): Promise<{ stall: number }> {
  server.child.stdin?.write("\n");
  return JSON.parse(await server.line()) as { stall: number };
}

function figure(value: number, digits: number, unit: string): string {
  return Number.isNaN(value) ? "" : `${value.toFixed(digits).padStart(6)} ${unit}`;
}

/** The most memory that a process has had, in MiB, where the system tells. */
function highest({ pid }: ChildProcess): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
  } catch {
    return Number.NaN;
  }
}

function freePort(): Promise<string> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(String(port)));
    });
  });
}
