// Peers that take the server's time or its connections, while others want to be served.

import { once } from "node:events";
import type { Socket } from "node:net";
import { expect, test } from "vitest";
import type { Address } from "../../../../src/net/stream.ts";
import { sha256 } from "../transfer/support.ts";
import { expectGoodService, ground, Peer, pattern, rawPeer, until } from "./support.ts";

const files = ground();

/** Many raw connections, in groups that fit into the queue of new ones. */
async function crowd(address: Address, count: number): Promise<Socket[]> {
  const peers: Socket[] = [];
  while (peers.length < count) {
    const some = Array.from({ length: Math.min(200, count - peers.length) }, () => rawPeer(address));
    peers.push(...(await Promise.all(some)));
  }
  return peers;
}

test("200 peers that send a byte a second hold up nobody, and are cut by header_timeout", async () => {
  const codes: (string | null)[] = [];
  const connection = (event: { readonly open: boolean; readonly code: string | null }) => {
    if (!event.open) codes.push(event.code);
  };
  const address = await files.serve({ header_timeout: 1.5, observer: { connection } });
  const slow = await crowd(address, 200);
  const cut = Promise.all(slow.map((peer) => once(peer.resume(), "end")));
  const drip = () => {
    for (const peer of slow) peer.write(Buffer.of(32));
  };
  drip();
  const timer = setInterval(drip, 1000);
  try {
    for (let i = 0; i < 5; i++) {
      await using peer = await Peer.connect(address);
      const data = pattern(200_000, i);
      const header = { filename: `file${i}`, filesize: data.length, trailer: true };
      const reply = await peer.ask("put", header, data, { sha256: sha256(data) });
      expect(reply).toMatchObject({ ok: true, sha256: sha256(data) });
    }
    await cut;
    await until(() => codes.length === 205);
    expect(codes.filter((code) => code === "header_timeout").length).toBe(200);
  } finally {
    clearInterval(timer);
    for (const peer of slow) peer.destroy();
  }
}, 10_000);

test("2,000 connections without a byte hold no more than max_connections, and a good client comes after them", async () => {
  let open = 0;
  let most = 0;
  const connection = (event: { readonly open: boolean }) => {
    open += event.open ? 1 : -1;
    most = Math.max(most, open);
  };
  const address = await files.serve({ observer: { connection } }, { max_connections: 300 });
  const peers = await crowd(address, 2000);
  const ended = new Set<Socket>();
  for (const peer of peers) {
    for (const event of ["end", "close"]) peer.once(event, () => ended.add(peer));
    peer.resume();
  }
  await until(() => open === 300 && ended.size === 1700);
  expect(most).toBe(300);
  for (const peer of peers) peer.destroy();
  await until(() => open === 0);
  await expectGoodService(address);
}, 10_000);
