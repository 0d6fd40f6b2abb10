// A folder as a store of files.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { DirectoryStore } from "../../../../src/net/services/storage/directory-store.ts";
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
