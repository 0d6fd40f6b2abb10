// Servers that speak TLS: who gets through, who does not, and who holds up whom.

import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { bases } from "../../../src/meta/bases.ts";
import { recv_frame } from "../../../src/net/frame-stream.ts";
import { framed } from "../../../src/net/framed.ts";
import { authenticateWith } from "../../../src/net/services/auth/authenticate-with.ts";
import type { Authenticator } from "../../../src/net/services/auth/authenticator.ts";
import type { Address } from "../../../src/net/socket/address.ts";
import * as socket from "../../../src/net/socket/index.ts";
import {
  type AnyHandlerClass,
  BaseRequestHandler,
  TCPServer,
  ThreadingTCPServer,
  TLSMixIn,
} from "../../../src/net/socketserver.ts";
import * as ssl from "../../../src/net/ssl/index.ts";
import { TimeoutError, ValueError } from "../../../src/protocols/errors.ts";
import { authenticator, KEY, outcome } from "../services/auth/support.ts";
import { b, errorOf, pause, s } from "../socket/support.ts";
import { hasPython } from "../support/python.ts";
import { CERT, clientContext, OTHER, serverContext } from "./tls-support.ts";

/** Gives back in upper case what it gets. */
class Upper extends BaseRequestHandler {
  override async handle() {
    for (let data = await this.request.recv(1024); data.length > 0; data = await this.request.recv(1024)) {
      await this.request.sendall(b(s(data).toUpperCase()));
    }
  }
}

class Server extends bases(TLSMixIn, ThreadingTCPServer) {
  override ssl_context: ssl.SSLContext | null = serverContext();
  /** What `handle_error` was told, and what it said of it. */
  readonly errors: unknown[] = [];
  readonly reports: string[] = [];
  override stderr = { write: (text: string) => this.reports.push(text) };

  override handle_error(request: unknown, client_address: unknown, error: unknown) {
    this.errors.push(error);
    return super.handle_error(request, client_address, error);
  }
}

const open: { server_close(): Promise<void> }[] = [];
const clients: socket.socket[] = [];

/** Remembers a client, to cut its connection when the test ends. */
function keep<S extends socket.socket>(client: S): S {
  clients.push(client);
  return client;
}

afterEach(async () => {
  for (const client of clients.splice(0)) client.abort();
  await Promise.all(open.splice(0).map((server) => server.server_close()));
});

async function serving(
  handler: AnyHandlerClass = Upper,
  prepare: (server: Server) => void = () => {},
): Promise<Server> {
  const server = new Server(["127.0.0.1", 0], handler);
  prepare(server);
  open.push(server);
  await server.ready;
  void server.serve_forever(0.05);
  return server;
}

/** A TLS connection to a server. */
async function dial(
  server: { readonly server_address: unknown },
  context = clientContext(),
): Promise<ssl.SSLSocket> {
  const plain = keep(await socket.create_connection(server.server_address as [string, number]));
  return keep(await context.wrap_socket(plain, { server_hostname: "localhost" }));
}

async function upper(connection: socket.socket, text: string): Promise<string> {
  await connection.sendall(b(text));
  return s(await connection.recv(1024));
}

/** Waits until something is so. */
async function until(so: () => boolean): Promise<void> {
  while (!so()) await pause(5);
}

test("a handler sees a socket like any other, and says what is encrypted", async () => {
  const seen: socket.socket[] = [];
  class Handler extends Upper {
    override setup() {
      seen.push(this.request);
    }
  }
  const server = await serving(Handler);
  const client = await dial(server);
  expect(await upper(client, "hello")).toBe("HELLO");
  expect(client.version()).toBe("TLSv1.3");
  const [request] = seen;
  expect(request).toBeInstanceOf(ssl.SSLSocket);
  expect(request?.getpeername()).toEqual(client.getsockname());
  await client.close();
  await until(() => server.active_requests === 0);
  expect(server.errors).toEqual([]);
});

