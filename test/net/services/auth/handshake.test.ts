// Our handshake: both sides prove that they have the key, on this connection and no other.

import * as crypto from "node:crypto";
import { inspect } from "node:util";
import { describe, expect, test, vi } from "vitest";
import type { JsonObject } from "../../../../src/net/json/index.ts";
import { authenticateWith } from "../../../../src/net/services/auth/authenticate-with.ts";
import { AuthenticationError } from "../../../../src/net/services/auth/authentication-error.ts";
import { FailureLimit } from "../../../../src/net/services/auth/failure-limit.ts";
import { HmacAuthenticator } from "../../../../src/net/services/auth/hmac-authenticator.ts";
import { proofOf, SCHEME } from "../../../../src/net/services/auth/hmac-wire.ts";
import type { socket } from "../../../../src/net/socket/index.ts";
import { ValueError } from "../../../../src/protocols/errors.ts";
import { b, connected, errorOf, pause, s } from "../../socket/support.ts";
import {
  answerTo,
  authenticator,
  bytesOf,
  KEY,
  OTHER_KEY,
  outcome,
  receiveFrame,
  sendFrame,
  shakeHands,
} from "./support.ts";

vi.mock("node:crypto", async (original) => {
  const real = await original<typeof crypto>();
  return { ...real, timingSafeEqual: vi.fn(real.timingSafeEqual) };
});

/** A server that is asked, and answered as `reply` says: how that ended, and what it said last. */
async function served(
  reply: (asked: JsonObject, client: socket) => Promise<unknown>,
  server = authenticator(),
): Promise<{ ended: string; said: JsonObject }> {
  const { client, conn } = await connected();
  const serving = outcome(server.authenticate(conn));
  await reply(await receiveFrame(client), client);
  const ended = await serving;
  void conn.close();
  return { ended, said: await receiveFrame(client) };
}

const REFUSED = { ok: false, error: "authentication_failed", message: "the proof was not accepted" };

describe("who has the key", () => {
  test("is let in, under the key's id", async () => {
    expect(await shakeHands(authenticator())).toEqual(["laptop", "done"]);
  });

  test("is let in beside many others at once", async () => {
    const server = authenticator();
    const all = await Promise.all(Array.from({ length: 100 }, () => shakeHands(server)));
    expect(new Set(all.map(String))).toEqual(new Set(["laptop,done"]));
  });

  test("may have its key given as bytes", async () => {
    const server = new HmacAuthenticator({ keys: new Map([["laptop", KEY.export()]]) });
    expect(await shakeHands(server, { key: KEY.export() })).toEqual(["laptop", "done"]);
  });

  test("finds the connection as it was: its timeout, and what follows the handshake", async () => {
    const { client, conn } = await connected();
    conn.settimeout(7);
    const authenticate = authenticateWith({ id: "laptop", key: KEY });
    await Promise.all([
      authenticator().authenticate(conn),
      authenticate(client).then(() => client.sendall(b("ls"))),
    ]);
    expect(conn.gettimeout()).toBe(7);
    expect(s(await conn.recv(10))).toBe("ls");
  });
});

