// UDP as the tutorial teaches it: messages with a sender, no connection, no promise that anything arrives.

import { describe, expect, test } from "vitest";
import * as socket from "../../../src/net/socket/index.ts";
import {
  BlockingIOError,
  ConnectionRefusedError,
  OSError,
  TimeoutError,
} from "../../../src/protocols/errors.ts";
import { b, datagrams, errorOf, freePort, keep, pause, s } from "./support.ts";

test("an echo, line by line as in Python", async () => {
  const { server, client } = await datagrams();
  await client.sendto(b("hello"), server.getsockname());
  const [msg, addr] = await server.recvfrom(1024);
  await server.sendto(b(s(msg).toUpperCase()), addr);
  const [back_msg, from] = await client.recvfrom(1024);
  expect(s(back_msg)).toBe("HELLO");
  expect(from).toEqual(server.getsockname());
  expect(addr[1]).toBe(client.getsockname()[1]);
});

test("messages never stick together: one recvfrom for each sendto", async () => {
  const { server, client } = await datagrams();
  for (const word of ["hello", "feng", "!"]) await client.sendto(b(word), server.getsockname());
  const words = [await server.recv(1024), await server.recv(1024), await server.recv(1024)];
  expect(words.map(s)).toEqual(["hello", "feng", "!"]);
});

test("an empty datagram is a message, with an address", async () => {
  const { server, client } = await datagrams();
  expect(await client.sendto(b(""), server.getsockname())).toBe(0);
  const [data, address] = await server.recvfrom(1024);
  expect(data).toHaveLength(0);
  expect(address).toEqual(["127.0.0.1", client.getsockname()[1]]);
});

test.skipIf(process.platform === "win32")(
  "a datagram longer than the buffer is cut, its rest lost",
  async () => {
    const { server, client } = await datagrams();
    await client.sendto(b("hello"), server.getsockname());
    await client.sendto(b("next"), server.getsockname());
    expect(s((await server.recvfrom(2))[0])).toBe("he");
    expect(s(await server.recv(1024))).toBe("next");
  },
);

test("MSG_PEEK leaves the datagram where it is", async () => {
  const { server, client } = await datagrams();
  await client.sendto(b("hello"), server.getsockname());
  expect(s(await server.recv(2, socket.MSG_PEEK))).toBe("he");
  expect(s(await server.recv(1024))).toBe("hello");
});

test("recvfrom_into fills a buffer and names the sender", async () => {
  const { server, client } = await datagrams();
  await client.sendto(b("hello"), server.getsockname());
  const buffer = new Uint8Array(8);
  const [count, address] = await server.recvfrom_into(buffer);
  expect([count, s(buffer.subarray(0, count))]).toEqual([5, "hello"]);
  expect(address).toEqual(["127.0.0.1", client.getsockname()[1]]);
});

test("sendto with no server loses the message silently", async () => {
  const { client } = await datagrams();
  const nobody = ["127.0.0.1", await freePort()] as const;
  expect(await client.sendto(b("hello"), nobody)).toBe(5);
  await pause(20);
  expect(await client.sendto(b("again"), nobody)).toBe(5);
  client.settimeout(0.05);
  await expect(client.recvfrom(1024)).rejects.toThrow(new TimeoutError("timed out"));
});

test("calls at once get the messages in the order they were made", async () => {
  const { server, client } = await datagrams();
  const calls = [server.recv(10), server.recv(10)];
  await client.sendto(b("one"), server.getsockname());
  await client.sendto(b("two"), server.getsockname());
  expect((await Promise.all(calls)).map(s)).toEqual(["one", "two"]);
});

