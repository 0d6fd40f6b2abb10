// Exploring: the lessons by topic, and their rules as they pass.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { nearest, topicsFor, topicsOf } from "../scripts/exploring/topics.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const TIME_LIMIT_MS = 60_000;
const topics = topicsOf(`${ROOT}test`);

function explore(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const command = ["--import", "tsx", "scripts/explore.ts", ...args];
  // A run inside a run is to take itself for one of its own.
  const { VITEST: _, VITEST_POOL_ID: __, VITEST_WORKER_ID: ___, ...env } = process.env;
  return spawnSync(process.execPath, command, { cwd: ROOT, encoding: "utf8", env });
}

describe("the topics", () => {
  test("each says in its first line what it is about", () => {
    expect(topics.length).toBeGreaterThan(40);
    expect(topics.filter(({ title }) => title === "")).toEqual([]);
  });

  test("are named by path, by the last part of it, or by folder", () => {
    const names = (word: string): string[] => topicsFor(word, topics).map(({ name }) => name);
    expect(names("iteration")).toEqual(["iteration"]);
    expect(names("builtins/list")).toEqual(["builtins/list"]);
    expect(names("tuple")).toEqual(["builtins/tuple"]);
    expect(names("builtins")).toContain("builtins/dict");
    expect(names("meta")).toContain("exec");
    expect(names("nothing")).toEqual([]);
  });

  test("one file for both kinds of decorators and another for one are one topic", () => {
    expect(topicsFor("contextlib", topics)[0]?.files).toHaveLength(2);
  });

  test("the nearest of a misspelt one comes first", () => {
    expect(nearest("iteratoin", topics)[0]).toBe("iteration");
    expect(nearest("tupel", topics)[0]).toBe("builtins/tuple");
  });
});

describe("`npm run explore`", () => {
  test("lists the topics of each layer", { timeout: TIME_LIMIT_MS }, () => {
    const { status, stdout } = explore();
    expect(status).toBe(0);
    expect(stdout).toMatch(/^protocols\n {2}attributes/);
    expect(stdout).toContain("\nmeta\n");
    expect(stdout).toContain("\nnet\n");
  });

  test("says each rule of a topic as it passes", { timeout: TIME_LIMIT_MS }, () => {
    const { status, stdout, stderr } = explore("kw");
    expect(stderr).toBe("");
    expect(stdout).toMatch(/test\/protocols\/kw\.test\.ts\n( {2}.*\n)* +✓ /);
    expect(stdout).toMatch(/\n\d+ rules hold\n$/);
    expect(status).toBe(0);
  });

  test("refuses an unknown topic, and says which there are", { timeout: TIME_LIMIT_MS }, () => {
    const { status, stderr } = explore("iteratoin");
    expect(stderr).toContain("there is no topic 'iteratoin'; there are, nearest first: iteration, ");
    expect(status).toBe(2);
  });
});
