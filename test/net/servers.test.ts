// The other servers and handlers: datagrams, paths, files; and how the mix-ins combine.

import { createSocket } from "node:dgram";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { bases } from "../../src/meta/bases.ts";
import { mro } from "../../src/meta/mro.ts";
import {
  BaseRequestHandler,
  BaseServer,
  type DatagramRequest,
  DatagramRequestHandler,
  ForkingTCPServer,
  ForkingUDPServer,
  ForkingUnixStreamServer,
  StreamRequestHandler,
  TCPServer,
  ThreadingMixIn,
  ThreadingTCPServer,
  ThreadingUDPServer,
  ThreadingUnixStreamServer,
  UDPServer,
  UnixDatagramServer,
  UnixStreamServer,
} from "../../src/net/socketserver.ts";
import type { Address } from "../../src/net/stream.ts";
import { bytes, everything, pause, text } from "./support/pair.ts";

const LOCAL: Address = ["127.0.0.1", 0];

interface AnyServer {
  readonly ready: Promise<unknown>;
  serve_forever(interval: number): Promise<void>;
  server_close(): Promise<void>;
}

const open: AnyServer[] = [];

async function serving<S extends AnyServer>(server: S): Promise<S> {
  open.push(server);
  await server.ready;
  void server.serve_forever(0.05);
  return server;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.server_close()));
});

/** Sends datagrams and gives as many answers. */
async function exchange(port: number, ...questions: string[]): Promise<string[]> {
  const client = createSocket("udp4");
  const answers: string[] = [];
  const enough = new Promise<void>((resolve) => {
    client.on("message", (data) => {
      answers.push(text(data));
      if (answers.length === questions.length) resolve();
    });
  });
  for (const question of questions) client.send(question, port, "127.0.0.1");
  await enough;
  client.close();
  return answers;
}

class UpperPacket extends BaseRequestHandler<DatagramRequest> {
  override async handle() {
    const [data, socket] = this.request;
    await socket.sendto(bytes(text(data).toUpperCase()), this.client_address);
  }
}

describe("the mix-ins", () => {
  test("stand in CPython's order", () => {
    const names = (cls: abstract new (...args: never[]) => object) =>
      mro(cls as never).map((each) => each.name);
    const tcp = ["TCPServer", "BaseServer", "object"];
    const udp = ["UDPServer", ...tcp];
    expect(names(TCPServer)).toEqual(tcp);
    expect(names(UDPServer)).toEqual(udp);
    expect(names(UnixStreamServer)).toEqual(["UnixStreamServer", ...tcp]);
    expect(names(UnixDatagramServer)).toEqual(["UnixDatagramServer", ...udp]);
    expect(names(ThreadingTCPServer)).toEqual(["ThreadingTCPServer", "ThreadingMixIn", ...tcp]);
    expect(names(ThreadingUDPServer)).toEqual(["ThreadingUDPServer", "ThreadingMixIn", ...udp]);
    expect(names(ForkingTCPServer)).toEqual(["ForkingTCPServer", "ForkingMixIn", ...tcp]);
    expect(names(ForkingUDPServer)).toEqual(["ForkingUDPServer", "ForkingMixIn", ...udp]);
    expect(names(ForkingUnixStreamServer).slice(0, 3)).toEqual([
      "ForkingUnixStreamServer",
      "ForkingMixIn",
      "UnixStreamServer",
    ]);
  });

  test("combine with a server of one's own", async () => {
    class Own extends TCPServer {
      served = 0;
      override verify_request() {
        this.served++;
        return true;
      }
    }
    class Server extends bases(ThreadingMixIn, Own) {}
    class Hello extends BaseRequestHandler {
      override async handle() {
        await this.request.sendall(bytes("hello"));
      }
    }
    const server = await serving(new Server(LOCAL, Hello));
    expect(server).toBeInstanceOf(BaseServer);
    const client = connect(server.server_address[1], "127.0.0.1");
    expect(text(await everything(client))).toBe("hello");
    expect(server.served).toBe(1);
  });

  test("have CPython's attributes", () => {
    const forking = new ForkingTCPServer(LOCAL, BaseRequestHandler, false);
    expect([forking.timeout, forking.active_children, forking.block_on_close]).toEqual([300, null, true]);
    const threading = new ThreadingTCPServer(LOCAL, BaseRequestHandler, false);
    expect([threading.timeout, threading.daemon_threads, threading.block_on_close]).toEqual([
      null,
      false,
      true,
    ]);
  });

  test.each([
    ["block_on_close=false", { block_on_close: false }],
    ["daemon_threads=true", { daemon_threads: true }],
  ])("server_close with %s does not wait for requests in flight", async (_, attributes) => {
    class Waiting extends BaseRequestHandler {
      override async handle() {
        await this.request.recv(1);
      }
    }
    const server = Object.assign(new ThreadingTCPServer(LOCAL, Waiting), attributes);
    await server.ready;
    void server.serve_forever(0.05);
    const client = connect(server.server_address[1], "127.0.0.1");
    while (server.active_requests === 0) await pause(5);
    await server.server_close();
    expect(server.active_requests).toBe(1);
    client.destroy();
    while (server.active_requests > 0) await pause(5);
  });
});

