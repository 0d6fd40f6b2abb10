// A store whose folder other processes use too, and outlives them.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DirectoryStore } from "../../../../src/net/services/storage/directory-store.ts";
import { sha256 } from "./contract.ts";

let folder: string;
let program: string;
const children = new Set<ChildProcess>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "dunder-store-"));
  // Readable by another user too.
  await chmod(folder, 0o755);
  program = join(folder, "child.mjs");
  await build({
    entryPoints: [fileURLToPath(new URL("./support/child.ts", import.meta.url))],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    minify: true,
    keepNames: true,
    logLevel: "error",
  });
});
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

function start(...args: (string | number)[]): ChildProcess {
  const child = spawn(process.execPath, [program, ...args.map(String)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.add(child);
  child.once("exit", () => children.delete(child));
  return child;
}

async function finished(child: ChildProcess): Promise<{ code: number | null; output: string }> {
  let output = "";
  child.stdout?.on("data", (data) => {
    output += data;
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, output };
}

async function makeRoot(name: string): Promise<string> {
  const root = join(folder, name);
  await mkdir(root);
  return root;
}

async function bytesIn(root: string): Promise<number> {
  const sizes = (await readdir(root)).map(async (name) => (await stat(join(root, name))).size);
  return (await Promise.all(sizes)).reduce((a, b) => a + b, 0);
}

test("kill -9 in the middle of 50 uploads, then every one is resumed, and whole", async () => {
  const root = await makeRoot("killed");
  const size = 2_000_000;
  const child = start("endless", root, 50, size);
  while ((await bytesIn(root)) < (50 * size) / 2) await new Promise((resolve) => setTimeout(resolve, 5));
  child.kill("SIGKILL");
  await once(child, "exit");

  await using store = await DirectoryStore.open(root);
  expect((await store.list("")).entries).toEqual([]);
  let resumed = 0;
  await Promise.all(
    Array.from({ length: 50 }, async (_, i) => {
      const data = new Uint8Array(size).fill(i + 1);
      const upload = await store.begin(`f${i}`, { size, resume: true });
      resumed += upload.offset;
      expect(await upload.digest()).toBe(sha256(data.subarray(0, upload.offset)));
      await upload.write(data.slice(upload.offset), upload.offset);
      await upload.commit(sha256(data));
      expect(await store.digest(`f${i}`)).toBe(sha256(data));
    }),
  );
  expect(resumed).toBeGreaterThanOrEqual((50 * size) / 2);
  expect((await readdir(root)).sort()).toEqual(Array.from({ length: 50 }, (_, i) => `f${i}`).sort());
});

test("two processes upload one name, and each time it is one of theirs", async () => {
  const root = await makeRoot("contended");
  const size = 200_000;
  const ends = [start("again", root, 20, size), start("again", root, 20, size)].map(finished);
  let done = false;
  const all = Promise.all(ends).finally(() => {
    done = true;
  });
  while (!done) {
    const data = await readFile(join(root, "same")).catch(() => Buffer.alloc(0));
    if (data.length > 0) {
      expect(data.length).toBe(size);
      expect(data.equals(Buffer.alloc(size, data[0]))).toBe(true);
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  expect((await all).map(({ code }) => code)).toEqual([0, 0]);
  expect(await readdir(root)).toEqual(["same"]);
});

test("an open store does not keep its process", async () => {
  const root = await makeRoot("ends");
  expect(await finished(start("ends", root))).toEqual({ code: 0, output: "stored\n" });
  expect((await readdir(root)).sort()).toEqual(["f10", "f1000000"]);
});

test("a folder that may not be written to is a PermissionError, and nothing stays behind", async () => {
  const root = await makeRoot("denied");
  await chmod(root, 0o555);
  const { output } = await finished(start("denied", root));
  expect(output).toBe("PermissionError: [Errno 13] Permission denied: 'a'\n".repeat(2));
  expect(await readdir(root)).toEqual([]);
});
