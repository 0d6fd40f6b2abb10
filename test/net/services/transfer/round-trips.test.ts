// The client of file transfer: what it sends and fetches is whole, or there is an error that says why.

import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { connect, FileTransferClient } from "../../../../src/net/client.ts";
import { BadReplyError, FileChangedError, RemoteError } from "../../../../src/net/client-errors.ts";
import { packHeader } from "../../../../src/net/framing.ts";
import { BatchError } from "../../../../src/net/services/transfer/batch.ts";
import type { Progress } from "../../../../src/net/services/transfer/progress.ts";
import { create_connection } from "../../../../src/net/socket/create.ts";
import { OSError, ValueError } from "../../../../src/protocols/errors.ts";
import { AT_ONCE, cuttingProxy, noise, serveFiles, sha256 } from "./serve-files.ts";

describe("a round trip", () => {
  test.each([0, 1, 65_536, 65_537, 2 ** 20, 2 ** 20 + 1, 5_000_000])("of %d bytes", async (size) => {
    await using files = await serveFiles();
    await using client = await connect(files.address);
    const data = noise(size);
    expect(await client.put(data, { name: "ä 😀" })).toEqual({
      filename: "ä 😀",
      size,
      sha256: sha256(data),
    });
    expect(sha256(await client.read("ä 😀"))).toBe(sha256(data));
    const path = join(files.folder, "copy");
    expect((await client.get("ä 😀", path)).size).toBe(size);
    expect(sha256(await readFile(path))).toBe(sha256(data));
    expect(await client.digest("ä 😀")).toBe(sha256(data));
  });

  test("of a stream whose size is known", async () => {
    await using files = await serveFiles();
    await using client = await connect(files.address);
    const data = noise(3_000_000);
    const stream = async function* () {
      for (let at = 0; at < data.length; at += 100_001) yield data.subarray(at, at + 100_001);
    };
    await client.put(stream(), { name: "a", size: data.length });
    expect(sha256(await files.stored("a"))).toBe(sha256(data));
    await expect(client.put(stream(), { name: "b", size: 10 })).rejects.toThrow(FileChangedError);
    await expect(client.put(stream(), { name: "b", size: 4_000_000 })).rejects.toThrow(FileChangedError);
    expect(await files.visible()).toEqual(["a"]);
  });

  test("without digests, where nobody asks for them", async () => {
    await using files = await serveFiles();
    await using client = await connect(files.address);
    const data = noise(300_000);
    expect((await client.put(data, { name: "a", verify: false })).sha256).toBeNull();
    expect(sha256(await files.stored("a"))).toBe(sha256(data));
  });
});

test("folders are made, listed, renamed and removed", async () => {
  await using files = await serveFiles();
  await using client = await connect(files.address);
  await client.mkdir("a/b");
  await client.put(noise(3), { name: "a/b/c" });
  const names: string[] = [];
  for await (const { name, kind } of client.ls("a")) names.push(`${name} ${kind}`);
  expect(names).toEqual(["a/b folder"]);
  await client.mv("a/b/c", "c");
  expect(await client.stat("c")).toMatchObject({ name: "c", kind: "file", size: 3 });
  await client.rm("a/b");
  await expect(client.rm("a/b")).rejects.toMatchObject({ code: "os_error", errno: 2 });
  expect(await files.visible("a")).toEqual([]);
});

test("a listing of many files comes in pages", async () => {
  await using files = await serveFiles();
  await using client = await connect(files.address);
  const names = Array.from({ length: 700 }, (_, i) => `${i}-${"ü".repeat(40)}`.normalize("NFC"));
  await client.putAll(names.map((name) => ({ from: new Uint8Array(1), name })));
  const listed: string[] = [];
  for await (const { name } of client.ls()) listed.push(name);
  expect(listed).toEqual(names.sort());
});