test("a reply that follows the client's end arrives whole", async () => {
  class Digest extends BaseRequestHandler {
    override async handle() {
      const hash = createHash("sha256");
      for (let data = await this.request.recv(65_536); data.length > 0; ) {
        hash.update(data);
        data = await this.request.recv(65_536);
      }
      await this.request.sendall(hash.digest());
    }
  }
  const client = await dial(await serving(Digest));
  const data = randomBytes(300_000);
  await client.sendall(data);
  client.shutdown(socket.SHUT_WR);
  const answer = await client.recv(32, socket.MSG_WAITALL);
  expect(Buffer.from(answer)).toEqual(createHash("sha256").update(data).digest());
  expect(await client.recv(1)).toHaveLength(0);
});

describe("a handshake that fails", () => {
  test("holds up nobody while it stalls, and ends by its deadline", async () => {
    const server = await serving(Upper, (made) => {
      made.handshake_timeout = 0.2;
    });
    const stalled = await Promise.all(
      Array.from({ length: 20 }, async () => keep(await socket.create_connection(server.server_address))),
    );
    const began = performance.now();
    expect(await upper(await dial(server), "hello")).toBe("HELLO");
    expect(performance.now() - began).toBeLessThan(150);
    for (const client of stalled) expect(await client.recv(1)).toHaveLength(0);
    await until(() => server.errors.length === 20);
    for (const error of server.errors) expect(error).toBeInstanceOf(TimeoutError);
  });

  test("comes to handle_error, and is reported nowhere", async () => {
    const server = await serving();
    const plain = keep(await socket.create_connection(server.server_address));
    await plain.sendall(b("GET / HTTP/1.1\r\n\r\n"));
    await until(() => server.errors.length === 1);
    expect(server.errors[0]).toBeInstanceOf(ssl.SSLError);
    const lost = connect(server.server_address[1], "127.0.0.1");
    lost.on("connect", () => lost.resetAndDestroy());
    await until(() => server.errors.length === 2);
    expect(server.reports).toEqual([]);
    expect(await upper(await dial(server), "hello")).toBe("HELLO");
  });

  test("leaves no connection behind, and counts as one while it lasts", async () => {
    const server = await serving(Upper, (made) => {
      made.max_connections = 2;
      made.handshake_timeout = 0.1;
    });
    for (let round = 0; round < 3; round++) {
      const [first, second, third] = await Promise.all(
        Array.from({ length: 3 }, async () => keep(await socket.create_connection(server.server_address))),
      );
      for (const client of [first, second, third]) await client?.recv(1).catch(() => {});
      await until(() => server.active_requests === 0);
      expect(server.errors).toHaveLength(2 * (round + 1));
    }
    const client = await dial(server);
    expect(await upper(client, "hello")).toBe("HELLO");
  });

  test("is cut by a shutdown that cannot wait", async () => {
    const server = await serving(Upper, (made) => {
      made.handshake_timeout = null;
    });
    const stalled = keep(await socket.create_connection(server.server_address));
    await until(() => server.active_requests === 1);
    await server.shutdown({ deadline: 0.05 });
    await stalled.recv(1).catch(() => {});
    await until(() => server.active_requests === 0);
    expect(server.reports).toEqual([]);
  });
});

test("an error of a handler is reported as ever, with the connection still open for handle_error", async () => {
  class Failing extends BaseRequestHandler {
    override handle() {
      throw new Error("no luck");
    }
  }
  const server = await serving(Failing);
  const client = await dial(server);
  expect(await client.recv(1)).toHaveLength(0);
  expect(server.reports.join("")).toContain("no luck");
});