describe("UDPServer", () => {
  test.each([UDPServer, ThreadingUDPServer])("$name answers each datagram", async (Server) => {
    const server = await serving(new Server(LOCAL, UpperPacket));
    expect((await exchange(server.server_address[1], "a", "b", "c")).sort()).toEqual(["A", "B", "C"]);
  });

  test("an empty datagram is a message too", async () => {
    const server = await serving(new UDPServer(LOCAL, UpperPacket));
    expect(await exchange(server.server_address[1], "")).toEqual([""]);
  });

  test("serves one at a time, in order", async () => {
    class Slow extends UpperPacket {
      override async handle() {
        const before = ++busy;
        await pause(5);
        expect(busy).toBe(before);
        await super.handle();
      }
    }
    let busy = 0;
    const server = await serving(new UDPServer(LOCAL, Slow));
    expect(await exchange(server.server_address[1], "1", "2", "3")).toEqual(["1", "2", "3"]);
  });

  test("what is longer than max_packet_size is cut", async () => {
    class Short extends UDPServer {
      override max_packet_size = 4;
    }
    const server = await serving(new Short(LOCAL, UpperPacket));
    expect(await exchange(server.server_address[1], "hello")).toEqual(["HELL"]);
  });

  test("a request in flight is answered although the server shuts down", async () => {
    let arrived = () => {};
    const arrival = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    class Slow extends UpperPacket {
      override async handle() {
        arrived();
        await pause(50);
        await super.handle();
      }
    }
    const server = await serving(new ThreadingUDPServer(LOCAL, Slow));
    const answer = exchange(server.server_address[1], "late");
    await arrival;
    await server.shutdown();
    expect(await answer).toEqual(["LATE"]);
  });

  test("gives its socket up although server_close follows a shutdown at once", async () => {
    const server = await new UDPServer(["127.0.0.1", 0], BaseRequestHandler).ready;
    const address = server.server_address;
    const serving = server.serve_forever();
    const shut = server.shutdown();
    await Promise.all([serving.then(() => server.server_close()), shut]);
    const again = await new UDPServer(address, BaseRequestHandler).ready;
    await again.server_close();
  });

  test("a handler that throws is reported, and the next datagram is served", async () => {
    const errors: unknown[] = [];
    class Reporting extends UDPServer {
      override handle_error(_request: unknown, _address: unknown, error: unknown) {
        errors.push(error);
      }
    }
    class Failing extends UpperPacket {
      override async handle() {
        if (this.request[0].length === 0) throw new Error("nothing");
        await super.handle();
      }
    }
    const server = await serving(new Reporting(LOCAL, Failing));
    const client = createSocket("udp4");
    await new Promise((resolve) => client.send("", server.server_address[1], "127.0.0.1", resolve));
    client.close();
    expect(await exchange(server.server_address[1], "x")).toEqual(["X"]);
    expect(errors).toEqual([new Error("nothing")]);
  });

  test("DatagramRequestHandler answers with what was written to wfile, as one datagram", async () => {
    class Lines extends DatagramRequestHandler {
      override async handle() {
        for await (const line of this.rfile) await this.wfile.write(bytes(`<${text(line).trim()}>`));
      }
    }
    const server = await serving(new UDPServer(LOCAL, Lines));
    expect(await exchange(server.server_address[1], "a\nb\nc")).toEqual(["<a><b><c>"]);
  });
});

