// Servers and handlers: CPython's order of calls, and a server that nothing brings down.

import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import type { BaseServer } from "../../src/net/base-server.ts";
import { BaseRequestHandler } from "../../src/net/request-handler.ts";
import type { socket } from "../../src/net/socket/socket.ts";
import { TCPServer, ThreadingTCPServer } from "../../src/net/socketserver.ts";
import type { Address } from "../../src/net/stream.ts";
import { OSError, RuntimeError, ValueError } from "../../src/protocols/errors.ts";
import { bytes, everything, pause, text } from "./support/pair.ts";
import { hasPython, python } from "./support/python.ts";

const LOCAL: Address = ["127.0.0.1", 0];

/** Answers each piece in upper case until the client ends. */
class Upper extends BaseRequestHandler {
  override async handle() {
    for (let data = await this.request.recv(1024); data.length > 0; data = await this.request.recv(1024)) {
      await this.request.sendall(bytes(text(data).toUpperCase()));
    }
  }
}

const open: BaseServer<socket>[] = [];

/** A server that serves until the test is over. */
async function serving<S extends BaseServer<socket>>(server: S): Promise<S> {
  open.push(server);
  await server.ready;
  void server.serve_forever(0.05);
  return server;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.server_close()));
});

function dial(server: BaseServer<socket>): Socket {
  const [host, port] = server.server_address;
  return connect({ host, port, allowHalfOpen: true }).on("error", () => {});
}

/** Says something, ends, and gives the whole answer. */
async function ask(server: BaseServer<socket>, question: string): Promise<string> {
  const client = dial(server);
  client.end(question);
  const answer = await everything(client);
  client.destroy();
  return text(answer);
}

describe("the order of calls", () => {
  // What CPython 3.14 logs for these; the test below asks the machine's own.
  const serve = ["server_bind", "server_activate", "get_request", "verify_request"];
  const handler = ["process_request", "finish_request", "setup", "handle", "finish"];
  const end = ["shutdown_request", "close_request", "server_close"];
  const CPYTHON: Record<string, readonly string[]> = {
    request: [...serve, ...handler, ...end],
    refused: [...serve, ...end],
    raising: [...serve, ...handler, "handle_error", ...end],
    timeout: ["server_bind", "server_activate", "handle_timeout", "server_close"],
    shutdown: [
      ...serve,
      ...handler.slice(0, -1),
      "shutdown",
      "finish",
      "shutdown_request",
      "close_request",
      "service_actions",
      "server_close",
    ],
  };

  /** A server and a handler that log each method they are called by. */
  function logging(scenario: string, log: string[]): TCPServer {
    class Handler extends Upper {
      override setup() {
        log.push("setup");
      }
      override async handle() {
        log.push("handle");
        if (scenario === "raising") throw new ValueError("handler");
        await super.handle();
      }
      override finish() {
        log.push("finish");
      }
    }
    class Server extends TCPServer {
      override timeout = 0.05;
      override verify_request() {
        log.push("verify_request");
        return scenario !== "refused";
      }
      override handle_error() {
        log.push("handle_error");
      }
    }
    const logged =
      "server_bind server_activate get_request process_request finish_request shutdown_request close_request " +
      "handle_timeout service_actions server_close";
    for (const name of logged.split(" ")) {
      const method = Reflect.get(Server.prototype, name) as (...args: unknown[]) => unknown;
      Object.defineProperty(Server.prototype, name, {
        value(...args: unknown[]) {
          log.push(name);
          return method.apply(this, args);
        },
      });
    }
    return new Server(LOCAL, Handler);
  }

  /** Calls `shutdown` while a handler waits for its client, then lets it have its way. */
  async function shutDownWithin(server: TCPServer, log: string[]): Promise<void> {
    const loop = server.serve_forever(60);
    const client = dial(server);
    while (!log.includes("handle")) await pause(5);
    log.push("shutdown");
    const stopped = server.shutdown();
    client.end("x");
    expect(text(await everything(client))).toBe("X");
    await Promise.all([stopped, loop]);
  }

  test.each(Object.keys(CPYTHON))("is CPython's: %s", async (scenario) => {
    const log: string[] = [];
    const server = logging(scenario, log);
    await server.ready;
    if (scenario === "timeout") await server.handle_request();
    else if (scenario === "shutdown") await shutDownWithin(server, log);
    else await Promise.all([server.handle_request(), ask(server, "x")]);
    await server.server_close();
    expect(log).toEqual(CPYTHON[scenario]);
  });

  test.skipIf(!hasPython)("as this machine's python3 logs it", async () => {
    expect(JSON.parse(await python("order.py", ...Object.keys(CPYTHON)))).toEqual(CPYTHON);
  });
});

