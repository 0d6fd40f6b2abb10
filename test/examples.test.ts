// Every example prints, to the byte, what CPython prints for its Python twin.

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { comparable, endedWith, expectedError, programs, run } from "../examples/programs.ts";
import { cpython } from "./support/cpython.ts";

const py = await cpython();
const all = programs();
const twinned = all.filter(({ twin }) => twin !== null);

describe.concurrent("an example prints what its Python twin prints", () => {
  test.for(twinned)("$name", async (program, { expect }) => {
    const python = py.runProgram(readFileSync(program.twin!, "utf8"));
    const typescript = await run(program);

    expect(comparable(typescript.stdout)).toBe(comparable(python.stdout));
    expect(readFileSync(program.recorded, "utf8")).toBe(comparable(python.stdout));
    if (python.error === null) expect(python.stderr).toBe("");
    expect(expectedError(program)).toBe(python.error);
    expect(endedWith(typescript, python.error), typescript.stderr).toBe(true);
  });
});

test("every example without sockets has a Python twin", () => {
  const alone = all.filter(({ name, twin }) => twin === null && !name.startsWith("net/"));
  expect(alone.map(({ name }) => name)).toEqual([]);
});
