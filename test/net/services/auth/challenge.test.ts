// The tutorial's wire: 32 random bytes one way, their HMAC the other.

import * as crypto from "node:crypto";
import { inspect } from "node:util";
import { describe, expect, test, vi } from "vitest";
import { answer, challenge } from "../../../../src/net/services/auth/challenge.ts";
import { ChallengeAuthenticator } from "../../../../src/net/services/auth/challenge-authenticator.ts";
import { FailureLimit } from "../../../../src/net/services/auth/failure-limit.ts";
import { MSG_WAITALL } from "../../../../src/net/socket/index.ts";
import { ValueError } from "../../../../src/protocols/errors.ts";
import { b, connected, errorOf, pause } from "../../socket/support.ts";
import { outcome } from "./support.ts";

vi.mock("node:crypto", async (original) => {
  const real = await original<typeof crypto>();
  return { ...real, timingSafeEqual: vi.fn(real.timingSafeEqual) };
});

const key = b("linhaifeng bang bang bang");

/** Asks a client, who answers as `reply` says, and tells how that ended. */
async function asked(
  reply: (nonce: Uint8Array, send: (data: Uint8Array) => Promise<void>) => Promise<void>,
  options: Parameters<typeof challenge>[2] = {},
): Promise<string> {
  const { client, conn } = await connected();
  const asking = outcome(challenge(conn, key, options));
  await reply(await client.recv(32, MSG_WAITALL), (data) => client.sendall(data));
  client.shutdown(1);
  return asking;
}

const hmac = (digest: string, nonce: Uint8Array) => crypto.createHmac(digest, key).update(nonce).digest();

test("a client with the key is let in", async () => {
  const { client, conn } = await connected();
  await Promise.all([challenge(conn, key), answer(client, key)]);
});

test("the answer is the raw SHA-256 HMAC of the 32 bytes", async () => {
  expect(await asked(async (nonce, send) => send(hmac("sha256", nonce)))).toBe("done");
});

test("MD5 is spoken only when it is asked for by name", async () => {
  const withMd5 = async (nonce: Uint8Array, send: (data: Uint8Array) => Promise<void>) =>
    send(hmac("md5", nonce));
  expect(await asked(withMd5)).toBe("short");
  expect(await asked(withMd5, { digest: "md5" })).toBe("done");
  const { client, conn } = await connected();
  await Promise.all([challenge(conn, key, { digest: "md5" }), answer(client, key, { digest: "md5" })]);
});

test("an answer that comes in pieces is read to its end", async () => {
  const inPieces = async (nonce: Uint8Array, send: (data: Uint8Array) => Promise<void>) => {
    for (const byte of hmac("sha256", nonce)) {
      await send(Uint8Array.of(byte));
      await pause(1);
    }
  };
  expect(await asked(inPieces)).toBe("done");
});

test("a challenge that comes in pieces is read to its end", async () => {
  const { client, conn } = await connected();
  const nonce = crypto.randomBytes(32);
  const answering = answer(client, key);
  await conn.sendall(nonce.subarray(0, 5));
  await pause(5);
  await conn.sendall(nonce.subarray(5));
  await answering;
  expect(Buffer.from(await conn.recv(32, MSG_WAITALL))).toEqual(hmac("sha256", nonce));
});

test("what the client says after its answer is left for the handler", async () => {
  const { client, conn } = await connected();
  const answering = answer(client, key).then(() => client.sendall(b("hello")));
  await Promise.all([challenge(conn, key), answering]);
  expect(await conn.recv(5, MSG_WAITALL)).toEqual(b("hello"));
});

