// Every example prints, to the byte, what CPython prints for its Python twin.

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { comparable, programs, run } from "../examples/programs.ts";
import { cpython } from "./support/cpython.ts";

const py = await cpython();
const all = programs();
const twinned = all.filter(({ twin }) => twin !== null);

describe.concurrent("an example prints what its Python twin prints", () => {
  test.for(twinned)("$name", async (program, { expect }) => {
    const python = py.runProgram(readFileSync(program.twin!, "utf8"));
    const typescript = await run(program);

    expect({ error: python.error, stderr: python.stderr }).toEqual({ error: null, stderr: "" });
    expect(comparable(typescript.stdout)).toBe(comparable(python.stdout));
    expect(typescript.status).toBe(0);
    expect(readFileSync(program.recorded, "utf8")).toBe(comparable(python.stdout));
  });
});

test("every example without sockets has a Python twin", () => {
  const alone = all.filter(({ name, twin }) => twin === null && !name.startsWith("net/"));
  expect(alone.map(({ name }) => name)).toEqual([]);
});