describe("after a cut", () => {
  const cuts = Array.from({ length: 6 }, () => 300_000 + Math.floor(Math.random() * 2_000_000));

  test("an upload goes on where the server has got to", async () => {
    await using files = await serveFiles();
    await using proxy = await cuttingProxy(files.address, cuts);
    await using client = await connect(proxy.address, { retries: AT_ONCE });
    const data = noise(12_000_000);
    await client.put(data, { name: "a" });
    expect(proxy.cuts, String(cuts)).toBe(cuts.length);
    expect(sha256(await files.stored("a")), String(cuts)).toBe(sha256(data));
    // A part whose connection the server still held when the client was back stays hidden until it is swept.
    expect(await files.visible()).toEqual(["a"]);
  });

  test("a download goes on where it was", async () => {
    await using files = await serveFiles();
    const data = noise(12_000_000);
    await mkdir(files.root, { recursive: true });
    await writeFile(join(files.root, "a"), data);
    await using proxy = await cuttingProxy(files.address, cuts);
    await using client = await connect(proxy.address, { retries: AT_ONCE });
    const path = join(files.folder, "out", "a");
    const last = { sent: 0 };
    await client.get("a", path, { onProgress: (told) => void Object.assign(last, told) });
    expect(proxy.cuts, String(cuts)).toBe(cuts.length);
    expect(last.sent).toBe(data.length);
    expect(sha256(await readFile(path)), String(cuts)).toBe(sha256(data));
    expect(await readdir(join(files.folder, "out"))).toEqual(["a"]);
  });

  test("a part that is not the file's beginning is sent anew", async () => {
    await using files = await serveFiles();
    const [one, other] = [noise(4_000_000), noise(4_000_000)];
    await using proxy = await cuttingProxy(files.address, [2_500_000]);
    await using cut = await connect(proxy.address, { retries: 0 });
    await expect(cut.put(one, { name: "a" })).rejects.toThrow(OSError);
    expect(await files.visible()).toEqual([]);
    await using client = await connect(files.address);
    await client.put(other, { name: "a" });
    expect(sha256(await files.stored("a"))).toBe(sha256(other));
  });

  test("small files in flight are sent again", async () => {
    await using files = await serveFiles();
    await using proxy = await cuttingProxy(files.address, [200_000, 300_000, 100_000]);
    await using client = await connect(proxy.address, { retries: AT_ONCE });
    const items = Array.from({ length: 100 }, (_, i) => ({ from: noise(10_000), name: String(i) }));
    await client.putAll(items, { connections: 2 });
    for (const { from, name } of items) expect(sha256(await files.stored(name))).toBe(sha256(from));
  });

  test("the attempts come to an end", async () => {
    await using files = await serveFiles();
    await using proxy = await cuttingProxy(
      files.address,
      Array.from({ length: 100 }, () => 1000),
    );
    const delays: number[] = [];
    const delay = (attempt: number) => delays.push(attempt) * 0;
    await using client = await connect(proxy.address, { retries: { retries: 3, delay } });
    await expect(client.put(noise(100_000), { name: "a" })).rejects.toThrow(OSError);
    expect(delays).toEqual([1, 2, 3]);
    expect(await files.visible()).toEqual([]);
  });
});

test("a digest that differs leaves nothing", async () => {
  await using files = await serveFiles();
  await using connection = await create_connection(files.address, { timeout: 5 });
  const header = { cmd: "put", filename: "a", filesize: 100_000, trailer: true, reply: true };
  await connection.sendall(packHeader(header));
  await connection.sendall(noise(100_000));
  await connection.sendall(packHeader({ sha256: "0".repeat(64) }));
  await connection.sendall(packHeader({ cmd: "ls", reply: true }));
  const reply = new TextDecoder().decode(await connection.recv(65_536));
  expect(reply).toContain("digest_mismatch");
  expect(await readdir(files.root)).toEqual([]);
});

test("a file that is lost on the way is an error of its own, and the others arrive", async () => {
  await using files = await serveFiles();
  await using client = await connect(files.address);
  const items = ["a", "../b", "c"].map((name) => ({ from: noise(10), name }));
  const error = await client.putAll(items).catch((error) => error);
  expect(error).toBeInstanceOf(BatchError);
  expect([...error.errors.keys()]).toEqual(["../b"]);
  expect(error.errors.get("../b")).toBeInstanceOf(RemoteError);
  expect(await files.visible()).toEqual(["a", "c"]);
});

