// Commands over a connection: validated, answered in order, timed and observed.

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { AuthenticationError } from "../../../src/net/services/auth/authentication-error.ts";
import type { Authenticator } from "../../../src/net/services/auth/authenticator.ts";
import { pause, text } from "../support/pair.ts";
import { Desk, Notes } from "./support/desk.ts";
import { type Peer, type Served, serve } from "./support/peer.ts";

let served: Served;
let peer: Peer;
let notes: Notes;
let log: string[];

/** Serves with these attributes and connects a peer. */
async function start(fields: Partial<Desk> = {}): Promise<void> {
  await served?.[Symbol.asyncDispose]();
  notes = new Notes();
  log = [];
  class Tried extends Desk {
    override log = log;
    override observer = notes;
    override idle_timeout = fields.idle_timeout ?? 5;
    override header_timeout = fields.header_timeout ?? 1;
    override timeout = fields.timeout ?? 2;
    override command_timeout = fields.command_timeout ?? null;
    override max_header = fields.max_header ?? 65_536;
    override authenticator = fields.authenticator ?? null;
  }
  served = await serve(Tried);
  peer = served.peer();
}

beforeEach(() => start());
afterEach(() => served[Symbol.asyncDispose]());

const alive = async () => expect(await peer.ask({ cmd: "sum", numbers: [1] })).toMatchObject({ sum: 1 });

describe("a header", () => {
  test("reaches the method as its schema makes it", async () => {
    expect(await peer.ask({ cmd: "sum", numbers: [1, 2], start: 10 })).toEqual({
      ok: true,
      cmd: "sum",
      sum: 13,
    });
    expect(await peer.ask({ cmd: "sum", numbers: [1, 2], more: "ignored" })).toMatchObject({ sum: 3 });
  });

  test.each([
    [{}, `header field 'numbers': Invalid key: Expected "numbers" but received undefined`],
    [{ numbers: 3 }, "header field 'numbers': Invalid type: Expected Array but received 3"],
    [{ numbers: [1, "x"] }, `header field 'numbers.1': Invalid type: Expected number but received "x"`],
    [{ numbers: [1, 2, 3, 4] }, "header field 'numbers': Invalid length: Expected <=3 but received 4"],
    [
      { numbers: [true], start: null },
      "header field 'numbers.0': Invalid type: Expected number but received true; " +
        "header field 'start': Invalid type: Expected number but received null",
    ],
  ])("that is not what the schema wants is named: %j", async (fields, message) => {
    expect(await peer.ask({ cmd: "sum", ...fields })).toEqual({
      ok: false,
      cmd: "sum",
      error: "bad_header",
      message,
    });
    await alive();
  });

  test("is quoted in a message only so far", async () => {
    const { message } = await peer.ask({ cmd: "sum", numbers: "x".repeat(60_000) });
    expect(String(message).length).toBeLessThan(300);
    const many = await peer.ask({ cmd: "sum", numbers: Array.from({ length: 100 }, () => "x") });
    expect(String(many.message)).toContain("and 95 more");
  });
});

describe("help", () => {
  test("lists the commands", async () => {
    expect((await peer.ask({ cmd: "help" })).help).toMatch(
      /^bytes {3}Send bytes\.\ncount {3}Count in parts\.\n/,
    );
  });

  test("tells all about one: its doc, and the fields of its header", async () => {
    expect((await peer.ask({ cmd: "help", command: "sum" })).help).toBe(
      "sum: Add numbers.\n\nThree at most.\n\nheader:\n  numbers  Array\n  start    number (optional)",
    );
    expect((await peer.ask({ cmd: "help", command: "upper" })).help).toBe(
      "upper: Tell the body in capitals.",
    );
    expect(await peer.ask({ cmd: "help", command: "constructor" })).toMatchObject({
      error: "unknown_command",
    });
  });
});

describe("a body", () => {
  test("is the command's to read, and what it leaves is passed over", async () => {
    expect(await peer.ask({ cmd: "upper", data_size: 5 }, "hello")).toMatchObject({ text: "HELLO" });
    expect(await peer.ask({ cmd: "ignore", data_size: 200_000 }, "x".repeat(200_000))).toMatchObject({
      ok: true,
    });
    await alive();
  });

  test("of a refused command is passed over too", async () => {
    const refused = await peer.ask({ cmd: "sum", data_size: 100_000 }, "x".repeat(100_000));
    expect(refused).toMatchObject({ error: "bad_header" });
    await alive();
  });
});

