// No name leads out of a store's folder, whatever is put into it.

import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DirectoryStore } from "../../../../src/net/services/storage/directory-store.ts";
import { FileNameError } from "../../../../src/net/services/storage/file-name.ts";
import { OSError } from "../../../../src/protocols/errors.ts";
import { fuzz } from "../../../support/fuzz.ts";
import { bytes } from "../../support/pair.ts";
import { errno, pattern, put } from "./contract.ts";

const [ENOENT, EEXIST, ENOTDIR] = [2, 17, 20].map(errno);

describe.each([
  ["through descriptors", true],
  ["by path", false],
])("a store that reaches its folders %s", (_, anchored) => {
  let outside: string;
  let root: string;
  let store: DirectoryStore;

  beforeEach(async () => {
    outside = await mkdtemp(join(tmpdir(), "dunder-store-"));
    root = join(outside, "root");
    store = await DirectoryStore.open(root, {}, { anchored });
    await writeFile(join(outside, "secret"), "secret");
  });
  afterEach(async () => {
    await store.close();
    await rm(outside, { recursive: true, force: true });
  });

  const others = async () => (await readdir(outside)).sort();

  test.each([10, 100_000])(
    "replaces a link with a file of %i bytes, and leaves what it leads to",
    async (size) => {
      await symlink(join(outside, "secret"), join(root, "a"));
      await symlink(join(outside, "dangling"), join(root, "b"));
      await symlink(outside, join(root, "c"));
      for (const name of ["a", "b", "c"]) await put(store, name, pattern(size));
      expect(await readFile(join(outside, "secret"), "utf8")).toBe("secret");
      expect(await others()).toEqual(["root", "secret"]);
      expect((await store.list("")).entries.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
        "a file",
        "b file",
        "c file",
      ]);
    },
  );

  test("has nothing under the name of a link", async () => {
    await symlink(join(outside, "secret"), join(root, "file"));
    await symlink(outside, join(root, "folder"));
    for (const name of ["file", "folder"]) {
      await expect(store.read(name)).rejects.toThrow();
      await expect(store.stat(name)).rejects.toEqual(ENOENT);
      await expect(store.digest(name)).rejects.toThrow();
      await expect(store.remove(name)).rejects.toEqual(ENOENT);
      await expect(store.rename(name, "x")).rejects.toEqual(ENOENT);
      await expect(store.makeFolder(name)).rejects.toEqual(EEXIST);
    }
    expect((await store.list("")).entries).toEqual([]);
    expect(await store.usage()).toEqual({ files: 0, bytes: 0 });
    expect(await readFile(join(outside, "secret"), "utf8")).toBe("secret");
  });

  test("follows no link on the way", async () => {
    await mkdir(join(root, "real/deep"), { recursive: true });
    await symlink(outside, join(root, "out"));
    await symlink(outside, join(root, "real/deep/out"));
    await symlink(join(root, "real"), join(root, "in"));
    for (const folder of ["out", "real/deep/out", "out/root", "in"]) {
      for (const attempt of [
        put(store, `${folder}/x`, pattern(10)),
        put(store, `${folder}/x`, pattern(100_000)),
        store.read(`${folder}/secret`),
        store.stat(`${folder}/secret`),
        store.digest(`${folder}/secret`),
        store.list(folder),
        store.remove(`${folder}/secret`),
        store.rename(`${folder}/secret`, "x"),
        store.makeFolder(`${folder}/new`),
      ]) {
        await expect(attempt).rejects.toEqual(ENOTDIR);
      }
      await writeFile(join(root, "mine"), "");
      await expect(store.rename("mine", `${folder}/mine`)).rejects.toEqual(ENOTDIR);
    }
    expect(await others()).toEqual(["root", "secret"]);
    expect(await readdir(join(root, "real"))).toEqual(["deep"]);
  });

  test("leaves out what a peer cannot name", async () => {
    for (const name of ["a\nb", "back\\slash", "a:b", "end.", "a\u0308", "CON", ".dunder-x", "good"]) {
      await writeFile(join(root, name), "");
    }
    expect((await store.list("")).entries.map(({ name }) => name)).toEqual(["good"]);
  });

  test("does not wait for the other end of a pipe", async () => {
    expect(spawnSync("mkfifo", [join(root, "pipe")]).status).toBe(0);
    await expect(store.read("pipe")).rejects.toEqual(ENOENT);
    await expect(store.stat("pipe")).rejects.toEqual(ENOENT);
    await put(store, "pipe", bytes("x"));
    expect((await store.stat("pipe")).size).toBe(1);
  });

  test("may have a root that is a link itself", async () => {
    await symlink(root, join(outside, "link"));
    await using other = await DirectoryStore.open(join(outside, "link"), {}, { anchored });
    expect(other.root).toBe(root);
    await put(other, "a", bytes("x"));
    expect(await readdir(root)).toEqual(["a"]);
    await expect(DirectoryStore.open(join(outside, "secret"))).rejects.toEqual(EEXIST);
  });
});

