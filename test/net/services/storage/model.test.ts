// Whatever is done to a folder's store, it answers as the one in memory does.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { BlobStore, BlobUpload } from "../../../../src/net/services/storage/blob-store.ts";
import { DirectoryStore } from "../../../../src/net/services/storage/directory-store.ts";
import { OSError, ValueError } from "../../../../src/protocols/errors.ts";
import { fuzz } from "../../../support/fuzz.ts";
import { MemoryStore } from "../../support/memory-store.ts";
import { pattern, sha256, write } from "./contract.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "dunder-store-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A store and the uploads that are under way in it. */
interface World {
  readonly store: BlobStore;
  readonly uploads: BlobUpload[];
}

type Step = (world: World) => Promise<unknown>;

const path = fc
  .array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 3 })
  .map((names) => names.join("/"));
const size = fc.constantFrom(0, 1, 1000, 65_536, 65_537, 300_000);

async function put({ store }: World, name: string, length: number): Promise<unknown> {
  const upload = await store.begin(name, { size: length });
  try {
    await write(upload, pattern(length));
    return await upload.commit();
  } finally {
    await upload.abort();
  }
}

async function onUpload({ uploads }: World, index: number, act: (upload: BlobUpload) => Promise<unknown>) {
  const upload = uploads[index % Math.max(1, uploads.length)];
  return upload === undefined ? "none" : act(upload);
}

/** Up to `part` of what is missing. */
async function goOn(upload: BlobUpload, part: number): Promise<number> {
  const to = upload.offset + Math.floor((upload.size - upload.offset) * part);
  await write(upload, pattern(upload.size).subarray(upload.offset, to));
  return upload.offset;
}

async function content(store: BlobStore, name: string, offset: number, length: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of await store.read(name, { offset, length })) chunks.push(chunk);
  return sha256(...chunks);
}

const withoutTimes = ({ modified, ...rest }: { modified: number }) => rest;

/** A step that a failing test can show. */
function named(name: string, step: Step): Step {
  return Object.assign(step, { [fc.toStringMethod]: () => name });
}

const step: fc.Arbitrary<Step> = fc.oneof(
  fc
    .tuple(path, size)
    .map(([name, length]) => named(`put ${name} ${length}`, (world) => put(world, name, length))),
  path.map((name) => named(`makeFolder ${name}`, ({ store }) => store.makeFolder(name))),
  path.map((name) => named(`remove ${name}`, ({ store }) => store.remove(name))),
  fc
    .tuple(path, path)
    .map(([from, to]) => named(`rename ${from} ${to}`, ({ store }) => store.rename(from, to))),
  path.map((name) => named(`stat ${name}`, async ({ store }) => withoutTimes(await store.stat(name)))),
  path.map((name) => named(`digest ${name}`, ({ store }) => store.digest(name))),
  path.map((name) =>
    named(`list ${name}`, async ({ store }) => (await store.list(name)).entries.map(withoutTimes)),
  ),
  fc
    .tuple(path, fc.nat(400_000), fc.nat(400_000))
    .map(([name, offset, length]) =>
      named(`read ${name} ${offset} ${length}`, ({ store }) => content(store, name, offset, length)),
    ),
  // A store may begin small ones anew, so that these are large.
  fc.tuple(fc.constantFrom("a", "b"), fc.boolean()).map(([name, resume]) =>
    named(`begin ${name} ${resume}`, async ({ store, uploads }) => {
      const upload = await store.begin(name, { size: 200_000, resume });
      uploads.push(upload);
      return [upload.filename, upload.offset];
    }),
  ),
  fc
    .tuple(fc.nat(3), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([index, part]) =>
      named(`write ${index} ${part}`, (world) => onUpload(world, index, (upload) => goOn(upload, part))),
    ),
  fc
    .nat(3)
    .map((index) =>
      named(`its digest ${index}`, (world) => onUpload(world, index, (upload) => upload.digest())),
    ),
  fc.tuple(fc.nat(3), fc.constantFrom("suspend", "abort", "commit")).map(([index, how]) =>
    named(`${how} ${index}`, (world) =>
      onUpload(world, index, async (upload) => {
        world.uploads.splice(world.uploads.indexOf(upload), 1);
        if (how === "commit") await goOn(upload, 1);
        return upload[how as "suspend"]();
      }),
    ),
  ),
);

async function outcome(world: World, one: Step): Promise<unknown> {
  try {
    return await one(world);
  } catch (error) {
    if (error instanceof OSError) return error.args.slice(0, 2);
    if (error instanceof ValueError) return error.message;
    throw error;
  }
}

async function everything(store: BlobStore, path = ""): Promise<unknown[]> {
  const all: unknown[] = [];
  for (const entry of (await store.list(path)).entries) {
    all.push(withoutTimes(entry));
    if (entry.kind === "folder") all.push(...(await everything(store, entry.name)));
    else all.push(await store.digest(entry.name));
  }
  return all;
}

test("any sequence of calls has the same answers, and leaves the same files", async () => {
  let count = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const directory = await DirectoryStore.open(join(folder, `root${count++}`));
      const real: World = { store: directory, uploads: [] };
      const model: World = { store: new MemoryStore(), uploads: [] };
      try {
        for (const one of steps) expect(await outcome(real, one)).toEqual(await outcome(model, one));
        expect(await everything(real.store)).toEqual(await everything(model.store));
        expect(await real.store.usage()).toEqual({
          ...(await model.store.usage()),
          bytes: expect.any(Number),
        });
      } finally {
        for (const upload of [...real.uploads, ...model.uploads]) await upload.abort();
        await directory.close();
      }
    }),
    fuzz(150),
  );
});
