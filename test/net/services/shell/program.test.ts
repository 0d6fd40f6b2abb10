// Programs run to their end, and to no one's surprise: what S2, S3 and S5 of a remote shell go wrong in.

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { completed } from "../../../../src/net/services/shell/completed.ts";
import {
  type ProgramExit,
  type ProgramOptions,
  type ProgramOutput,
  runProgram,
} from "../../../../src/net/services/shell/program.ts";
import { FileNotFoundError, PermissionError, ValueError } from "../../../../src/protocols/errors.ts";
import { bytes, pause, text } from "../../support/pair.ts";

/** A line for /bin/sh, which these tests need for its background jobs. */
const sh = (line: string, options?: ProgramOptions) => runProgram("/bin/sh", ["-c", line], options);

/** Whether a process is there and not a zombie. */
function alive(pid: number): boolean {
  try {
    return !/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

/** Zombies among the children of this process. */
function zombies(): readonly number[] {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, "utf8").split(" ").filter(Boolean);
  return children.map(Number).filter((pid) => !alive(pid));
}

async function gone(pid: number): Promise<boolean> {
  for (let i = 0; i < 100 && alive(pid); i++) await pause(10);
  return !alive(pid);
}

describe("what a program says", () => {
  test("both outputs come with their names, and the generator's value is how it ended", async () => {
    const run = sh("echo out; echo err >&2; exit 3");
    const said: Record<string, string> = { stdout: "", stderr: "" };
    let exit: ProgramExit | undefined;
    for (;;) {
      const step: IteratorResult<ProgramOutput, ProgramExit> = await run.next();
      if (step.done) {
        exit = step.value;
        break;
      }
      said[step.value.stream] += text(step.value.data);
    }
    expect(said).toEqual({ stdout: "out\n", stderr: "err\n" });
    expect(exit).toEqual({ status: 3, signal: null, limit: null });
  });

  test("a megabyte on one output while the other is open deadlocks nobody", async () => {
    const { stdout, stderr, status } = await completed(
      sh("head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2; echo end"),
    );
    expect([stdout.length, stderr.length, status]).toEqual([1_000_004, 1_000_000, 0]);
  });

  test("an argument is never a line of a shell", async () => {
    const { stdout } = await completed(runProgram("printf", ["%s|", "$HOME; rm -rf `x`", "", "ä b"]));
    expect(text(stdout)).toBe("$HOME; rm -rf `x`||ä b|");
  });

  test("a program that a signal ends has no status", async () => {
    expect(await completed(sh("kill -TERM $$"))).toMatchObject({
      status: null,
      signal: "SIGTERM",
      limit: null,
    });
  });

  test("a slow reader slows the program down", async () => {
    const run = sh("head -c 20000000 /dev/zero; echo done >&2", { outputLimit: null });
    await run.next();
    await pause(150);
    let length = 0;
    let doneAfter = 0;
    for await (const { stream, data } of run) {
      if (stream === "stderr") doneAfter = length;
      else length += data.length;
    }
    // Had all of it been read ahead, the last word would have been here at once, before any of the rest was taken.
    expect(length).toBeGreaterThan(19_000_000);
    expect(doneAfter).toBeGreaterThan(15_000_000);
  });
});

describe("what a program reads", () => {
  test("nothing, unless told: `cat` ends at once", async () => {
    expect(await completed(runProgram("cat", []))).toMatchObject({ status: 0, stdout: bytes("") });
  });

  test("bytes, or whatever an async iterable gives", async () => {
    async function* lines() {
      yield bytes("b\n");
      await pause(5);
      yield bytes("a\n");
    }
    expect(text((await completed(runProgram("sort", [], { stdin: bytes("2\n1\n") }))).stdout)).toBe("1\n2\n");
    expect(text((await completed(runProgram("sort", [], { stdin: lines() }))).stdout)).toBe("a\nb\n");
  });

  test("a program may leave what it gets unread", async () => {
    const result = await completed(runProgram("true", [], { stdin: new Uint8Array(4_000_000) }));
    expect(result).toMatchObject({ status: 0 });
  });

  test("an iterable that fails kills the program, and its error is the iteration's", async () => {
    async function* broken() {
      yield bytes("a");
      throw new Error("the source is broken");
    }
    await expect(completed(runProgram("cat", [], { stdin: broken() }))).rejects.toThrow(
      "the source is broken",
    );
  });
});

describe("limits", () => {
  test("time: the whole group is killed, and what was said before is kept", async () => {
    const started = performance.now();
    const result = await completed(sh("sleep 100 & echo $!; sleep 100", { timeLimit: 0.2 }));
    expect(result).toMatchObject({ status: null, signal: "SIGKILL", limit: "time" });
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(await gone(Number(text(result.stdout)))).toBe(true);
  });

  test("output: exactly so many bytes of `yes`, then it is killed", async () => {
    const result = await completed(runProgram("yes", [], { outputLimit: 100_001 }));
    expect(result).toMatchObject({ signal: "SIGKILL", limit: "output" });
    expect(result.stdout.length).toBe(100_001);
  });

  test("output: as much as the limit is allowed", async () => {
    expect(await completed(sh("printf 12345", { outputLimit: 5 }))).toMatchObject({ status: 0, limit: null });
    expect(await completed(sh("printf 123456", { outputLimit: 5 }))).toMatchObject({ limit: "output" });
  });

  test("a limit that is none is refused", async () => {
    await expect(sh("true", { timeLimit: -1 }).next()).rejects.toThrow(ValueError);
    await expect(sh("true", { outputLimit: Number.NaN }).next()).rejects.toThrow(
      "outputLimit must be a number of at least 0, or null, got NaN",
    );
  });
});

describe("its end", () => {
  test("a child left in the background that keeps the pipes open is killed with its group", async () => {
    const started = performance.now();
    const { status, stdout } = await completed(sh("sleep 100 & echo $!"));
    expect(status).toBe(0);
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(await gone(Number(text(stdout)))).toBe(true);
  });

  test("one that left the group does not keep the iteration waiting", async () => {
    const started = performance.now();
    const { status, stdout } = await completed(sh("setsid sleep 3 & echo $!; sleep 0.1"));
    expect([status, text(stdout)]).toEqual([0, expect.stringMatching(/^\d+\n$/)]);
    expect(performance.now() - started).toBeLessThan(2_500);
  });

  test("an abort kills it, also while nobody reads", async () => {
    const abort = new AbortController();
    const run = sh("echo $$; sleep 100", { signal: abort.signal });
    const first = await run.next();
    const pid = Number(text((first.value as ProgramOutput).data));
    abort.abort(new Error("enough"));
    expect(await gone(pid)).toBe(true);
    await expect(run.next()).rejects.toThrow("enough");
    await expect(sh("true", { signal: abort.signal }).next()).rejects.toThrow("enough");
  });

  test("leaving the iteration early kills it", async () => {
    let pid = 0;
    for await (const { data } of sh("echo $$; sleep 100")) {
      pid = Number(text(data));
      break;
    }
    expect(pid).toBeGreaterThan(0);
    expect(alive(pid)).toBe(false);
  });

  test("a listener's error kills it", async () => {
    let pid = 0;
    const failing = completed(sh("echo $$; sleep 100"), {
      stdout(data) {
        pid = Number(text(data));
        throw new Error("no room");
      },
    });
    await expect(failing).rejects.toThrow("no room");
    expect(alive(pid)).toBe(false);
  });

  test("no zombies", async () => {
    await Promise.all(Array.from({ length: 20 }, () => completed(sh("sleep 0.01 & true"))));
    expect(zombies()).toEqual([]);
  });
});

describe("its start", () => {
  test("the environment is minimal unless told", async () => {
    process.env.DUNDER_SECRET = "x";
    const minimal = await completed(runProgram("env"));
    delete process.env.DUNDER_SECRET;
    expect(text(minimal.stdout).trim().split("\n").sort()).toEqual([
      "LANG=C.UTF-8",
      "PATH=/usr/local/bin:/usr/bin:/bin",
    ]);
    const told = await completed(runProgram("/usr/bin/env", [], { env: { A: "1" }, cwd: "/" }));
    expect(text(told.stdout)).toBe("A=1\n");
  });

  test("what cannot be started is an OSError that names it, as in Python", async () => {
    await expect(completed(runProgram("no-such-program"))).rejects.toThrow(FileNotFoundError);
    await expect(completed(runProgram("no-such-program"))).rejects.toMatchObject({
      filename: "no-such-program",
    });
    await expect(completed(runProgram("/etc/passwd"))).rejects.toThrow(PermissionError);
    await expect(completed(runProgram("true", [], { cwd: "/no/such" }))).rejects.toMatchObject({
      filename: "/no/such",
    });
  });

  test("a NUL in an argument is refused in Python's words", async () => {
    await expect(completed(runProgram("echo", ["a\0b"]))).rejects.toThrow("embedded null byte");
  });
});
