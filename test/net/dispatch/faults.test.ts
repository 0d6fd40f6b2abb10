// What a peer may send that is no conversation: it is answered or cut, and the server lives, in bounded memory.

import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { packHeader } from "../../../src/net/framing.ts";
import { cases, fuzz } from "../../support/fuzz.ts";
import { bytes } from "../support/pair.ts";
import { Desk, Notes } from "./support/desk.ts";
import { type Peer, type Served, serve } from "./support/peer.ts";

let served: Served;
let peer: Peer;
let notes: Notes;

async function start(fields: Partial<Desk> = {}): Promise<void> {
  const own = new Notes();
  class Tried extends Desk {
    override observer = own;
    override idle_timeout = 5;
    override header_timeout = fields.header_timeout ?? 0.3;
    override timeout = fields.timeout ?? 0.3;
    override command_timeout = fields.command_timeout ?? null;
    override max_header = fields.max_header ?? 65_536;
    override max_filesize = fields.max_filesize ?? 2 ** 40;
  }
  notes = own;
  served = await serve(Tried);
  peer = served.peer();
}

/** A good conversation, on a connection of its own. */
async function conversation(): Promise<void> {
  const other = served.peer();
  expect(await other.ask({ cmd: "sum", numbers: [1, 2] })).toMatchObject({ ok: true, sum: 3 });
  expect(await other.ask({ cmd: "upper", data_size: 2 }, "ok")).toMatchObject({ text: "OK" });
  other.socket.destroy();
}

const raw = (text: string | Uint8Array): Uint8Array => {
  const body = typeof text === "string" ? bytes(text) : text;
  const frame = new Uint8Array(4 + body.length);
  new DataView(frame.buffer).setInt32(0, body.length, true);
  frame.set(body, 4);
  return frame;
};

describe("a frame that cannot be read is named, and ends its connection alone", () => {
  beforeEach(() => start());
  afterEach(async () => {
    await conversation();
    expect(served.reports()).toBe("");
    await served[Symbol.asyncDispose]();
  });

  test.each<[string, Uint8Array, string]>([
    ["a header length of -1", Uint8Array.of(255, 255, 255, 255), "negative_length"],
    ["a header length of -2 GiB", Uint8Array.of(0, 0, 0, 128), "negative_length"],
    ["a header length of 2 GiB", Uint8Array.of(255, 255, 255, 127), "oversized_length"],
    ["a header length just above the limit", Uint8Array.of(1, 0, 1, 0), "oversized_length"],
    ["an empty header", raw(""), "bad_json"],
    ["a header that is no JSON", raw("cmd=put"), "bad_json"],
    ["a header that is cut JSON", raw('{"cmd": "sum", '), "bad_json"],
    ["a header with something behind it", raw("{} {}"), "bad_json"],
    ["a header that is an array", raw('["sum"]'), "not_an_object"],
    ["a header that is a number", raw("7"), "not_an_object"],
    ["a header that is null", raw("null"), "not_an_object"],
    ["a header that is a text", raw('"sum"'), "not_an_object"],
    ["a header that is no UTF-8", raw(Uint8Array.of(123, 34, 255, 34, 58, 49, 125)), "bad_utf8"],
    ["a header of overlong UTF-8", raw(Uint8Array.of(34, 0xc0, 0xaf, 34)), "bad_utf8"],
    ["a header with a byte order mark", raw("\ufeff{}"), "bad_json"],
    ["a header nested 10,000 deep", raw(`{"a":${"[".repeat(10_000)}`), "bad_json"],
    ["a number of 5,000 digits", raw(`{"filesize": ${"9".repeat(5000)}}`), "bad_json"],
  ])("%s", async (_, frame, error) => {
    peer.send(frame);
    expect(await peer.answer()).toMatchObject({ header: { ok: false, cmd: null, error } });
    await peer.ended;
    expect(notes.commands).toMatchObject([{ cmd: null, ok: false, code: error }]);
  });

  test.each([
    ["-1", "negative_length"],
    ["-9007199254740993", "negative_length"],
    ["NaN", "bad_length"],
    ["Infinity", "bad_length"],
    ["1.5", "bad_length"],
    ['"12"', "bad_length"],
    ["true", "bad_length"],
    ["null", "bad_length"],
    ["[12]", "bad_length"],
    ["{}", "bad_length"],
    ["1e308", "oversized_length"],
    ["1e999", "bad_length"],
    ["1099511627777", "oversized_length"],
    ["99999999999999999999999999", "oversized_length"],
  ])("a filesize or data_size of %s", async (size, error) => {
    for (const field of ["filesize", "data_size"]) {
      const other = served.peer().send(raw(`{"cmd": "upper", "reply": true, "${field}": ${size}}`));
      expect(await other.answer()).toMatchObject({ header: { ok: false, cmd: "upper", error } });
      await other.ended;
    }
    // `upper` has not been run.
    expect(notes.commands).toMatchObject([{ ok: false }, { ok: false }]);
  });

  test("a filesize smaller than what is sent: the rest is taken for the next frame, and is none", async () => {
    peer.send({ cmd: "upper", filesize: 4, reply: true }, "four and more of it");
    expect(await peer.answer()).toMatchObject({ header: { ok: true, text: "FOUR" } });
    expect(await peer.answer()).toMatchObject({ header: { ok: false, error: "oversized_length" } });
    await peer.ended;
  });

  test("a filesize larger than what is sent: the command fails with the connection", async () => {
    peer.send({ cmd: "upper", filesize: 100, reply: true }, "less").end();
    await peer.ended;
    expect(peer.received).toHaveLength(0);
    await vi.waitFor(() => expect(notes.commands).toMatchObject([{ ok: false, code: "short_read" }]));
  });

  test("a filesize larger than what is sent, of a peer that waits: time ends it", async () => {
    peer.send({ cmd: "upper", filesize: 100, reply: true }, "less");
    await peer.ended;
    await vi.waitFor(() => expect(notes.connections.at(-1)).toMatchObject({ code: "body_timeout" }));
  });

  test.each([1, 3, 4, 5, 20])("a header that ends after %d bytes", async (count) => {
    peer.send(packHeader({ cmd: "sum", numbers: [1] }).subarray(0, count)).end();
    await peer.ended;
    await vi.waitFor(() => expect(notes.connections.at(-1)).toMatchObject({ code: "short_read" }));
  });
});

