// The koans: `npm run koans [folder] [-- --watch]`. Makes the person's copies, and goes on to the first blank.

import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, watch, writeFileSync } from "node:fs";
import { basename, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { koanText, withBlanks } from "./koans/source.ts";
import type { Step } from "./koans/walk.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SOURCES = join(ROOT, "koans");
const TIME_LIMIT_MS = 30_000;
const SAVED_MS = 100;

const names = readdirSync(SOURCES)
  .filter((name) => name.endsWith(".ts"))
  .sort();
const sources = names.map((name) => readFileSync(join(SOURCES, name), "utf8"));
const total = sources.reduce((sum, source) => sum + source.split(/^koan\(/m).length - 1, 0);

/** Makes the copies that are not there; what is there is the person's. */
function prepare(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const module = relative(folder, join(ROOT, "scripts/koans/koan.ts")).split(sep).join("/");
  names.forEach((name, index) => {
    writeNew(join(folder, name), withBlanks(sources[index]!, module));
  });
  // Without it a folder elsewhere would be taken for one of CommonJS.
  writeNew(join(folder, "package.json"), '{ "type": "module" }\n');
  const config = { extends: join(relative(folder, ROOT), "tsconfig.json"), include: ["*.ts"] };
  writeNew(join(folder, "tsconfig.json"), `${JSON.stringify(config, null, 2)}\n`);
}

function writeNew(file: string, text: string): void {
  if (!existsSync(file)) writeFileSync(file, text, { flag: "wx" });
}

/** Runs the copies in a process of its own: they are new each time, and may hang. */
async function walk(folder: string): Promise<{ steps: Step[]; complaint: string }> {
  const files = names.map((name) => join(folder, name));
  const child = spawn(process.execPath, ["--import", "tsx", join(ROOT, "scripts/koans/walk.ts"), ...files], {
    cwd: ROOT,
    env: { ...process.env, TSX_TSCONFIG_PATH: join(ROOT, "tsconfig.json") },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: TIME_LIMIT_MS,
    killSignal: "SIGKILL",
  });
  let output = "";
  let complaint = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (complaint += text));
  const signal = await new Promise<string | null>((done) => child.on("close", (_, signal) => done(signal)));
  const lines = output.split("\n").filter((line) => line.startsWith("\u001e"));
  if (signal !== null) complaint = `Stopped: it did not end within ${TIME_LIMIT_MS / 1000} s`;
  return { steps: lines.map((line) => JSON.parse(line.slice(1)) as Step), complaint };
}

/** Walks once and says how far it went; answers whether the path is at its end. */
async function show(folder: string): Promise<boolean> {
  const { steps, complaint } = await walk(folder);
  const done = steps.filter((step) => step.ok);
  let topic = "";
  for (const { file, sentence } of done) {
    if (file !== topic) console.log(`\n${basename(file, ".ts")}`);
    topic = file;
    console.log(`  ✓ ${sentence}`);
  }
  const last = steps.at(-1);
  if (last?.ok === false) showBlank(last);
  else if (done.length < total)
    console.log(`\n${complaint || "A file has lost a koan: remove it, and get a new one."}`);
  const bar = "█".repeat(Math.round((20 * done.length) / total)).padEnd(20, "░");
  console.log(`\n${bar} ${done.length} of ${total}`);
  if (done.length >= total) console.log("You have come to the end of the path.");
  return done.length >= total;
}

function showBlank({ file, sentence, reason }: Step & { ok: false }): void {
  const found = koanText(readFileSync(file, "utf8"), sentence);
  console.log(`\n→ ${sentence || basename(file)}\n`);
  if (found !== null && sentence !== "") console.log(found.code.replace(/^/gm, "    "));
  console.log(`\n${reason}`);
  console.log(`${relative(process.cwd(), file)}:${sentence === "" ? 1 : (found?.line ?? 1)}`);
}

const words = process.argv.slice(2);
const unknown = words.filter((word) => word.startsWith("-") && word !== "--watch");
const folder = resolve(words.find((word) => !word.startsWith("-")) ?? "my-koans");
if (unknown.length > 0) {
  console.error(`unknown option ${unknown[0]}: expected \`npm run koans -- [folder] [--watch]\``);
  process.exitCode = 2;
} else if (folder === resolve(SOURCES)) {
  console.error("koans/ has the answers: name another folder");
  process.exitCode = 2;
} else {
  prepare(folder);
  const finished = await show(folder);
  if (words.includes("--watch")) {
    let timer: NodeJS.Timeout | undefined;
    let walking = Promise.resolve(finished);
    // An editor's saving is several events.
    watch(folder, () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        walking = walking.then(() => show(folder));
      }, SAVED_MS);
    });
  } else process.exitCode = finished ? 0 : 1;
}
