// What sockets raise, in CPython's classes, numbers and words.

import { describe, expect, test } from "vitest";
import * as socket from "../../../src/net/socket/index.ts";
import { BlockingIOError, OSError, TimeoutError, ValueError } from "../../../src/protocols/errors.ts";
import { b, connected, errorOf, keep, listening, pause, s } from "./support.ts";

describe("time", () => {
  test("settimeout raises TimeoutError with CPython's text", async () => {
    const { conn } = await connected();
    conn.settimeout(0.03);
    const error = await errorOf(() => conn.recv(1));
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toBeInstanceOf(socket.timeout);
    expect(error).toMatchObject({ message: "timed out", errno: null, args: ["timed out"] });
    const server = await listening();
    server.settimeout(0.03);
    await expect(server.accept()).rejects.toThrow(new TimeoutError("timed out"));
  });

  test("a recv that timed out takes nothing from the next one", async () => {
    const { client, conn } = await connected();
    conn.settimeout(0.02);
    await expect(conn.recv(10)).rejects.toThrow(TimeoutError);
    await client.sendall(b("late"));
    await pause(20);
    expect(s(await conn.recv(10))).toBe("late");
  });

  test("a send times out where the peer does not read", async () => {
    const { client } = await connected();
    client.settimeout(0.1);
    await expect(client.sendall(new Uint8Array(2 ** 25))).rejects.toThrow(new TimeoutError("timed out"));
  });

  test("a non-blocking call raises BlockingIOError where it would have to wait", async () => {
    const { conn } = await connected();
    conn.setblocking(false);
    expect([conn.gettimeout(), conn.getblocking()]).toEqual([0, false]);
    const error = await errorOf(() => conn.recv(1));
    expect(error).toBeInstanceOf(BlockingIOError);
    expect(error).toMatchObject({ errno: 11, strerror: "Resource temporarily unavailable" });
    const server = await listening();
    server.setblocking(false);
    await expect(server.accept()).rejects.toThrow(BlockingIOError);
  });

  test("a non-blocking call takes what the system has", async () => {
    const { client, conn } = await connected();
    await client.sendall(b("there"));
    await pause(20);
    expect(s(await conn.recv(10, socket.MSG_DONTWAIT))).toBe("there");
    conn.setblocking(false);
    await expect(conn.recv(10)).rejects.toThrow(BlockingIOError);
    void client.close();
    await pause(20);
    expect(await conn.recv(10)).toHaveLength(0);
  });

  test("a non-blocking send takes what there is room for, then raises BlockingIOError", async () => {
    const { client } = await connected();
    client.setblocking(false);
    let sent = 0;
    const error = await errorOf(async () => {
      for (;;) sent += await client.send(new Uint8Array(2 ** 20));
    });
    expect(error).toBeInstanceOf(BlockingIOError);
    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThan(32 * 2 ** 20);
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, Int32Array.of(1, 0));
  });

  test("new sockets have the default timeout", async () => {
    expect(socket.getdefaulttimeout()).toBeNull();
    socket.setdefaulttimeout(1.5);
    try {
      expect(keep(new socket.socket()).gettimeout()).toBe(1.5);
    } finally {
      socket.setdefaulttimeout(null);
    }
    expect(() => socket.setdefaulttimeout(-1)).toThrow(new ValueError("Timeout value out of range"));
    const made = keep(new socket.socket());
    expect(() => made.settimeout(Number.NaN)).toThrow(new ValueError("Invalid value NaN (not a number)"));
    expect(() => made.settimeout("1" as never)).toThrow(
      new TypeError("'str' object cannot be interpreted as an integer or float"),
    );
  });
});

describe("after close", () => {
  const CALLS: Record<string, (closed: socket.socket) => unknown> = {
    recv: (closed) => closed.recv(1),
    recvfrom: (closed) => closed.recvfrom(1),
    recv_into: (closed) => closed.recv_into(new Uint8Array(1)),
    send: (closed) => closed.send(b("x")),
    sendall: (closed) => closed.sendall(b("")),
    sendto: (closed) => closed.sendto(b("x"), ["127.0.0.1", 1]),
    accept: (closed) => closed.accept(),
    bind: (closed) => closed.bind(["127.0.0.1", 0]),
    listen: (closed) => closed.listen(),
    connect: (closed) => closed.connect(["127.0.0.1", 1]),
    getsockname: (closed) => closed.getsockname(),
    getpeername: (closed) => closed.getpeername(),
    shutdown: (closed) => closed.shutdown(socket.SHUT_WR),
    settimeout: (closed) => closed.settimeout(1),
    setblocking: (closed) => closed.setblocking(true),
    getsockopt: (closed) => closed.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR),
    setsockopt: (closed) => closed.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1),
  };

  test.for(Object.keys(CALLS))("%s raises OSError EBADF", async (name) => {
    const closed = new socket.socket();
    await closed.close();
    await expect(errorOf(() => CALLS[name]?.(closed))).resolves.toEqual(
      new OSError(9, "Bad file descriptor"),
    );
  });

  test("the rest answers", async () => {
    const closed = new socket.socket();
    await closed.close();
    await closed.close();
    expect(await closed.connect_ex(["127.0.0.1", 1])).toBe(9);
    expect([closed.fileno(), closed.detach(), closed.gettimeout()]).toEqual([-1, -1, null]);
    expect(closed.__repr__()).toBe("<socket.socket [closed] fd=-1, family=2, type=1, proto=0>");
  });

  test("calls that wait end with EBADF", async () => {
    const { conn } = await connected();
    const server = await listening();
    const waiting = [errorOf(() => conn.recv(1)), errorOf(() => server.accept())];
    await pause(10);
    void conn.close();
    void server.close();
    expect((await Promise.all(waiting)).map((error) => (error as OSError).errno)).toEqual([9, 9]);
  });
});

