// The oracle itself: what the conformance tests may rely on.

import { expect, test } from "vitest";
import { cpython } from "../support/cpython.ts";

const py = await cpython();

test("the oracle is CPython 3.14", () => {
  expect(py.version).toMatch(/^3\.14\./);
});

test("`run` calls main with data and answers data", () => {
  expect(py.run("def main(texts): return [repr(text) for text in texts]", ["a", "it's"])).toEqual([
    "'a'",
    '"it\'s"',
  ]);
});

test("`run` throws the Python traceback", () => {
  expect(() => py.run("def main(n): return 1 / n", 0)).toThrow("ZeroDivisionError: division by zero");
});

test("each program has its own `__main__`, and its objects are finalized at its end", () => {
  const source = `
import atexit

class Named:
    def __init__(self, name):
        self.name = name
    def __del__(self):
        print("del", self.name)

first, second = Named("first"), Named("second")
second.itself = second
atexit.register(print, "exit")
print(__name__)
`;
  const expected = { stdout: "__main__\nexit\ndel first\ndel second\n", stderr: "", error: null };
  expect(py.runProgram(source)).toEqual(expected);
  expect(py.runProgram("print('first' in globals())").stdout).toBe("False\n");
});

test("a program reads its files and may wait for its coroutines", () => {
  const source = `
import asyncio

async def main():
    await asyncio.sleep(0.001)
    with open("notes.txt") as file:
        print(file.read())

asyncio.run(main())
`;
  expect(py.runProgram(source, { "notes.txt": "egon" })).toEqual({
    stdout: "egon\n",
    stderr: "",
    error: null,
  });
});

test("an uncaught exception is named, and its traceback goes to stderr", () => {
  const result = py.runProgram("print('before')\n{}['x']");
  expect(result.error).toBe("KeyError: 'x'");
  expect(result.stdout).toBe("before\n");
  expect(result.stderr).toContain("line 2, in <module>");
});