describe("TCPServer", () => {
  test("the bound address is known once the server is ready", async () => {
    const server = await serving(new TCPServer(LOCAL, Upper));
    expect(server.server_address[1]).toBeGreaterThan(0);
    expect(await ask(server, "hello")).toBe("HELLO");
  });

  test("serves one connection at a time; the next one waits its turn", async () => {
    const server = await serving(new TCPServer(LOCAL, Upper));
    const first = dial(server);
    first.write("a");
    await new Promise((resolve) => first.once("data", resolve));
    const second = ask(server, "b");
    expect(await Promise.race([second, pause(100).then(() => "waits")])).toBe("waits");
    first.end();
    expect(await second).toBe("B");
  });

  test("an address in use is an OSError for whoever waits for the server", async () => {
    const server = await serving(new TCPServer(LOCAL, Upper));
    const other = new TCPServer(server.server_address, Upper);
    const error = await other.ready.catch((error) => error);
    expect(error).toBeInstanceOf(OSError);
    expect(error.message).toBe("[Errno 98] Address already in use");
    await expect(other.serve_forever()).rejects.toThrow(error);
  });

  test("bind_and_activate=false leaves both to the caller", async () => {
    const server = new TCPServer(LOCAL, Upper, false);
    await pause(10);
    expect(server.server_address).toEqual(LOCAL);
    await server.server_bind();
    await server.server_activate();
    await serving(server);
    expect(await ask(server, "x")).toBe("X");
  });

  test("verify_request turns a connection away unread", async () => {
    class Picky extends TCPServer {
      override verify_request() {
        return false;
      }
    }
    expect(await ask(await serving(new Picky(LOCAL, Upper)), "x")).toBe("");
  });

  test("service_actions runs while nothing happens", async () => {
    let calls = 0;
    class Counting extends TCPServer {
      override service_actions() {
        calls++;
      }
    }
    const server = new Counting(LOCAL, Upper);
    open.push(server);
    void server.serve_forever(0.01);
    await pause(200);
    expect(calls).toBeGreaterThan(3);
  });

  test("more connections than max_connections are closed at once", async () => {
    class Small extends ThreadingTCPServer {
      override max_connections = 2;
    }
    const server = await serving(new Small(LOCAL, Upper));
    const clients = [dial(server), dial(server)];
    for (const client of clients) {
      client.write("x");
      await new Promise((resolve) => client.once("data", resolve));
    }
    expect(await ask(server, "y")).toBe("");
    for (const client of clients) client.destroy();
    await pause(50);
    expect(await ask(server, "z")).toBe("Z");
  });

  // All of 127.0.0.0/8 is a Linux machine's own.
  test.skipIf(process.platform !== "linux")(
    "more connections of one host than max_connections_per_address are closed at once",
    async () => {
      class Fair extends ThreadingTCPServer {
        override max_connections_per_address: number | null = 2;
      }
      const server = await serving(new Fair(["", 0], Upper));
      const clients: Socket[] = [];
      const answer = (localAddress: string) =>
        new Promise<string>((resolve) => {
          const client = connect({ port: server.server_address[1], host: "127.0.0.1", localAddress });
          clients.push(client);
          client.once("data", (data) => resolve(text(data)));
          client.on("error", () => {}).once("close", () => resolve("closed"));
          client.write("x");
        });
      const hosts = ["127.0.0.1", "127.0.0.1", "127.0.0.2", "127.0.0.1"];
      const answers: string[] = [];
      for (const host of hosts) answers.push(await answer(host));
      expect(answers).toEqual(["X", "X", "X", "closed"]);
      clients[0]?.destroy();
      await pause(50);
      expect(await answer("127.0.0.1")).toBe("X");
      // The limit can be lifted and set again while connections are open.
      server.max_connections_per_address = null;
      expect(await answer("127.0.0.1")).toBe("X");
      server.max_connections_per_address = 3;
      expect(await answer("127.0.0.1")).toBe("closed");
      for (const client of clients) client.destroy();
    },
  );
});