describe("with room for long headers", () => {
  beforeEach(() => start({ max_header: 2 ** 22 }));
  afterEach(async () => {
    await conversation();
    expect(served.reports()).toBe("");
    await served[Symbol.asyncDispose]();
  });

  test.each([
    ["arrays", "[".repeat(100_000)],
    ["objects", '{"a":'.repeat(100_000)],
    ["both, closed", `${'[{"a":'.repeat(50_000)}1${"}]".repeat(50_000)}`],
  ])("nesting 100,000 deep exhausts nothing: %s", async (_, nested) => {
    peer.send(raw(`{"cmd": "sum", "numbers": ${nested}}`));
    expect(await peer.answer()).toMatchObject({
      header: { error: "bad_json", message: "header is not valid JSON: nested too deep" },
    });
    await peer.ended;
  });

  test("a name that fills the header comes back only in part", async () => {
    const header = await peer.ask({ cmd: "ä".repeat(300_000) });
    expect(header).toMatchObject({ ok: false, error: "unknown_command", cmd: "ä".repeat(80) });
  });

  test("a hundred thousand fields are as good as a few", async () => {
    const fields = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`field${i}`, i]));
    expect(await peer.ask({ ...fields, cmd: "sum", numbers: [1] })).toMatchObject({ sum: 1 });
  });
});

describe("many at once", () => {
  beforeEach(() => start({ header_timeout: 0.5, timeout: 10 }));
  afterEach(() => served[Symbol.asyncDispose]());

  test("connections without a byte, and with a byte now and then, hold up nobody", async () => {
    const silent = Array.from({ length: 100 }, () => served.peer());
    const slow = Array.from({ length: 50 }, () => served.peer().send(Uint8Array.of(200)));
    const drip = setInterval(() => {
      for (const each of slow) each.socket.write("\x00");
    }, 100);
    await vi.waitFor(() => expect(notes.connections.length).toBeGreaterThan(150));
    await conversation();
    await Promise.all(slow.map(({ ended }) => ended));
    clearInterval(drip);
    expect(notes.connections.filter(({ code }) => code === "header_timeout")).toHaveLength(50);
    for (const each of silent) each.socket.destroy();
  });

  test("requests whose replies nobody reads are not piled up", async () => {
    peer.socket.pause();
    const flood = Buffer.concat(Array.from({ length: 1000 }, () => packHeader({ cmd: "help", reply: true })));
    const sleep = (ms: number) => new Promise<"late">((resolve) => setTimeout(resolve, ms, "late"));
    const write = () => new Promise<void>((resolve) => peer.socket.write(flood, () => resolve()));
    let written = 0;
    // A write that nobody takes: the system's buffers are full in both directions.
    do written++;
    while (written < 400 && (await Promise.race([write(), sleep(400)])) !== "late");
    let before = -1;
    for (let i = 0; i < 20 && notes.commands.length !== before; i++) {
      before = notes.commands.length;
      await sleep(150);
    }
    expect(notes.commands.length).toBe(before);
    expect(before).toBeLessThan(written * 1000);
    await conversation();
    peer.socket.destroy();
  });
});

/** A byte or more of a conversation, changed. */
type Change =
  | { readonly how: "flip"; readonly at: number; readonly bit: number }
  | { readonly how: "set"; readonly at: number; readonly byte: number }
  | { readonly how: "delete"; readonly at: number; readonly count: number }
  | { readonly how: "insert"; readonly at: number; readonly bytes: Uint8Array }
  | { readonly how: "repeat"; readonly at: number; readonly count: number }
  | { readonly how: "cut"; readonly at: number };

