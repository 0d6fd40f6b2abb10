// What a folder's store does when the disk is full, the clock jumps, a file changes, or an upload ends at the wrong moment.

import fs from "node:fs";
import { mkdtemp, readdir, readFile, rename, rm, truncate, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DirectoryStore } from "../../../../src/net/services/storage/directory-store.ts";
import { Disk, type Thread } from "../../../../src/net/services/storage/disk.ts";
import { OSError, ValueError } from "../../../../src/protocols/errors.ts";
import { bytes, text } from "../../support/pair.ts";
import { errno, get, pattern, put, sha256, write } from "./contract.ts";
import { stubDisk, systemError } from "./support/stub-thread.ts";

const [EIO, ENOSPC, EDQUOT] = [5, 28, 122].map(errno);
const SIZES = [1000, 3_000_000];

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "dunder-store-"));
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(root, { recursive: true, force: true });
});

describe("a full disk", () => {
  test.each(SIZES)("is an OSError for %i bytes, and nothing is lost or left", async (size) => {
    const disk = stubDisk({
      writevSync: () => {
        throw systemError("ENOSPC");
      },
    });
    await writeFile(join(root, "a"), "old");
    await using store = await DirectoryStore.open(root, {}, { disk });
    await expect(put(store, "a", pattern(size))).rejects.toThrow(
      new OSError(28, "No space left on device", "a"),
    );
    expect(await readdir(root)).toEqual(["a"]);
    expect(text(await get(store, "a"))).toBe("old");
    expect(await store.usage()).toEqual({ files: 1, bytes: 3 });
  });

  test("that has room again takes the rest of an upload", async () => {
    let full = false;
    const disk = stubDisk({
      writevSync(fd: number, chunks: readonly NodeJS.ArrayBufferView[], position?: number | null) {
        if (full) throw systemError("ENOSPC");
        return fs.writevSync(fd, chunks, position ?? undefined);
      },
    });
    await using store = await DirectoryStore.open(root, {}, { disk });
    const data = pattern(6_000_000);
    const upload = await store.begin("a", { size: data.length });
    await write(upload, data.subarray(0, 3_000_000));
    await upload.digest();
    full = true;
    await expect(write(upload, data.subarray(3_000_000))).rejects.toEqual(ENOSPC);
    await upload.suspend();
    full = false;
    const again = await store.begin("a", { size: data.length, resume: true });
    expect(again.offset).toBeGreaterThanOrEqual(3_000_000);
    await write(again, data.subarray(again.offset));
    await again.commit(sha256(data));
    expect(await readdir(root)).toEqual(["a"]);
  });

  test.each(["fdatasyncSync", "renameSync", "openSync"] as const)(
    "may be noticed by %s only",
    async (call) => {
      const disk = stubDisk({
        [call]: () => {
          throw systemError("EIO");
        },
      });
      await using store = await DirectoryStore.open(root, {}, { disk });
      await expect(put(store, "a", bytes("x"))).rejects.toEqual(EIO);
      expect(await readdir(root)).toEqual([]);
    },
  );

  test("fails one small file of those that go together", async () => {
    const disk = stubDisk({
      renameSync(from, to) {
        if (String(to).endsWith("/3")) throw systemError("ENOSPC");
        fs.renameSync(from, to);
      },
    });
    await using store = await DirectoryStore.open(root, {}, { disk });
    const all = await Promise.allSettled([0, 1, 2, 3, 4].map((i) => put(store, `${i}`, bytes("x"))));
    expect(all.map(({ status }) => status)).toEqual(
      [0, 1, 2, 3, 4].map((i) => (i === 3 ? "rejected" : "fulfilled")),
    );
    expect((await readdir(root)).sort()).toEqual(["0", "1", "2", "4"]);
  });
});

test.each(SIZES)("writes that take only a part of %i bytes are continued", async (size) => {
  const disk = stubDisk({
    writevSync: (fd: number, [first]: readonly NodeJS.ArrayBufferView[], position?: number | null) =>
      fs.writeSync(fd, first as Uint8Array, 0, Math.min(first?.byteLength ?? 0, 10_007), position ?? null),
  });
  await using store = await DirectoryStore.open(root, {}, { disk });
  await put(store, "a", pattern(size));
  expect(Buffer.compare(await readFile(join(root, "a")), pattern(size))).toBe(0);
});

test("a disk thread that dies fails what waits for it, and the next upload has a new one", async () => {
  const threads: (() => void)[] = [];
  const disk = new Disk(() => {
    const listeners = new Map<string, (value: unknown) => void>();
    threads.push(() => {
      listeners.get("error")?.(new Error("out of memory"));
      listeners.get("exit")?.(1);
    });
    return {
      on: (event: string, listener: (value: unknown) => void) => listeners.set(event, listener),
      postMessage() {},
      ref() {},
      unref() {},
    } as unknown as Thread;
  });
  await using store = await DirectoryStore.open(root, {}, { disk });
  for (const count of [1, 2]) {
    const storing = put(store, "a", bytes("x"));
    await vi.waitFor(() => expect(threads).toHaveLength(count));
    threads.at(-1)?.();
    await expect(storing).rejects.toEqual(EIO);
  }
});

