// Conversations that somebody has changed on the way: the server lives, and serves the next one.

import { once } from "node:events";
import { readdir } from "node:fs/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { cases, fuzz } from "../../../support/fuzz.ts";
import { MemoryStore } from "../../support/memory-store.ts";
import { bytes } from "../../support/pair.ts";
import { sha256 } from "../transfer/support.ts";
import { ground, Peer, packed, pattern, rawPeer } from "./support.ts";

const files = ground();
const large = pattern(70_000);
const append = { cmd: "append", upload: 1, offset: 0, data_size: large.length, trailer: true, reply: true };

/** One of each command, as a client would send them. */
const CONVERSATION = [
  packed({ cmd: "mkdir", folder: "sub", reply: true }),
  packed(
    { cmd: "put", filename: "a", filesize: 5, sha256: sha256(bytes("hello")), reply: true },
    bytes("hello"),
  ),
  packed({ cmd: "resume", filename: "sub/b", size: large.length, reply: true }),
  packed(append, large),
  packed({ sha256: sha256(large) }),
  packed({ cmd: "get", filename: "sub/b", offset: 10, length: 100, trailer: true, reply: true }),
  packed({ cmd: "digest", filename: "a", length: 3, reply: true }),
  packed({ cmd: "mv", filename: "a", to: "c", reply: true }),
  packed({ cmd: "ls", folder: "sub", limit: 5, reply: true }),
  packed({ cmd: "stat", filename: "c", reply: true }),
  packed({ cmd: "rm", filename: "c", reply: true }),
  packed({ cmd: "put", filename: "d", filesize: 3 }, bytes("end")),
];

type Change = (frames: Buffer[], frame: number, at: number, value: number) => Buffer[];

const changed = (frames: Buffer[], i: number, change: (frame: Buffer) => Buffer) =>
  frames.map((frame, k) => (k === i ? change(Buffer.from(frame)) : frame));

/** Headers are what there is to break; only the odd change may fall into a body. */
const CHANGES: Readonly<Record<string, Change>> = {
  flip: (frames, i, at, value) =>
    changed(frames, i, (frame) => {
      frame[at % Math.min(frame.length, 200)] = value;
      return frame;
    }),
  cut: (frames, i, at, value) =>
    changed(frames, i, (frame) => {
      const start = at % Math.min(frame.length, 200);
      return Buffer.concat([frame.subarray(0, start), frame.subarray(start + value)]);
    }),
  insert: (frames, i, at, value) =>
    changed(frames, i, (frame) => {
      const start = at % Math.min(frame.length, 200);
      return Buffer.concat([frame.subarray(0, start), Buffer.alloc(value, value), frame.subarray(start)]);
    }),
  digit: (frames, i, at, value) =>
    changed(frames, i, (frame) => {
      const digits = [...frame.subarray(0, 200).keys()].filter(
        (k) => k > 3 && /\d/.test(String.fromCharCode(frame[k] ?? 0)),
      );
      const place = digits[at % digits.length];
      if (place !== undefined) frame[place] = 45 + (value % 13);
      return frame;
    }),
  drop: (frames, i) => frames.filter((_, k) => k !== i),
  repeat: (frames, i) => frames.flatMap((frame, k) => (k === i ? [frame, frame] : [frame])),
  swap: (frames, i, at) => {
    const copy = [...frames];
    const other = at % copy.length;
    [copy[i], copy[other]] = [copy[other] as Buffer, copy[i] as Buffer];
    return copy;
  },
  end: (frames, i, at) => [...frames.slice(0, i), (frames[i] as Buffer).subarray(0, at)],
};

const mutation = fc.record({
  change: fc.constantFrom(...Object.keys(CHANGES)),
  frame: fc.nat(CONVERSATION.length - 1),
  at: fc.nat(300),
  value: fc.nat(255),
});

test(
  "conversations that were changed in one to four places end, and the next one is served as ever",
  async () => {
    const store = new MemoryStore();
    const address = await files.serve({
      store,
      max_filesize: 2 ** 20,
      timeout: 1,
      header_timeout: 1,
      idle_timeout: 1,
    });
    const converse = async (frames: readonly Buffer[]) => {
      const raw = await rawPeer(address);
      const closed = once(raw.resume(), "close");
      raw.end(Buffer.concat(frames));
      await closed;
    };
    // The conversation is a good one, or its changes would say little.
    await converse(CONVERSATION);
    expect([...store.entries.keys()].sort()).toEqual(["", "d", "sub", "sub/b"]);

    let number = 0;
    const property = fc.asyncProperty(
      fc.array(mutation, { minLength: 1, maxLength: 4 }),
      async (mutations) => {
        let frames = CONVERSATION;
        for (const { change, frame, at, value } of mutations) {
          if (frames.length > 0)
            frames = CHANGES[change]?.(frames, frame % frames.length, at, value) ?? frames;
        }
        await converse(frames);
        await using peer = await Peer.connect(address);
        const filename = `good${number++ % 10}`;
        const data = bytes(`case ${number}`);
        const reply = await peer.ask("put", { filename, filesize: data.length, sha256: sha256(data) }, data);
        expect(reply).toMatchObject({ ok: true, filename });
        expect(await peer.get(filename)).toEqual(data);
      },
    );
    await fc.assert(property, fuzz(300));
    expect(await readdir(files.root)).toEqual([]);
  },
  5000 + cases(300) * 60,
);