// Positions are fractions: conversations differ in length.
const at = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const count = fc.integer({ min: 1, max: 40 });
const telling = fc.constantFrom(
  "{",
  "}",
  "[",
  '"',
  "\\u",
  ":",
  ",",
  "-",
  "9",
  "e9",
  "NaN",
  "null",
  "\ud800",
  "\0",
);

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ how: fc.constant("flip" as const), at, bit: fc.nat(7) }),
  fc.record({ how: fc.constant("set" as const), at, byte: fc.nat(255) }),
  fc.record({ how: fc.constant("delete" as const), at, count }),
  fc.record({
    how: fc.constant("insert" as const),
    at,
    bytes: fc.oneof(fc.uint8Array({ minLength: 1, maxLength: 20 }), telling.map(bytes)),
  }),
  fc.record({ how: fc.constant("repeat" as const), at, count }),
  fc.record({ how: fc.constant("cut" as const), at }),
);

function changed(data: Uint8Array, made: Change): Uint8Array {
  const at = Math.floor(made.at * data.length);
  const before = data.subarray(0, at);
  const after = data.subarray(at);
  switch (made.how) {
    case "flip":
    case "set": {
      const copy = data.slice();
      const old = copy[at] ?? 0;
      if (copy.length > 0) copy[at] = made.how === "set" ? made.byte : old ^ (1 << made.bit);
      return copy;
    }
    case "delete":
      return Buffer.concat([before, after.subarray(made.count)]);
    case "insert":
      return Buffer.concat([before, made.bytes, after]);
    case "repeat":
      return Buffer.concat([before, after.subarray(0, made.count), after]);
    case "cut":
      return before;
  }
}

const frame = fc.oneof(
  fc.constant([{ cmd: "sum", numbers: [1, 2], reply: true }]),
  fc.constant([{ cmd: "help", command: "sum", reply: true }]),
  fc.constant([{ cmd: "upper", data_size: 12, reply: true }, "abcdefghijkl"]),
  fc.constant([{ cmd: "ignore", filesize: 30 }, "x".repeat(30)]),
  fc.constant([{ cmd: "nap", ms: 1, name: "a", data_size: 3, reply: true }, "abc"]),
  fc.constant([{ cmd: "bytes", size: 30, piece: 7, reply: true }]),
  fc.constant([{ cmd: "count", to: 3, reply: true }]),
  fc.constant([{ cmd: "rest", ms: 1, name: "文件", reply: true }]),
);

/** A conversation that was good before it was changed, and where it is cut on its way. */
const conversations = fc.record({
  frames: fc.array(frame, { minLength: 1, maxLength: 6 }),
  changes: fc.array(change, { minLength: 1, maxLength: 4 }),
  cuts: fc.array(at, { maxLength: 3 }),
  leaves: fc.constantFrom("end", "reset", "wait"),
});

describe("random changes of good conversations", () => {
  const RUNS = 400;
  beforeAll(() => start({ command_timeout: 0.1, timeout: 0.2, header_timeout: 0.2, max_filesize: 2 ** 20 }));
  afterAll(() => served[Symbol.asyncDispose]());

  test(
    `(${cases(RUNS)} of them) leave a server that answers, and no more memory in use`,
    async () => {
      const before = memory();
      await fc.assert(
        fc.asyncProperty(fc.array(conversations, { minLength: 8, maxLength: 8 }), async (several) => {
          await Promise.all(several.map(speak));
          await conversation();
          notes.commands.length = 0;
          notes.connections.length = 0;
        }),
        fuzz(RUNS / 8),
      );
      // A mistake in the program would have been reported, and would be an internal error.
      expect(served.reports()).toBe("");
      expect(memory() - before).toBeLessThan(48 * 2 ** 20);
    },
    60_000 * Math.max(1, Number(process.env.DUNDER_FUZZ ?? 1)),
  );

  async function speak({
    frames,
    changes,
    cuts,
    leaves,
  }: typeof conversations extends fc.Arbitrary<infer T> ? T : never) {
    const good = Buffer.concat(
      frames.flat().map((part) => (typeof part === "string" ? bytes(part) : packHeader(part))),
    );
    const data = changes.reduce(changed, good as Uint8Array);
    const other = served.peer();
    const places = [...cuts.map((cut) => Math.floor(cut * data.length)).sort((a, b) => a - b), data.length];
    let from = 0;
    for (const to of places) {
      other.send(data.subarray(from, to));
      from = to;
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (leaves === "reset") {
      other.socket.resetAndDestroy();
      return;
    }
    if (leaves === "end") other.end();
    // Whoever waits in the middle of a frame is cut; whoever waits between two is idle, and leaves.
    await Promise.race([
      other.ended,
      new Promise((resolve) => setTimeout(resolve, leaves === "end" ? 3000 : 20)),
    ]);
    if (leaves === "end") await other.ended;
    other.socket.destroy();
  }
});

function memory(): number {
  globalThis.gc?.();
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return heapUsed + external + arrayBuffers;
}
