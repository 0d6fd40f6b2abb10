// The client of file transfer: what it sends and fetches is what was meant, and what went wrong has a type.

import { randomBytes } from "node:crypto";
import { appendFile, mkdir, readdir, readFile, truncate, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, expectTypeOf, test } from "vitest";
import { FileTransferClient, type PutOptions } from "../../../../src/net/client.ts";
import { DigestError, FileChangedError, RemoteError } from "../../../../src/net/client-errors.ts";
import { packHeader } from "../../../../src/net/framing.ts";
import type { BlobStat, StoredFile } from "../../../../src/net/services/storage/blob-store.ts";
import { FileTransferHandler } from "../../../../src/net/services/transfer/file-transfer-handler.ts";
import type { Progress } from "../../../../src/net/services/transfer/progress.ts";
import type { Address } from "../../../../src/net/stream.ts";
import {
  ConnectionError,
  FileNotFoundError,
  IsADirectoryError,
  ValueError,
} from "../../../../src/protocols/errors.ts";
import { Cutter } from "../../support/cutter.ts";
import { bytes, text } from "../../support/pair.ts";
import { clientOf, ending, place, QUICK, randomFile, served, sha256, tree, until } from "./support.ts";

const at = place();

const names = async (iterable: AsyncIterable<BlobStat>): Promise<string[]> => {
  const found: string[] = [];
  for await (const { name } of iterable) found.push(name);
  return found;
};