describe("quotas", () => {
  test("limit the size of a file", async () => {
    await using store = await DirectoryStore.open(root, { maxFileSize: 100 });
    await put(store, "a", pattern(100));
    await expect(store.begin("b", { size: 101 })).rejects.toThrow(
      new OSError(122, "Disk quota exceeded", "b"),
    );
  });

  test("limit the bytes of all files, with those under way", async () => {
    await using store = await DirectoryStore.open(root, { maxTotalSize: 200_000 });
    await put(store, "a", pattern(50_000));
    const large = await store.begin("b", { size: 100_000 });
    await write(large, pattern(100_000).subarray(0, 70_000));
    const small = await store.begin("c", { size: 50_000 });
    await expect(store.begin("d", { size: 1 })).rejects.toEqual(EDQUOT);
    await (await store.begin("empty", { size: 0 })).commit();
    await small.abort();
    await put(store, "d", pattern(50_000));
    await expect(store.begin("e", { size: 1 })).rejects.toEqual(EDQUOT);
    await large.suspend();
    await expect(store.begin("e", { size: 1 })).rejects.toEqual(EDQUOT);
    // What was suspended has its room, and is not asked for it twice.
    const again = await store.begin("b", { size: 100_000, resume: true });
    await write(again, pattern(100_000).subarray(70_000));
    await again.commit();
    await expect(store.begin("e", { size: 1 })).rejects.toEqual(EDQUOT);
    await store.remove("a");
    await put(store, "e", pattern(50_000));
  });

  test("see what other processes do", async () => {
    await using store = await DirectoryStore.open(root, { maxTotalSize: 200_000 });
    await put(store, "a", pattern(10));
    await using other = await DirectoryStore.open(root);
    const theirs = await other.begin("b", { size: 150_000 });
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await expect(store.begin("c", { size: 60_000 })).rejects.toEqual(EDQUOT);
    await theirs.abort();
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await put(store, "c", pattern(60_000));
  });

  test("hold for many uploads at once", async () => {
    await using store = await DirectoryStore.open(root, { maxTotalSize: 1_000_000 });
    const all = await Promise.allSettled(
      Array.from({ length: 40 }, (_, i) => put(store, `f${i}`, pattern(70_000 + i))),
    );
    const stored = all.filter(({ status }) => status === "fulfilled").length;
    expect(stored).toBe(14);
    expect((await store.usage()).bytes).toBeLessThanOrEqual(1_000_000);
  });

  test.each([-1, Number.NaN, "1"])("are numbers, not %j", async (limit) => {
    await expect(DirectoryStore.open(root, { maxTotalSize: limit as number })).rejects.toThrow(ValueError);
    await expect(DirectoryStore.open(root, { maxFileSize: limit as number })).rejects.toThrow(ValueError);
  });
});

