// What is received stays as it was, whatever comes after it, and costs no more than it has to.

import { Socket } from "node:net";
import { expect, test, vi } from "vitest";
import * as socket from "../../../src/net/socket/index.ts";
import { connected, keep, pause } from "./support.ts";

/** Sizes on both sides of what is copied, what is handed over, and what fits one read. */
const SIZES = [1, 3, 64, 65, 511, 512, 4096, 32_767, 32_768, 40_000, 65_535, 65_536, 65_537, 200_000, 2];

test("chunks that were received are never written to again, on whatever connection", async () => {
  const server = keep(await socket.create_server(["127.0.0.1", 0]));
  const ends = await Promise.all(
    [1, 2, 3].map(async () => {
      const client = keep(await socket.create_connection(server.getsockname()));
      const [conn] = await server.accept();
      return { client, conn: keep(conn) };
    }),
  );
  const byPeer = new Map(ends.map(({ client }) => [String(client.getsockname()), client]));
  const talks = ends.map(async ({ conn }, number) => {
    const client = byPeer.get(String(conn.getpeername())) as socket.socket;
    const sent: Uint8Array[] = [];
    const received: Uint8Array[] = [];
    for (const [turn, size] of [...SIZES, ...SIZES.toReversed()].entries()) {
      const data = new Uint8Array(size).fill(number * 64 + turn);
      const sending = client.sendall(data);
      sent.push(data);
      for (let left = size; left > 0; left -= received.at(-1)!.length) received.push(await conn.recv(left));
      await sending;
    }
    return { sent: Buffer.concat(sent), received: Buffer.concat(received) };
  });
  for (const { sent, received } of await Promise.all(talks)) expect(received.equals(sent)).toBe(true);
});

test("a chunk has memory of its own, and little more than it needs", async () => {
  const { client, conn } = await connected();
  for (const size of [1, 100, 5000]) {
    await client.sendall(new Uint8Array(size));
    const chunk = await conn.recv(size);
    expect(chunk.buffer.byteLength).toBe(chunk.length);
  }
  const large = new Uint8Array(2 ** 20);
  const sending = client.sendall(large);
  for (let left = large.length; left > 0; ) {
    const chunk = await conn.recv(left);
    expect(chunk.buffer.byteLength).toBeLessThanOrEqual(2 * 65_536);
    left -= chunk.length;
  }
  await sending;
});

// It rests on where Node's servers get their connections, which is not documented: should that change, this tells.
test("what is received does not go through Node's streams, on either side", async () => {
  const push = vi.spyOn(Socket.prototype, "push");
  try {
    const { client, conn } = await connected();
    await client.sendall(new Uint8Array(10));
    expect(await conn.recv(10)).toHaveLength(10);
    await conn.sendall(new Uint8Array(20));
    expect(await client.recv(20)).toHaveLength(20);
    await pause(5);
    expect(push.mock.calls.filter(([chunk]) => chunk !== null)).toEqual([]);
  } finally {
    push.mockRestore();
  }
});