describe("in the wrong state", () => {
  const made = () => keep(new socket.socket());
  const udp = () => keep(new socket.socket(socket.AF_INET, socket.SOCK_DGRAM));

  test.for<[string, () => unknown, string]>([
    ["recv without a connection", () => made().recv(1), "[Errno 107] Transport endpoint is not connected"],
    ["send without a connection", () => made().send(b("x")), "[Errno 32] Broken pipe"],
    [
      "getpeername without one",
      () => made().getpeername(),
      "[Errno 107] Transport endpoint is not connected",
    ],
    ["shutdown without one", () => made().shutdown(2), "[Errno 107] Transport endpoint is not connected"],
    ["accept without listen", () => made().accept(), "[Errno 22] Invalid argument"],
    ["listen on datagrams", () => udp().listen(), "[Errno 95] Operation not supported"],
    ["accept on datagrams", () => udp().accept(), "[Errno 95] Operation not supported"],
    ["send of datagrams to nobody", () => udp().send(b("x")), "[Errno 89] Destination address required"],
    [
      "a family that is none",
      () => new socket.socket(99 as never),
      "[Errno 97] Address family not supported by protocol",
    ],
    ["a protocol that is none", () => new socket.socket(2, 1, 99), "[Errno 93] Protocol not supported"],
  ])("%s", async ([, call, message]) => {
    const error = await errorOf(call);
    expect(error).toBeInstanceOf(OSError);
    expect(error.message).toBe(message);
  });

  test("a listening socket neither sends nor receives nor connects", async () => {
    const server = await listening();
    await expect(server.recv(1)).rejects.toThrow("[Errno 107]");
    await expect(server.send(b("1"))).rejects.toThrow("[Errno 32] Broken pipe");
    await expect(server.connect(["127.0.0.1", 1])).rejects.toThrow("[Errno 106]");
  });

  test("a host that is none is a gaierror", async () => {
    const error = await errorOf(() => made().connect(["no.such.host.invalid", 1]));
    expect(error).toBeInstanceOf(socket.gaierror);
    expect(error).toBeInstanceOf(OSError);
    expect((error as OSError).errno).toBeLessThan(0);
  });
});

describe("a port that is none is refused in CPython's words", () => {
  const whole = (method: string) => `OverflowError: ${method}(): port must be 0-65535.`;
  const integer = "TypeError: 'float' object cannot be interpreted as an integer";
  const unknown = "gaierror: [Errno -8] Servname not supported for ai_socktype";
  const at = (port: number): [string, number] => ["127.0.0.1", port];
  const made = () => keep(new socket.socket(socket.AF_INET, socket.SOCK_DGRAM));
  const calls: Record<
    string,
    [(port: number) => unknown, nan: string, negative: string, large: string | null]
  > = {
    bind: [(port) => made().bind(at(port)), integer, whole("bind"), whole("bind")],
    connect: [(port) => made().connect(at(port)), integer, whole("connect"), whole("connect")],
    connect_ex: [(port) => made().connect_ex(at(port)), integer, whole("connect_ex"), whole("connect_ex")],
    sendto: [(port) => made().sendto(b(""), at(port)), integer, whole("sendto"), whole("sendto")],
    create_server: [(port) => socket.create_server(at(port)), integer, whole("bind"), whole("bind")],
    getservbyport: [
      (port) => socket.getservbyport(port),
      integer,
      "OverflowError: getservbyport: port must be 0-65535.",
      "OverflowError: getservbyport: port must be 0-65535.",
    ],
    // The C library looks at the low sixteen bits alone, for Python too.
    getaddrinfo: [
      (port) => socket.getaddrinfo("127.0.0.1", port),
      "OSError: Int or String expected",
      unknown,
      null,
    ],
    create_connection: [
      (port) => socket.create_connection(at(port)),
      "OSError: Int or String expected",
      unknown,
      "ConnectionRefusedError: [Errno 111] Connection refused",
    ],
    getnameinfo: [(port) => socket.getnameinfo(at(port), 3), integer, unknown, null],
  };
  test.each(Object.entries(calls))("%s", async (_name, [call, nan, negative, large]) => {
    const said = async (port: number) => {
      try {
        await call(port);
        return null;
      } catch (error) {
        const { name, message } = error as Error;
        return `${name}: ${message}`;
      }
    };
    expect(await said(Number.NaN)).toBe(nan);
    expect(await said(80.5)).toBe(nan);
    expect(await said(-1)).toBe(negative);
    expect(await said(65536)).toBe(large);
  });
});
