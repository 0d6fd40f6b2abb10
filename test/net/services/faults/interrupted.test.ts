// Uploads that are cut: by a reset, by the end of the server's process, by another upload of the same name.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, test } from "vitest";
import type { Address } from "../../../../src/net/stream.ts";
import { sha256 } from "../transfer/support.ts";
import { expectGoodService, ground, Peer, packed, pattern, rawPeer, until } from "./support.ts";

const files = ground();

/** How many bytes the hidden files have. */
async function hidden(root: string): Promise<number[]> {
  const names = (await readdir(root)).filter((name) => name.startsWith("."));
  return Promise.all(names.map(async (name) => (await stat(join(root, name)).catch(() => null))?.size ?? 0));
}

/** Goes on with an upload from where it is, and gives the reply to the rest. */
async function goOn(peer: Peer, filename: string, data: Buffer) {
  const resumed = await peer.ask("resume", { filename, size: data.length });
  const offset = resumed.offset as number;
  expect(resumed).toMatchObject({ ok: true, sha256: sha256(data.subarray(0, offset)) });
  const rest = data.subarray(offset);
  const header = { upload: resumed.upload, offset, data_size: rest.length, sha256: sha256(data) };
  return { offset, reply: await peer.ask("append", header, rest) };
}

test("an upload that was reset is nowhere to be seen, and goes on later", async () => {
  const address = await files.serve();
  const data = pattern(3_000_000);
  const cut = await rawPeer(address);
  cut.write(packed({ cmd: "put", filename: "a", filesize: data.length, trailer: true, reply: true }));
  cut.write(data.subarray(0, 2_000_000));
  await until(async () => (await hidden(files.root)).some((size) => size >= 1_000_000));
  cut.resetAndDestroy();

  await using peer = await Peer.connect(address);
  expect(await peer.names()).toEqual([]);
  expect(await peer.ask("get", { filename: "a" })).toMatchObject({ ok: false, errno: 2 });
  // The server may still be putting aside what the lost connection left.
  await until(async () => (await readdir(files.root)).length === 1);
  const { offset, reply } = await goOn(peer, "a", data);
  expect(offset).toBeGreaterThanOrEqual(1_000_000);
  expect(reply).toMatchObject({ ok: true, filename: "a", size: data.length, sha256: sha256(data) });
  expect(await readdir(files.root)).toEqual(["a"]);
  expect(data.equals(await readFile(join(files.root, "a")))).toBe(true);
});

test("a plain upload that was reset leaves nothing at all", async () => {
  const address = await files.serve();
  const cut = await rawPeer(address);
  cut.write(packed({ cmd: "put", filename: "a", filesize: 3_000_000 }));
  cut.write(pattern(2_000_000));
  await until(async () => (await hidden(files.root)).some((size) => size > 0));
  cut.resetAndDestroy();
  await until(async () => (await readdir(files.root)).length === 0);
  await expectGoodService(address);
});

test("a server that is killed in the middle of 50 uploads takes the rest of each after it was started again", async () => {
  await using first = await ServerProcess.start(files.root);
  const names = Array.from({ length: 50 }, (_, i) => `file${i}`);
  // More than 1 MiB of each: a server may hold that much back to write it at once.
  const contents = names.map((_, i) => pattern(1_300_000, i));
  const peers = await Promise.all(names.map(() => rawPeer(first.address)));
  for (const [i, peer] of peers.entries()) {
    const header = { cmd: "put", filename: names[i], filesize: 1_300_000, trailer: true, reply: true };
    peer.write(packed(header, contents[i]?.subarray(0, 1_200_000)));
  }
  await until(async () => (await hidden(files.root)).filter((size) => size > 0).length === 50);
  await first.kill();
  for (const peer of peers) peer.destroy();
  expect((await readdir(files.root)).filter((name) => !name.startsWith("."))).toEqual([]);

  await using second = await ServerProcess.start(files.root);
  await Promise.all(
    names.map(async (name, i) => {
      await using peer = await Peer.connect(second.address);
      const data = contents[i] as Buffer;
      const { offset, reply } = await goOn(peer, name, data);
      expect(offset).toBeGreaterThan(0);
      expect(reply).toMatchObject({ ok: true, size: data.length, sha256: sha256(data) });
      expect(await peer.ask("digest", { filename: name })).toMatchObject({ sha256: sha256(data) });
    }),
  );
  expect((await readdir(files.root)).sort()).toEqual(names.sort());
}, 20_000);

test("of two uploads of one name at once, both are whole and the last to end stays", async () => {
  const address = await files.serve();
  await using one = await Peer.connect(address);
  await using other = await Peer.connect(address);
  const [a, b] = [pattern(500_000, 1), pattern(500_000, 2)];
  const header = { cmd: "put", filename: "same", filesize: 500_000, trailer: true, reply: true };
  await one.connection.send_frame(header, a.subarray(0, 300_000));
  await other.connection.send_frame(header, b.subarray(0, 200_000));
  await one.connection.sendall(a.subarray(300_000));
  await one.connection.send_frame({ sha256: sha256(a) });
  expect(await one.reply()).toMatchObject({ ok: true, sha256: sha256(a) });
  expect(a.equals(await one.get("same"))).toBe(true);
  await other.connection.sendall(b.subarray(200_000));
  await other.connection.send_frame({ sha256: sha256(b) });
  expect(await other.reply()).toMatchObject({ ok: true, sha256: sha256(b) });
  expect(b.equals(await readFile(join(files.root, "same")))).toBe(true);
  expect(await readdir(files.root)).toEqual(["same"]);
});

/** A server of a process of its own, which is served by the program beside this test. */
class ServerProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly address: Address;

  constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.address = ["127.0.0.1", port];
  }

  static async start(root: string): Promise<ServerProcess> {
    const { outputFiles } = await build({
      entryPoints: [fileURLToPath(new URL("server.ts", import.meta.url))],
      bundle: true,
      platform: "node",
      format: "esm",
      target: "node20",
      write: false,
    });
    const program = outputFiles[0]?.text ?? "";
    const child = spawn(process.execPath, ["--input-type=module", "-", root], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    child.stdin?.end(program);
    const [line] = (await once(
      createInterface({ input: child.stdout as NodeJS.ReadableStream }),
      "line",
    )) as [string];
    return new ServerProcess(child, Number(line));
  }

  async kill(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await ended;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill();
  }
}