describe("a reply with a body", () => {
  test("is one frame of the length that was told", async () => {
    for (const size of [0, 1, 1000, 1001, 200_000]) {
      const { header, body } = await peer.send({ cmd: "bytes", size, reply: true }).answer();
      expect(header).toEqual({ ok: true, cmd: "bytes", size, data_size: size });
      expect(body).toEqual(new Uint8Array(size).fill(7));
    }
    expect(log.filter((line) => line === "closed")).toHaveLength(5);
  });

  test("comes without being asked for: it is what the command is for", async () => {
    expect((await peer.send({ cmd: "bytes", size: 3 }).answer()).body).toHaveLength(3);
  });

  test("that a slow peer does not read is not produced", async () => {
    peer.socket.pause();
    const size = 200_000_000;
    peer.send({ cmd: "bytes", size, piece: 100_000, reply: true });
    await vi.waitFor(() => expect(log.length).toBeGreaterThan(10));
    await pause(200);
    const before = log.length;
    await pause(200);
    // What fits the buffers of the system has been sent; nothing is gathered here.
    expect(log.length - before).toBeLessThan(5);
    expect(log.length).toBeLessThan(500);
    peer.socket.destroy();
    await vi.waitFor(() => expect(log.at(-1)).toBe("closed"));
  });

  test("whose source fails before its first byte becomes an error", async () => {
    expect(await peer.ask({ cmd: "bytes", size: 0, length: 10, fails: true })).toMatchObject({
      ok: false,
      error: "internal",
    });
    expect(log).toEqual(["closed"]);
    expect(served.reports()).toContain("the source failed");
    await alive();
  });

  test.each([
    ["ends early", { size: 5000, length: 6000 }, "has only 5000 bytes, 6000 were announced"],
    ["fails", { size: 5000, length: 6000, fails: true }, "the source failed"],
    ["is too long", { size: 5000, length: 4500 }, "has 5000 bytes or more, 4500 were announced"],
  ])("that %s cuts the connection, and the owner is told why", async (_, fields, why) => {
    peer.send({ cmd: "bytes", ...fields, reply: true });
    await peer.ended;
    expect(peer.received.length).toBeLessThan(fields.length);
    await vi.waitFor(() => expect(served.reports()).toContain(why));
    await vi.waitFor(() =>
      expect(notes.connections.at(-1)).toMatchObject({ open: false, code: "broken_reply" }),
    );
    expect(notes.commands).toMatchObject([{ cmd: "bytes", ok: false, code: "broken_reply" }]);
    expect(log.at(-1)).toBe("closed");
  });
});

describe("a streamed command", () => {
  test("gives a frame for each part, and a last one without `more`", async () => {
    peer.send({ cmd: "count", to: 2, reply: true });
    const frames = [await peer.answer(), await peer.answer(), await peer.answer()];
    expect(frames.map(({ header, body }) => [header, text(body)])).toEqual([
      [{ ok: true, cmd: "count", more: true, i: 0, data_size: 6 }, "part 0"],
      [{ ok: true, cmd: "count", more: true, i: 1, data_size: 6 }, "part 1"],
      [{ ok: true, cmd: "count", to: 2 }, ""],
    ]);
    await alive();
  });

  test("that fails ends with an error, and the connection lives on", async () => {
    peer.send({ cmd: "count", to: 1, fails: true, reply: true });
    expect(await peer.answers(2)).toMatchObject([{ more: true }, { ok: false, error: "lost_count" }]);
    await alive();
  });

  test("ends when its peer is gone", async () => {
    peer.send({ cmd: "count", to: 1_000_000, ms: 1, reply: true });
    await peer.answer();
    peer.socket.resetAndDestroy();
    await vi.waitFor(() => expect(log).toEqual(["counted"]));
    await vi.waitFor(() => expect(notes.connections.at(-1)).toMatchObject({ code: "connection_lost" }));
  });
});

