// Many files at once and whole folders: over a few connections, all of them whole, and never outside the folder.

import { randomBytes } from "node:crypto";
import { mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { BatchError, type PutItem } from "../../../../src/net/client.ts";
import { RemoteError } from "../../../../src/net/client-errors.ts";
import { FrameDecoder, packHeader } from "../../../../src/net/framing.ts";
import type { JsonObject } from "../../../../src/net/json/index.ts";
import { FileTransferHandler } from "../../../../src/net/services/transfer/file-transfer-handler.ts";
import type { Progress } from "../../../../src/net/services/transfer/progress.ts";
import type { Address } from "../../../../src/net/stream.ts";
import { Cutter } from "../../support/cutter.ts";
import { bytes } from "../../support/pair.ts";
import { clientOf, ending, place, randomFile, served, sha256, tree } from "./support.ts";

const at = place();

/** A folder with folders, some of them empty, and files of many sizes. */
async function someFolder(root: string): Promise<void> {
  await mkdir(join(root, "empty", "in"), { recursive: true });
  await mkdir(join(root, "文件夹", "b"), { recursive: true });
  await randomFile(join(root, "none"), 0);
  await randomFile(join(root, "large"), 3_000_000);
  for (let i = 0; i < 60; i++) await randomFile(join(root, "文件夹", `${i} ä`), i * 37);
  await randomFile(join(root, "文件夹", "b", "c.bin"), 200_000);
}

/** A file server that answers with whatever `reply` makes. */
async function hostile(reply: (request: JsonObject) => object): Promise<Address> {
  const server = createServer((socket) => {
    const decoder = new FrameDecoder();
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      decoder.receive(chunk);
      for (let event = decoder.next(); event !== null; event = decoder.next()) {
        if (event.type === "header") socket.write(packHeader({ ok: true, ...reply(event.header) }));
      }
    });
    ending({ [Symbol.asyncDispose]: async () => void socket.destroy() });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ending({ [Symbol.asyncDispose]: async () => void server.close() });
  return ["127.0.0.1", (server.address() as { port: number }).port];
}

describe("a folder", () => {
  test("goes there and back, with its empty folders", async () => {
    const source = join(at.here, "photos");
    await someFolder(source);
    const stored = await at.client.putFolder(source);
    const expected = await tree(source);
    expect(stored).toHaveLength(expected.size);
    expect(await tree(join(at.root, "photos"))).toEqual(expected);
    expect(await readdir(join(at.root, "photos", "empty"))).toEqual(["in"]);
    await at.client.getFolder("photos", join(at.here, "back"));
    expect(await tree(join(at.here, "back"))).toEqual(expected);
    expect(await readdir(join(at.here, "back", "empty"))).toEqual(["in"]);
  });

  test("may get another name, or be the root", async () => {
    await mkdir(join(at.here, "photos"));
    await writeFile(join(at.here, "photos", "a"), "1");
    await at.client.putFolder(join(at.here, "photos"), { name: "2026/summer" });
    await at.client.putFolder(join(at.here, "photos"), { name: "" });
    expect([...(await tree(at.root)).keys()]).toEqual(["2026/summer/a", "a"]);
    await at.client.getFolder("", join(at.here, "all"));
    expect([...(await tree(join(at.here, "all"))).keys()]).toEqual(["2026/summer/a", "a"]);
  });

  test("follows no link", async () => {
    await writeFile(join(at.here, "secret"), "x");
    await mkdir(join(at.here, "photos"));
    await symlink(join(at.here, "secret"), join(at.here, "photos", "link"));
    await symlink(at.here, join(at.here, "photos", "loop"));
    await at.client.putFolder(join(at.here, "photos"));
    expect(await tree(at.root)).toEqual(new Map());
  });

  test("arrives whole over connections that are cut", async () => {
    const source = join(at.here, "photos");
    await someFolder(source);
    const cuts = [{ toServer: 50_000 }, { toServer: 1_500_000 }, { toServer: 10 }, { toClient: 300 }];
    const cutter = ending(await Cutter.open(at.address, cuts));
    const client = await clientOf(cutter.address);
    await client.putFolder(source, { connections: 2 });
    expect(await tree(join(at.root, "photos"))).toEqual(await tree(source));
    const back = ending(await Cutter.open(at.address, [{ toClient: 90_000 }, { toClient: 2_000_000 }]));
    await (await clientOf(back.address)).getFolder("photos", join(at.here, "back"), { connections: 2 });
    expect(await tree(join(at.here, "back"))).toEqual(await tree(source));
  });
});

describe("many files", () => {
  test("come back in the order in which they were given", async () => {
    const items = Array.from({ length: 100 }, (_, i) => ({
      name: `${i}`,
      from: randomBytes((i * 7919) % 3000),
    }));
    const stored = await at.client.putAll(items);
    expect(stored.map(({ filename }) => filename)).toEqual(items.map(({ name }) => name));
    expect(stored.map((file) => file.sha256)).toEqual(items.map(({ from }) => sha256(from)));
    const wanted = items.map(({ name }) => ({ name, path: join(at.here, "back", name) }));
    await at.client.getAll(wanted);
    expect([...(await tree(join(at.here, "back"))).values()].sort()).toEqual(
      items.map(({ from }) => sha256(from)).sort(),
    );
  });

  test.each([1, 3])("share %i connections, large ones too", async (connections) => {
    const cutter = ending(await Cutter.open(at.address, []));
    const client = await clientOf(cutter.address);
    const items = Array.from({ length: 6 }, (_, i) => ({ name: `${i}`, from: randomBytes(2_000_000) }));
    await client.putAll(items, { connections });
    const sent = cutter.passed.map(({ toServer }) => toServer);
    expect(sent).toHaveLength(connections);
    for (const bytes of sent) expect(bytes).toBeGreaterThanOrEqual(2_000_000);
  });

  test("on one connection do not wait for each other's replies", async () => {
    let [atWork, most] = [0, 0];
    class Slow extends FileTransferHandler {
      override server_dir = at.root;
      override observer = {};
      override async setup(): Promise<void> {
        await super.setup();
        const store = this.store as NonNullable<FileTransferHandler["store"]>;
        const begin = store.begin.bind(store);
        store.begin = async (...args) => {
          most = Math.max(most, ++atWork);
          await new Promise((resolve) => setTimeout(resolve, 20));
          atWork--;
          return begin(...args);
        };
      }
    }
    const client = await clientOf(await served(Slow));
    const items = Array.from({ length: 64 }, (_, i) => ({ name: `${i}`, from: bytes(`${i}`) }));
    await client.putAll(items, { connections: 1 });
    expect(most).toBe(32);
  });

  test("of which some fail: the others are there, and the error tells which and why", async () => {
    const items: PutItem[] = [
      { name: "a", from: bytes("a") },
      { name: "../b", from: bytes("b") },
      join(at.here, "missing"),
      { name: "c", from: bytes("c") },
    ];
    const error = await at.client.putAll(items).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(BatchError);
    const { errors, done } = error as BatchError;
    expect([...errors.keys()].sort()).toEqual(["../b", "missing"]);
    expect(errors.get("../b")).toBeInstanceOf(RemoteError);
    expect(errors.get("missing")).toMatchObject({ errno: 2 });
    expect(done.map(({ filename }) => filename)).toEqual(["a", "c"]);
    expect([...(await tree(at.root)).keys()]).toEqual(["a", "c"]);
  });

  test("end together when the signal aborts", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const items = Array.from({ length: 20 }, (_, i) => ({ name: `${i}`, from: randomBytes(4_000_000) }));
    const onProgress = ({ sent, total }: Progress) => sent === total && controller.abort(reason);
    await expect(at.client.putAll(items, { signal: controller.signal, onProgress })).rejects.toBe(reason);
    const visible = (await readdir(at.root)).filter((name) => !name.startsWith("."));
    expect(visible.length).toBeLessThan(20);
    expect((await at.client.put(bytes("x"), { name: "x" })).size).toBe(1);
  });

  test("share a signal without a warning of Node's", async () => {
    const warnings: Error[] = [];
    const warned = (warning: Error) => void warnings.push(warning);
    process.on("warning", warned);
    const items = Array.from({ length: 40 }, (_, i) => ({ name: `${i}`, from: bytes("x") }));
    await at.client.putAll(items, { signal: new AbortController().signal });
    await new Promise(setImmediate);
    process.off("warning", warned);
    expect(warnings).toEqual([]);
  });

  test("may be none", async () => {
    expect(await at.client.putAll([])).toEqual([]);
    expect(await at.client.getAll([])).toEqual([]);
  });
});

