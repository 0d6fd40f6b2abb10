// The koans: with their answers each of them holds, and with any one answer missing it does not.

import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BlankLeft, equal, type Koan, runKoan, takeKoans, WrongAnswer } from "../scripts/koans/koan.ts";
import { koanText, pointedTo, withBlanks } from "../scripts/koans/source.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SOURCES = join(ROOT, "koans");
const TIME_LIMIT_MS = 60_000;

const files = readdirSync(SOURCES).sort();
const koans: { file: string; koan: Koan }[] = [];
for (const file of files) {
  await import(join(SOURCES, file));
  for (const koan of takeKoans()) koans.push({ file, koan });
}

describe("the path", () => {
  test("has a sentence of its own for each koan, and blanks in each", async () => {
    expect(koans.length).toBeGreaterThanOrEqual(35);
    expect(new Set(koans.map(({ koan }) => koan.sentence)).size).toBe(koans.length);
  });

  test.for(koans)("$file: $koan.sentence", async ({ file, koan }) => {
    const blanks = await runKoan(koan);
    expect(blanks).toBeGreaterThan(0);
    for (let index = 0; index < blanks; index++) {
      await expect((async () => runKoan(koan, index))()).rejects.toThrow(BlankLeft);
    }
    // As the command will show it.
    const source = readFileSync(join(SOURCES, file), "utf8");
    expect(koanText(source, koan.sentence)?.code.split("fill(").length).toBeGreaterThan(1);
  });

  test("a wrong answer is refused, one of another type too", () => {
    expect(() => equal(1, 2)).toThrow(WrongAnswer);
    expect(() => equal<unknown>(1, true)).toThrow("True is not it; a value of type int belongs there");
  });
});

describe("a person's copy", () => {
  test("has a blank where the answer was, however it is written", () => {
    const source = `import { equal, fill, koan } from "../scripts/koans/koan.ts";\nequal(a, fill("(\\")"));\nequal(b, fill([f(1), ")"]));`;
    expect(withBlanks(source, "./k/koan.ts")).toBe(
      `import { __, equal, koan } from "./k/koan.ts";\nequal(a, __);\nequal(b, __);`,
    );
  });
});

describe("`npm run koans`", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "dunder-koans-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function run(...args: string[]): { status: number | null; output: string } {
    const command = ["--import", "tsx", "scripts/koans.ts", ...args];
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: ROOT, encoding: "utf8" });
    return { status, output: stdout + stderr };
  }

  test("stops at the first blank, goes on behind it, and never writes over a copy", {
    timeout: TIME_LIMIT_MS,
  }, () => {
    const first = run(folder);
    expect(first.status).toBe(1);
    expect(first.output).toContain("→ An instance of a class is also an instance of the classes above it");
    expect(first.output).toContain("equal(isinstance(new Dog(), Animal), __)");
    expect(first.output).toContain("Fill in the blank __: a value of type bool belongs there.");
    expect(first.output).toContain(`0 of ${koans.length}`);

    const copy = join(folder, files[0]!);
    const half = readFileSync(copy, "utf8").replace("__);", "true);").replace("__);", "false);");
    writeFileSync(copy, half);
    const second = run(folder);
    expect(second.output).toContain("✓ An instance of a class is also an instance of the classes above it");
    expect(second.output).toContain(`1 of ${koans.length}`);
    expect(readFileSync(copy, "utf8")).toBe(half);
  });

  test("comes to the end of the path where all is filled in", { timeout: TIME_LIMIT_MS }, () => {
    for (const file of files) {
      const source = readFileSync(join(SOURCES, file), "utf8");
      writeFileSync(join(folder, file), pointedTo(source, join(ROOT, "scripts/koans/koan.ts")));
    }
    const { status, output } = run(folder);
    expect(output).toContain(`${koans.length} of ${koans.length}\nYou have come to the end of the path.`);
    expect(status).toBe(0);
  });

  test("refuses to work on the sources, which have the answers", { timeout: TIME_LIMIT_MS }, () => {
    expect(run("koans").status).toBe(2);
    expect(existsSync(join(SOURCES, "tsconfig.json"))).toBe(false);
  });
});