describe("who is let in", () => {
  test("a client that does not trust the server's certificate stops there", async () => {
    const server = await serving();
    const error = await errorOf(() => dial(server, clientContext(OTHER)));
    expect(error).toBeInstanceOf(ssl.SSLCertVerificationError);
    expect(error).toMatchObject({ verify_message: "self-signed certificate" });
  });

  test("a client without a certificate is not let in where one is required", async () => {
    const server = await serving(Upper, (made) => {
      made.ssl_context = serverContext(CERT, OTHER);
    });
    expect(await upper(await dial(server, clientContext(CERT, OTHER)), "hello")).toBe("HELLO");
    // Of TLS 1.3 a client is through when the server has not looked at its certificate yet: it learns of it later.
    const ended = (own: string | null) =>
      dial(server, clientContext(CERT, own))
        .then((client) => upper(client, "hello"))
        .catch((error: unknown) => error);
    expect(await ended(null)).toMatchObject({ reason: "TLSV13_ALERT_CERTIFICATE_REQUIRED" });
    expect(["", "ConnectionResetError"]).toContain(
      await ended(CERT).then((end) => (end as Error).name ?? end),
    );
    expect(server.errors).toHaveLength(2);
    expect(server.errors[1]).toBeInstanceOf(ssl.SSLCertVerificationError);
    expect(server.reports).toEqual([]);
  });

  test("a handler can ask whose certificate it was", async () => {
    const names: unknown[] = [];
    class Handler extends BaseRequestHandler<ssl.SSLSocket> {
      override handle() {
        names.push(this.request.getpeercert()?.subject);
      }
    }
    const server = await serving(Handler, (made) => {
      made.ssl_context = serverContext(CERT, OTHER);
    });
    const client = await dial(server, clientContext(CERT, OTHER));
    expect(await client.recv(1)).toHaveLength(0);
    expect(names).toEqual([
      [[["countryName", "XX"]], [["organizationName", "Others"]], [["commonName", "localhost"]]],
    ]);
  });
});

describe("keys over TLS", () => {
  /** Authenticates, then takes files, and answers each with its digest. */
  function files(authenticator: Authenticator, ended: string[] = []) {
    return class extends BaseRequestHandler {
      override async handle() {
        ended.push(await outcome(authenticator.authenticate(this.request)));
        if (ended.at(-1) !== "laptop") return;
        const frame = await recv_frame(this.request);
        const sha256 = createHash("sha256")
          .update(frame?.body ?? "")
          .digest("hex");
        await framed(this.request).send_frame({ ok: true, sha256 });
      }
    };
  }

  async function upload(connection: socket.socket, data: Uint8Array): Promise<unknown> {
    await framed(connection).send_frame({ cmd: "put", filename: "a", filesize: data.length }, data);
    return (await recv_frame(connection))?.header.sha256;
  }

  const authenticate = authenticateWith({ id: "laptop", key: KEY });
  const data = randomBytes(500_000);

  test("a file goes through TLS, behind proofs that are good on this connection alone", async () => {
    const client = await dial(await serving(files(authenticator())));
    await authenticate(client);
    expect(await upload(client, data)).toBe(createHash("sha256").update(data).digest("hex"));
  });

  /** A man in the middle: shows a certificate of its own, and passes everything on to the server, both ways. */
  async function relay(server: Server): Promise<Server> {
    class Relay extends BaseRequestHandler {
      override async handle() {
        const upstream = await dial(server);
        const pass = async (from: socket.socket, to: socket.socket) => {
          for (let part = await from.recv(65_536); part.length > 0; part = await from.recv(65_536)) {
            await to.sendall(part);
          }
          to.shutdown(socket.SHUT_WR);
        };
        await Promise.all([pass(this.request, upstream), pass(upstream, this.request)]);
      }
    }
    return serving(Relay, (made) => {
      made.ssl_context = serverContext(OTHER);
    });
  }

  test("a relay with another certificate does not get as far as that", async () => {
    const between = await relay(await serving(files(authenticator())));
    expect(await errorOf(() => dial(between))).toBeInstanceOf(ssl.SSLCertVerificationError);
  });

  test("a relay that a client trusts by mistake gets no proof that the server takes", async () => {
    const ended: string[] = [];
    const between = await relay(await serving(files(authenticator(), ended)));
    const client = await dial(between, clientContext(OTHER));
    expect(await outcome(authenticate(client))).toBe("rejected");
    expect(ended).toEqual(["wrong_proof"]);
  });

  test("without the binding the relay would stand between them unseen", async () => {
    const server = await serving(files(authenticator({ channelBinding: false })));
    const client = await dial(await relay(server), clientContext(OTHER));
    await authenticateWith({ id: "laptop", key: KEY, channelBinding: false })(client);
    expect(await upload(client, data)).toBe(createHash("sha256").update(data).digest("hex"));
  });

  test("a client that speaks TLS with a relay, which speaks none with the server, notices", async () => {
    const ended: string[] = [];
    const server = new ThreadingTCPServer(["127.0.0.1", 0], files(authenticator(), ended));
    open.push(server);
    await server.ready;
    void server.serve_forever(0.05);
    class Strip extends BaseRequestHandler {
      override async handle() {
        const upstream = keep(await socket.create_connection(server.server_address));
        await this.request.sendall(await upstream.recv(4096));
      }
    }
    const client = await dial(await serving(Strip));
    expect(await outcome(authenticate(client))).toBe("channel");
  });

  test("the binding is the same at both ends, and another one for each connection", async () => {
    const seen: Uint8Array[] = [];
    class Handler extends BaseRequestHandler<ssl.SSLSocket> {
      override handle() {
        seen.push(this.request.get_channel_binding("tls-exporter") ?? new Uint8Array());
      }
    }
    const server = await serving(Handler);
    const ours: unknown[] = [];
    for (let i = 0; i < 2; i++) {
      const client = await dial(server);
      ours.push(client.get_channel_binding("tls-exporter"));
      await client.recv(1);
    }
    expect(ours).toEqual(seen);
    expect(seen[0]).toHaveLength(32);
    expect(seen[0]).not.toEqual(seen[1]);
  });

  test("TLS 1.2 gives no binding: two of its connections may share the bytes", async () => {
    const client = await dial(
      await serving(Upper, (made) => {
        (made.ssl_context as ssl.SSLContext).maximum_version = ssl.TLSVersion.TLSv1_2;
      }),
    );
    expect(client.version()).toBe("TLSv1.2");
    expect(() => client.get_channel_binding("tls-exporter")).toThrow(
      new ValueError("channel binding needs TLS 1.3, this is TLSv1.2"),
    );
    expect(() => client.get_channel_binding()).toThrow(
      new ValueError("'tls-unique' channel binding type not implemented"),
    );
  });
});

