// The oracle: CPython 3.14 (pyodide) inside the test process, loaded once.

import { readFileSync } from "node:fs";
import { loadPyodide } from "pyodide";

/** What a whole Python program did. */
export interface ProgramResult {
  readonly stdout: string;
  /** Tracebacks and "Exception ignored" reports included. */
  readonly stderr: string;
  /** `"ValueError: text"` of the exception that ended the program; `null` when it ended well. */
  readonly error: string | null;
}

/** CPython 3.14, ready to answer. Both methods are synchronous. */
export interface CPython {
  /** `"3.14.2"`. */
  readonly version: string;

  /**
   * Calls the function `main(data)` that `code` defines, with `input`, and returns its answer. Both travel as JSON:
   * no NaN, infinity, `-0` or big integers (send those as text). The code is compiled once and its namespace kept, so
   * prefer one call with a list of cases over many calls (a call costs about 15 µs).
   *
   * ```ts
   * const reprs = py.run<string[]>("def main(texts): return [repr(t) for t in texts]", ["a", "it's"]);
   * ```
   *
   * @throws Error with the Python traceback when `main` raises.
   */
  run<Output>(code: string, input: unknown): Output;

  /**
   * Runs `source` as `python3 program.py` would: a fresh `__main__`, a fresh working folder (which holds `files`), empty
   * standard input. `atexit` functions and the `__del__` of what is left run before it returns. `asyncio.run` works,
   * with timers and without sockets.
   */
  runProgram(source: string, files?: Readonly<Record<string, string>>): ProgramResult;
}

// On globalThis, since a test runner may evaluate this module again for each test file of one process.
const LOADED = Symbol.for("dunder.test.cpython");
const store = globalThis as { [LOADED]?: Promise<CPython> };

/** The process's one CPython. The first call takes 2 to 4 seconds. */
export function cpython(): Promise<CPython> {
  store[LOADED] ??= load();
  return store[LOADED];
}

async function load(): Promise<CPython> {
  const pyodide = await loadPyodide();
  const support = pyodide.toPy({ __name__: "support" });
  pyodide.runPython(readFileSync(new URL("./cpython.py", import.meta.url), "utf8"), { globals: support });
  const callMain = support.get("call_main") as (code: string, input: string) => string;
  const runProgram = support.get("run_program") as (source: string, files: string) => string;
  return {
    version: String(pyodide.runPython("import platform; platform.python_version()")),
    run: (code, input) => JSON.parse(callMain(code, JSON.stringify(input ?? null))),
    runProgram: (source, files = {}) => JSON.parse(runProgram(source, JSON.stringify(files))),
  };
}
