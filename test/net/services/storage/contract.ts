// What every store of files must do, whatever is behind it: one suite, run on each.

import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { BeginOptions, BlobStore, BlobUpload } from "../../../../src/net/services/storage/blob-store.ts";
import { DigestError } from "../../../../src/net/services/storage/digest-error.ts";
import { FileNameError } from "../../../../src/net/services/storage/file-name.ts";
import { type OSError, ValueError } from "../../../../src/protocols/errors.ts";
import { bytes, text } from "../../support/pair.ts";

/** Large enough that a store may not keep it in memory. */
const LARGE = 3_000_000;

export const sha256 = (...parts: Uint8Array[]): string =>
  createHash("sha256").update(Buffer.concat(parts)).digest("hex");

/** `length` bytes that do not repeat early. */
export function pattern(length: number, seed = 1): Uint8Array {
  const data = new Uint8Array(length);
  for (let i = 0, x = seed; i < length; i++) {
    x = (Math.imul(x, 1_103_515_245) + 12_345) | 0;
    data[i] = x >>> 16;
  }
  return data;
}

/** Writes copies, since a store owns what it is given. */
export async function write(upload: BlobUpload, data: Uint8Array, chunk = 65_536): Promise<void> {
  for (let at = 0; at < data.length; at += chunk) {
    await upload.write(data.slice(at, at + chunk), upload.offset);
  }
}

export async function put(store: BlobStore, name: string, data: Uint8Array): Promise<void> {
  const upload = await store.begin(name, { size: data.length });
  try {
    await write(upload, data);
    await upload.commit(sha256(data));
  } finally {
    await upload.abort();
  }
}