describe("partial files", () => {
  async function partials(): Promise<string[]> {
    return (await readdir(root)).filter((name) => name.startsWith(".dunder-"));
  }

  async function half(store: DirectoryStore, name: string) {
    const upload = await store.begin(name, { size: 3_000_000 });
    await write(upload, pattern(1_500_000));
    return upload;
  }

  test("are removed when nobody has come back for them for long enough", async () => {
    await using store = await DirectoryStore.open(root, { partialAge: 100 });
    for (const name of ["a", "b"]) await (await half(store, name)).suspend();
    await writeFile(join(root, ".dunder-of-another-form"), "");
    const [old = "", young = ""] = await partials();
    await utimes(join(root, old), 0, Date.now() / 1000 - 101);
    await utimes(join(root, ".dunder-of-another-form"), 0, Date.now() / 1000 - 101);
    await store.sweep();
    expect(await partials()).toEqual([young]);
  });

  test("are removed by the next store that is opened", async () => {
    await using store = await DirectoryStore.open(root);
    await (await half(store, "a")).suspend();
    const [name = ""] = await partials();
    await utimes(join(root, name), 0, 0);
    await using _ = await DirectoryStore.open(root);
    await vi.waitFor(async () => expect(await partials()).toEqual([]));
  });

  test("of uploads under way are left alone, however far the clock jumps", async () => {
    await using store = await DirectoryStore.open(root, { partialAge: 1 });
    await using other = await DirectoryStore.open(root, { partialAge: 1 });
    const upload = await half(store, "a");
    const [name = ""] = await partials();
    vi.useFakeTimers({ toFake: ["Date"] });
    for (const year of [2080, 1990, 2050]) {
      vi.setSystemTime(Date.UTC(year, 0));
      await utimes(join(root, name), 0, 0);
      await store.sweep();
      await other.sweep();
      expect(await partials()).toHaveLength(1);
      await write(upload, pattern(500_000));
    }
    await upload.commit();
    expect(await readdir(root)).toEqual(["a"]);
  });

  test("of a process on another host are left alone until they are old", async () => {
    await using store = await DirectoryStore.open(root, { partialAge: 100 });
    await (await half(store, "a")).suspend();
    const [name = ""] = await partials();
    const theirs = name.replace(".free.", ".0123456789ab-1-1.");
    expect(theirs).not.toBe(name);
    await rename(join(root, name), join(root, theirs));
    const upload = await store.begin("a", { size: 3_000_000, resume: true });
    expect(upload.offset).toBe(0);
    await upload.abort();
    await store.sweep();
    expect(await partials()).toEqual([theirs]);
    await utimes(join(root, theirs), 0, Date.now() / 1000 - 101);
    await store.sweep();
    expect(await partials()).toEqual([]);
  });

  test("are no reason to keep a folder that looks empty", async () => {
    await using store = await DirectoryStore.open(root);
    await store.makeFolder("d");
    const upload = await store.begin("d/a", { size: 3_000_000 });
    await write(upload, pattern(1_500_000));
    await expect(store.remove("d")).rejects.toEqual(errno(39));
    await upload.suspend();
    await store.remove("d");
    expect(await readdir(root)).toEqual([]);
  });

  test("longer than they should be, or links, are not gone on with", async () => {
    await using store = await DirectoryStore.open(root);
    for (const spoil of [
      (path: string) => truncate(path, 3_000_001),
      async (path: string) => {
        await rm(path);
        await fs.promises.symlink(join(root, "elsewhere"), path);
      },
    ]) {
      await (await half(store, "a")).suspend();
      const [name = ""] = await partials();
      await spoil(join(root, name));
      const upload = await store.begin("a", { size: 3_000_000, resume: true });
      expect(upload.offset).toBe(0);
      await upload.abort();
      await rm(join(root, name));
    }
  });
});

describe("a file that is changed while it is read", () => {
  const data = pattern(2_000_000);

  test.each([
    ["gets shorter", () => truncate(join(root, "a"), 1_000_000)],
    ["gets longer", () => fs.promises.appendFile(join(root, "a"), "x")],
    ["has other bytes", () => writeFile(join(root, "a"), pattern(2_000_000, 9))],
  ])("and %s is an error, never other bytes in silence", async (_, change) => {
    await using store = await DirectoryStore.open(root);
    await put(store, "a", data);
    const reading = async () => {
      let count = 0;
      for await (const chunk of await store.read("a")) {
        if (count === 0) await change();
        count += chunk.length;
      }
      return count;
    };
    await expect(reading()).rejects.toEqual(EIO);
  });

  test("its replacement by another is not", async () => {
    await using store = await DirectoryStore.open(root);
    await put(store, "a", data);
    const chunks: Uint8Array[] = [];
    for await (const chunk of await store.read("a")) {
      if (chunks.length === 0) await put(store, "a", bytes("new"));
      chunks.push(chunk);
    }
    expect(Buffer.compare(Buffer.concat(chunks), data)).toBe(0);
  });
});

describe("an upload that ends at the wrong moment", () => {
  test.each(["abort", "suspend"] as const)("by %s leaves no descriptor and nothing visible", async (how) => {
    await using store = await DirectoryStore.open(root);
    await put(store, "first", pattern(3_000_000));
    const before = (await readdir("/proc/self/fd")).length;
    for (let i = 0; i < 30; i++) {
      const upload = await store.begin("a", { size: 3_000_000 });
      const writing = write(upload, pattern(3_000_000))
        .then(() => upload.commit())
        .then(
          () => "stored",
          () => "gone",
        );
      await new Promise((resolve) => setTimeout(resolve, i / 2));
      await upload[how]();
      const there = (await readdir(root)).includes("a");
      expect(await writing).toBe(there ? "stored" : "gone");
      await rm(join(root, "a"), { force: true });
      if (how === "abort") expect(await readdir(root)).toEqual(["first"]);
    }
    await vi.waitFor(async () => expect((await readdir("/proc/self/fd")).length).toBeLessThanOrEqual(before));
  });

  test("does not keep a chunk's neighbours", async () => {
    await using store = await DirectoryStore.open(root);
    const slab = pattern(300_000);
    const upload = await store.begin("a", { size: 200_000 });
    await upload.write(slab.subarray(50_000, 250_000), 0);
    await upload.commit();
    const small = await store.begin("b", { size: 5 });
    await small.write(Buffer.from("hello"), 0);
    await small.commit();
    // Memory that is moved to another thread has no bytes here any more.
    expect(slab.length).toBe(300_000);
    expect(Buffer.from("world").toString()).toBe("world");
    expect(Buffer.compare(await get(store, "a"), pattern(300_000).subarray(50_000, 250_000))).toBe(0);
  });
});