describe("a server that lists what it should not", () => {
  const entry = (name: string, kind = "file") => ({ name, kind, size: 5, modified: 1 });

  test.each([
    ["a name that leads out", [entry("../out")]],
    ["an absolute name", [entry("/etc/cron.d/x")]],
    ["a name of another folder", [entry("other/x")]],
    ["a name below", [entry("f/sub/x")]],
    ["a back slash", [entry("f/..\\..\\x")]],
    ["a folder that leads out", [entry("f/..", "folder")]],
    ["itself", [entry("f", "folder")]],
    ["a NUL", [entry("f/a\0b")]],
    ["a partial file", [entry("f/.dunder-x")]],
    ["a name twice", [entry("f/a"), entry("f/a")]],
    ["names out of order", [entry("f/b"), entry("f/a")]],
    ["a negative size", [{ ...entry("f/a"), size: -1 }]],
    ["no kind", [entry("f/a", "link")]],
  ])("%s: nothing is written outside", async (_, entries) => {
    const address = await hostile(({ cmd }) => (cmd === "ls" ? { entries, next: null } : entry("f/a")));
    const client = await clientOf(address, { timeout: 1, retries: 0 });
    const fetched = client.getFolder("f", join(at.here, "in"));
    await expect(fetched).rejects.toMatchObject({ code: "bad_reply" });
    expect((await readdir(at.here)).sort()).toEqual(["in", "root"]);
    expect(await tree(join(at.here, "in"))).toEqual(new Map());
  });

  test("pages without an end", async () => {
    const address = await hostile(() => ({ entries: [], next: "a" }));
    const client = await clientOf(address, { timeout: 1, retries: 0 });
    await expect(client.getFolder("f", join(at.here, "in"))).rejects.toMatchObject({ code: "bad_reply" });
  });

  test("folders in folders without an end", async () => {
    const address = await hostile(({ folder }) => ({
      entries: [entry(`${folder}/${"d".repeat(250)}`, "folder")],
      next: null,
    }));
    const client = await clientOf(address, { timeout: 1, retries: 0 });
    await expect(client.getFolder("f", join(at.here, "in"))).rejects.toThrow(/at most 2048 bytes/);
  });

  test("names that are links here: nothing is written through them", async () => {
    const outside = join(at.here, "outside");
    await mkdir(outside);
    await mkdir(join(at.here, "in"));
    await symlink(outside, join(at.here, "in", "d"));
    await mkdir(join(at.root, "f", "d"), { recursive: true });
    await writeFile(join(at.root, "f", "d", "x"), "x");
    await expect(at.client.getFolder("f", join(at.here, "in"))).rejects.toThrow();
    expect(await readdir(outside)).toEqual([]);
  });
});