test("a folder goes there and comes back", async () => {
  await using files = await serveFiles();
  await using client = await connect(files.address);
  const from = join(files.folder, "from");
  await mkdir(join(from, "x", "y"), { recursive: true });
  await mkdir(join(from, "empty"));
  const contents = { a: noise(0), "x/b": noise(2_000_000), "x/y/ö": noise(70_000) };
  for (const [name, data] of Object.entries(contents)) await writeFile(join(from, name), data);
  expect(await client.putFolder(from, { name: "up" })).toHaveLength(3);
  expect(await files.visible("up")).toEqual(["a", "empty", "x"]);
  await client.getFolder("up", join(files.folder, "back"));
  for (const [name, data] of Object.entries(contents)) {
    expect(sha256(await readFile(join(files.folder, "back", name)))).toBe(sha256(data));
  }
});

test.each(["../evil", "/etc/evil", "f/../../evil", "f/..", "f/a\\..\\evil", "f/a\u0000", "f/C:evil", "evil"])(
  "a server's listing with the name %j is not believed",
  async (name) => {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      const entries = [{ name, kind: "file", size: 1, modified: 0 }];
      socket.on("data", () => socket.write(packHeader({ ok: true, cmd: "ls", entries, next: null })));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    await using files = await serveFiles();
    const client = await FileTransferClient.connect(["127.0.0.1", port]);
    await expect(client.getFolder("f", join(files.folder, "back"))).rejects.toThrow(BadReplyError);
    expect(await readdir(join(files.folder, "back"))).toEqual([]);
    expect(await readdir(files.folder)).not.toContain("evil");
    await client.close();
    server.close();
  },
);

test("two uploads of one name at once do not mix", async () => {
  await using files = await serveFiles();
  await using one = await connect(files.address);
  await using other = await connect(files.address);
  const contents = [noise(3_000_000), noise(3_000_000)] as const;
  await Promise.all([one.put(contents[0], { name: "a" }), other.put(contents[1], { name: "a" })]);
  expect(contents.map(sha256)).toContain(sha256(await files.stored("a")));
});

test("progress is told for the first bytes and for the last, and not for each piece", async () => {
  await using files = await serveFiles();
  await using client = await connect(files.address);
  const told: Progress[] = [];
  await client.put(noise(20_000_000), { name: "a", onProgress: (progress) => told.push(progress) });
  expect(told.at(0)).toMatchObject({ name: "a", total: 20_000_000 });
  expect(told.at(-1)).toEqual({ name: "a", sent: 20_000_000, total: 20_000_000 });
  expect(told.map(({ sent }) => sent)).toEqual(told.map(({ sent }) => sent).sort((a, b) => a - b));
});

test("an abort ends a download; what it left is hidden, and gone on with", async () => {
  await using files = await serveFiles();
  await using client = await connect(files.address);
  const data = noise(20_000_000);
  await client.put(data, { name: "a" });
  const controller = new AbortController();
  const path = join(files.folder, "out", "a");
  const onProgress = ({ sent }: Progress) => sent > 0 && controller.abort(new Error("enough"));
  await expect(client.get("a", path, { signal: controller.signal, onProgress })).rejects.toThrow("enough");
  expect((await readdir(join(files.folder, "out"))).filter((name) => !name.startsWith("."))).toEqual([]);
  await client.get("a", path);
  expect(sha256(await readFile(path))).toBe(sha256(data));
});

test("what a server that is read-only refuses, it says", async () => {
  await using files = await serveFiles({ read_only: true });
  await using client = await connect(files.address);
  const refused = { code: "os_error", errno: 30 };
  await expect(client.put(noise(3), { name: "a" })).rejects.toMatchObject(refused);
  await expect(client.put(noise(3_000_000), { name: "a" })).rejects.toMatchObject(refused);
  await expect(client.mkdir("a")).rejects.toMatchObject(refused);
  await expect(client.mv("a", "b")).rejects.toMatchObject(refused);
  for await (const entry of client.ls()) expect(entry).toBeUndefined();
});

test("what is asked for wrongly is refused before anything is sent", async () => {
  await using files = await serveFiles();
  await using client = await connect(files.address);
  // @ts-expect-error: bytes need a name
  await expect(client.put(noise(3))).rejects.toThrow(ValueError);
  // @ts-expect-error: a stream needs a size
  await expect(client.put((async function* () {})(), { name: "a" })).rejects.toThrow(ValueError);
  await client.put(noise(100), { name: "a" });
  await expect(client.read("a", { limit: 99 })).rejects.toThrow("at most 99");
  await expect(client.call("nothing")).rejects.toMatchObject({ code: "unknown_command" });
});