describe("pipelined commands", () => {
  const nap = (name: string, ms: number, more: object = {}) => ({
    cmd: "nap",
    name,
    ms,
    reply: true,
    ...more,
  });

  test("overlap, and their replies keep the order of the requests", async () => {
    const start = performance.now();
    peer.send(nap("a", 150), nap("b", 100), nap("c", 50));
    expect((await peer.answers(3)).map(({ name }) => name)).toEqual(["a", "b", "c"]);
    expect(performance.now() - start).toBeLessThan(290);
    expect(log).toEqual(["begin a", "begin b", "begin c", "end c", "end b", "end a"]);
  });

  test("have their bodies", async () => {
    peer.send(nap("a", 30, { data_size: 3 }), "one", nap("b", 1, { data_size: 3 }), "two");
    expect((await peer.answers(2)).map(({ text }) => text)).toEqual(["one", "two"]);
  });

  test("do not disturb their neighbours when they fail", async () => {
    peer.send(nap("a", 30), nap("b", 1, { fail: true }), { cmd: "nap", reply: true }, nap("d", 1));
    expect(await peer.answers(4)).toMatchObject([
      { ok: true, name: "a" },
      { ok: false, error: "overslept" },
      { ok: false, error: "bad_header" },
      { ok: true, name: "d" },
    ]);
  });

  test("go 32 at once and no more", async () => {
    peer.send(...Array.from({ length: 40 }, (_, i) => nap(String(i), 400)));
    await vi.waitFor(() => expect(log.length).toBeGreaterThan(0));
    await pause(50);
    expect(log).toHaveLength(32);
    expect((await peer.answers(40)).map(({ name }) => name)).toEqual(
      Array.from({ length: 40 }, (_, i) => String(i)),
    );
  });

  test("hold a mebibyte of bodies and no more", async () => {
    const body = "x".repeat(65_536);
    for (let i = 0; i < 20; i++) peer.send(nap(String(i), 300, { data_size: body.length }), body);
    await vi.waitFor(() => expect(log.length).toBeGreaterThan(10));
    await pause(100);
    expect(log).toHaveLength(16);
  });

  test("are over before any other command begins, and it before them", async () => {
    peer.send(nap("a", 60), { cmd: "rest", name: "b", ms: 20, reply: true }, nap("c", 1));
    await peer.answers(3);
    expect(log).toEqual(["begin a", "end a", "begin b", "end b", "begin c", "end c"]);
  });

  test("with a long body go alone", async () => {
    const body = "x".repeat(65_537);
    peer.send(nap("a", 30), nap("b", 1, { data_size: body.length }), body, nap("c", 1));
    expect((await peer.answers(3)).map(({ name }) => name)).toEqual(["a", "b", "c"]);
    expect(log).toEqual(["begin a", "end a", "begin b", "end b", "begin c", "end c"]);
  });

  test("are answered before the error that ends the connection", async () => {
    peer.send(nap("a", 50), Uint8Array.of(255, 255, 255, 255));
    expect(await peer.answers(2)).toMatchObject([{ name: "a" }, { ok: false, error: "negative_length" }]);
    await peer.ended;
  });

  test("are given up when their peer is gone", async () => {
    peer.send(nap("a", 10_000), nap("b", 10_000));
    await vi.waitFor(() => expect(log).toHaveLength(2));
    peer.socket.resetAndDestroy();
    await vi.waitFor(() => expect(log).toHaveLength(4));
    await vi.waitFor(() => expect(notes.connections).toHaveLength(2));
  });
});

describe("a peer that asks for no replies", () => {
  test("gets none", async () => {
    peer.send(
      { cmd: "upper", data_size: 1 },
      "a",
      { cmd: "nap", ms: 1, name: "x" },
      { cmd: "sum", numbers: [] },
    );
    await alive();
    expect(notes.commands.map(({ ok }) => ok)).toEqual([true, true, true, true]);
    expect(notes.commands[0]).toMatchObject({ bytesOut: 0 });
  });

  test.each(["sum", "nap"])("learns of an error by the end of the connection: %s", async (cmd) => {
    peer.send({ cmd }, { cmd: "upper" }, { cmd: "nap", ms: 1, name: "after" });
    expect(await peer.answers(1)).toMatchObject([{ ok: false, cmd, error: "bad_header" }]);
    await peer.ended;
    expect(peer.received).toHaveLength(0);
  });
});

