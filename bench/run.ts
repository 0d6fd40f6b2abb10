// `npm run bench [-- <filter>] [--smoke]`: measures every comparison of topics/ and prints one table.

import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { type Comparison, type Effort, type Measurement, median, OBJECTS } from "./measure.ts";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const FULL: Effort & { processes: number } = { processes: 5, rounds: 41, batch: 3 };
const SMOKE: Effort & { processes: number } = { processes: 1, rounds: 3, batch: 0.1 };

const smoke = process.argv.includes("--smoke");
const filter = process.argv.slice(2).find((argument) => !argument.startsWith("--")) ?? "";
const effort = smoke ? SMOKE : FULL;
const scratch = mkdtempSync(join(tmpdir(), "dunder-bench-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

const python = pythonVersion();
const rows: string[][] = [
  ["", "peer", "ours ns", "peer ns", "ratio", "target", "met", "CPython ns", "ahead"],
];
let targets = 0;
let missed = 0;

for (const topic of readdirSync(join(HERE, "topics")).sort()) {
  const script = await bundle(join(HERE, "topics", topic));
  const { comparisons } = (await import(script)) as { comparisons: readonly Comparison[] };
  for (const [index, comparison] of comparisons.entries()) {
    if (!`${topic} ${comparison.name}`.includes(filter)) continue;
    const result = measureApart(script, index);
    const cpython = comparison.python && python ? pythonTime(comparison.python) : undefined;
    rows.push(row(comparison, result, cpython));
    if (comparison.atMost !== undefined) targets++;
    if (!meets(comparison, result)) missed++;
  }
}
printTable(rows);
if (smoke) console.log("\nA smoke run: it shows that the bench runs, and its figures mean nothing.");
console.log(
  `\nMedians over ${effort.processes} processes; Node ${process.version}, ${OBJECTS} objects. ` +
    `${python ?? "No python3 on this machine"}. ${missed} of ${targets} targets missed.`,
);

/** Plain JavaScript as a bundler makes it: tsx would add its own wrappers to what is measured. */
async function bundle(topic: string): Promise<string> {
  const outfile = join(scratch, topic.replace(/^.*[\\/]/, "").replace(/ts$/, "mjs"));
  await build({
    stdin: {
      resolveDir: HERE,
      contents: `
        import { comparisons } from ${JSON.stringify(topic)};
        import { measure } from "./measure.ts";
        export { comparisons };
        if (process.argv[2] === "measure") {
          const [index, rounds, batch] = process.argv.slice(3).map(Number);
          console.log(JSON.stringify(measure(comparisons[index], { rounds, batch })));
        }`,
    },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "es2022",
    // Packages that are CommonJS ask for Node's modules by it.
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
    outfile,
    logLevel: "error",
  });
  return outfile;
}

/** In processes of their own, so that no comparison inherits what the compiler learnt from another. */
function measureApart(script: string, index: number): Measurement {
  const args = [script, "measure", String(index), String(effort.rounds), String(effort.batch)];
  const results = Array.from({ length: effort.processes }, (): Measurement => {
    return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" }));
  });
  return {
    ours: median(results.map((result) => result.ours)),
    theirs: median(results.map((result) => result.theirs)),
    ratio: median(results.map((result) => result.ratio)),
  };
}

function meets({ atMost }: Comparison, { ratio }: Measurement): boolean {
  return atMost === undefined || ratio <= atMost;
}

function row(comparison: Comparison, result: Measurement, cpython: number | undefined): string[] {
  const { name, peer, atMost } = comparison;
  const target = atMost === undefined ? "" : `<= ${atMost.toFixed(2)}`;
  const met = atMost === undefined ? "" : meets(comparison, result) ? "yes" : "NO";
  const ahead = cpython === undefined ? "" : result.ours < cpython ? "yes" : "NO";
  return [
    name,
    peer,
    result.ours.toFixed(1),
    result.theirs.toFixed(1),
    result.ratio.toFixed(2),
    target,
    met,
    cpython?.toFixed(1) ?? "",
    ahead,
  ];
}

function pythonVersion(): string | null {
  const { status, stdout } = spawnSync("python3", ["--version"], { encoding: "utf8" });
  return status === 0 ? stdout.trim().replace("Python", "CPython") : null;
}

/** Nanoseconds for one operation in CPython: the median of repeated runs of the statement, as ours is. */
function pythonTime({ setup, statement }: NonNullable<Comparison["python"]>): number {
  const program = `
import statistics, sys, timeit
timer = timeit.Timer(sys.argv[2], sys.argv[1], globals={"N": ${OBJECTS}})
number = ${smoke ? "1" : "timer.autorange()[0]"}
print(statistics.median(timer.repeat(5, number)) / number / ${OBJECTS} * 1e9)`;
  return Number(execFileSync("python3", ["-c", program, setup, statement], { encoding: "utf8" }));
}

function printTable(lines: readonly string[][]): void {
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  for (const line of lines) {
    const cells = line.map((cell, column) =>
      column < 2 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
    );
    console.log(`| ${cells.join(" | ")} |`);
  }
}