describe.skipIf(process.platform === "win32")("servers of a path", () => {
  class Upper extends BaseRequestHandler {
    override async handle() {
      await this.request.sendall(bytes(text(await this.request.recv(100)).toUpperCase()));
    }
  }

  test.each([UnixStreamServer, ThreadingUnixStreamServer])(
    "$name serves, and its clients have no name",
    async (Server) => {
      const folder = mkdtempSync(join(tmpdir(), "dunder-"));
      try {
        const names: unknown[] = [];
        class Named extends Upper {
          override setup() {
            names.push(this.client_address, this.request.getpeername(), this.request.getsockname());
          }
        }
        const path = join(folder, "socket");
        const server = await serving(new Server(path, Named as never));
        const client = connect(path);
        client.write("hello");
        expect(text(await everything(client))).toBe("HELLO");
        expect(names).toEqual(["", "", path]);
        await server.server_close();
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );

  test("datagrams through a path are beyond Node, and an OSError", async () => {
    const server = new UnixDatagramServer("/tmp/none", BaseRequestHandler as never);
    await expect(server.ready).rejects.toThrow("[Errno 94] Socket type not supported: Node has no");
  });
});

describe("StreamRequestHandler", () => {
  async function talk(Handler: typeof StreamRequestHandler<Address>, question: string): Promise<string> {
    const server = await serving(new ThreadingTCPServer(LOCAL, Handler));
    const client = connect({ port: server.server_address[1], host: "127.0.0.1", allowHalfOpen: true });
    client.end(question);
    const answer = text(await everything(client));
    client.destroy();
    return answer;
  }

  test("rfile gives lines, and wfile sends at once", async () => {
    class Upper extends StreamRequestHandler {
      override async handle() {
        for await (const line of this.rfile) await this.wfile.write(bytes(text(line).toUpperCase()));
      }
    }
    expect(await talk(Upper, "a\nbc\n\nrest")).toBe("A\nBC\n\nREST");
  });

  test("a wfile with a buffer is flushed when the handler is through", async () => {
    class Buffered extends StreamRequestHandler {
      override wbufsize = 100;
      override disable_nagle_algorithm = true;
      override async handle() {
        expect(await this.wfile.write(bytes("held"))).toBe(4);
        await this.wfile.write(bytes(" back"));
      }
    }
    expect(await talk(Buffered, "")).toBe("held back");
  });

  test.each([-1, 0, 3])("rfile of rbufsize %i reads exactly what is asked for", async (rbufsize) => {
    class Reading extends StreamRequestHandler {
      override rbufsize = rbufsize;
      override async handle() {
        const parts = [await this.rfile.readline(), await this.rfile.readline(2), await this.rfile.read1(3)];
        parts.push(await this.rfile.read(0), await this.rfile.read());
        await this.wfile.writelines(parts.map((part) => bytes(`[${text(part)}]`)));
      }
    }
    expect(await talk(Reading, "one\ntwo\nthree\nfour")).toBe("[one\n][tw][o\nt][][hree\nfour]");
  });

  test("a timeout ends a read that gets nothing", async () => {
    let seen: unknown;
    class Impatient extends StreamRequestHandler {
      override timeout = 0.05;
      override async handle() {
        seen = await this.rfile.readline().catch((error) => error);
      }
    }
    const server = await serving(new ThreadingTCPServer(LOCAL, Impatient));
    const client = connect(server.server_address[1], "127.0.0.1");
    await everything(client);
    expect(seen).toMatchObject({ message: "timed out" });
    client.destroy();
  });
});

describe("handle_request", () => {
  test("gives up when its signal aborts, with the reason", async () => {
    const server = await new TCPServer(LOCAL, BaseRequestHandler).ready;
    open.push(server);
    const controller = new AbortController();
    const handled = server.handle_request({ signal: controller.signal });
    setTimeout(() => controller.abort(new Error("enough")), 20);
    await expect(handled).rejects.toThrow("enough");
  });

  test("waits no longer than the socket's own timeout", async () => {
    let timeouts = 0;
    class Server extends TCPServer {
      override handle_timeout() {
        timeouts++;
      }
    }
    const server = await new Server(LOCAL, BaseRequestHandler).ready;
    open.push(server);
    server.socket.settimeout(0.02);
    await server.handle_request();
    expect(timeouts).toBe(1);
  });

  test("an empty host is every address, and a name is looked up in the server's family", async () => {
    for (const [host, bound] of [
      ["", "0.0.0.0"],
      ["localhost", "127.0.0.1"],
    ] as const) {
      const tcp = await serving(new TCPServer([host, 0], BaseRequestHandler));
      const udp = await serving(new UDPServer([host, 0], UpperPacket));
      expect([tcp.server_address[0], udp.server_address[0]]).toEqual([bound, bound]);
    }
  });

  test("a server has the number of its descriptor while it is open", async () => {
    const server = await new TCPServer(LOCAL, BaseRequestHandler).ready;
    if (process.platform !== "win32") expect(server.fileno()).toBeGreaterThan(2);
    await server.server_close();
    expect(server.fileno()).toBe(-1);
  });
});
