// Servers and their handlers have the sockets of the module `socket`, and nothing beside them.

import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { isinstance } from "../../../src/meta/index.ts";
import * as net from "../../../src/net/index.ts";
import * as socket from "../../../src/net/socket/index.ts";
import {
  BaseRequestHandler,
  type DatagramRequest,
  StreamRequestHandler,
  TCPServer,
  ThreadingTCPServer,
  UDPServer,
} from "../../../src/net/socketserver.ts";
import * as ssl from "../../../src/net/ssl/index.ts";
import { expectType } from "../../support/types.ts";
import { bytes, everything, pause, text } from "../support/pair.ts";

const LOCAL = ["127.0.0.1", 0] as const;

const open: { server_close(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.server_close()));
});

/** A server that serves until the test is over. */
async function serving<
  S extends { server_close(): Promise<void>; ready: Promise<unknown>; serve_forever(poll: number): unknown },
>(server: S): Promise<S> {
  open.push(server);
  await server.ready;
  void server.serve_forever(0.05);
  return server;
}

/** Says something, ends, and gives the whole answer. */
async function ask(address: socket.AddressLike<typeof socket.AF_INET>, question: string): Promise<string> {
  await using client = await net.create_connection(address, { timeout: 5 });
  await client.sendall(bytes(question));
  client.shutdown(socket.SHUT_WR);
  return text((await client.makefile("rb").read()) as Uint8Array);
}

class Upper extends BaseRequestHandler {
  override async handle() {
    for (let data = await this.request.recv(1024); data.length > 0; data = await this.request.recv(1024)) {
      await this.request.sendall(bytes(text(data).toUpperCase()));
    }
  }
}

describe("a request", () => {
  test("is a socket.socket, with all of its methods", async () => {
    const seen: unknown[] = [];
    class Curious extends BaseRequestHandler {
      override async handle() {
        const { request } = this;
        expectType<socket.socket>()(request);
        seen.push(isinstance(request, socket.socket), request.family, request.type);
        request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1);
        seen.push(request.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY));
        seen.push(text(await request.recv(3, socket.MSG_PEEK)), text(await request.recv_exactly(3)));
        const buffer = new Uint8Array(2);
        seen.push(await request.recv_into(buffer), text(buffer));
        for await (const line of request.makefile("r", { encoding: "utf-8" })) seen.push(line);
        seen.push(await request.send(bytes("done")), request.getpeername(), this.client_address);
        if (process.platform !== "win32") expect(request.fileno()).toBeGreaterThan(2);
        expect(String(request.__repr__())).toMatch(/^<socket\.socket fd=/);
      }
    }
    const server = await serving(new ThreadingTCPServer(LOCAL, Curious));
    expect(await ask(server.server_address, "abcdef\nghi\n")).toBe("done");
    const address = seen.at(-1);
    expect(seen).toEqual([true, 2, 1, 1, "abc", "abc", 2, "de", "f\n", "ghi\n", 4, address, address]);
  });

  test("of datagrams has the server's socket", async () => {
    let sock: unknown;
    class Packet extends BaseRequestHandler<DatagramRequest> {
      override async handle() {
        const [data, connection] = this.request;
        expectType<socket.socket>()(connection);
        sock = connection;
        await connection.sendto(data, this.client_address);
      }
    }
    const server = await serving(new UDPServer(LOCAL, Packet));
    await using client = new socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
    client.settimeout(5);
    await client.sendto(bytes("x"), server.server_address);
    expect(text(await client.recv(10))).toBe("x");
    expect(sock).toBe(server.socket);
  });

  test("ends with its handler, although that has forgotten a file of it", async () => {
    class Forgetful extends BaseRequestHandler {
      override async handle() {
        await this.request.makefile("wb", 0).write(bytes("bye"));
      }
    }
    const server = await serving(new ThreadingTCPServer(LOCAL, Forgetful));
    expect(await ask(server.server_address, "")).toBe("bye");
    while (server.active_requests > 0) await pause(5);
  });

  test("has the default timeout, as a socket that was accepted", async () => {
    let timeout: number | null = null;
    class Asking extends BaseRequestHandler {
      override setup() {
        timeout = this.request.gettimeout();
      }
    }
    socket.setdefaulttimeout(7);
    const server = await serving(new ThreadingTCPServer(LOCAL, Asking));
    socket.setdefaulttimeout(null);
    server.socket.settimeout(null);
    await ask(server.server_address, "");
    expect(timeout).toBe(null);
    socket.setdefaulttimeout(7);
    await ask(server.server_address, "");
    socket.setdefaulttimeout(null);
    expect(timeout).toBe(7);
  });
});

