// How many failures an address may have, and how little is remembered of it.

import { expect, test } from "vitest";
import { AuthenticationError } from "../../../../src/net/services/auth/authentication-error.ts";
import type { StreamLike } from "../../../../src/net/services/auth/authenticator.ts";
import { FailureLimit } from "../../../../src/net/services/auth/failure-limit.ts";
import { ValueError } from "../../../../src/protocols/errors.ts";
import { pause } from "../../socket/support.ts";
import { outcome } from "./support.ts";

const peer = (address: unknown) => ({ getpeername: () => address }) as StreamLike;

/** One failure of a peer; how it ended. */
function fail(limit: FailureLimit, address: unknown, reason: AuthenticationError["reason"] = "wrong_proof") {
  return outcome(
    limit.guard(peer(address), () => Promise.reject(new AuthenticationError(reason, "no luck"))),
  );
}

test("1,000 failures of one address: ten are heard, the rest refused, and one entry is kept", async () => {
  const limit = new FailureLimit();
  const ended: string[] = [];
  for (let i = 0; i < 1000; i++) ended.push(await fail(limit, ["192.0.2.1", 1024 + i]));
  expect(ended.filter((reason) => reason === "wrong_proof")).toHaveLength(10);
  expect(ended.slice(10).every((reason) => reason === "blocked")).toBe(true);
  expect(limit.size).toBe(1);
  expect(await fail(limit, ["192.0.2.2", 1024])).toBe("wrong_proof");
});

test("a refusal does not make the wait longer, and the error says how long it is", async () => {
  const limit = new FailureLimit({ failures: 1, seconds: 30 });
  await fail(limit, ["192.0.2.1", 1]);
  const error = await limit.guard(peer(["192.0.2.1", 2]), async () => {}).catch((reason: Error) => reason);
  expect(error).toMatchObject({
    message: "too many failures from 192.0.2.1, try again in 30 seconds",
  });
  expect(limit.wait("192.0.2.1")).toBeLessThanOrEqual(30);
});

test("what was long ago is forgotten", async () => {
  const limit = new FailureLimit({ failures: 1, seconds: 0.05 });
  await fail(limit, ["192.0.2.1", 1]);
  expect(await fail(limit, ["192.0.2.1", 1])).toBe("blocked");
  await pause(60);
  expect(await fail(limit, ["192.0.2.1", 1])).toBe("wrong_proof");
});

test("memory is bounded: the oldest addresses are forgotten first", async () => {
  const limit = new FailureLimit({ failures: 1, addresses: 100 });
  for (let i = 0; i < 1000; i++) await fail(limit, [`10.0.${i >> 8}.${i & 255}`, 1]);
  expect(limit.size).toBe(100);
  expect(limit.wait("10.0.0.0")).toBe(0);
  expect(limit.wait("10.0.3.231")).toBeGreaterThan(0);
});

test("peers that leave without a word, or are too slow, have guessed nothing", async () => {
  const limit = new FailureLimit({ failures: 1 });
  await fail(limit, ["192.0.2.1", 1], "closed");
  await fail(limit, ["192.0.2.1", 1], "timeout");
  expect(limit.size).toBe(0);
});

test.for([
  ["an IPv6 network of 64 bits", "2001:db8:0:7::1", "2001:db8:0:7:ffff::2"],
  ["an address, however it is written", "2001:db8::1", "2001:0db8:0000:0000:0000:0000:0000:0001"],
  ["an IPv4 address, in IPv6's clothes too", "192.0.2.1", "::ffff:192.0.2.1"],
  ["a link-local address, on whatever link", "fe80::1%eth0", "fe80::1"],
] as const)("%s counts as one", async ([, first, second]) => {
  const limit = new FailureLimit({ failures: 1 });
  await fail(limit, [first, 1, 0, 0]);
  expect(await fail(limit, [second, 1, 0, 0])).toBe("blocked");
});

test("another IPv6 network is another peer", async () => {
  const limit = new FailureLimit({ failures: 1 });
  await fail(limit, ["2001:db8:0:7::1", 1]);
  expect(await fail(limit, ["2001:db8:0:8::1", 1])).toBe("wrong_proof");
});

test("peers without an address are never limited", async () => {
  const limit = new FailureLimit({ failures: 1 });
  for (let i = 0; i < 5; i++) expect(await fail(limit, "")).toBe("wrong_proof");
});

test("limits are positive", () => {
  expect(() => new FailureLimit({ failures: 0 })).toThrow(ValueError);
  expect(() => new FailureLimit({ seconds: -1 })).toThrow("seconds must be positive, got -1");
  expect(() => new FailureLimit({ addresses: Number.NaN })).toThrow(ValueError);
});
