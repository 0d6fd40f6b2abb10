// Files that appear under their names only when they are whole.

import { createHash } from "node:crypto";
import { mkdir, mkdtemp, open, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DirectoryStore } from "../../src/net/directory-store.ts";
import { FileNameError } from "../../src/net/file-name.ts";
import { FileExistsError, IsADirectoryError, OSError } from "../../src/protocols/errors.ts";
import { bytes } from "./support/pair.ts";

let folder: string;
let store: DirectoryStore;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "dunder-store-"));
  store = await DirectoryStore.open(join(folder, "deep", "root"));
});

afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

test("open makes the folder, and follows a link to it once", async () => {
  await symlink(store.root, join(folder, "link"));
  expect((await DirectoryStore.open(join(folder, "link"))).root).toBe(store.root);
  await writeFile(join(folder, "file"), "");
  await expect(DirectoryStore.open(join(folder, "file"))).rejects.toThrow(FileExistsError);
});

test("a file is visible after commit, not before", async () => {
  const upload = await store.begin("a");
  await upload.write(bytes("hello"));
  expect(await readdir(store.root)).not.toContain("a");
  const sha256 = createHash("sha256").update("hello").digest("hex");
  expect(await upload.commit()).toEqual({ filename: "a", size: 5, sha256 });
  await upload.abort();
  expect(await readdir(store.root)).toEqual(["a"]);
});

test("chunks of every size arrive in order", async () => {
  const upload = await store.begin("a");
  const sizes = [1, 10, 600_000, 0, 3, 524_288, 700_000, 2];
  const chunks = sizes.map((size, i) => new Uint8Array(size).fill(i));
  for (const chunk of chunks) await upload.write(chunk);
  await upload.commit();
  expect((await readFile(join(store.root, "a"))).equals(Buffer.concat(chunks))).toBe(true);
});

test("abort leaves nothing, and may be called again", async () => {
  const upload = await store.begin("a");
  await upload.write(new Uint8Array(2_000_000));
  await upload.abort();
  await upload.abort();
  expect(await readdir(store.root)).toEqual([]);
});

test("a write that takes only a part is continued", async () => {
  const file = await open(join(folder, "x"), "w");
  const prototype = Object.getPrototypeOf(file);
  await file.close();
  const { writev } = prototype;
  vi.spyOn(prototype, "writev").mockImplementation(function (this: unknown, ...args: unknown[]) {
    const [chunks, position] = args as [Uint8Array[], number];
    return writev.call(this, [(chunks[0] as Uint8Array).subarray(0, 100_001)], position);
  });
  const upload = await store.begin("a");
  const data = Buffer.from(Array.from({ length: 700_000 }, (_, i) => i % 251));
  await upload.write(data.subarray(0, 300_000));
  await upload.write(data.subarray(300_000));
  await upload.commit();
  expect((await readFile(join(store.root, "a"))).equals(data)).toBe(true);
});

test("a full disk is an OSError, and nothing stays behind", async () => {
  const file = await open(join(folder, "x"), "w");
  const full = Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC", errno: -28 });
  vi.spyOn(Object.getPrototypeOf(file), "writev").mockRejectedValue(full);
  await file.close();
  const upload = await store.begin("a");
  const writing = async () => {
    for (;;) await upload.write(new Uint8Array(1_000_000));
  };
  await expect(writing()).rejects.toThrow(new OSError(28, "No space left on device", "a"));
  await upload.abort();
  expect(await readdir(store.root)).toEqual([]);
});

test("a name in the way of a folder is said before the first byte", async () => {
  await mkdir(join(store.root, "taken"));
  await expect(store.begin("taken")).rejects.toThrow(IsADirectoryError);
  await expect(store.begin("../x")).rejects.toThrow(FileNameError);
  expect(await readdir(store.root)).toEqual(["taken"]);
});
