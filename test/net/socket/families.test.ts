// The same over IPv6 and over Unix sockets, and sockets in pairs.

import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, expectTypeOf, test } from "vitest";
import * as socket from "../../../src/net/socket/index.ts";
import { FileNotFoundError, OSError } from "../../../src/protocols/errors.ts";
import { b, connected, errorOf, keep, s } from "./support.ts";

const hasIPv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === "::1"),
);
const hasUnix = process.platform !== "win32";

describe.skipIf(!hasIPv6)("AF_INET6", () => {
  test("addresses have four parts, and are taken with two", async () => {
    const server = keep(new socket.socket(socket.AF_INET6));
    await server.bind(["::1", 0]);
    await server.listen();
    expectTypeOf(server.getsockname()).toEqualTypeOf<socket.Address6>();
    const [host, port, flowinfo, scope_id] = server.getsockname();
    expect([host, flowinfo, scope_id]).toEqual(["::1", 0, 0]);
    const client = keep(new socket.socket(socket.AF_INET6));
    await client.connect(["::1", port]);
    const [conn, addr] = await server.accept();
    keep(conn);
    expect(addr).toEqual(client.getsockname());
    await client.sendall(b("six"));
    expect(s(await conn.recv(10))).toBe("six");
  });

  test("datagrams", async () => {
    const server = keep(new socket.socket(socket.AF_INET6, socket.SOCK_DGRAM));
    await server.bind(["::1", 0]);
    const client = keep(new socket.socket(socket.AF_INET6, socket.SOCK_DGRAM));
    await client.sendto(b("hi"), server.getsockname());
    const [data, addr] = await server.recvfrom(10);
    expect([s(data), addr?.[0], addr?.length]).toEqual(["hi", "::1", 4]);
  });

  test("an address of the other family is a gaierror", async () => {
    const error = await errorOf(() => keep(new socket.socket(socket.AF_INET6)).connect(["127.0.0.1", 1]));
    expect(error).toBeInstanceOf(socket.gaierror);
    expect(error.message).toBe("[Errno -9] Address family for hostname not supported");
  });

  test("create_server takes IPv4 too where it is told", async () => {
    const server = keep(
      await socket.create_server(["::", 0], { family: socket.AF_INET6, dualstack_ipv6: true }),
    );
    const client = keep(await socket.create_connection(["127.0.0.1", server.getsockname()[1]]));
    const [conn, addr] = await server.accept();
    keep(conn);
    expect(addr[0]).toBe("::ffff:127.0.0.1");
    const six = keep(await socket.create_server(["::", 0], { family: socket.AF_INET6 }));
    const refused = keep(new socket.socket());
    expect(await refused.connect_ex(["127.0.0.1", six.getsockname()[1]])).toBe(111);
    expect(client.family).toBe(socket.AF_INET);
  });
});

describe.skipIf(!hasUnix)("AF_UNIX", () => {
  const folder = mkdtempSync(join(tmpdir(), "unix-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("an address is a path", async () => {
    const path = join(folder, "one");
    const server = keep(new socket.socket(socket.AF_UNIX, socket.SOCK_STREAM));
    expect(server.getsockname()).toBe("");
    await server.bind(path);
    await server.listen();
    expectTypeOf(server.getsockname()).toEqualTypeOf<string>();
    expect([server.getsockname(), existsSync(path)]).toEqual([path, true]);
    const client = keep(new socket.socket(socket.AF_UNIX));
    await client.connect(path);
    const [conn, addr] = await server.accept();
    keep(conn);
    expect([addr, client.getpeername(), client.getsockname()]).toEqual(["", path, ""]);
    expect([conn.getpeername(), conn.getsockname()]).toEqual(["", path]);
    expect(conn.__repr__()).toMatch(/^<socket\.socket fd=\d+, family=1, type=1, proto=0, laddr=\S+\/one>$/);
    await client.sendall(b("q"));
    const [data, from] = await conn.recvfrom(5);
    expect([s(data), from]).toEqual(["q", null]);
  });

  test("errors are CPython's", async () => {
    const path = join(folder, "two");
    const server = keep(new socket.socket(socket.AF_UNIX));
    await server.bind(path);
    const other = () => keep(new socket.socket(socket.AF_UNIX));
    await expect(other().bind(path)).rejects.toThrow(new OSError(98, "Address already in use"));
    await expect(other().connect(join(folder, "none"))).rejects.toThrow(FileNotFoundError);
    await expect(other().bind(join(folder, "no/folder"))).rejects.toThrow(FileNotFoundError);
    await expect(other().bind("x".repeat(200))).rejects.toThrow(new OSError("AF_UNIX path too long"));
    await expect(other().bind(["a", 1] as never)).rejects.toThrow(
      "a bytes-like object is required, not 'list'",
    );
  });

  test("datagrams are what Node has not got, and it is said so", () => {
    expect(() => new socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)).toThrow(
      "[Errno 94] Socket type not supported: Node has no Unix datagram sockets",
    );
  });
});

