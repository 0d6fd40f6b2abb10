// The `dunder` command, started as a user starts it.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

const CLI = fileURLToPath(new URL("../src/cli.ts", import.meta.url));

let folder: string;
const running: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "dunder-cli-"));
});

afterEach(async () => {
  for (const child of running.splice(0)) child.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

function start(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, ["--import", "tsx", CLI, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.push(child);
  return child;
}

async function run(...args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  const child = start(...args);
  let [stdout, stderr] = ["", ""];
  child.stdout?.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    stderr += chunk;
  });
  const [status] = (await once(child, "close")) as [number];
  return { status, stdout, stderr };
}

/** A server process and its address. */
async function server(): Promise<{ child: ChildProcess; address: string }> {
  const child = start("serve", join(folder, "files"), "--port", "0");
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, "data")) as [Buffer];
  return { child, address: /on (\S+)/.exec(line.toString())?.[1] ?? "" };
}

test("serve takes what put sends, and commands tells what it can do", { timeout: 30_000 }, async () => {
  const { child, address } = await server();
  const [a, b] = [join(folder, "a.txt"), join(folder, "b.txt")];
  await writeFile(a, "abc");
  await writeFile(b, "");
  const put = await run("put", address, a, b);
  expect(put).toEqual({
    status: 0,
    stdout:
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  3  a.txt\n" +
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  0  b.txt\n",
    stderr: "",
  });
  expect(await readFile(join(folder, "files", "a.txt"), "utf8")).toBe("abc");
  expect((await run("commands", address)).stdout).toContain("put   Store a file");

  // An idle connection does not hold up the end.
  const [host, port] = address.split(":") as [string, string];
  const idle = connect(Number(port), host).on("error", () => {});
  await once(idle, "connect");
  child.kill("SIGTERM");
  expect((await once(child, "close"))[0]).toBe(0);
  idle.destroy();
});

test("a failure is one line on stderr and status 1", { timeout: 30_000 }, async () => {
  const { address } = await server();
  const missing = await run("put", address, join(folder, "missing"));
  expect(missing).toMatchObject({ status: 1, stdout: "" });
  expect(missing.stderr).toMatch(
    /^dunder: FileNotFoundError: \[Errno 2\] No such file or directory: '.*missing'\n$/,
  );
});

test.each([
  [[], "no command"],
  [["fly"], "no command 'fly'"],
  [["put", "localhost"], "put needs HOST:PORT and files"],
  [["put", "localhost", "x"], "expected HOST:PORT, got 'localhost'"],
  [["put", "localhost:99999", "x"], "expected a port from 0 to 65535, got '99999'"],
  [["serve", "a", "b"], "serve takes one folder"],
  [["serve", "--port", "x"], "expected a port from 0 to 65535, got 'x'"],
])("%j is answered with the usage and status 2", { timeout: 30_000 }, async (args, message) => {
  const { status, stderr } = await run(...args);
  expect(status).toBe(2);
  expect(stderr.startsWith(`dunder: ${message}\nusage: dunder serve`)).toBe(true);
});

test("--help and --version are answered on stdout", { timeout: 30_000 }, async () => {
  expect(await run("--help")).toMatchObject({
    status: 0,
    stdout: expect.stringContaining("usage: dunder serve"),
  });
  expect((await run("--version")).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