describe("a client is refused, and told so at once", () => {
  test("with another key", async () => {
    expect(await shakeHands(authenticator(), { key: OTHER_KEY })).toEqual(["wrong_proof", "rejected"]);
  });

  test("with an unknown id", async () => {
    expect(await shakeHands(authenticator(), { id: "nobody" })).toEqual(["unknown_key", "rejected"]);
  });

  test("in the same words for both", async () => {
    const wrongKey = await served((asked, client) => sendFrame(client, answerTo(asked, "laptop", OTHER_KEY)));
    const unknownId = await served((asked, client) => sendFrame(client, answerTo(asked, "nobody", KEY)));
    expect(wrongKey).toEqual({ ended: "wrong_proof", said: REFUSED });
    expect(unknownId).toEqual({ ended: "unknown_key", said: REFUSED });
  });

  test("by the same work for both: one comparison in constant time", async () => {
    const compare = vi.mocked(crypto.timingSafeEqual);
    for (const id of ["laptop", "nobody"]) {
      compare.mockClear();
      await shakeHands(authenticator(), { id, key: OTHER_KEY });
      expect(compare).toHaveBeenCalledTimes(1);
    }
  });

  test("with the answer to an earlier challenge", async () => {
    let recorded: Record<string, string> = {};
    const server = authenticator();
    const honest = await served((asked, client) => {
      recorded = answerTo(asked);
      return sendFrame(client, recorded);
    }, server);
    expect(honest.ended).toBe("laptop");
    const replayed = await served((_asked, client) => sendFrame(client, recorded), server);
    expect(replayed).toEqual({ ended: "wrong_proof", said: REFUSED });
  });

  test("with a proof for another id", async () => {
    const keys = new Map([
      ["laptop", KEY],
      ["admin", KEY],
    ]);
    const { ended } = await served(
      (asked, client) => sendFrame(client, { ...answerTo(asked), key: "admin" }),
      new HmacAuthenticator({ keys }),
    );
    expect(ended).toBe("wrong_proof");
  });

  test("with a server's proof: roles are no mirror of each other", async () => {
    const { ended } = await served((asked, client) => {
      const clientNonce = bytesOf(asked.nonce);
      const transcript = { serverNonce: clientNonce, clientNonce, id: "laptop", binding: null };
      const proof = proofOf("server", KEY, transcript).toString("hex");
      return sendFrame(client, { auth: SCHEME, key: "laptop", nonce: String(asked.nonce), proof });
    });
    expect(ended).toBe("wrong_proof");
  });

  test.for([
    ["no fields at all", () => ({})],
    ["a command instead", () => ({ cmd: "ls", reply: true })],
    ["another scheme", (right: Record<string, string>) => ({ ...right, auth: "md5" })],
    ["a short proof", (right: Record<string, string>) => ({ ...right, proof: right.proof?.slice(0, 62) })],
    ["a short nonce", (right: Record<string, string>) => ({ ...right, nonce: "00" })],
    ["an id that is none", (right: Record<string, string>) => ({ ...right, key: "../laptop" })],
    ["a number for an id", (right: Record<string, string>) => ({ ...right, key: 1 })],
    ["a list for an id", (right: Record<string, string>) => ({ ...right, key: ["laptop"] })],
  ] as const)("with %s", async ([, wrong]) => {
    const result = await served((asked, client) => sendFrame(client, wrong(answerTo(asked))));
    expect(result).toEqual({ ended: "malformed", said: REFUSED });
  });

  test.for([
    ["no JSON", Buffer.from("\x02\0\0\0no")],
    ["a length below zero", Buffer.from("ffffffff", "hex")],
    ["a length of 2 GiB", Buffer.from("ffffff7f", "hex")],
    ["a frame longer than any of a handshake", Buffer.from("01040000", "hex")],
    ["an answer of the tutorial's wire", Buffer.alloc(32, 7)],
  ] as const)("with %s", async ([, bytes]) => {
    const result = await served((_asked, client) => client.sendall(bytes));
    expect(result).toEqual({ ended: "malformed", said: REFUSED });
  });

  test("with half an answer", async () => {
    const result = await served(async (_asked, client) => {
      await client.sendall(b("\x40\0\0\0{"));
      client.shutdown(1);
    });
    expect(result).toEqual({ ended: "short", said: REFUSED });
  });
});

test("a client that leaves without a word is no failure to shout about", async () => {
  const { client, conn } = await connected();
  client.shutdown(1);
  expect(await outcome(authenticator().authenticate(conn))).toBe("closed");
});

test("a client that stalls, or sends a byte at a time, is cut off: the time is for the whole handshake", async () => {
  const { client, conn } = await connected();
  const began = performance.now();
  const serving = outcome(authenticator({ timeout: 0.15 }).authenticate(conn));
  const drip = setInterval(() => void client.sendall(b("\x40")), 100);
  expect(await serving).toBe("timeout");
  clearInterval(drip);
  expect(performance.now() - began).toBeLessThan(2000);
});

