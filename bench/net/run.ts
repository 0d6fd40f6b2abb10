// `npm run bench:net [-- --smoke] [echo|oneway|idle|storage|transfer]`: echo, one way, idle connections and files against others.

import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { median } from "../measure.ts";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const smoke = process.argv.includes("--smoke");
const ROUNDS = smoke ? 1 : Number(process.env.ROUNDS ?? 5);
const SECONDS = smoke ? 0.2 : 1.5;
const ONE_WAY = smoke ? 2 ** 24 : 2 ** 30;
const IDLE = smoke ? 200 : 10_000;

const scratch = mkdtempSync(join(tmpdir(), "dunder-bench-net-"));
const children = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(scratch, { recursive: true, force: true });
});
const hasPython = spawnSync("python3", ["--version"]).status === 0;

/** A program under measurement, and its lines. */
interface Program {
  readonly child: ChildProcess;
  readonly line: () => Promise<string>;
}

const python = (name: string) => (hasPython ? [["python3", join(HERE, "servers", name)]] : []);
const node = [process.execPath, "--expose-gc"];
const echo: Record<string, readonly string[]> = {
  "node:net": [...node, join(HERE, "servers/raw.mjs")],
  ours: [...node, await bundle("servers/ours.ts")],
  ...Object.fromEntries(python("threads.py").map((command) => ["CPython threads", command])),
  ...Object.fromEntries(python("streams.py").map((command) => ["CPython asyncio", command])),
};
const stream: Record<string, readonly string[]> = {
  "node:net": [process.execPath, join(HERE, "streams/raw.mjs")],
  ours: [process.execPath, await bundle("streams/ours.ts")],
};

const only = process.argv.slice(2).find((argument) => !argument.startsWith("--")) ?? "";
if ("echo".includes(only)) await measureEcho();
if ("oneway".includes(only)) await measureOneWay();
if ("idle".includes(only)) await measureIdle();
if ("storage".includes(only)) await import("./storage.ts");
if ("transfer".includes(only)) {
  const { measureFiles } = await import("./files.ts");
  await measureFiles({ smoke, scratch, hasPython, start, stop, bundle, processorTime });
}
console.log(
  `\nMedians of ${ROUNDS} interleaved rounds; Node ${process.version}` +
    `${hasPython ? "" : ", no python3"}.`,
);
if (smoke) console.log("A smoke run: it shows that the bench runs, and its figures mean nothing.");
process.exit(0);

async function measureEcho(): Promise<void> {
  console.log("echo: round trips/s (MB/s each way, µs of the server's processor per trip)\n");
  for (const connections of [1, 50, 500]) {
    for (const size of [64, 16_384]) {
      const trips = new Map<string, number[]>();
      const costs = new Map<string, number[]>();
      for (let round = 0; round < ROUNDS; round++) {
        for (const [name, command] of Object.entries(echo)) {
          const server = await start(command);
          const port = await server.line();
          const before = processorTime(server.child);
          const args = [port, connections, size, SECONDS].map(String);
          const load = await start([process.execPath, join(HERE, "load.mjs"), ...args]);
          const { perSecond } = JSON.parse(await load.line()) as { perSecond: number };
          const cost = (processorTime(server.child) - before) / (perSecond * (SECONDS + 0.5));
          push(trips, name, perSecond);
          push(costs, name, cost * 1e6);
          stop(server, load);
        }
      }
      const raw = median(trips.get("node:net") ?? []);
      console.log(`${connections} connections, ${size} B`);
      for (const [name, values] of trips) {
        const each = median(values);
        const ratio = `${(each / raw).toFixed(2)}x node:net`;
        const speed = `${((each * size) / 1e6).toFixed(1)} MB/s`;
        const cost = `${median(costs.get(name) ?? []).toFixed(1)} µs`;
        console.log(
          `  ${name.padEnd(16)} ${each.toFixed(0).padStart(8)} ${speed.padStart(13)} ${cost.padStart(9)}  ${ratio}`,
        );
      }
    }
  }
}