describe("ThreadingTCPServer", () => {
  test("serves many connections at once", async () => {
    const server = await serving(new ThreadingTCPServer(LOCAL, Upper));
    const idle = Array.from({ length: 50 }, () => dial(server));
    const answers = await Promise.all(["a", "b", "c"].map((question) => ask(server, question)));
    expect(answers).toEqual(["A", "B", "C"]);
    for (const client of idle) client.destroy();
  });

  test("gives each connection a handler of its own, with request, client_address and server", async () => {
    const seen: unknown[] = [];
    class Looking extends BaseRequestHandler {
      override handle() {
        seen.push(this.client_address[0], this.server === server, this.request.getpeername()[1]);
      }
    }
    const server = await serving(new ThreadingTCPServer(LOCAL, Looking));
    const client = dial(server);
    await new Promise((resolve) => client.once("connect", resolve));
    const port = client.localPort;
    await everything(client);
    expect(seen).toEqual(["127.0.0.1", true, port]);
    client.destroy();
  });

  test("the reply reaches a client that has sent its end", async () => {
    const server = await serving(new ThreadingTCPServer(LOCAL, Upper));
    expect(await ask(server, "half-closed")).toBe("HALF-CLOSED");
  });
});

describe("a handler that throws", () => {
  class Failing extends Upper {
    override async handle() {
      await this.request.recv(1);
      throw new ValueError("no luck");
    }
  }

  test.each([TCPServer, ThreadingTCPServer])(
    "is reported in CPython's form, and $name goes on",
    async (Server) => {
      const server = new Server(LOCAL, Failing);
      let report = "";
      server.stderr = { write: (line) => (report += line) };
      await serving(server);
      const client = dial(server);
      await new Promise((resolve) => client.once("connect", resolve));
      const port = client.localPort;
      client.end("x");
      await everything(client);
      expect(await ask(server, "y")).toBe("");
      const line = "-".repeat(40);
      expect(report).toContain(
        `${line}\nException occurred during processing of request from ('127.0.0.1', ${port})\n`,
      );
      expect(report).toContain("ValueError: no luck\n");
      expect(report.split("\n").filter((each) => each === line)).toHaveLength(4);
      client.destroy();
    },
  );

  test("handle_error can be overridden, and gets the error", async () => {
    const errors: unknown[] = [];
    class Quiet extends ThreadingTCPServer {
      override handle_error(_request: socket, _address: Address, error: unknown) {
        errors.push(error);
      }
    }
    await ask(await serving(new Quiet(LOCAL, Failing)), "x");
    expect(errors).toEqual([new ValueError("no luck")]);
  });

  test("a handle_error that throws does not end the server either", async () => {
    let report = "";
    class Broken extends ThreadingTCPServer {
      override stderr = { write: (line: string) => (report += line) };
      override handle_error() {
        throw new RuntimeError("twice unlucky");
      }
    }
    const server = await serving(new Broken(LOCAL, Failing));
    await ask(server, "x");
    expect(await ask(server, "x")).toBe("");
    expect(report).toContain("twice unlucky");
  });

  test("a peer that resets the connection is reported nowhere", async () => {
    const server = new ThreadingTCPServer(LOCAL, Upper);
    let report = "";
    server.stderr = { write: (line) => (report += line) };
    await serving(server);
    const client = dial(server);
    client.write("x");
    await new Promise((resolve) => client.once("data", resolve));
    client.resetAndDestroy();
    await pause(50);
    expect(report).toBe("");
    expect(await ask(server, "still here")).toBe("STILL HERE");
  });

  test("a client that resets while it waits for its turn does no harm", async () => {
    const server = await serving(new TCPServer(LOCAL, Upper));
    const first = dial(server);
    first.write("a");
    await new Promise((resolve) => first.once("data", resolve));
    const second = dial(server);
    await new Promise((resolve) => second.once("connect", resolve));
    await pause(20);
    second.resetAndDestroy();
    await pause(20);
    first.end();
    expect(await ask(server, "c")).toBe("C");
  });
});