describe("connect", () => {
  test("sets the peer of send, and the only one that is listened to", async () => {
    const { server, client } = await datagrams();
    await client.connect(server.getsockname());
    expect(client.getpeername()).toEqual(server.getsockname());
    const stranger = keep(new socket.socket(socket.AF_INET, socket.SOCK_DGRAM));
    await stranger.sendto(b("stranger"), client.getsockname());
    await client.send(b("hello"));
    const [, addr] = await server.recvfrom(10);
    await server.sendto(b("friend"), addr);
    expect(s(await client.recv(10))).toBe("friend");
  });

  test("makes an absent server known: ConnectionRefusedError", async () => {
    const { client } = await datagrams();
    await client.connect(["127.0.0.1", await freePort()]);
    client.settimeout(1);
    await client.send(b("x"));
    expect(await errorOf(() => client.recv(1))).toBeInstanceOf(ConnectionRefusedError);
  });

  test("can be done again, to another peer", async () => {
    const { server, client } = await datagrams();
    await client.connect(["127.0.0.1", await freePort()]);
    await client.connect(server.getsockname());
    await client.sendall(b("here"));
    expect(s(await server.recv(10))).toBe("here");
  });
});

describe("errors", () => {
  test("a message that fits no datagram is EMSGSIZE", async () => {
    const { server, client } = await datagrams();
    await expect(client.sendto(new Uint8Array(65_508), server.getsockname())).rejects.toThrow(
      new OSError(90, "Message too long"),
    );
    await client.sendto(new Uint8Array(65_507), server.getsockname());
    expect(await server.recv(65_535)).toHaveLength(65_507);
  });

  test("a non-blocking recvfrom takes what is there, or raises BlockingIOError", async () => {
    const { server, client } = await datagrams();
    server.setblocking(false);
    await expect(server.recvfrom(10)).rejects.toThrow(BlockingIOError);
    await client.sendto(b("x"), server.getsockname());
    await pause(20);
    expect(s(await server.recv(10))).toBe("x");
  });

  test("addresses are checked in CPython's words", async () => {
    const { client } = await datagrams();
    await expect(client.sendto(b(""), "x" as never)).rejects.toThrow(
      new TypeError("sendto(): AF_INET address must be tuple, not str"),
    );
    await expect(client.sendto(b(""), ["127.0.0.1", -1])).rejects.toThrow("sendto(): port must be 0-65535.");
    await expect(
      (client.sendto as (data: Uint8Array) => Promise<number>).call(client, b("")),
    ).rejects.toThrow("sendto() takes 2 or 3 arguments (1 given)");
  });

  test("a second bind is EINVAL, a taken address EADDRINUSE", async () => {
    const { server } = await datagrams();
    await expect(server.bind(["127.0.0.1", 0])).rejects.toThrow(new OSError(22, "Invalid argument"));
    const other = keep(new socket.socket(socket.AF_INET, socket.SOCK_DGRAM));
    await expect(other.bind(server.getsockname())).rejects.toThrow(new OSError(98, "Address already in use"));
    await other.bind(["127.0.0.1", 0]);
  });
});

test("messages that nobody awaits are refused with ENOBUFS before memory is full", async () => {
  const { server, client } = await datagrams();
  const message = new Uint8Array(65_000);
  const sends = Array.from({ length: 2000 }, () =>
    client.sendto(message, server.getsockname()).catch((error) => error),
  );
  const results = await Promise.all(sends);
  expect(results[0]).toBe(65_000);
  expect(results.at(-1)).toMatchObject({ errno: 105 });
  expect(await client.sendto(b("after"), server.getsockname())).toBe(5);
});

test("what nobody receives is bounded: the rest is lost, as the system would lose it", async () => {
  const { server, client } = await datagrams();
  const message = new Uint8Array(1000);
  for (let i = 0; i < 2000; i++) await client.sendto(message, server.getsockname());
  await pause(50);
  server.settimeout(0);
  let received = 0;
  await errorOf(async () => {
    for (;;) received += (await server.recv(2000)).length;
  });
  expect(received).toBeGreaterThan(50_000);
  expect(received).toBeLessThanOrEqual(server.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF));
});