describe("a mistake in a command", () => {
  test.each(["raised", "unsayable"])(
    "is reported, told as internal, and the connection lives on: %s",
    async (how) => {
      expect(await peer.ask({ cmd: "crash", how })).toEqual({
        ok: false,
        cmd: "crash",
        error: "internal",
        message: "internal error",
      });
      await alive();
      expect(served.reports()).toContain("TypeError");
      expect(notes.commands[0]).toMatchObject({ ok: false, code: "internal", error: expect.any(TypeError) });
    },
  );

  test("that makes a header nobody would take becomes an error too", async () => {
    expect(await peer.ask({ cmd: "crash", how: "long" })).toMatchObject({
      ok: false,
      error: "oversized_length",
    });
    await alive();
  });
});

describe("time", () => {
  test("of a command ends with an error, its signal aborts, and the connection lives on", async () => {
    await start({ command_timeout: 0.05 });
    expect(await peer.ask({ cmd: "rest", ms: 10_000, name: "a" })).toEqual({
      ok: false,
      cmd: "rest",
      error: "timeout",
      message: "not done within 0.05 seconds",
    });
    expect(log).toEqual(["begin a", "gave up a: TimeoutError", "end a"]);
    await alive();
  });

  test("of a command whose body is still to come ends the connection", async () => {
    await start({ command_timeout: 0.05 });
    expect(await peer.ask({ cmd: "upper", data_size: 10 }, "abc")).toMatchObject({ error: "timeout" });
    await peer.ended;
  });

  test("does not pass for a peer that sends a header byte by byte", async () => {
    await start({ header_timeout: 0.2 });
    const drip = setInterval(() => peer.socket.write("\x00"), 40);
    const start_ = performance.now();
    peer.send(Uint8Array.of(200));
    await peer.ended;
    clearInterval(drip);
    expect(performance.now() - start_).toBeLessThan(1000);
    await vi.waitFor(() => expect(notes.connections.at(-1)).toMatchObject({ code: "header_timeout" }));
  });

  test("ends an idle connection", async () => {
    await start({ idle_timeout: 0.1 });
    await alive();
    await peer.ended;
    await vi.waitFor(() => expect(notes.connections.at(-1)).toMatchObject({ code: "idle_timeout" }));
  });

  test("does not count as idle while pipelined commands are at work", async () => {
    await start({ idle_timeout: 0.1 });
    expect(await peer.ask({ cmd: "nap", ms: 350, name: "a" })).toMatchObject({ ok: true });
  });

  test("ends a body that stalls", async () => {
    await start({ timeout: 0.1 });
    for (const cmd of ["upper", "nap"]) {
      const other = served.peer().send({ cmd, ms: 1, data_size: 10, reply: true }, "abc");
      await other.ended;
    }
    await vi.waitFor(() =>
      expect(notes.connections.filter(({ code }) => code === "body_timeout")).toHaveLength(2),
    );
  });
});

describe("a connection that breaks", () => {
  test("gives up a command that neither reads nor writes", async () => {
    peer.send({ cmd: "rest", ms: 10_000, name: "a", reply: true });
    await vi.waitFor(() => expect(log).toEqual(["begin a"]));
    await pause(150);
    peer.socket.resetAndDestroy();
    await vi.waitFor(() => expect(log.at(-1)).toBe("end a"));
  });

  test("in one half only is still answered", async () => {
    peer.send({ cmd: "rest", ms: 250, name: "a", reply: true }).end();
    expect(await peer.answer()).toMatchObject({ header: { ok: true, name: "a" } });
    await peer.ended;
    expect(notes.connections.at(-1)).toMatchObject({ open: false, code: null });
  });

  test("inside a frame is named to the observer", async () => {
    peer.send(Uint8Array.of(9, 0, 0, 0, 123)).end();
    await peer.ended;
    await vi.waitFor(() => expect(notes.connections.at(-1)).toMatchObject({ code: "short_read" }));
    const other = served.peer().send({ cmd: "upper", data_size: 10, reply: true }, "abc").end();
    await other.ended;
    await vi.waitFor(() => expect(notes.commands.at(-1)).toMatchObject({ cmd: "upper", code: "short_read" }));
  });
});