async function measureOneWay(): Promise<void> {
  const speeds = new Map<string, number[]>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, command] of Object.entries(stream)) {
      const receiver = await start([...command, "receive"]);
      const sender = await start([...command, "send", await receiver.line(), String(ONE_WAY)]);
      const { received, seconds } = JSON.parse(await receiver.line()) as {
        received: number;
        seconds: number;
      };
      if (received !== ONE_WAY) throw new Error(`${name} received ${received} bytes of ${ONE_WAY}`);
      push(speeds, name, received / 1e6 / seconds);
      stop(receiver, sender);
    }
  }
  const raw = median(speeds.get("node:net") ?? []);
  console.log(`\n${ONE_WAY / 2 ** 20} MiB one way, MB/s`);
  for (const [name, values] of speeds) {
    console.log(
      `  ${name.padEnd(16)} ${median(values)
        .toFixed(0)
        .padStart(8)}  ${(median(values) / raw).toFixed(2)}x node:net`,
    );
  }
}

async function measureIdle(): Promise<void> {
  const names = ["node:net", "ours"];
  const resident = new Map<string, number[]>();
  const heap = new Map<string, number[]>();
  for (let round = 0; round < Math.min(ROUNDS, 3); round++) {
    for (const name of names) {
      const { rss, heapUsed, external } = await perConnection(echo[name] ?? []);
      push(resident, name, rss);
      push(heap, name, heapUsed + external);
    }
  }
  console.log(`\nmemory of one idle connection, of ${IDLE} held`);
  const raw = median(resident.get("node:net") ?? []);
  for (const name of names) {
    const each = median(resident.get(name) ?? []);
    const kib = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB`;
    const ratio = `${(each / raw).toFixed(2)}x node:net`;
    console.log(
      `  ${name.padEnd(16)} ${kib(each)} resident, ${kib(median(heap.get(name) ?? []))} of heap  ${ratio}`,
    );
  }
}

/** What each of the last four fifths of the connections adds; the first fifth pays for what does not grow with them. */
async function perConnection(command: readonly string[]): Promise<NodeJS.MemoryUsage> {
  const [file = "", ...args] = command;
  // The space for new objects grows by steps of megabytes with whatever is allocated: kept small, it stays as it is.
  const server = await start([file, "--max-semi-space-size=1", ...args]);
  const port = await server.line();
  const hold = async (count: number) => {
    const load = await start([process.execPath, join(HERE, "load.mjs"), port, String(count), "0", "0"]);
    await load.line();
    return load;
  };
  const first = await hold(IDLE / 5);
  const before = await memory(server);
  const second = await hold((IDLE * 4) / 5);
  const after = await memory(server);
  stop(server, first, second);
  const each = Object.entries(after).map(([name, bytes]) => [
    name,
    (bytes - before[name as keyof NodeJS.MemoryUsage]) / (IDLE * 0.8),
  ]);
  return Object.fromEntries(each) as NodeJS.MemoryUsage;
}

async function memory(server: Program): Promise<NodeJS.MemoryUsage> {
  server.child.stdin?.write("\n");
  return JSON.parse(await server.line()) as NodeJS.MemoryUsage;
}

async function start([file = "", ...args]: readonly string[]): Promise<Program> {
  const child = spawn(file, args, { stdio: ["pipe", "pipe", "inherit"] });
  children.add(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    child,
    async line() {
      const { value, done } = await lines.next();
      if (done) throw new Error(`${[file, ...args].join(" ")} ended early`);
      return value;
    },
  };
}

function stop(...programs: readonly Program[]): void {
  for (const { child } of programs) {
    children.delete(child);
    child.kill("SIGKILL");
  }
}

/** Seconds that a process has run, where the system tells: fields 14 and 15 of its `stat`, in hundredths. */
function processorTime(child: ChildProcess): number {
  try {
    const fields = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return Number.NaN;
  }
}

function push(into: Map<string, number[]>, name: string, value: number): void {
  into.set(name, [...(into.get(name) ?? []), value]);
}

/** Plain JavaScript as a bundler makes it: tsx would add its own wrappers to what is measured. */
async function bundle(script: string): Promise<string> {
  const outfile = join(scratch, script.replace(/\W/g, "-").replace(/-ts$/, ".mjs"));
  const options = { bundle: true, platform: "node", format: "esm", target: "node20", outfile } as const;
  const banner = {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  };
  await build({ ...options, banner, entryPoints: [join(HERE, script)], logLevel: "error" });
  return outfile;
}
