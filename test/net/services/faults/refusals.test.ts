// What cannot be stored: the reason reaches the client, nothing is left, and the connection goes on.

import { writevSync } from "node:fs";
import { mkdir, readdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { osError } from "../../../../src/net/oserror.ts";
import { DirectoryStore } from "../../../../src/net/services/storage/directory-store.ts";
import { MemoryStore } from "../../support/memory-store.ts";
import { bytes } from "../../support/pair.ts";
import { stubDisk, systemError } from "../storage/support/stub-thread.ts";
import { sha256 } from "../transfer/support.ts";
import { expectGoodService, frameOf, ground, Peer, pattern, rawPeer } from "./support.ts";

const files = ground();
const [EACCES, EROFS, ENOSPC, EDQUOT] = [13, 30, 28, 122];

/** Uploads with the digest before or behind the bytes, as their size asks for. */
function put(peer: Peer, filename: string, data: Uint8Array, digest: string = sha256(data)) {
  const header = { filename, filesize: data.length };
  if (data.length <= 65_536) return peer.ask("put", { ...header, sha256: digest }, data);
  return peer.ask("put", { ...header, trailer: true }, data, { sha256: digest });
}

describe.each([1000, 1_500_000])("an upload of %i bytes", (size) => {
  test("to a full disk fails with ENOSPC, and another one is stored when there is room", async () => {
    let full = true;
    const disk = stubDisk({
      writevSync(fd: number, chunks: readonly NodeJS.ArrayBufferView[], position?: number | null) {
        if (full) throw systemError("ENOSPC");
        return writevSync(fd, chunks, position ?? undefined);
      },
    });
    await using store = await DirectoryStore.open(files.root, {}, { disk });
    const address = await files.serve({ store });
    await using peer = await Peer.connect(address);
    const data = pattern(size);
    expect(await put(peer, "a", data)).toMatchObject({ ok: false, error: "os_error", errno: ENOSPC });
    expect(await peer.names()).toEqual([]);
    full = false;
    expect(await put(peer, "a", data)).toMatchObject({ ok: true, sha256: sha256(data) });
    expect(data.equals(await peer.get("a"))).toBe(true);
  });

  test("beyond the quota fails with EDQUOT, and a smaller one is stored", async () => {
    const address = await files.serve({ max_total_size: size - 1 });
    await using peer = await Peer.connect(address);
    expect(await put(peer, "a", pattern(size))).toMatchObject({ ok: false, errno: EDQUOT });
    expect(await peer.names()).toEqual([]);
    expect(await put(peer, "a", pattern(size - 1))).toMatchObject({ ok: true });
  });

  test("without permission fails with EACCES, and the connection lives", async () => {
    class Denied extends MemoryStore {
      override begin(name: string): Promise<never> {
        return Promise.reject(osError("EACCES", name));
      }
    }
    const address = await files.serve({ store: new Denied() });
    await using peer = await Peer.connect(address);
    expect(await put(peer, "a", pattern(size))).toMatchObject({ ok: false, errno: EACCES });
    expect(await peer.names()).toEqual([]);
  });

  test("to a server that only gives files fails with EROFS, and what follows is understood", async () => {
    const address = await files.serve({ read_only: true });
    await using peer = await Peer.connect(address);
    expect(await put(peer, "a", pattern(size))).toMatchObject({ ok: false, errno: EROFS });
    expect(await peer.ask("rm", { filename: "a" })).toMatchObject({ ok: false, errno: EROFS });
    expect(await peer.names()).toEqual([]);
  });

  test("that is not what its digest says is not stored, and takes no place of what is there", async () => {
    const address = await files.serve();
    await using peer = await Peer.connect(address);
    expect(await put(peer, "a", bytes("old"))).toMatchObject({ ok: true });
    const reply = await put(peer, "a", pattern(size), sha256(pattern(size, 2)));
    expect(reply).toMatchObject({ ok: false, error: "digest_mismatch" });
    expect(await peer.get("a")).toEqual(bytes("old"));
    expect(await readdir(files.root)).toEqual(["a"]);
  });
});

test("the frame behind a refused body is no command, whatever it says", async () => {
  const address = await files.serve();
  await using peer = await Peer.connect(address);
  const data = pattern(100_000);
  expect(await peer.ask("put", { filename: "keep", filesize: 4 }, bytes("kept"))).toMatchObject({ ok: true });
  const trailer = { cmd: "rm", filename: "keep", reply: true, sha256: sha256(data) };
  const header = { filename: "no/such/folder", filesize: data.length, trailer: true };
  expect(await peer.ask("put", header, data, trailer)).toMatchObject({ ok: false, cmd: "put", errno: 2 });
  expect(await peer.ask("stat", { filename: "keep" })).toMatchObject({ ok: true, cmd: "stat", size: 4 });
});

describe("a filesize of", () => {
  const wrong = ["-1", "NaN", "Infinity", '"10"', "1e308", "1.5", "null", "true", "[4]", "9007199254740993"];
  test.each(wrong)("%s is refused, stores nothing, and harms nobody else", async (filesize) => {
    const address = await files.serve();
    await using peer = await Peer.connect(address);
    await peer.connection.sendall(
      frameOf(`{"cmd": "put", "filename": "a", "filesize": ${filesize}, "reply": true}`, bytes("body")),
    );
    expect(await peer.reply()).toMatchObject({ ok: false });
    expect(await readdir(files.root)).toEqual([]);
    await expectGoodService(address);
  });
});

test.each([1000, 200_000])("of a body shorter than its %i bytes nothing is to be seen", async (filesize) => {
  const address = await files.serve();
  const peer = await rawPeer(address);
  peer.end(frameOf(`{"cmd": "put", "filename": "a", "filesize": ${filesize}}`, pattern(filesize - 1)));
  await new Promise((resolve) => peer.once("close", resolve).resume());
  await expectGoodService(address);
  expect(await readdir(files.root)).toEqual(["good"]);
});

test("of a body longer than told, the rest is no part of the file, and is refused as a header", async () => {
  const address = await files.serve();
  await using peer = await Peer.connect(address);
  await peer.connection.sendall(
    frameOf('{"cmd": "put", "filename": "a", "filesize": 4, "reply": true}', bytes("fileand more")),
  );
  expect(await peer.reply()).toMatchObject({ ok: true, size: 4 });
  expect(await peer.rest()).toMatchObject([{ ok: false, cmd: null }]);
  await using other = await Peer.connect(address);
  expect(await other.get("a")).toEqual(bytes("file"));
});

describe("a name that leads out of the folder", () => {
  const tricks = [
    ...["../outside", "a/../../outside", "/etc/passwd", "..", ".", "./outside", "a//b", "a/", "link/outside"],
    ...["..\\outside", "C:\\outside", "a\u0000", ".dunder-a", "\\\\host\\share", "%2e%2e/outside/..", "way"],
  ];
  test.each(tricks)("%j is refused by every command", async (name) => {
    await mkdir(join(files.root, "a"));
    await symlink(files.folder, join(files.root, "link"));
    await symlink(join(files.folder, "outside"), join(files.root, "way"));
    const before = await readdir(files.root);
    const address = await files.serve();
    await using peer = await Peer.connect(address);
    const filename = name === "way" ? "way/outside" : name;
    const refused = { ok: false };
    for (const cmd of ["get", "stat", "digest", "rm"]) {
      expect(await peer.ask(cmd, { filename }), cmd).toMatchObject(refused);
    }
    expect(await peer.ask("put", { filename, filesize: 1 }, bytes("x"))).toMatchObject(refused);
    expect(await put(peer, filename, pattern(70_000))).toMatchObject(refused);
    expect(await peer.ask("resume", { filename, size: 70_000 })).toMatchObject(refused);
    expect(await peer.ask("mv", { filename: "a", to: filename })).toMatchObject(refused);
    expect(await peer.ask("mv", { filename, to: "b" })).toMatchObject(refused);
    expect(await peer.ask("mkdir", { folder: `${filename}/new` })).toMatchObject(refused);
    expect(await peer.ask("ls", { folder: filename })).toMatchObject(refused);
    expect(await readdir(files.root)).toEqual(before);
    expect(await readdir(join(files.root, "a"))).toEqual([]);
  });
});
