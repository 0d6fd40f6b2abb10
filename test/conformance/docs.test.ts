// The Python programs of the README and of docs/ print in CPython what the comments behind their code say.

import { expect, test } from "vitest";
import { cpython } from "../support/cpython.ts";
import { announced, blocks, PAGES } from "../support/markdown.ts";

const programs = PAGES.flatMap((path) => blocks(path, "python")).filter(
  ({ source }) => announced(source, "python") !== "",
);

test("there are Python programs in the documentation", () => {
  expect(programs).not.toEqual([]);
});

test.for(programs)("$name", async ({ source }) => {
  const { stdout, stderr, error } = (await cpython()).runProgram(source);
  expect({ stdout, stderr, error }).toEqual({
    stdout: announced(source, "python"),
    stderr: "",
    error: null,
  });
});
