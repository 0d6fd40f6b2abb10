// The programs of the README and of docs/: each compiles, runs, and prints what the comments behind its code say.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, normalize } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  anchors,
  announced,
  blocks,
  links,
  markdownFiles,
  PAGES,
  ROOT,
  readMarkdown,
} from "./support/markdown.ts";

const TIME_LIMIT_MS = 60_000;
const MARK = "--- ";

const pages = PAGES.map((path, index) => ({
  path,
  script: `run-${index}.ts`,
  programs: blocks(path, "ts").map(({ name, source }, at) => ({
    name,
    source,
    file: `page-${index}-${at}.ts`,
  })),
}));

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "dunder-readme-"));
  for (const { script, programs } of pages) {
    for (const { file, source } of programs) writeFileSync(join(folder, file), `${source}\nexport {};\n`);
    const run = printing(programs).map(
      ({ name, file }) => `process.stdout.write("${MARK}${name}\\n");\nawait import("./${file}");\n`,
    );
    writeFileSync(join(folder, script), `${run.join("")}\nexport {};\n`);
  }
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const compilerOptions = { typeRoots: [join(ROOT, "node_modules/@types")] };
  const config = { extends: join(ROOT, "tsconfig.json"), compilerOptions, include: ["*.ts"] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Programs that print nothing (servers that would run for ever, above all) are only compiled. */
function printing<Program extends { source: string }>(programs: readonly Program[]): Program[] {
  return programs.filter(({ source }) => announced(source, "ts") !== "");
}

async function node(...args: string[]): Promise<{ status: number | null; output: string }> {
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 30_000,
  });
  let output = "";
  let errors = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { status, output: errors + output };
}

test("there are programs in the README", () => {
  expect(blocks("README.md", "ts")).not.toEqual([]);
});

test("the programs compile, with decorators and strict types", { timeout: TIME_LIMIT_MS }, async () => {
  const { status, output } = await node(join(ROOT, "node_modules/typescript/bin/tsc"), "-p", folder);
  const programs = pages.flatMap((page) => page.programs);
  // A block's first line is the one below its fence.
  const named = output.replaceAll(/page-\d+-\d+\.ts/g, (file) => {
    return programs.find((program) => program.file === file)?.name ?? file;
  });
  expect({ status, output: named }).toEqual({ status: 0, output: "" });
});

// One process for each page: starting one costs more than what the programs do.
describe.concurrent("the programs print what they say", () => {
  const running = pages.filter(({ programs }) => printing(programs).length > 0);
  test.for(running)("$path", { timeout: TIME_LIMIT_MS }, async ({ script, programs }, { expect }) => {
    const { status, output } = await node("--import", "tsx", join(folder, script));
    const wanted = printing(programs).map(({ name, source }) => `${MARK}${name}\n${announced(source, "ts")}`);
    expect({ status, output }).toEqual({ status: 0, output: wanted.join("") });
  });
});

test.for(markdownFiles())("every link of %s leads somewhere", (path) => {
  const broken = links(readMarkdown(path)).filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [file = "", anchor] = link.split("#");
    const target = file === "" ? path : normalize(join(dirname(path), file));
    if (!existsSync(join(ROOT, target))) return true;
    if (anchor === undefined || statSync(join(ROOT, target)).isDirectory()) return false;
    return !anchors(readMarkdown(target)).includes(anchor);
  });
  expect(broken).toEqual([]);
});