describe("a client is refused", () => {
  test("with another key", async () => {
    const { client, conn } = await connected();
    const other = b("linhaifeng bang bang bang1111");
    const [server] = await Promise.all([outcome(challenge(conn, key)), answer(client, other)]);
    expect(server).toBe("wrong_proof");
  });

  test("with a short answer, which is never compared", async () => {
    expect(await asked(async (nonce, send) => send(hmac("sha256", nonce).subarray(0, 31)))).toBe("short");
  });

  test("without an answer", async () => {
    expect(await asked(async () => {})).toBe("closed");
  });

  test("with an answer to an earlier challenge", async () => {
    let recorded: Uint8Array = new Uint8Array();
    const honest = await asked(async (nonce, send) => {
      recorded = hmac("sha256", nonce);
      await send(recorded);
    });
    expect(honest).toBe("done");
    expect(await asked(async (_nonce, send) => send(recorded))).toBe("wrong_proof");
  });

  test("when it sends the challenge back", async () => {
    expect(await asked(async (nonce, send) => send(nonce))).toBe("wrong_proof");
  });

  test("when it stalls, whatever it has sent by then: the time is for all of it", async () => {
    const { client, conn } = await connected();
    const asking = outcome(challenge(conn, key, { timeout: 0.15 }));
    const began = performance.now();
    const drip = setInterval(() => void client.sendall(b("x")), 20);
    expect(await asking).toBe("timeout");
    clearInterval(drip);
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

test("a client does not wait for ever for a challenge, nor sign a part of one", async () => {
  const { client, conn } = await connected();
  await conn.sendall(b("half of a challenge"));
  expect(await outcome(answer(client, key, { timeout: 0.05 }))).toBe("timeout");
  expect(await outcome(answer(client, key, { timeout: 0.05 }))).toBe("timeout");
  conn.shutdown(1);
  expect(await outcome(answer(client, key))).toBe("closed");
});

test("the connection's own timeout is as before", async () => {
  const { client, conn } = await connected();
  conn.settimeout(7);
  await Promise.all([challenge(conn, key), answer(client, key)]);
  expect(conn.gettimeout()).toBe(7);
  expect(client.gettimeout()).toBe(null);
});

test("digests are compared in constant time", async () => {
  const compare = vi.mocked(crypto.timingSafeEqual);
  compare.mockClear();
  await asked(async (nonce, send) => send(hmac("sha256", nonce)));
  expect(compare).toHaveBeenCalledTimes(1);
  await asked(async (_nonce, send) => send(new Uint8Array(32)));
  expect(compare).toHaveBeenCalledTimes(2);
});

test("an empty key and an unknown digest are errors of the program", async () => {
  const { conn } = await connected();
  expect(await errorOf(() => challenge(conn, b("")))).toBeInstanceOf(ValueError);
  // @ts-expect-error no digest of that name
  const error = await errorOf(() => challenge(conn, key, { digest: "sha3" }));
  expect(error.message).toBe("digest must be one of md5, sha256, sha384, sha512, got sha3");
  expect(() => new ChallengeAuthenticator({ key: b("") })).toThrow(ValueError);
});

describe("ChallengeAuthenticator", () => {
  test("speaks this wire for a service", async () => {
    const { client, conn } = await connected();
    const authenticator = new ChallengeAuthenticator({ key, digest: "md5", id: "everyone" });
    const [id] = await Promise.all([
      authenticator.authenticate(conn),
      answer(client, key, { digest: "md5" }),
    ]);
    expect(id).toBe("everyone");
  });

  test("refuses an address that failed too often, with the right key too", async () => {
    const authenticator = new ChallengeAuthenticator({ key });
    const attempt = async (with_: Uint8Array) => {
      const { client, conn } = await connected();
      const proof = outcome(answer(client, with_).then(() => "done"));
      const server = await outcome(authenticator.authenticate(conn));
      void conn.close();
      await proof;
      return server;
    };
    for (let i = 0; i < 10; i++) expect(await attempt(b("no"))).toBe("wrong_proof");
    expect(await attempt(key)).toBe("blocked");
  });

  test("is not got around by asking all at once", async () => {
    const limit = new FailureLimit({ failures: 3 });
    const authenticator = new ChallengeAuthenticator({ key, limit });
    const pairs = await Promise.all(Array.from({ length: 8 }, () => connected()));
    const serving = pairs.map(({ conn }) => outcome(authenticator.authenticate(conn)));
    for (const [i, { client }] of pairs.entries()) {
      await answer(client, i < 4 ? b("no") : key);
      await serving[i];
    }
    const ended = await Promise.all(serving);
    expect(ended).toEqual([...Array(4).fill("wrong_proof"), ...Array(4).fill("blocked")]);
  });

  test("shows its key to nobody", () => {
    const shown = inspect(new ChallengeAuthenticator({ key }), { depth: 9, showHidden: true });
    expect(shown).not.toContain("108"); // the first byte of the key
    expect(shown).not.toContain("6c69");
  });
});
