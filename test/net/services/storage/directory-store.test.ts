// A folder as a store of files.

import { writeFileSync } from "node:fs";
import { mkdir, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { DirectoryStore } from "../../../../src/net/services/storage/directory-store.ts";
import { Folder } from "../../../../src/net/services/storage/folder.ts";
import { blobStoreContract } from "./contract.ts";

let folder: string;
let count = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "dunder-store-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const fresh = () => join(folder, `root${++count}`);

blobStoreContract("DirectoryStore", () => DirectoryStore.open(fresh()));
blobStoreContract("DirectoryStore, by path", () => DirectoryStore.open(fresh(), {}, { anchored: false }));

test("a large folder comes in pages of at most 1,000, in order", async () => {
  const root = fresh();
  await using store = await DirectoryStore.open(root);
  const names = Array.from({ length: 2500 }, (_, i) => `f${(i * 7919) % 2500}`);
  for (const name of names) writeFileSync(join(root, name), "");
  const seen: string[][] = [];
  for (let after: string | null = ""; after !== null; ) {
    const page = await store.list("", { after, limit: 1_000_000 });
    seen.push(page.entries.map(({ name }) => name));
    after = page.next;
  }
  expect(seen.map(({ length }) => length)).toEqual([1000, 1000, 500]);
  expect(seen.flat()).toEqual(names.sort());
});

test("a folder is synced once for all that ask while it is", async () => {
  const path = fresh();
  await mkdir(path);
  const handle = await open(path);
  let ready = () => {};
  const sync = vi.spyOn(handle, "sync").mockImplementation(() => new Promise((resolve) => (ready = resolve)));
  const folder = new Folder(path, handle);
  const all = Promise.all(Array.from({ length: 20 }, () => folder.sync()));
  expect(sync).toHaveBeenCalledTimes(1);
  ready();
  // Those that came after the first began cannot know that it saw what they did.
  await vi.waitFor(() => expect(sync).toHaveBeenCalledTimes(2));
  ready();
  await all;
  expect(sync).toHaveBeenCalledTimes(2);
  await folder.release();
});
