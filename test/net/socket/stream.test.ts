// TCP as the tutorial teaches it: connect, send, receive, and the end of a stream.

import { describe, expect, test } from "vitest";
import * as socket from "../../../src/net/socket/index.ts";
import {
  BlockingIOError,
  BrokenPipeError,
  ConnectionRefusedError,
  OSError,
  TimeoutError,
  ValueError,
} from "../../../src/protocols/errors.ts";
import { b, connected, errorOf, freePort, keep, listening, pause, s } from "./support.ts";

test("a server and a client, line by line as in Python", async () => {
  const server = keep(new socket.socket(socket.AF_INET, socket.SOCK_STREAM));
  server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1);
  await server.bind(["127.0.0.1", 0]);
  await server.listen(5);
  const client = keep(new socket.socket(socket.AF_INET, socket.SOCK_STREAM));
  await client.connect(server.getsockname());
  const [conn, addr] = await server.accept();
  keep(conn);
  expect(addr).toEqual(client.getsockname());
  expect(conn.getpeername()).toEqual(client.getsockname());
  expect(client.getpeername()).toEqual(server.getsockname());
  expect(await client.send(b("hello"))).toBe(5);
  const msg = await conn.recv(1024);
  await conn.send(b(s(msg).toUpperCase()));
  expect(s(await client.recv(1024))).toBe("HELLO");
});

describe("recv", () => {
  test("gives at most n bytes and leaves the rest for the next call", async () => {
    const { client, conn } = await connected();
    await client.sendall(b("hello feng"));
    expect(s(await conn.recv(2))).toBe("he");
    expect(s(await conn.recv(10))).toBe("llo feng");
  });

  test("sticky packets: two sends, one recv", async () => {
    const { client, conn } = await connected();
    await client.send(b("hello"));
    await client.send(b("feng"));
    await pause(30);
    expect(s(await conn.recv(5 + 4, socket.MSG_WAITALL))).toBe("hellofeng");
  });

  test("sticky packets: what two sends left behind comes with one recv once somebody reads", async () => {
    const { client, conn } = await connected();
    await client.send(b("x"));
    await conn.recv(1);
    await client.send(b("hello"));
    await client.send(b("feng"));
    await pause(30);
    expect(s(await conn.recv(1024))).toBe("hellofeng");
  });

  test("gives b'' at the peer's end, however often it is asked, and never hangs", async () => {
    const { client, conn } = await connected();
    await client.sendall(b("bye"));
    void client.close();
    expect(s(await conn.recv(1024))).toBe("bye");
    expect(await conn.recv(1024)).toHaveLength(0);
    expect(await conn.recv(1024)).toHaveLength(0);
  });

  test("a call that waits gets b'' when the peer closes", async () => {
    const { client, conn } = await connected();
    const waiting = conn.recv(1024);
    await pause(10);
    void client.close();
    expect(await waiting).toHaveLength(0);
  });

  test("two calls at once get the data in the order they were made", async () => {
    const { client, conn } = await connected();
    const calls = [conn.recv(3), conn.recv(3)];
    await client.sendall(b("onetwo"));
    expect((await Promise.all(calls)).map(s)).toEqual(["one", "two"]);
  });

  test("MSG_PEEK looks and takes nothing", async () => {
    const { client, conn } = await connected();
    await client.sendall(b("hello"));
    expect(s(await conn.recv(3, socket.MSG_PEEK))).toBe("hel");
    expect(s(await conn.recv(10, socket.MSG_PEEK))).toBe("hello");
    expect(s(await conn.recv(10))).toBe("hello");
  });

  test("MSG_WAITALL waits for all bytes, and gives fewer at the end", async () => {
    const { client, conn } = await connected();
    const whole = conn.recv(4, socket.MSG_WAITALL);
    await client.sendall(b("ab"));
    await pause(10);
    await client.sendall(b("cdef"));
    expect(s(await whole)).toBe("abcd");
    client.shutdown(socket.SHUT_WR);
    expect(s(await conn.recv(100, socket.MSG_WAITALL))).toBe("ef");
  });

  test("MSG_PEEK | MSG_WAITALL waits for all bytes too, and takes none", async () => {
    const { client, conn } = await connected();
    const flags = socket.MSG_PEEK | socket.MSG_WAITALL;
    const whole = conn.recv(6, flags);
    for (const part of ["ab", "cd", "ef"]) {
      await client.sendall(b(part));
      await pause(10);
    }
    expect(s(await whole)).toBe("abcdef");
    client.shutdown(socket.SHUT_WR);
    expect(s(await conn.recv(100, flags))).toBe("abcdef");
    expect(s(await conn.recv(100))).toBe("abcdef");
    expect(await conn.recv(100, flags)).toHaveLength(0);
  });

  test("recvfrom of a connection has no address, as on Linux", async () => {
    const { client, conn } = await connected();
    await client.sendall(b("hello"));
    const [data, address] = await conn.recvfrom(3);
    expect([s(data), address]).toEqual(["hel", null]);
  });

  test("recv_into fills a buffer", async () => {
    const { client, conn } = await connected();
    await client.sendall(b("hello"));
    const buffer = new Uint8Array(8);
    expect(await conn.recv_into(buffer, 2)).toBe(2);
    expect(await conn.recv_into(buffer.subarray(2))).toBe(3);
    expect(s(buffer.subarray(0, 5))).toBe("hello");
    await client.sendall(b("x"));
    expect(await conn.recvfrom_into(buffer)).toEqual([1, null]);
    expect(await conn.recv_into(new Uint8Array(0))).toBe(0);
  });

  test("refuses sizes as CPython does", async () => {
    const { conn } = await connected();
    const small = new Uint8Array(2);
    await expect(conn.recv(-1)).rejects.toThrow(new ValueError("negative buffersize in recv"));
    await expect(conn.recvfrom(-1)).rejects.toThrow(new ValueError("negative buffersize in recvfrom"));
    await expect(conn.recv_into(small, -1)).rejects.toThrow(
      new ValueError("negative buffersize in recv_into"),
    );
    await expect(conn.recv_into(small, 5)).rejects.toThrow(
      new ValueError("buffer too small for requested bytes"),
    );
    await expect(conn.recvfrom_into(small, 5)).rejects.toThrow(
      new ValueError("nbytes is greater than the length of the buffer"),
    );
    await expect(conn.recv("x" as never)).rejects.toThrow(
      new TypeError("'str' object cannot be interpreted as an integer"),
    );
  });
});