describe("shutdown", () => {
  test("ends serve_forever and lets a request in flight come to its end", async () => {
    const server = new ThreadingTCPServer(LOCAL, Upper);
    await server.ready;
    const loop = server.serve_forever();
    const client = dial(server);
    client.write("a");
    await new Promise((resolve) => client.once("data", resolve));
    const stopped = server.shutdown();
    await loop;
    const answer = everything(client);
    client.end("last");
    expect(text(await answer)).toBe("LAST");
    await stopped;
    client.destroy();
  });

  test("stops accepting", async () => {
    const server = new ThreadingTCPServer(LOCAL, Upper);
    const loop = server.serve_forever();
    await server.ready;
    await server.shutdown();
    await loop;
    const error = await new Promise((resolve) => dial(server).once("error", resolve));
    expect(error).toMatchObject({ code: "ECONNREFUSED" });
  });

  test("cuts connections that do not end by the deadline, and always resolves", async () => {
    const server = await serving(new ThreadingTCPServer(LOCAL, Upper));
    const client = dial(server);
    client.write("a");
    await new Promise((resolve) => client.once("data", resolve));
    const closed = new Promise((resolve) => client.once("close", resolve));
    const start = performance.now();
    client.resume().once("end", () => client.end());
    await server.shutdown({ deadline: 0.1 });
    expect(performance.now() - start).toBeLessThan(3000);
    await closed;
  });

  test("resolves for a server that was never started, and twice", async () => {
    const server = new TCPServer(LOCAL, Upper);
    await server.shutdown();
    await server.server_close();
    await server.server_close();
    await expect(server.serve_forever()).rejects.toThrow(OSError);
  });

  test("is followed by another serve_forever, at the same address", async () => {
    const server = await serving(new TCPServer(LOCAL, Upper));
    const { server_address } = server;
    await server.shutdown();
    await serving(server);
    expect(server.server_address).toEqual(server_address);
    expect(await ask(server, "again")).toBe("AGAIN");
  });

  test("comes from an AbortSignal too", async () => {
    const server = new TCPServer(LOCAL, Upper);
    const controller = new AbortController();
    const loop = server.serve_forever(0.5, { signal: controller.signal });
    await server.ready;
    controller.abort();
    await loop;
    await new TCPServer(LOCAL, Upper).serve_forever(0.5, { signal: AbortSignal.abort() });
  });

  test("a server is closed by await using", async () => {
    let address: Address;
    {
      await using server = await new TCPServer(LOCAL, Upper).ready;
      address = server.server_address;
    }
    const again = await new TCPServer(address, Upper).ready;
    expect(again.server_address).toEqual(address);
    await again.server_close();
  });

  test("a second serve_forever beside the first is refused", async () => {
    const server = await serving(new TCPServer(LOCAL, Upper));
    await expect(server.serve_forever()).rejects.toThrow(
      new RuntimeError("serve_forever is already running"),
    );
  });
});

test("a thousand connections leave nothing behind", { timeout: 20_000 }, async () => {
  let active = -1;
  class Watched extends ThreadingTCPServer {
    override service_actions() {
      active = this.active_requests;
    }
  }
  const server = await serving(new Watched(LOCAL, Upper));
  for (let i = 0; i < 20; i++) {
    await Promise.all(Array.from({ length: 50 }, () => ask(server, "x")));
  }
  await pause(200);
  expect(active).toBe(0);
});