describe("a context that cannot serve", () => {
  test.for([
    ["none", null, "ssl_context is not set: a server with TLSMixIn needs one"],
    ["a client's", clientContext(), "ssl_context is for clients: make it with Purpose.CLIENT_AUTH"],
    [
      "one without a certificate",
      ssl.create_default_context(ssl.Purpose.CLIENT_AUTH),
      "ssl_context has no certificate: call load_cert_chain",
    ],
  ] as const)("%s keeps the server from starting", async ([, context, message]) => {
    class Wrong extends bases(TLSMixIn, ThreadingTCPServer) {
      override ssl_context = context;
    }
    const server = new Wrong(["127.0.0.1", 0], Upper);
    const error = await errorOf(() => server.ready);
    expect(error).toEqual(new ValueError(message));
  });
});

test("a server of one at a time speaks TLS too", async () => {
  class Single extends bases(TLSMixIn, TCPServer<Address>) {
    override ssl_context = serverContext();
  }
  const server = new Single(["127.0.0.1", 0], Upper);
  open.push(server);
  await server.ready;
  void server.serve_forever(0.05);
  for (const text of ["first", "second"]) {
    const client = await dial(server);
    expect(await upper(client, text)).toBe(text.toUpperCase());
    await client.close();
  }
});

test("workers of a forking server shake hands themselves", { timeout: 30_000 }, async () => {
  const program = spawn(
    process.execPath,
    ["--import", "tsx", fileURLToPath(new URL("forking-tls.ts", import.meta.url))],
    { stdio: ["pipe", "pipe", "inherit"], timeout: 30_000 },
  );
  const lines = createInterface({ input: program.stdout })[Symbol.asyncIterator]();
  try {
    const [pid, port] = String((await lines.next()).value).split(" ");
    const client = await dial({ server_address: ["127.0.0.1", Number(port)] });
    expect(await upper(client, "pid")).not.toBe(pid);
    expect(await upper(client, "hello")).toBe("HELLO");
    await client.close();
    program.stdin.end();
    expect((await lines.next()).value).toBe("closed");
  } finally {
    program.kill("SIGKILL");
  }
});

test.skipIf(!hasPython)("CPython's client talks to it", { timeout: 30_000 }, async () => {
  const server = await serving();
  const peers = fileURLToPath(new URL("../ssl/peers.py", import.meta.url));
  const child = spawn("python3", [peers, "client", CERT, String(server.server_address[1])], {
    stdio: ["ignore", "pipe", "inherit"],
    timeout: 30_000,
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  expect((await lines.next()).value).toBe("TLSv1.3 TLS_AES_256_GCM_SHA384 b'HELLO'");
});