test("stalled peers do not hold up others", async () => {
  const server = authenticator({ timeout: 0.3 });
  const stalled = await Promise.all(Array.from({ length: 50 }, () => connected()));
  const waiting = stalled.map(({ conn }) => outcome(server.authenticate(conn)));
  expect(await shakeHands(server)).toEqual(["laptop", "done"]);
  expect(new Set(await Promise.all(waiting))).toEqual(new Set(["timeout"]));
});

test("nonces are never used twice", async () => {
  const seen = new Set<unknown>();
  const server = authenticator();
  for (let i = 0; i < 20; i++) {
    await served(async (asked, client) => {
      const answer = answerTo(asked);
      seen.add(asked.nonce);
      await sendFrame(client, answer);
    }, server);
  }
  expect(seen.size).toBe(20);
});

test("a client without a key reads the first frame as an error reply that says what is wanted", async () => {
  const { client, conn } = await connected();
  const serving = outcome(authenticator().authenticate(conn));
  expect(await receiveFrame(client)).toEqual({
    ok: false,
    error: "authentication_required",
    message: "this server wants a proof that you have a key",
    auth: SCHEME,
    nonce: expect.stringMatching(/^[0-9a-f]{64}$/),
    binding: null,
  });
  client.shutdown(1);
  await serving;
});

describe("the client checks the server, and does not return before", () => {
  /** A client whose server says these frames, one for each of its own; how the handshake ended. */
  async function told(...frames: ((answer: JsonObject | null, nonce: Buffer) => object)[]): Promise<string> {
    const { client, conn } = await connected();
    const ending = outcome(authenticateWith({ id: "laptop", key: KEY, timeout: 1 })(client));
    const nonce = crypto.randomBytes(32);
    let answer: JsonObject | null = null;
    for (const frame of frames) {
      await sendFrame(conn, { ...frame(answer, nonce) });
      if (frame !== frames.at(-1)) answer = await receiveFrame(conn);
    }
    conn.shutdown(1);
    return ending;
  }

  const ask = (_answer: JsonObject | null, nonce: Buffer) => ({
    ok: false,
    error: "authentication_required",
    auth: SCHEME,
    nonce: nonce.toString("hex"),
    binding: null,
  });

  test("one that does not know the key cannot prove it", async () => {
    const guess = () => ({ ok: true, auth: SCHEME, proof: "00".repeat(32) });
    expect(await told(ask, guess)).toBe("wrong_proof");
  });

  test("one that gives the client its own proof back has proved nothing", async () => {
    const mirror = (answer: JsonObject | null) => ({ ok: true, auth: SCHEME, proof: answer?.proof });
    expect(await told(ask, mirror)).toBe("wrong_proof");
  });

  test("one that says yes without a proof has proved nothing", async () => {
    expect(await told(ask, () => ({ ok: true }))).toBe("wrong_proof");
  });

  test("a proof of an earlier handshake is none of this one", async () => {
    const transcript = (answer: JsonObject | null, nonce: Buffer) => ({
      serverNonce: nonce,
      clientNonce: bytesOf(answer?.nonce),
      id: "laptop",
      binding: null,
    });
    const prove = (answer: JsonObject | null, nonce: Buffer) => ({
      ok: true,
      proof: proofOf("server", KEY, transcript(answer, nonce)).toString("hex"),
    });
    expect(await told(ask, prove)).toBe("done");
    const before = prove({ nonce: "11".repeat(32) }, Buffer.alloc(32));
    expect(await told(ask, () => before)).toBe("wrong_proof");
  });

  test("one that speaks something else is not answered", async () => {
    expect(await told(() => ({ ok: true }))).toBe("malformed");
    expect(await told((...args) => ({ ...ask(...args), auth: "plain" }))).toBe("malformed");
    expect(await told((...args) => ({ ...ask(...args), nonce: "00" }))).toBe("malformed");
  });

  test("one that asks for no key is not trusted: the client waits for its question, and not for ever", async () => {
    const { client } = await connected();
    const error = await errorOf(() => authenticateWith({ id: "laptop", key: KEY, timeout: 0.05 })(client));
    expect(error).toMatchObject({ reason: "timeout" });
  });

  test("one that sees TLS where the client sees none has somebody between them", async () => {
    const error = await told((...args) => ({ ...ask(...args), binding: "tls-exporter" }));
    expect(error).toBe("channel");
  });
});

