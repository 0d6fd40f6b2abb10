// Memory is bounded in both directions, whatever the peer does.

import { expect, test } from "vitest";
import { b, connected, pause } from "./support.ts";

const CHUNK = new Uint8Array(64 * 1024);

/** What the kernel's buffers of both ends hold, and this library's. */
const BOUND = 32 * 2 ** 20;

test("a reader that does not read stops the sender", async () => {
  const { client, conn } = await connected();
  await client.sendall(b("x"));
  await conn.recv(1);
  let sent = 0;
  const sender = (async () => {
    for (;;) {
      await client.sendall(CHUNK);
      sent += CHUNK.length;
    }
  })().catch(() => {});
  for (let before = -1; before !== sent; await pause(100)) before = sent;
  expect(sent).toBeGreaterThan(0);
  expect(sent).toBeLessThan(BOUND);
  const [received, before] = [conn.recv(2 ** 20), sent];
  expect((await received).length).toBeGreaterThan(0);
  for (let size = 0; size < BOUND; ) size += (await conn.recv(2 ** 20)).length;
  // Once it reads, the sender goes on.
  expect(sent).toBeGreaterThan(before);
  void conn.close();
  void client.close();
  await sender;
});

test("a writer that does not await is refused with ENOBUFS before memory is full", async () => {
  const { client, conn } = await connected();
  const data = new Uint8Array(16 * 2 ** 20);
  const sends = Array.from({ length: 8 }, () => client.sendall(data).catch((error) => error));
  const drain = (async () => {
    while ((await conn.recv(2 ** 20)).length > 0);
  })();
  const results = await Promise.all(sends);
  expect(results[0]).toBeUndefined();
  expect(results.at(-1)).toMatchObject({ errno: 105, strerror: "No buffer space available" });
  void client.close();
  await drain;
});

test("16 MiB arrive whole and in order", async () => {
  const { client, conn } = await connected();
  const data = new Uint8Array(2 ** 24).map((_, at) => at * 31 + (at >> 8));
  const sending = client.sendall(data).then(() => client.close());
  const received = new Uint8Array(data.length);
  let length = 0;
  for (;;) {
    const count = await conn.recv_into(received.subarray(length), Math.min(100_000, data.length - length));
    length += count;
    if (count === 0 || length === data.length) break;
  }
  void conn.close();
  await sending;
  expect(Buffer.compare(received, data)).toBe(0);
});
