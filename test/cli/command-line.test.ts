// The command line itself: usage, exit codes, and what is said of errors.

import { stat } from "node:fs/promises";
import { expect, test } from "vitest";
import { targetOf } from "../../src/cli/target.ts";
import { countOf, portOf, secondsOf, sizeOf, UsageError } from "../../src/cli/usage.ts";
import { builtCommand } from "./support/command.ts";

const { run, path } = builtCommand();

/** A machine that is busy with other things takes its time to start processes. */
const LOADED = { timeout: 30_000 };

test("a command line that makes no sense is answered in one line, a hint, and status 2", LOADED, async () => {
  const cases: [args: string[], message: string][] = [
    [[], "no command"],
    [["fly"], "Unknown argument: fly"],
    [["ls", "localhost"], "expected dunder://HOST:PORT/FOLDER or HOST:PORT/FOLDER, got 'localhost'"],
    [["ls", "localhost:99999"], "expected a port from 0 to 65535, got '99999'"],
    [["ls", "127.0.0.1:9", "--tls-ca", "x"], "--tls-ca, --tls-cert and --tls-key are for TLS"],
    [["serve", "--port", "x"], "--port: expected a port from 0 to 65535, got 'x'"],
    [["serve", "--max-size", "much"], "--max-size: expected a size as 500, 10M or 2GiB, got 'much'"],
    [["serve", "--program", "df"], "--program: expected NAME=PATH or \"NAME=PATH ARGS\", got 'df'"],
    [["serve", "--allow-remote"], "--allow-remote and --allow-anonymous are for programs: add --program"],
  ];
  const ended = await Promise.all(cases.map(([args]) => run(...args)));
  for (const [i, { status, stdout, stderr }] of ended.entries()) {
    const [args, message] = cases[i]!;
    expect([args, status, stdout]).toEqual([args, 2, ""]);
    expect(stderr.startsWith(`dunder: ${message}`), stderr).toBe(true);
    expect(stderr.split("\n")).toHaveLength(3);
  }
});

test("a failure is one line on stderr and status 1", LOADED, async () => {
  const { status, stdout, stderr } = await run("ls", "127.0.0.1:1");
  expect([status, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(/^dunder: ConnectionRefusedError: \[Errno 111\] Connection refused[^\n]*\n$/);
});

test("--help tells the commands and the exit codes, --version the version", LOADED, async () => {
  const [help, version, completion] = await Promise.all([run("--help"), run("--version"), run("completion")]);
  expect(help).toMatchObject({ status: 0, stderr: "" });
  for (const word of [
    "serve",
    "put",
    "get",
    "ls",
    "keygen",
    "chat",
    "time",
    "call",
    "Exit codes",
    "NO_COLOR",
  ]) {
    expect(help.stdout).toContain(word);
  }
  expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(completion.stdout).toContain("begin-dunder-completions");
});

test("keygen makes a key that its owner alone can read, and never writes over a file", LOADED, async () => {
  expect(await run("keygen", "keys", "--id", "laptop")).toMatchObject({
    status: 0,
    stdout: "made key laptop in keys\n",
  });
  expect((await stat(path("keys"))).mode & 0o777).toBe(0o600);
  expect(await run("keygen", "keys")).toMatchObject({ status: 1, stdout: "" });
});

test("a URL has a scheme or a port; the folder of one with a scheme is percent-decoded", () => {
  expect(targetOf("dunder://host/a%20b/")).toEqual({ address: ["host", 8080], tls: false, folder: "a b" });
  expect(targetOf("dunders://[::1]:9/a/b")).toEqual({ address: ["::1", 9], tls: true, folder: "a/b" });
  expect(targetOf("host:9/a%20b")).toEqual({ address: ["host", 9], tls: false, folder: "a%20b" });
  for (const wrong of ["", "host", "a/b:9", "http://host:9/", "dunder://", "[::1:9", "[x]:9", "u@host:9"]) {
    expect(() => targetOf(wrong), wrong).toThrow(UsageError);
  }
});

test("sizes have units, seconds may be none, counts and ports have bounds", () => {
  expect(["0", "500", "1K", "1.5k", "10MB", "2GiB"].map(sizeOf)).toEqual([0, 500, 1024, 1536, 1e7, 2 ** 31]);
  for (const wrong of ["", "K", "-1", "1X", "1e3", "99999T"]) {
    expect(() => sizeOf(wrong), wrong).toThrow(UsageError);
  }
  expect(["0", "1.5", "none"].map(secondsOf)).toEqual([0, 1.5, null]);
  for (const wrong of ["", "x", "-1", "1e3", "9999999"]) {
    expect(() => secondsOf(wrong), wrong).toThrow(UsageError);
  }
  expect(["0", "65535"].map(portOf)).toEqual([0, 65_535]);
  expect(() => portOf("65536")).toThrow(UsageError);
  expect(countOf("4", 4)).toBe(4);
  for (const wrong of ["0", "5", "", "1.5"]) expect(() => countOf(wrong, 4), wrong).toThrow(UsageError);
});
