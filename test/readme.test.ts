// The README's programs: each compiles, runs, and prints what the comments behind its code say.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const TIME_LIMIT_MS = 60_000;

const readme = readFileSync(join(ROOT, "README.md"), "utf8");
const sources = Array.from(readme.matchAll(/^```ts\n(.*?)^```$/gms), ([, source]) => source ?? "");
const programs = sources.map((source, index) => ({ name: `program-${index + 1}.ts`, source }));

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "dunder-readme-"));
  for (const { name, source } of programs) writeFileSync(join(folder, name), source);
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const compilerOptions = { typeRoots: [join(ROOT, "node_modules/@types")] };
  const config = { extends: join(ROOT, "tsconfig.json"), compilerOptions, include: ["*.ts"] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function node(...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" });
  return { status, output: stderr + stdout };
}

/** What a program says that it prints: its comments behind code, one line each. */
function announced(source: string): string {
  return Array.from(source.matchAll(/\S.*\/\/ (.*)$/gm), ([, text]) => `${text}\n`).join("");
}

test("there are programs in the README", () => {
  expect(programs).not.toEqual([]);
});

test("they compile, with decorators and strict types", { timeout: TIME_LIMIT_MS }, () => {
  expect(node(join(ROOT, "node_modules/typescript/bin/tsc"), "-p", folder)).toEqual({
    status: 0,
    output: "",
  });
});

test.for(programs)("$name prints what it says", { timeout: TIME_LIMIT_MS }, ({ name, source }) => {
  expect(node("--import", "tsx", join(folder, name))).toEqual({ status: 0, output: announced(source) });
});