describe("send", () => {
  test("of nothing is nothing: the peer hears of no message", async () => {
    const { client, conn } = await connected();
    expect(await client.send(b(""))).toBe(0);
    await client.sendall(b(""));
    conn.settimeout(0.05);
    await expect(conn.recv(1024)).rejects.toThrow(new TimeoutError("timed out"));
  });

  test("overlapping sends keep their order", async () => {
    const { client, conn } = await connected();
    void client.send(b("a"));
    void client.sendall(b("b"));
    void client.send(b("c"));
    expect(s(await conn.recv(3, socket.MSG_WAITALL))).toBe("abc");
  });

  test("takes bytes and nothing else", async () => {
    const { client } = await connected();
    const message = new TypeError("a bytes-like object is required, not 'str'");
    await expect(client.send("x" as never)).rejects.toThrow(message);
    await expect(client.sendall("x" as never)).rejects.toThrow(message);
  });

  test("after shutdown(SHUT_WR) is a BrokenPipeError, and the answer still arrives", async () => {
    const { client, conn } = await connected();
    await client.sendall(b("question"));
    client.shutdown(socket.SHUT_WR);
    await expect(client.send(b("x"))).rejects.toThrow(new BrokenPipeError(32, "Broken pipe"));
    expect(s(await conn.recv(8, socket.MSG_WAITALL))).toBe("question");
    expect(await conn.recv(1)).toHaveLength(0);
    await conn.sendall(b("answer"));
    expect(s(await client.recv(1024))).toBe("answer");
  });

  test("sendto on a connection does not look at the address", async () => {
    const { client, conn } = await connected();
    expect(await client.sendto(b("yo"), ["1.2.3.4", 5])).toBe(2);
    expect(await client.sendto(b("yo"), 0, ["1.2.3.4", 5])).toBe(2);
    expect(s(await conn.recv(4, socket.MSG_WAITALL))).toBe("yoyo");
  });
});

describe("connect", () => {
  test("with no server is a ConnectionRefusedError with its errno", async () => {
    const port = await freePort();
    const error = await errorOf(() => keep(new socket.socket()).connect(["127.0.0.1", port]));
    expect(error).toBeInstanceOf(ConnectionRefusedError);
    expect(error).toMatchObject({ errno: 111, strerror: "Connection refused" });
    expect(error.message).toBe("[Errno 111] Connection refused");
  });

  test("connect_ex gives the errno instead", async () => {
    const server = await listening();
    const client = keep(new socket.socket());
    expect(await client.connect_ex(["127.0.0.1", await freePort()])).toBe(111);
    expect(await client.connect_ex(server.getsockname())).toBe(0);
    expect(await client.connect_ex(server.getsockname())).toBe(106);
    await expect(client.connect(server.getsockname())).rejects.toThrow(
      new OSError(106, "Transport endpoint is already connected"),
    );
  });

  test("of a bound socket comes from its address", async () => {
    const server = await listening();
    const client = keep(new socket.socket());
    await client.bind(["127.0.0.1", 0]);
    const bound = client.getsockname();
    await client.connect(server.getsockname());
    const [conn, addr] = await server.accept();
    keep(conn);
    expect(addr).toEqual(bound);
  });

  test("does not wait on a non-blocking socket", async () => {
    const server = await listening();
    const client = keep(new socket.socket());
    client.setblocking(false);
    const error = await errorOf(() => client.connect(server.getsockname()));
    expect(error).toBeInstanceOf(BlockingIOError);
    expect(error.message).toBe("[Errno 115] Operation now in progress");
    await server.accept();
    await pause(20);
    expect(client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)).toBe(0);
    expect(await client.connect_ex(server.getsockname())).toBe(106);
  });

  test("tells by SO_ERROR why a non-blocking one failed", async () => {
    const client = keep(new socket.socket());
    client.setblocking(false);
    expect(await client.connect_ex(["127.0.0.1", await freePort()])).toBe(115);
    await pause(50);
    expect(client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)).toBe(111);
    expect(client.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)).toBe(0);
  });

  test("gives up when its signal aborts", async () => {
    const signal = AbortSignal.abort(new Error("no longer wanted"));
    const server = await listening();
    const client = keep(new socket.socket());
    await expect(client.connect(server.getsockname(), { signal })).rejects.toThrow("no longer wanted");
  });
});