describe("server.socket", () => {
  test("is a socket.socket that listens", async () => {
    const server = await serving(new TCPServer(LOCAL, Upper));
    expectType<socket.socket>()(server.socket);
    expect(isinstance(server.socket, socket.socket)).toBe(true);
    expect(server.socket.getsockname()).toEqual(server.server_address);
    expect(server.socket.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)).toBe(1);
    expect(server.socket.fileno()).toBe(server.fileno());
  });

  test("takes options before it is bound", async () => {
    const server = new TCPServer(LOCAL, Upper, false);
    server.socket.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1);
    await server.server_bind();
    await server.server_activate();
    open.push(server);
    const handled = server.handle_request();
    const client = await net.create_connection(server.server_address);
    void client.close();
    await handled;
    expect(server.socket.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)).toBe(1);
  });

  test("may be another one, which server_bind puts in its place", async () => {
    class Elsewhere extends ThreadingTCPServer {
      override async server_bind() {
        this.socket = await socket.create_server(["127.0.0.1", 0]);
        this.server_address = this.socket.getsockname();
      }
    }
    const server = await serving(new Elsewhere(["nowhere.invalid", 1], Upper));
    expect(await ask(server.server_address, "hello")).toBe("HELLO");
  });

  test("may be wrapped in TLS, as in Python", async () => {
    const file = (name: string) => fileURLToPath(new URL(`../ssl/${name}`, import.meta.url));
    const context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH);
    context.load_cert_chain(file("localhost.pem"), file("localhost.key.pem"));
    const requests: unknown[] = [];
    class Secret extends ThreadingTCPServer {
      override async server_activate() {
        await super.server_activate();
        this.socket = await context.wrap_socket(this.socket, { server_side: true });
      }
      override async get_request() {
        const [request, address] = await super.get_request();
        requests.push(request);
        return [request, address] as const;
      }
    }
    const server = await serving(new Secret(LOCAL, Upper));
    const trusting = ssl.create_default_context(ssl.Purpose.SERVER_AUTH, {
      cafile: file("localhost.pem"),
    });
    const plain = await net.create_connection(server.server_address, { timeout: 5 });
    await using client = await trusting.wrap_socket(plain, { server_hostname: "localhost" });
    await client.sendall(bytes("hello"));
    expect(text(await client.recv(10))).toBe("HELLO");
    expect(requests.every((request) => request instanceof ssl.SSLSocket)).toBe(true);
  });

  test("of an IPv6 server has addresses of four parts", async ({ skip }) => {
    class Six extends TCPServer<socket.Address6> {
      override address_family: number = socket.AF_INET6;
    }
    class Handler extends BaseRequestHandler<socket.socket<typeof socket.AF_INET6>, socket.Address6> {}
    const server = new Six(["::1", 0, 0, 0], Handler);
    open.push(server);
    try {
      await server.ready;
    } catch {
      skip("this machine has no IPv6");
    }
    expectType<socket.socket<typeof socket.AF_INET6>>()(server.socket);
    expect(server.server_address).toEqual(["::1", expect.any(Number), 0, 0]);
    expect(server.server_address[1]).toBeGreaterThan(0);
  });
});

test("a handler's files are those of makefile", async () => {
  class Lines extends StreamRequestHandler {
    override async handle() {
      expect([this.rfile, this.wfile].map((file) => isinstance(file, socket.BinaryFile))).toEqual([
        true,
        true,
      ]);
      expect(this.connection).toBe(this.request);
      for await (const line of this.rfile) await this.wfile.write(line);
    }
  }
  const server = await serving(new ThreadingTCPServer(LOCAL, Lines));
  expect(await ask(server.server_address, "a\nb")).toBe("a\nb");
});

test("create_connection is one function, and gives a socket.socket", async () => {
  expect(net.create_connection).toBe(socket.create_connection);
  const server = await serving(new TCPServer(LOCAL, Upper));
  const client = await net.create_connection(server.server_address);
  expectType<socket.socket>()(client);
  expect(isinstance(client, socket.socket)).toBe(true);
  // Small pieces leave at once, as asyncio has it.
  expect(client.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)).toBe(1);
  await client.close();
});

test("release gives Node's socket, with what was received and not read", async () => {
  const server = await socket.create_server(LOCAL);
  const far = await net.create_connection(server.getsockname());
  const [near] = await server.accept();
  await server.close();
  for (const [from, to] of [
    [far, near],
    [near, far],
  ] as const) {
    await from.sendall(bytes("hello"));
    expect(text(await to.recv(2))).toBe("he");
  }
  for (const sock of [near, far]) {
    const node = sock.release();
    expect(sock.closed).toBe(true);
    await expect(sock.recv(1)).rejects.toThrow("[Errno 9] Bad file descriptor");
    // From here on it reads and ends as every socket of Node's.
    const whole = everything(node.resume());
    if (sock === near) {
      await far.sendall(bytes(" again"));
      far.shutdown(socket.SHUT_WR);
      expect(text(await whole)).toBe("llo again");
      node.end(" and again");
    } else expect(text(await whole)).toBe("llo and again");
    node.destroy();
    await once(node, "close");
  }
});

// Compile-time tests.
declare const handlers: {
  readonly base: BaseRequestHandler;
  readonly stream: StreamRequestHandler;
  readonly path: StreamRequestHandler<string>;
  readonly datagram: DatagramRequest;
};
() => {
  expectType<socket.socket>()(handlers.base.request);
  expectType<socket.socket>()(handlers.stream.connection);
  expectType<socket.socket<typeof socket.AF_UNIX>>()(handlers.path.request);
  expectType<socket.socket>()(handlers.datagram[1]);
};