test.for<socket.Family>([...(hasUnix ? [socket.AF_UNIX] : []), socket.AF_INET])(
  "socketpair of family %s gives two ends of a connection",
  async (family) => {
    const [one, two] = await socket.socketpair(family);
    keep(one);
    keep(two);
    await one.sendall(b("ping"));
    expect(s(await two.recv(10))).toBe("ping");
    await two.sendall(b("pong"));
    expect(s(await one.recv(10))).toBe("pong");
    void two.close();
    expect(await one.recv(10)).toHaveLength(0);
  },
);

describe("create_connection", () => {
  test("connects to a name, and sets the timeout", async () => {
    const server = keep(await socket.create_server(["127.0.0.1", 0]));
    const client = keep(
      await socket.create_connection(["localhost", server.getsockname()[1]], { timeout: 5 }),
    );
    expect([client.gettimeout(), client.proto]).toEqual([5, socket.IPPROTO_TCP]);
    const other = keep(await socket.create_connection(server.getsockname(), 2));
    expect(other.gettimeout()).toBe(2);
    keep((await server.accept())[0]);
  });

  test("raises the last error, or all of them", async () => {
    const held = keep(new socket.socket());
    await held.bind(["127.0.0.1", 0]);
    const address = held.getsockname();
    await held.close();
    await expect(socket.create_connection(address)).rejects.toThrow("[Errno 111] Connection refused");
    await expect(socket.create_connection(address, { all_errors: true })).rejects.toThrow(AggregateError);
  });

  test("create_server names the address that it could not have", async () => {
    const server = keep(await socket.create_server(["127.0.0.1", 0]));
    const [host, port] = server.getsockname();
    await expect(socket.create_server([host, port])).rejects.toThrow(
      `[Errno 98] Address already in use (while attempting to bind on address ('127.0.0.1', ${port}))`,
    );
    await expect(socket.create_server(["::", 0], { dualstack_ipv6: true })).rejects.toThrow(
      "dualstack_ipv6 requires AF_INET6 family",
    );
  });
});

describe("the end", () => {
  test("`await using` and `using` close", async () => {
    const { client, conn } = await connected();
    {
      await using mine = client;
      await mine.sendall(b("x"));
    }
    expect(s(await conn.recv(10))).toBe("x");
    expect([client.closed, client.fileno()]).toEqual([true, -1]);
    const other = new socket.socket();
    {
      using mine = other;
      expect(mine.closed).toBe(false);
    }
    expect(other.closed).toBe(true);
  });

  test("detach sets the connection free, fileno takes it up", async () => {
    const { client, conn } = await connected();
    const fileno = client.detach();
    expect(fileno).toBeGreaterThan(2);
    expect(client.__repr__()).toBe("<socket.socket [closed] fd=-1, family=2, type=1, proto=0>");
    await expect(client.recv(1)).rejects.toThrow("[Errno 9] Bad file descriptor");
    const again = keep(new socket.socket(socket.AF_INET, socket.SOCK_STREAM, 0, fileno));
    await conn.sendall(b("still here"));
    expect(s(await again.recv(100))).toBe("still here");
  });

  test("detach of datagrams, whose number Node keeps, is refused", async () => {
    const udp = keep(new socket.socket(socket.AF_INET, socket.SOCK_DGRAM));
    await udp.bind(["127.0.0.1", 0]);
    expect(() => udp.detach()).toThrow(new OSError(95, "Operation not supported"));
    expect(udp.closed).toBe(false);
  });

  test("shutdown(SHUT_RD) ends a recv that waits; another how is EINVAL", async () => {
    const { conn } = await connected();
    const waiting = conn.recv(1);
    expect(() => conn.shutdown(9)).toThrow(new OSError(22, "Invalid argument"));
    conn.shutdown(socket.SHUT_RD);
    expect(await waiting).toHaveLength(0);
  });

  test("SO_LINGER of no time resets the connection", async () => {
    const { client, conn } = await connected();
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, Int32Array.of(1, 0));
    void client.close();
    await expect(conn.recv(1)).rejects.toThrow("[Errno 104] Connection reset by peer");
  });
});