describe("accept", () => {
  test("gives up when its signal aborts, and the next one gets the connection", async () => {
    const server = await listening();
    const controller = new AbortController();
    const { signal } = controller;
    const given = server.accept({ signal });
    const waiting = server.accept();
    controller.abort(new Error("no longer wanted"));
    await expect(given).rejects.toThrow("no longer wanted");
    await expect(server.accept({ signal })).rejects.toThrow("no longer wanted");
    const client = keep(new socket.socket());
    await client.connect(server.getsockname());
    const [conn, address] = await waiting;
    expect(address).toEqual(client.getsockname());
    keep(conn);
  });
});

describe("bind", () => {
  test("an address in use is an OSError EADDRINUSE", async () => {
    const server = await listening();
    await expect(keep(new socket.socket()).bind(server.getsockname())).rejects.toThrow(
      new OSError(98, "Address already in use"),
    );
  });

  test("SO_REUSEADDR takes an address whose old connections wait out their time", async () => {
    const server = await listening();
    const address = server.getsockname();
    const client = keep(new socket.socket());
    await client.connect(address);
    const [conn] = await server.accept();
    // The end that closes first is the one in TIME_WAIT.
    const closing = conn.close();
    expect(await client.recv(1)).toHaveLength(0);
    await Promise.all([client.close(), closing, server.close()]);
    const again = keep(new socket.socket());
    again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1);
    await again.bind(address);
    expect(again.getsockname()).toEqual(address);
  });

  test("that nobody awaited comes before listen and accept", async () => {
    const server = keep(new socket.socket());
    void server.bind(["127.0.0.1", 0]);
    void server.listen(5);
    await server.listen(5);
    const client = keep(new socket.socket());
    await client.connect(server.getsockname());
    const [conn] = await server.accept();
    keep(conn);
  });

  test("without it, listen takes an address of the system's", async () => {
    const server = keep(new socket.socket());
    await server.listen();
    const [host, port] = server.getsockname();
    expect(host).toBe("0.0.0.0");
    expect(port).toBeGreaterThan(0);
    await expect(server.bind(["127.0.0.1", 0])).rejects.toThrow(new OSError(22, "Invalid argument"));
  });

  test("a connection that comes before listen is not served", async () => {
    const server = keep(new socket.socket());
    await server.bind(["127.0.0.1", 0]);
    const client = keep(new socket.socket());
    const reached = await client.connect_ex(server.getsockname());
    const ended = reached === 0 ? await client.recv(1).catch((error) => error.errno) : reached;
    expect(ended).toBe(104);
  });

  test.for([
    ["x", new TypeError("bind(): AF_INET address must be tuple, not str")],
    [["127.0.0.1"], new TypeError("AF_INET address must be a pair (host, port)")],
    [["127.0.0.1", "80"], new TypeError("'str' object cannot be interpreted as an integer")],
    [[1, 80], new TypeError("str, bytes or bytearray expected, not int")],
    [["127.0.0.1", 70000], "bind(): port must be 0-65535."],
    [["8.8.8.8", 0], "[Errno 99] Cannot assign requested address"],
    [["::1", 0], "[Errno -9] Address family for hostname not supported"],
  ] as const)("to %j is refused in CPython's words", async ([address, error]) => {
    await expect(keep(new socket.socket()).bind(address as never)).rejects.toThrow(error as string);
  });
});

test("a burst of 300 connections is served whole, whatever backlog was asked for", async () => {
  const server = keep(new socket.socket());
  await server.bind(["127.0.0.1", 0]);
  await server.listen(5);
  const clients = Array.from({ length: 300 }, () => keep(new socket.socket()));
  const start = performance.now();
  await Promise.all(clients.map((client) => client.connect(server.getsockname())));
  for (const _ of clients) keep((await server.accept())[0]);
  expect(performance.now() - start).toBeLessThan(3000);
});
