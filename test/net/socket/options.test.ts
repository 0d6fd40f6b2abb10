// Socket options: what Node can reach is set, what it cannot is refused with a reason.

import { describe, expect, test } from "vitest";
import * as socket from "../../../src/net/socket/index.ts";
import { OSError } from "../../../src/protocols/errors.ts";
import { b, connected, datagrams, keep, listening, pause, s } from "./support.ts";

test("SO_REUSEADDR is set before bind, as the tutorial does", async () => {
  const server = keep(new socket.socket());
  server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1);
  expect(server.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR)).toBe(1);
  await server.bind(["127.0.0.1", 0]);
});

test("SO_REUSEPORT lets two listeners have one address, where Node can", async () => {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const known = major > 23 || (major === 23 && minor >= 1) || (major === 22 && minor >= 12);
  if (process.platform !== "linux" || !known) {
    const made = keep(new socket.socket());
    expect(() => made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)).toThrow(
      "SO_REUSEPORT: Node before 22.12",
    );
    return;
  }
  const one = keep(await socket.create_server(["127.0.0.1", 0], { reuse_port: true }));
  const two = keep(await socket.create_server(one.getsockname(), { reuse_port: true }));
  expect(two.getsockname()).toEqual(one.getsockname());
});

test("options of a connection", async () => {
  const { client } = await connected();
  for (const [level, name] of [
    [socket.IPPROTO_TCP, socket.TCP_NODELAY],
    [socket.SOL_SOCKET, socket.SO_KEEPALIVE],
  ] as const) {
    expect(client.getsockopt(level, name)).toBe(0);
    client.setsockopt(level, name, true);
    expect(client.getsockopt(level, name)).toBe(1);
  }
});

test("a connection inherits what was set on the socket that accepted it", async () => {
  const server = await listening();
  server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1);
  const client = keep(new socket.socket());
  await client.connect(server.getsockname());
  const [conn] = await server.accept();
  expect(keep(conn).getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)).toBe(1);
});

test("what a socket knows of itself", async () => {
  const server = await listening();
  const get = (name: number) => server.getsockopt(socket.SOL_SOCKET, name);
  expect([get(socket.SO_TYPE), get(socket.SO_DOMAIN), get(socket.SO_PROTOCOL)]).toEqual([1, 2, 6]);
  expect([get(socket.SO_ACCEPTCONN), get(socket.SO_ERROR)]).toEqual([1, 0]);
});

test("structures are bytes, as struct.pack makes them", () => {
  const made = keep(new socket.socket());
  expect(made.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8)).toEqual(new Uint8Array(8));
  const linger = new Uint8Array(Int32Array.of(1, 5).buffer);
  made.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger);
  expect(made.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 8)).toEqual(linger);
  expect(() => made.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, 99_999)).toThrow(
    "getsockopt buflen out of range",
  );
});

describe("one that Node cannot reach is ENOPROTOOPT, and says so", () => {
  test.for<[number, number, number, string]>([
    [socket.SOL_SOCKET, socket.SO_RCVBUF, 1, "SO_RCVBUF: Node cannot reach it on a stream socket"],
    [socket.IPPROTO_TCP, socket.TCP_CORK, 1, "TCP_CORK: Node cannot reach it on a stream socket"],
    [socket.SOL_SOCKET, socket.SO_REUSEADDR, 0, "SO_REUSEADDR: Node sets it for every stream socket"],
  ])("%i, %i, %i", ([level, name, value, reason]) => {
    expect(() => keep(new socket.socket()).setsockopt(level, name, value)).toThrow(
      new OSError(92, `Protocol not available: ${reason}`),
    );
  });

  test("a number that is none is what the system says", () => {
    expect(() => keep(new socket.socket()).setsockopt(socket.SOL_SOCKET, 9999, 1)).toThrow(
      new OSError(92, "Protocol not available"),
    );
  });
});

describe("datagrams", () => {
  test("buffers have the size that was asked for, at least", async () => {
    const { server } = await datagrams();
    for (const name of [socket.SO_RCVBUF, socket.SO_SNDBUF]) {
      server.setsockopt(socket.SOL_SOCKET, name, 65_536);
      expect(server.getsockopt(socket.SOL_SOCKET, name)).toBeGreaterThanOrEqual(65_536);
    }
  });

  test("SO_BROADCAST lets broadcasts through", async () => {
    const { server, client } = await datagrams();
    await expect(server.sendto(b("x"), ["255.255.255.255", 9])).rejects.toThrow();
    client.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1);
    expect(client.getsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST)).toBe(1);
    await client.sendto(b("x"), server.getsockname());
    expect(s(await server.recv(10))).toBe("x");
  });

  test("SO_REUSEADDR lets two sockets have one address", async () => {
    const make = async (at: number) => {
      const made = keep(new socket.socket(socket.AF_INET, socket.SOCK_DGRAM));
      made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1);
      await made.bind(["127.0.0.1", at]);
      return made;
    };
    const [, port] = (await make(0)).getsockname();
    await make(port);
  });

  test("a group is joined, and its messages arrive", async () => {
    const server = keep(new socket.socket(socket.AF_INET, socket.SOCK_DGRAM));
    await server.bind(["", 0]);
    const member = Buffer.concat([socket.inet_aton("224.0.0.251"), socket.inet_aton("127.0.0.1")]);
    server.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, member);
    const client = keep(new socket.socket(socket.AF_INET, socket.SOCK_DGRAM));
    client.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton("127.0.0.1"));
    client.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 1);
    await client.sendto(b("to all"), ["224.0.0.251", server.getsockname()[1]]);
    server.settimeout(2);
    expect(s(await server.recv(100))).toBe("to all");
    server.setsockopt(socket.IPPROTO_IP, socket.IP_DROP_MEMBERSHIP, member);
    await pause(5);
  });
});