describe("a shutdown", () => {
  test("ends idle connections at once, and lets running commands come to their end", async () => {
    const idle = served.peer();
    peer.send({ cmd: "rest", ms: 150, name: "a", reply: true });
    const busy = served.peer().send({ cmd: "nap", ms: 150, name: "b", reply: true });
    await vi.waitFor(() => expect(log).toHaveLength(2));
    await vi.waitFor(() => expect(notes.connections).toHaveLength(3));
    const stopped = served.server.shutdown({ deadline: 4 });
    await idle.ended;
    expect(log).toHaveLength(2);
    expect(await peer.answer()).toMatchObject({ header: { name: "a" } });
    expect(await busy.answer()).toMatchObject({ header: { name: "b" } });
    for (const each of [peer, busy, idle]) each.socket.destroy();
    await stopped;
  });

  test("past its deadline gives the commands up", async () => {
    peer.send({ cmd: "rest", ms: 10_000, name: "a", reply: true });
    await vi.waitFor(() => expect(log).toHaveLength(1));
    await pause(150);
    await served.server.shutdown({ deadline: 0.05 });
    expect(log.at(-1)).toBe("end a");
  });
});

describe("the observer", () => {
  test("is told of connections and commands, in bytes and seconds", async () => {
    const before = peer.received.length;
    peer.send({ cmd: "upper", data_size: 5, reply: true }, "hello");
    await vi.waitFor(() => expect(notes.commands).toHaveLength(1));
    await vi.waitFor(() => expect(peer.received.length).toBeGreaterThan(before));
    const address = ["127.0.0.1", peer.socket.localPort];
    expect(notes.commands[0]).toEqual({
      cmd: "upper",
      ok: true,
      code: null,
      error: undefined,
      seconds: expect.any(Number),
      bytesIn: 4 + '{"cmd": "upper", "data_size": 5, "reply": true}'.length + 5,
      bytesOut: peer.received.length,
      address,
      key: null,
    });
    peer.end();
    await peer.ended;
    await vi.waitFor(() => expect(notes.connections).toHaveLength(2));
    expect(notes.connections).toEqual([
      { address, open: true, seconds: 0, code: null },
      { address, open: false, seconds: expect.any(Number), code: null },
    ]);
  });

  test("gets no names that peers made up", async () => {
    for (const cmd of ["nonsense", "__proto__", 5]) await peer.ask({ cmd });
    expect(notes.commands.map(({ cmd, code }) => [cmd, code])).toEqual([
      [null, "unknown_command"],
      [null, "unknown_command"],
      [null, "bad_command"],
    ]);
  });
});

describe("an authenticator", () => {
  /** Asks for a password of four bytes. */
  const gate: Authenticator = {
    async authenticate(connection) {
      const said = text(await connection.recv(4));
      if (said === "") throw new AuthenticationError("closed", "it left");
      if (said === "hang") return new Promise(() => {});
      if (said !== "open") throw new AuthenticationError("wrong_proof", "no", { key: "alice" });
      return "alice";
    },
  };

  test("lets in who has the key, and commands are told whose it is", async () => {
    await start({ authenticator: gate });
    peer.send("open");
    await alive();
    expect(notes.authentications).toMatchObject([{ ok: true, reason: null, key: "alice" }]);
    expect(notes.commands).toMatchObject([{ key: "alice" }]);
  });

  test("keeps everybody else out: not one command is run", async () => {
    await start({ authenticator: gate });
    peer.send("nope", { cmd: "nap", ms: 1, name: "a", reply: true });
    await peer.ended;
    expect(peer.received).toHaveLength(0);
    expect(log).toEqual([]);
    expect(notes.authentications).toMatchObject([{ ok: false, reason: "wrong_proof", key: "alice" }]);
    expect(notes.commands).toEqual([]);
    await vi.waitFor(() => expect(notes.connections.at(-1)).toMatchObject({ code: "authentication_failed" }));
    expect(served.reports()).toBe("");
  });

  test("does not hold up a shutdown while its peer is silent", async () => {
    await start({ authenticator: gate });
    await vi.waitFor(() => expect(notes.connections).toHaveLength(1));
    const stopped = served.server.shutdown({ deadline: 4 });
    await peer.ended;
    peer.socket.destroy();
    await stopped;
    expect(notes.authentications).toMatchObject([{ ok: false, reason: "closed" }]);
  });
});