test("a folder that becomes a link while it is used is still the folder", async () => {
  const outside = await mkdtemp(join(tmpdir(), "dunder-store-"));
  const root = join(outside, "root");
  await using store = await DirectoryStore.open(root);
  await store.makeFolder("d");
  const uploads = await Promise.all([10, 100_000].map((size) => store.begin(`d/${size}`, { size })));
  await rename(join(root, "d"), join(root, "moved"));
  await symlink(outside, join(root, "d"));
  for (const upload of uploads) {
    await upload.write(pattern(upload.size), 0);
    await upload.commit();
  }
  expect(await readdir(outside)).toEqual(["root"]);
  expect((await readdir(join(root, "moved"))).sort()).toEqual(["10", "100000"]);
  await rm(outside, { recursive: true });
});

test("whoever swaps a folder and a link without end gets nothing out of it", async () => {
  const outside = await mkdtemp(join(tmpdir(), "dunder-store-"));
  const root = join(outside, "root");
  await mkdir(join(outside, "trap"));
  await using store = await DirectoryStore.open(root);
  await store.makeFolder("d");
  await symlink(join(outside, "trap"), join(root, "link"));
  let stop = false;
  const swapping = (async () => {
    while (!stop) {
      await rename(join(root, "d"), join(root, "away"));
      await rename(join(root, "link"), join(root, "d"));
      await rename(join(root, "d"), join(root, "link"));
      await rename(join(root, "away"), join(root, "d"));
    }
  })();
  const outcomes = new Set<string>();
  for (let i = 0; i < 150; i++) {
    const one = await put(store, `d/f${i}`, pattern(i % 2 ? 10 : 70_000)).then(
      () => "stored",
      (error: Error) => error.name,
    );
    outcomes.add(one);
  }
  stop = true;
  await swapping;
  expect(await readdir(join(outside, "trap"))).toEqual([]);
  expect(outcomes).toContain("stored");
  await rm(outside, { recursive: true });
});

test("whatever names a peer thinks of, nothing changes outside", async () => {
  const outside = await mkdtemp(join(tmpdir(), "dunder-store-"));
  const root = join(outside, "a", "b", "root");
  await using store = await DirectoryStore.open(root);
  await symlink(outside, join(root, "out"));
  const part = fc.oneof(
    fc.constantFrom(
      "..",
      ".",
      "",
      "out",
      "a",
      "b",
      "root",
      "~",
      "C:",
      "\\..",
      "..\\..",
      "%2e%2e",
      "\0",
      outside,
      "d",
    ),
    fc.string({ unit: "binary", maxLength: 4 }),
  );
  const path = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join("/"));
  const attempts = [
    (name: string) => put(store, name, bytes("x")),
    (name: string) => put(store, name, pattern(70_000)),
    (name: string) => store.makeFolder(name),
    (name: string, other: string) => store.rename(name, other),
    (name: string) => store.remove(name),
  ];
  await fc.assert(
    fc.asyncProperty(path, path, fc.constantFrom(...attempts), async (name, other, attempt) => {
      await attempt(name, other).catch((error: Error) => {
        if (!(error instanceof OSError) && !(error instanceof FileNameError)) throw error;
      });
    }),
    fuzz(400),
  );
  expect(await readdir(outside)).toEqual(["a"]);
  expect(await readdir(join(outside, "a"))).toEqual(["b"]);
  expect(await readdir(join(outside, "a/b"))).toEqual(["root"]);
  await rm(outside, { recursive: true });
});