describe("an address with too many failures", () => {
  test("is refused before it is asked, with the right key too", async () => {
    const server = authenticator({ limit: new FailureLimit({ failures: 3 }) });
    for (let i = 0; i < 3; i++) await shakeHands(server, { key: OTHER_KEY });
    expect(await shakeHands(server)).toEqual(["blocked", "blocked"]);
  });

  test("cannot get around it by asking all at once", async () => {
    const server = authenticator({ limit: new FailureLimit({ failures: 3 }) });
    const pairs = await Promise.all(Array.from({ length: 20 }, () => connected()));
    const serving = pairs.map(({ conn }) => outcome(server.authenticate(conn)));
    const asked = await Promise.all(pairs.map(({ client }) => receiveFrame(client)));
    for (const [i, { client }] of pairs.entries()) {
      const key = i < 10 ? OTHER_KEY : KEY;
      await sendFrame(client, answerTo(asked[i] as JsonObject, "laptop", key));
      await serving[i];
    }
    const ended = await Promise.all(serving);
    expect(ended).toEqual([...Array(3).fill("wrong_proof"), ...Array(17).fill("blocked")]);
  });

  test("is let in again when its time is over", async () => {
    const server = authenticator({ limit: new FailureLimit({ failures: 1, seconds: 0.1 }) });
    await shakeHands(server, { key: OTHER_KEY });
    expect(await shakeHands(server)).toEqual(["blocked", "blocked"]);
    await pause(120);
    expect(await shakeHands(server)).toEqual(["laptop", "done"]);
  });

  test("may be any number of honest clients", async () => {
    const server = authenticator({ limit: new FailureLimit({ failures: 1 }) });
    for (let i = 0; i < 20; i++) expect(await shakeHands(server)).toEqual(["laptop", "done"]);
  });
});

describe("keys are shown to nobody", () => {
  const hex = KEY.export().toString("hex");
  const shown = (value: unknown) => inspect(value, { depth: 9, showHidden: true });

  test("not by the authenticator, nor by the client's function", () => {
    expect(shown(authenticator())).not.toContain(hex.slice(0, 8));
    expect(shown(authenticateWith({ id: "laptop", key: KEY }))).not.toContain(hex.slice(0, 8));
  });

  test("not by errors, which tell the server's log the id alone", async () => {
    const { client, conn } = await connected();
    const serving = errorOf(() => authenticator().authenticate(conn));
    const failing = errorOf(() => authenticateWith({ id: "laptop", key: OTHER_KEY })(client));
    const [server, ours] = await Promise.all([serving, failing]);
    expect(server).toBeInstanceOf(AuthenticationError);
    expect(server).toMatchObject({ key: "laptop", message: "wrong proof for key laptop" });
    expect(ours.message).toBe("rejected: the server does not accept this key");
    for (const error of [server, ours]) expect(shown(error)).not.toContain(hex.slice(0, 8));
  });

  test("not by frames: nothing of a key is on the wire", async () => {
    const { said } = await served((asked, client) => sendFrame(client, answerTo(asked)));
    expect(JSON.stringify(said)).not.toContain(hex.slice(0, 8));
  });
});

test("keys that are too short, and ids that are none, are errors of the program", () => {
  const short = Buffer.alloc(15);
  expect(() => authenticateWith({ id: "laptop", key: short })).toThrow(ValueError);
  expect(() => authenticateWith({ id: "laptop", key: short })).toThrow(
    "a key must have at least 16 bytes, got 15",
  );
  expect(() => authenticateWith({ id: "a b", key: KEY })).toThrow(
    `a key's id must be 1 to 64 of A-Z a-z 0-9 . _ @ + -, got "a b"`,
  );
  expect(() => new HmacAuthenticator({ keys: new Map([["laptop", short]]) })).toThrow(ValueError);
});