export async function get(store: BlobStore, name: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of await store.read(name)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export const errno = (number: number): { errno: number } & Partial<OSError> =>
  expect.objectContaining({ errno: number });
const [ENOENT, EEXIST, ENOTDIR, EISDIR, EINVAL, ENOTEMPTY] = [2, 17, 20, 21, 22, 39].map(errno);

async function names(store: BlobStore, folder = ""): Promise<string[]> {
  return (await store.list(folder)).entries.map(({ name }) => name);
}

export function blobStoreContract(name: string, makeStore: () => Promise<BlobStore>): void {
  describe(name, () => {
    let store: BlobStore;
    let uploads: BlobUpload[];
    beforeEach(async () => {
      store = await makeStore();
      uploads = [];
    });
    afterEach(async () => {
      for (const upload of uploads) await upload.abort();
      await store.close();
    });

    async function begin(name: string, options: BeginOptions): Promise<BlobUpload> {
      const upload = await store.begin(name, options);
      uploads.push(upload);
      return upload;
    }

    describe("an upload", () => {
      test.each([0, 1, 16_384, LARGE])("of %i bytes is visible after commit, not before", async (size) => {
        const data = pattern(size);
        const upload = await begin("a", { size });
        expect(upload).toMatchObject({ filename: "a", size, offset: 0 });
        await write(upload, data, 60_001);
        expect(upload.offset).toBe(size);
        expect(await names(store)).toEqual([]);
        await expect(store.stat("a")).rejects.toEqual(ENOENT);
        await expect(store.read("a")).rejects.toEqual(ENOENT);
        expect(await upload.commit(sha256(data))).toEqual({ filename: "a", size, sha256: sha256(data) });
        await upload.abort();
        await upload.suspend();
        expect(await names(store)).toEqual(["a"]);
        expect(Buffer.compare(await get(store, "a"), data)).toBe(0);
      });

      test("takes the place of a file only when it is whole", async () => {
        await put(store, "a", bytes("old"));
        const upload = await begin("a", { size: 3 });
        await upload.write(bytes("new"), 0);
        expect(text(await get(store, "a"))).toBe("old");
        await upload.commit();
        expect(text(await get(store, "a"))).toBe("new");
      });

      test.each([10, LARGE])("of %i bytes that is aborted leaves nothing", async (size) => {
        const upload = await begin("a", { size });
        await write(upload, pattern(size - 1));
        await upload.abort();
        await upload.abort();
        expect(await names(store)).toEqual([]);
        expect(await store.usage()).toEqual({ files: 0, bytes: 0 });
        expect((await begin("a", { size, resume: true })).offset).toBe(0);
      });

      test("is given up by `await using`, unless it was committed", async () => {
        {
          await using upload = await begin("a", { size: 1 });
          await upload.write(bytes("x"), 0);
        }
        expect(await names(store)).toEqual([]);
        {
          await using upload = await begin("a", { size: 1 });
          await upload.write(bytes("x"), 0);
          await upload.commit();
        }
        expect(await names(store)).toEqual(["a"]);
      });

      test.each([10, LARGE])("of %i bytes with another digest is not stored", async (size) => {
        await put(store, "a", bytes("old"));
        const upload = await begin("a", { size });
        await write(upload, pattern(size));
        await expect(upload.commit(sha256(bytes("other")))).rejects.toThrow(DigestError);
        await upload.abort();
        expect(text(await get(store, "a"))).toBe("old");
        expect((await begin("a", { size, resume: true })).offset).toBe(0);
      });

      test("compares digests whatever the case of their letters", async () => {
        const upload = await begin("a", { size: 1 });
        await upload.write(bytes("x"), 0);
        await upload.commit(sha256(bytes("x")).toUpperCase());
      });

      test.each([5, LARGE])("of %i bytes without a digest gives none, and compares none", async (size) => {
        for (const given of [undefined, "00"]) {
          const upload = await begin("a", { size, hash: false });
          await write(upload, pattern(size));
          const committing = upload.commit(given);
          if (given === undefined) expect(await committing).toEqual({ filename: "a", size, sha256: null });
          else await expect(committing).rejects.toThrow(ValueError);
          await upload.abort();
        }
      });

      test("takes a chunk only where it goes on, and no byte too many", async () => {
        const upload = await begin("a", { size: 5 });
        await upload.write(bytes("abc"), 0);
        for (const offset of [0, 2, 4, -1, Number.NaN]) {
          await expect(upload.write(bytes("d"), offset)).rejects.toThrow("'a' goes on at 3, not at");
        }
        await expect(upload.write(bytes("def"), 3)).rejects.toThrow("'a' has 5 bytes, not 6");
        await expect(upload.commit()).rejects.toThrow("'a' has 3 bytes so far, not 5");
        await upload.write(bytes("de"), 3);
        await upload.commit();
        expect(text(await get(store, "a"))).toBe("abcde");
      });

      test.each([-1, 1.5, Number.NaN, 1e308, "5", null])("has no size of %j", async (size) => {
        await expect(begin("a", { size: size as number })).rejects.toThrow(ValueError);
      });

      test.each([10, LARGE])("of %i bytes does not mix with another of that name", async (size) => {
        const [one, two] = [pattern(size, 1), pattern(size, 2)];
        const first = await begin("a", { size });
        const second = await begin("a", { size, resume: true });
        await write(first, one.subarray(0, size / 2));
        await write(second, two);
        await write(first, one.subarray(size / 2));
        await second.commit(sha256(two));
        expect(Buffer.compare(await get(store, "a"), two)).toBe(0);
        await first.commit(sha256(one));
        expect(Buffer.compare(await get(store, "a"), one)).toBe(0);
      });

      test("may be one of many at once", async () => {
        const files = Array.from({ length: 60 }, (_, i) => pattern(i % 3 ? 5000 + i : 300_000 + i, i));
        await Promise.all(files.map((data, i) => put(store, `f${i}`, data)));
        for (const [i, data] of files.entries()) {
          expect(await store.digest(`f${i}`)).toBe(sha256(data));
        }
      });

      test.each([10, LARGE])("of %i bytes leaves a folder that has got its name meanwhile", async (size) => {
        const upload = await begin("a", { size });
        await write(upload, pattern(size));
        await store.makeFolder("a");
        await expect(upload.commit()).rejects.toEqual(EISDIR);
        await upload.abort();
        expect((await store.stat("a")).kind).toBe("folder");
        expect(await store.usage()).toEqual({ files: 0, bytes: 0 });
      });

      test("needs its folder, and does not take a folder's name", async () => {
        await store.makeFolder("d");
        await put(store, "f", bytes("x"));
        for (const [path, error] of [
          ["d", EISDIR],
          ["none/a", ENOENT],
          ["f/a", ENOTDIR],
        ] as const) {
          await expect(put(store, path, bytes("x"))).rejects.toEqual(error);
          await expect(put(store, path, pattern(LARGE))).rejects.toEqual(error);
        }
        expect(await names(store)).toEqual(["d", "f"]);
        await put(store, "d/a", bytes("x"));
        expect(await names(store, "d")).toEqual(["d/a"]);
      });
    });

    describe("an upload that is suspended", () => {
      async function suspended(name = "a", size = LARGE): Promise<Uint8Array> {
        const data = pattern(size);
        const upload = await begin(name, { size });
        await write(upload, data.subarray(0, size / 2));
        await upload.suspend();
        await upload.suspend();
        await upload.abort();
        return data;
      }

      test("is hidden, and goes on where it was", async () => {
        const data = await suspended();
        expect(await names(store)).toEqual([]);
        const upload = await begin("a", { size: LARGE, resume: true });
        expect(upload.offset).toBe(LARGE / 2);
        expect(await upload.digest()).toBe(sha256(data.subarray(0, LARGE / 2)));
        await write(upload, data.subarray(LARGE / 2));
        expect(await upload.digest()).toBe(sha256(data));
        const stored = await upload.commit(sha256(data));
        expect(stored.sha256).toBe(sha256(data));
        expect(Buffer.compare(await get(store, "a"), data)).toBe(0);
      });

      test("goes on without a digest too", async () => {
        const data = await suspended();
        const upload = await begin("a", { size: LARGE, resume: true, hash: false });
        expect(await upload.digest()).toBe(sha256(data.subarray(0, LARGE / 2)));
        await write(upload, data.subarray(LARGE / 2));
        expect((await upload.commit()).sha256).toBe(null);
        expect(Buffer.compare(await get(store, "a"), data)).toBe(0);
      });

      test("is not found under another name, with another size, or without being asked for", async () => {
        await suspended();
        expect((await begin("b", { size: LARGE, resume: true })).offset).toBe(0);
        expect((await begin("a", { size: LARGE + 1, resume: true })).offset).toBe(0);
        expect((await begin("a", { size: LARGE })).offset).toBe(0);
      });

      test("is given to one alone", async () => {
        await suspended();
        const again = () => begin("a", { size: LARGE, resume: true });
        const offsets = (await Promise.all([again(), again(), again()])).map(({ offset }) => offset);
        expect(offsets.sort()).toEqual([0, 0, LARGE / 2]);
      });
    });

    describe("reading", () => {
      const data = pattern(LARGE);

      test("gives the part that is asked for", async () => {
        await put(store, "a", data);
        const parts: [offset: number | undefined, length: number | undefined][] = [
          [undefined, undefined],
          [0, 10],
          [100, 600_000],
          [LARGE - 5, undefined],
          [LARGE - 5, 100],
          [LARGE, 5],
          [LARGE + 10, undefined],
          [5, 0],
        ];
        for (const [offset, length] of parts) {
          const options = {
            ...(offset === undefined ? {} : { offset }),
            ...(length === undefined ? {} : { length }),
          };
          const content = await store.read("a", options);
          const expected = data.subarray(offset ?? 0, (offset ?? 0) + (length ?? LARGE));
          expect(content).toMatchObject({
            size: LARGE,
            length: expected.length,
            offset: Math.min(offset ?? 0, LARGE),
          });
          const chunks: Uint8Array[] = [];
          for await (const chunk of content) chunks.push(chunk);
          expect(Buffer.compare(Buffer.concat(chunks), expected)).toBe(0);
        }
      });

      test("refuses offsets and lengths that are none", async () => {
        await put(store, "a", bytes("x"));
        for (const bad of [-1, 0.5, Number.NaN, "1" as unknown as number]) {
          await expect(store.read("a", { offset: bad })).rejects.toThrow("offset must be an integer");
          await expect(store.read("a", { length: bad })).rejects.toThrow("length must be an integer");
        }
      });

      test("goes on with its file when another takes its name, or none", async () => {
        await put(store, "a", data);
        const content = await store.read("a");
        await put(store, "a", bytes("new"));
        await store.remove("a");
        const chunks: Uint8Array[] = [];
        for await (const chunk of content) chunks.push(chunk);
        expect(Buffer.compare(Buffer.concat(chunks), data)).toBe(0);
      });

      test("may be left in the middle, closed, and aborted", async () => {
        await put(store, "a", data);
        for await (const chunk of await store.read("a")) {
          expect(chunk.length).toBeGreaterThan(0);
          break;
        }
        const content = await store.read("a");
        await content.close();
        await content.close();
        const controller = new AbortController();
        const reason = new Error("enough");
        const aborted = await store.read("a", { signal: controller.signal });
        const reading = async () => {
          for await (const _ of aborted) controller.abort(reason);
        };
        await expect(reading()).rejects.toBe(reason);
        await expect(store.read("a", { signal: controller.signal })).rejects.toBe(reason);
      });

      test("of a folder, or of nothing, is an error", async () => {
        await store.makeFolder("d");
        await put(store, "f", bytes("x"));
        await expect(store.read("d")).rejects.toEqual(EISDIR);
        await expect(store.digest("d")).rejects.toEqual(EISDIR);
        await expect(store.read("none")).rejects.toEqual(ENOENT);
        await expect(store.read("none/a")).rejects.toEqual(ENOENT);
        await expect(store.read("f/a")).rejects.toEqual(ENOTDIR);
      });
    });

    test("digest is the SHA-256 of a file, or of its beginning", async () => {
      const data = pattern(LARGE);
      await put(store, "a", data);
      expect(await store.digest("a")).toBe(sha256(data));
      expect(await store.digest("a", { length: 100 })).toBe(sha256(data.subarray(0, 100)));
      expect(await store.digest("a", { length: 0 })).toBe(sha256());
      expect(await store.digest("a", { length: LARGE + 1 })).toBe(sha256(data));
      await expect(store.digest("a", { signal: AbortSignal.abort() })).rejects.toThrow("aborted");
      await expect(store.digest("a", { length: -1 })).rejects.toThrow(ValueError);
    });

    test("stat tells a file from a folder", async () => {
      const before = Date.now() - 2000;
      await store.makeFolder("d");
      await put(store, "d/a", bytes("hello"));
      const file = await store.stat("d/a");
      expect(file).toEqual({ name: "d/a", kind: "file", size: 5, modified: file.modified });
      expect(file.modified).toBeGreaterThan(before);
      expect(file.modified).toBeLessThan(Date.now() + 2000);
      expect(await store.stat("d")).toMatchObject({ name: "d", kind: "folder", size: 0 });
      expect(await store.stat("")).toMatchObject({ name: "", kind: "folder" });
      await expect(store.stat("d/b")).rejects.toEqual(ENOENT);
      await expect(store.stat("d/a/b")).rejects.toEqual(ENOTDIR);
    });

    test("list gives a folder's entries sorted, page by page", async () => {
      const all = ["B", "a", "a.txt", "a0", "b", "ä", "文", "😀", "ﬀ"];
      for (const name of [...all].reverse()) await put(store, name, bytes(name));
      await store.makeFolder("Z/deep");
      const sorted = [...all, "Z"].sort();
      expect(await names(store)).toEqual(sorted);
      const seen: string[] = [];
      let pages = 0;
      for (let after: string | null = ""; after !== null; pages++) {
        const page = await store.list("", { after, limit: 3 });
        expect(page.entries.length).toBeLessThanOrEqual(3);
        seen.push(...page.entries.map(({ name }) => name));
        after = page.next;
      }
      expect(seen).toEqual(sorted);
      expect(pages).toBe(4);
      expect((await store.list("", { limit: sorted.length })).next).toBe(null);
      expect((await store.list("")).entries).toContainEqual(await store.stat("a"));
      expect(await names(store, "Z")).toEqual(["Z/deep"]);
      expect(await names(store, "Z/deep")).toEqual([]);
      await expect(store.list("a")).rejects.toEqual(ENOTDIR);
      await expect(store.list("none")).rejects.toEqual(ENOENT);
    });

    test("remove takes files and empty folders", async () => {
      await store.makeFolder("d/e");
      await put(store, "d/a", bytes("x"));
      await expect(store.remove("d")).rejects.toEqual(ENOTEMPTY);
      await store.remove("d/a");
      await expect(store.remove("d/a")).rejects.toEqual(ENOENT);
      await store.remove("d/e");
      await store.remove("d");
      expect(await names(store)).toEqual([]);
      await expect(store.remove("")).rejects.toThrow(FileNameError);
    });

    test("rename takes the place of a file, never of a folder", async () => {
      await store.makeFolder("d");
      await store.makeFolder("e");
      await put(store, "a", bytes("a"));
      await put(store, "b", bytes("b"));
      await store.rename("a", "b");
      expect(text(await get(store, "b"))).toBe("a");
      await store.rename("b", "b");
      await store.rename("b", "d/c");
      expect(await names(store)).toEqual(["d", "e"]);
      await expect(store.rename("d/c", "e")).rejects.toEqual(EISDIR);
      await expect(store.rename("d", "e")).rejects.toEqual(EEXIST);
      await expect(store.rename("e", "d/c")).rejects.toEqual(ENOTDIR);
      await expect(store.rename("d", "d/e")).rejects.toEqual(EINVAL);
      await expect(store.rename("none", "x")).rejects.toEqual(ENOENT);
      await expect(store.rename("d/c", "none/x")).rejects.toEqual(ENOENT);
      await store.rename("d", "f");
      expect(text(await get(store, "f/c"))).toBe("a");
      expect(await names(store)).toEqual(["e", "f"]);
    });

    test("makeFolder makes those above it, and leaves one that is there", async () => {
      await store.makeFolder("a/b/c");
      await put(store, "a/b/f", bytes("x"));
      await store.makeFolder("a/b");
      expect(await names(store, "a/b")).toEqual(["a/b/c", "a/b/f"]);
      await expect(store.makeFolder("a/b/f")).rejects.toEqual(EEXIST);
      await expect(store.makeFolder("a/b/f/g")).rejects.toEqual(ENOTDIR);
      await store.makeFolder("");
    });

    test("usage counts files, their bytes, and what uploads have announced", async () => {
      expect(await store.usage()).toEqual({ files: 0, bytes: 0 });
      await store.makeFolder("d");
      await put(store, "a", pattern(10));
      await put(store, "d/b", pattern(LARGE));
      expect(await store.usage()).toEqual({ files: 2, bytes: LARGE + 10 });
      const upload = await begin("c", { size: LARGE });
      const small = await begin("e", { size: 7 });
      expect(await store.usage()).toEqual({ files: 2, bytes: 2 * LARGE + 17 });
      await upload.abort();
      await small.abort();
      expect(await store.usage()).toEqual({ files: 2, bytes: LARGE + 10 });
    });

    test("names have one form", async () => {
      await put(store, "a\u0308", bytes("1"));
      await put(store, "\u00e4", bytes("2"));
      expect(await names(store)).toEqual(["\u00e4"]);
      expect((await store.stat("a\u0308")).name).toBe("\u00e4");
      expect(text(await get(store, "a\u0308"))).toBe("2");
    });

    test.each([
      "..",
      "../x",
      "a/../../x",
      "a/..",
      "./a",
      "/etc/passwd",
      "a//b",
      "a/",
      "//host/share",
      "C:/x",
      "C:x",
      "..\\x",
      "a\\b",
      "a\0",
      "a/b\n",
      "con",
      "a/nul.txt",
      ".dunder-x",
      "a/.DUNDER-1",
      "a/b ",
      "\ud800",
      `${"a/".repeat(64)}a`,
      `${"x".repeat(250)}/`.repeat(9),
    ])("the name %j is refused everywhere", async (bad) => {
      for (const attempt of [
        begin(bad, { size: 1 }),
        store.read(bad),
        store.stat(bad),
        store.list(bad),
        store.digest(bad),
        store.remove(bad),
        store.rename(bad, "x"),
        store.rename("x", bad),
        store.makeFolder(bad),
      ]) {
        await expect(attempt).rejects.toThrow(FileNameError);
      }
      expect(await names(store)).toEqual([]);
    });
  });
}
