// Faults that a file server survives: it is killed, it is given bytes one by one, it is connected to and left alone.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { connect as dial, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { connect } from "../../../../src/net/client.ts";
import { packHeader } from "../../../../src/net/framing.ts";
import { pause } from "../../support/pair.ts";
import { noise, serveFiles, sha256 } from "./serve-files.ts";

describe("a server that is killed", () => {
  let folder: string;
  let child: ChildProcess | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "dunder-"));
  });
  afterEach(async () => {
    child?.kill("SIGKILL");
    await rm(folder, { recursive: true, force: true });
  });

  async function start(port = 0): Promise<number> {
    const script = fileURLToPath(new URL("./file-server.ts", import.meta.url));
    child = spawn(process.execPath, ["--import", "tsx", script, join(folder, "root"), String(port)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = await once(child.stdout as NodeJS.ReadableStream, "data");
    return Number(String(line));
  }

  test("in the middle of 50 uploads comes back, and every one of them goes on to its end", async () => {
    const port = await start();
    const retries = { retries: 40, delay: () => 0.2 };
    await using client = await connect(["127.0.0.1", port], { retries });
    const items = Array.from({ length: 50 }, (_, i) => ({ from: noise(2_500_000), name: `${i}` }));
    let told = 0;
    const uploads = client.putAll(items, { connections: 10, onProgress: () => told++ });
    uploads.catch(() => {});
    while (told < 10) await pause(2);
    const ended = once(child as ChildProcess, "exit");
    child?.kill("SIGKILL");
    await ended;
    expect(await start(port)).toBe(port);
    expect(await uploads).toHaveLength(50);
    for (const { from, name } of items) {
      expect(sha256(await readFile(join(folder, "root", name)))).toBe(sha256(from));
    }
  }, 30_000);
});

test("200 connections of a byte a second do not keep uploads from their end", async () => {
  await using files = await serveFiles({ header_timeout: 1 });
  const slow: Socket[] = Array.from({ length: 200 }, () =>
    dial(files.address[1], files.address[0]).on("error", () => {}),
  );
  const frame = packHeader({ cmd: "put", filename: "slow", filesize: 1_000_000, reply: true });
  let at = 0;
  const drip = setInterval(() => {
    for (const socket of slow) if (!socket.destroyed) socket.write(frame.subarray(at, at + 1));
    at++;
  }, 100);
  await using client = await connect(files.address);
  const items = Array.from({ length: 20 }, (_, i) => ({ from: noise(200_000), name: `${i}` }));
  expect(await client.putAll(items)).toHaveLength(20);
  // A header that drips in for longer than it may ends its connection.
  await Promise.all(slow.map((socket) => socket.destroyed || once(socket.resume(), "close")));
  clearInterval(drip);
  expect(await files.visible()).toHaveLength(20);
});

test("2,000 connections without a byte leave the server at work", async () => {
  await using files = await serveFiles({ idle_timeout: 0.5 });
  const silent = Array.from({ length: 2000 }, () =>
    dial({ port: files.address[1], host: files.address[0] })
      .on("error", () => {})
      .resume(),
  );
  await using client = await connect(files.address);
  const data = noise(1_000_000);
  await client.put(data, { name: "a" });
  expect(sha256(await files.stored("a"))).toBe(sha256(data));
  await Promise.all(silent.map((socket) => socket.destroyed || once(socket, "close")));
}, 15_000);

test("a reset in the middle of an upload leaves nothing visible", async () => {
  await using files = await serveFiles();
  const socket = dial(files.address[1], files.address[0]).on("error", () => {});
  await once(socket, "connect");
  socket.write(packHeader({ cmd: "put", filename: "a", filesize: 3_000_000, trailer: true, reply: true }));
  socket.write(noise(1_000_000));
  await pause(50);
  socket.resetAndDestroy();
  await pause(50);
  expect(await files.visible()).toEqual([]);
});

test("a quota refuses what is too much, with a number, and keeps what was there", async () => {
  await using files = await serveFiles({ max_total_size: 1_000_000 });
  await using client = await connect(files.address);
  const data = noise(600_000);
  await client.put(data, { name: "a" });
  const full = { code: "os_error", errno: 122 };
  await expect(client.put(noise(600_000), { name: "b" })).rejects.toMatchObject(full);
  await expect(client.put(noise(2_000_000), { name: "a" })).rejects.toMatchObject(full);
  expect(sha256(await files.stored("a"))).toBe(sha256(data));
  expect(await files.visible()).toEqual(["a"]);
});