/** A server that answers each connection with the same bytes, whatever it is asked. */
async function liar(...frames: (object | Uint8Array)[]): Promise<Address> {
  const parts = frames.map((one) => (one instanceof Uint8Array ? one : packHeader({ ...one })));
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => socket.write(Buffer.concat(parts)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ending({ [Symbol.asyncDispose]: async () => void server.close() });
  return ["127.0.0.1", (server.address() as { port: number }).port];
}

describe("a file comes back as it was sent", () => {
  test.each([0, 1, 65_535, 65_536, 65_537, 2 ** 20 - 1, 2 ** 20, 2 ** 20 + 1, 5_000_000])(
    "of %i bytes",
    async (size) => {
      const data = await randomFile(join(at.here, "a"), size);
      expect(await at.client.put(join(at.here, "a"))).toEqual({ filename: "a", size, sha256: sha256(data) });
      expect(await at.client.get("a", join(at.here, "b"))).toMatchObject({ size, sha256: sha256(data) });
      expect((await readFile(join(at.here, "b"))).equals(data)).toBe(true);
      expect(sha256(await at.client.read("a"))).toBe(sha256(data));
    },
  );

  test.each(["ä b.txt", "中文/文件 (1).txt", "🐍", "a'b\"c", "x".repeat(200)])(
    "with the name %j",
    async (name) => {
      await at.client.mkdir("中文");
      await at.client.put(bytes("hello"), { name });
      expect(text(await at.client.read(name))).toBe("hello");
      expect((await at.client.stat(name)).name).toBe(name);
    },
  );

  test("from memory and from a stream", async () => {
    const data = randomBytes(3_000_000);
    await at.client.put(data, { name: "memory" });
    const pieces = async function* () {
      for (let i = 0; i < data.length; i += 70_000) yield data.subarray(i, i + 70_000);
    };
    await at.client.put(pieces(), { name: "stream", size: data.length });
    expect(await at.client.digest("memory")).toBe(sha256(data));
    expect(await at.client.digest("stream")).toBe(sha256(data));
  });

  test("in the place of the one that had the name", async () => {
    await at.client.put(bytes("old"), { name: "a" });
    await at.client.put(bytes("new"), { name: "a" });
    expect(text(await at.client.read("a"))).toBe("new");
  });

  test("when a hundred calls overlap on one connection", async () => {
    const all = Array.from({ length: 100 }, (_, i) => ({ name: `${i}`, data: randomBytes(i * 1500) }));
    const stored = await Promise.all(all.map(({ name, data }) => at.client.put(data, { name })));
    expect(stored.map((file) => file.sha256)).toEqual(all.map(({ data }) => sha256(data)));
    const read = await Promise.all(all.map(({ name }) => at.client.read(name)));
    expect(read.map(sha256)).toEqual(all.map(({ data }) => sha256(data)));
  });
});

describe("names", () => {
  test("are listed in order, over many pages", async () => {
    await Promise.all(Array.from({ length: 1200 }, (_, i) => writeFile(join(at.root, `${i + 10_000}`), "")));
    const listed = await names(at.client.ls());
    expect(listed).toEqual(Array.from({ length: 1200 }, (_, i) => `${i + 10_000}`));
  });

  test("are made, moved and removed", async () => {
    await at.client.mkdir("a/b/c");
    await at.client.mkdir("a/b");
    await at.client.put(bytes("x"), { name: "a/b/x" });
    await at.client.mv("a/b/x", "a/y");
    expect(await names(at.client.ls("a"))).toEqual(["a/b", "a/y"]);
    expect(await at.client.stat("a/b")).toMatchObject({ kind: "folder", size: 0 });
    await at.client.rm("a/y");
    await at.client.rm("a/b/c");
    expect(await names(at.client.ls("a/b"))).toEqual([]);
  });

  test("a digest is of the whole file, or of its beginning", async () => {
    await at.client.put(bytes("hello"), { name: "a" });
    expect(await at.client.digest("a")).toBe(sha256(bytes("hello")));
    expect(await at.client.digest("a", { length: 2 })).toBe(sha256(bytes("he")));
  });

  test("help lists the commands", async () => {
    expect(await at.client.help()).toMatch(/^put /m);
  });
});

describe("what the server refuses", () => {
  test.each(["../a", "/etc/passwd", "a\\b", "c:a", "a\0", "con", "", "."])("the name %j", async (name) => {
    await expect(at.client.put(bytes("x"), { name })).rejects.toMatchObject({ code: "bad_name" });
    await expect(at.client.read(name)).rejects.toThrow(RemoteError);
    expect((await at.client.put(bytes("x"), { name: "fine" })).size).toBe(1);
  });

  test("has the errno of its system", async () => {
    await mkdir(join(at.root, "folder", "in"), { recursive: true });
    const { client } = at;
    await expect(client.read("missing")).rejects.toMatchObject({ code: "os_error", errno: 2 });
    await expect(client.get("missing", join(at.here, "m"))).rejects.toMatchObject({ errno: 2 });
    await expect(client.put(bytes(""), { name: "folder" })).rejects.toMatchObject({ errno: 21 });
    await expect(client.put(randomBytes(2_000_000), { name: "folder" })).rejects.toMatchObject({ errno: 21 });
    await expect(client.put(bytes(""), { name: "no/folder" })).rejects.toMatchObject({ errno: 2 });
    await expect(client.rm("folder")).rejects.toMatchObject({ errno: 39 });
    await expect(names(client.ls("missing"))).rejects.toMatchObject({ errno: 2 });
    expect(await readdir(at.here)).toEqual(["root"]);
  });

  test("a file that is too large, whatever has been sent of it", async () => {
    class Small extends FileTransferHandler {
      override server_dir = at.root;
      override max_filesize = 100_000;
    }
    const client = await clientOf(await served(Small));
    for (const resume of [true, false]) {
      const put = client.put(randomBytes(9_000_000), { name: "a", resume });
      await expect(put).rejects.toThrow(RemoteError);
    }
    expect((await client.put(randomBytes(100_000), { name: "a" })).size).toBe(100_000);
  });

  test("a command that it has not", async () => {
    await expect(at.client.call("run")).rejects.toMatchObject({ code: "unknown_command" });
  });
});

describe("what is wrong on this side", () => {
  test("is an OSError for a file that cannot be read", async () => {
    await expect(at.client.put(join(at.here, "missing"))).rejects.toThrow(FileNotFoundError);
    await expect(at.client.put(at.here)).rejects.toThrow(IsADirectoryError);
  });

  test("is a ValueError for bytes without a name, a stream without a size, a file too large for memory", async () => {
    await expect(at.client.put(bytes("x"), {} as PutOptions & { name: string })).rejects.toThrow(ValueError);
    const stream = (async function* () {})();
    const options = { name: "a" } as PutOptions & { name: string; size: number };
    await expect(at.client.put(stream, options)).rejects.toThrow(ValueError);
    await at.client.put(bytes("12345"), { name: "a" });
    await expect(at.client.read("a", { limit: 4 })).rejects.toThrow(ValueError);
    expect(text(await at.client.read("a", { limit: 5 }))).toBe("12345");
  });

  test.each([
    ["grows", (path: string) => appendFile(path, "more")],
    ["shrinks", (path: string) => truncate(path, 10)],
  ])("a file that %s while it is sent is not stored", async (_, change) => {
    const path = join(at.here, "a");
    await randomFile(path, 8_000_000);
    let changed: Promise<void> | undefined;
    const onProgress = () => {
      changed ??= change(path);
    };
    const put = at.client.put(path, { onProgress });
    await expect(put).rejects.toThrow(FileChangedError);
    await changed;
    expect(await names(at.client.ls())).toEqual([]);
  });

  test("a stream of another length than was told is not stored", async () => {
    for (const size of [2, 4]) {
      const stream = (async function* () {
        yield bytes("abc");
      })();
      await expect(at.client.put(stream, { name: "a", size })).rejects.toThrow(FileChangedError);
    }
    expect(await names(at.client.ls())).toEqual([]);
  });
});

describe("a server that lies is not believed", () => {
  test("about what it stored", async () => {
    const sha = sha256(bytes("other"));
    const address = await liar({ ok: true, cmd: "put", filename: "a", size: 5, sha256: sha });
    const client = await clientOf(address);
    await expect(client.put(bytes("hello"), { name: "a" })).rejects.toThrow(DigestError);
  });

  test("about what it sends: another digest leaves no file", async () => {
    const told = { name: "a", kind: "file", size: 5, modified: 1 };
    const trailer = packHeader({ sha256: sha256(bytes("other")) });
    const get = { ok: true, size: 5, offset: 0, length: 5, modified: 1, data_size: 5 + trailer.length };
    const address = await liar({ ok: true, cmd: "stat", ...told }, get, bytes("hello"), trailer);
    const client = await clientOf(address);
    await expect(client.get("a", join(at.here, "a"))).rejects.toThrow(DigestError);
    expect(await readdir(at.here)).toEqual(["root"]);
  });

  test.each([
    ["that is no JSON", Buffer.from([3, 0, 0, 0, 1, 2, 3])],
    ["of 2 GiB", Buffer.from([255, 255, 255, 127])],
    ["without the fields", packHeader({ ok: true, cmd: "stat" })],
  ])("nor a reply %s", async (_, reply) => {
    const client = await clientOf(await liar(reply));
    await expect(client.stat("a")).rejects.toMatchObject({ code: "bad_reply" });
  });
});

describe("progress", () => {
  test("is told from the first bytes to the last, up and down, and not for every chunk", async () => {
    const total = 20_000_000;
    for (const direction of ["up", "down"]) {
      const told: Progress[] = [];
      const onProgress = (progress: Progress) => void told.push(progress);
      if (direction === "up") await at.client.put(randomBytes(total), { name: "a", onProgress });
      else await at.client.get("a", join(at.here, "a"), { onProgress });
      expect(told.at(-1)).toEqual({ name: "a", sent: total, total });
      expect(told.map(({ sent }) => sent)).toEqual(told.map(({ sent }) => sent).sort((a, b) => a - b));
      expect(told.filter(({ sent }) => sent === total)).toHaveLength(1);
    }
  });
});

describe("a signal", () => {
  test("that is aborted already sends nothing", async () => {
    const signal = AbortSignal.abort(new Error("no"));
    await expect(at.client.put(bytes("x"), { name: "a", signal })).rejects.toThrow("no");
    await expect(at.client.read("a", { signal })).rejects.toThrow("no");
    await expect(names(at.client.ls("", { signal }))).rejects.toThrow("no");
    expect(await names(at.client.ls())).toEqual([]);
  });

  test("stops an upload with its reason; the client lives on, and the next upload resumes", async () => {
    const data = await randomFile(join(at.here, "a"), 30_000_000);
    const controller = new AbortController();
    const reason = new Error("changed my mind");
    const onProgress = ({ sent }: Progress) => sent > 4_000_000 && controller.abort(reason);
    const put = at.client.put(join(at.here, "a"), { signal: controller.signal, onProgress });
    await expect(put).rejects.toBe(reason);
    expect(await names(at.client.ls())).toEqual([]);
    const first: number[] = [];
    await until(async () => (await readdir(at.root)).some((name) => name.includes(".free.")));
    await at.client.put(join(at.here, "a"), { onProgress: ({ sent }) => void first.push(sent) });
    expect(first[0]).toBeGreaterThan(1_000_000);
    expect((await tree(at.root)).get("a")).toBe(sha256(data));
  });

  test("stops a download, and the next one goes on", async () => {
    const data = randomBytes(30_000_000);
    await at.client.put(data, { name: "a" });
    const controller = new AbortController();
    const path = join(at.here, "a");
    const onProgress = ({ sent }: Progress) => sent < data.length && controller.abort(new Error("no"));
    await expect(at.client.get("a", path, { signal: controller.signal, onProgress })).rejects.toThrow("no");
    expect((await readdir(at.here)).filter((name) => !name.startsWith("."))).toEqual(["root"]);
    await at.client.get("a", path);
    expect(sha256(await readFile(path))).toBe(sha256(data));
    expect((await readdir(at.here)).sort()).toEqual(["a", "root"]);
  });

  test("ends a call that waits for its turn, and nothing else", async () => {
    const cutter = ending(await Cutter.open(at.address, []));
    const client = await clientOf(cutter.address);
    const controller = new AbortController();
    let sent = 0;
    const put = client.put(randomBytes(30_000_000), {
      name: "a",
      onProgress(progress) {
        sent = progress.sent;
        controller.abort(new Error("no"));
      },
    });
    await until(() => cutter.passed.length === 1 && (cutter.passed[0]?.toServer ?? 0) > 1000);
    await expect(client.stat("a", { signal: controller.signal })).rejects.toThrow("no");
    expect(sent).toBeLessThan(30_000_000);
    expect((await put).size).toBe(30_000_000);
    expect(cutter.passed).toHaveLength(1);
  });

  test("aborted for one call leaves those beside it to be repeated", async () => {
    const controller = new AbortController();
    const data = randomBytes(5_000_000);
    const stopped = at.client.put(randomBytes(9_000_000), {
      name: "a",
      signal: controller.signal,
      onProgress: () => controller.abort(new Error("no")),
    });
    const kept = at.client.put(data, { name: "b" });
    await expect(stopped).rejects.toThrow("no");
    expect((await kept).sha256).toBe(sha256(data));
  });
});

describe("a connection", () => {
  test("is refused where nobody listens, at once", async () => {
    const address = await liar();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    await expect(FileTransferClient.connect([address[0], port], QUICK)).rejects.toThrow(ConnectionError);
  });

  test("that was closed gives no more", async () => {
    await at.client.close();
    await expect(at.client.help()).rejects.toThrow("Bad file descriptor");
  });
});

test("the types tell what comes back, and what a name is needed for", () => {
  const { client } = at as { client: FileTransferClient };
  type Client = typeof client;
  expectTypeOf<ReturnType<Client["put"]>>().toEqualTypeOf<Promise<StoredFile>>();
  expectTypeOf<ReturnType<Client["read"]>>().toEqualTypeOf<Promise<Uint8Array>>();
  expectTypeOf<ReturnType<Client["ls"]>>().toExtend<AsyncIterable<BlobStat>>();
  // @ts-expect-error bytes have no name of their own
  const nameless = () => client.put(new Uint8Array(1));
  // @ts-expect-error nor has a stream a size
  const sizeless = () => client.put((async function* () {})(), { name: "a" });
  expect([nameless, sizeless]).toHaveLength(2);
});
