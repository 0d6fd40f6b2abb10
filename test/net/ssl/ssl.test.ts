// TLS over sockets, both sides; the certificate is a test's own, for `localhost`.

import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import * as socket from "../../../src/net/socket/index.ts";
import * as ssl from "../../../src/net/ssl/index.ts";
import { OSError, TimeoutError, ValueError } from "../../../src/protocols/errors.ts";
import { b, connected, errorOf, keep, s } from "../socket/support.ts";

const CERT = fileURLToPath(new URL("localhost.pem", import.meta.url));
const KEY = fileURLToPath(new URL("localhost.key.pem", import.meta.url));

function serverContext(): ssl.SSLContext {
  const context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH);
  context.load_cert_chain(CERT, KEY);
  return context;
}

const clientContext = () => ssl.create_default_context(ssl.Purpose.SERVER_AUTH, { cafile: CERT });

/** Both ends of a connection with TLS over it. */
async function secured(
  server = serverContext(),
  client = clientContext(),
  server_hostname: string | null = "localhost",
) {
  const pair = await connected();
  const [far, near] = await Promise.allSettled([
    server.wrap_socket(pair.conn, { server_side: true }),
    client.wrap_socket(pair.client, { server_hostname }),
  ]);
  for (const end of [far, near]) if (end.status === "fulfilled") keep(end.value);
  return { far, near };
}

async function both(...args: Parameters<typeof secured>) {
  const { far, near } = await secured(...args);
  if (far.status === "rejected") throw far.reason;
  if (near.status === "rejected") throw near.reason;
  return { conn: far.value, client: near.value };
}

describe("a connection", () => {
  test("has the methods of a socket", async () => {
    const { conn, client } = await both();
    await client.sendall(b("hello"));
    expect(s(await conn.recv(2))).toBe("he");
    expect(s(await conn.recv(10))).toBe("llo");
    await conn.sendall(b("HELLO"));
    expect(s(await client.recv(5))).toBe("HELLO");
    expect(client.getpeername()).toEqual(conn.getsockname());
    client.settimeout(0.02);
    await expect(client.recv(1)).rejects.toThrow(new TimeoutError("timed out"));
    void conn.close();
    client.settimeout(5);
    expect(await client.recv(1)).toHaveLength(0);
  });

  test("tells its version, cipher and certificate", async () => {
    const { conn, client } = await both();
    expect(client.version()).toBe("TLSv1.3");
    expect(client.cipher()).toEqual(["TLS_AES_256_GCM_SHA384", "TLSv1.3", 256]);
    expect(client.getpeercert()).toMatchObject({
      subject: [[["countryName", "XX"]], [["organizationName", "Tests"]], [["commonName", "localhost"]]],
      subjectAltName: [
        ["DNS", "localhost"],
        ["IP Address", "127.0.0.1"],
      ],
    });
    expect(client.getpeercert(true)?.length).toBeGreaterThan(200);
    expect(conn.getpeercert()).toBeNull();
  });

  test("agrees on a protocol (ALPN)", async () => {
    const [server, client] = [serverContext(), clientContext()];
    server.set_alpn_protocols(["echo/2", "echo/1"]);
    client.set_alpn_protocols(["echo/1"]);
    const ends = await both(server, client);
    expect(ends.client.selected_alpn_protocol()).toBe("echo/1");
    expect(ends.conn.selected_alpn_protocol()).toBe("echo/1");
  });

  test("carries a megabyte each way", async () => {
    const { conn, client } = await both();
    const data = new Uint8Array(2 ** 20).fill(7);
    const [there, back] = await Promise.all([
      conn.recv(data.length, socket.MSG_WAITALL),
      client.recv(data.length, socket.MSG_WAITALL),
      client.sendall(data),
      conn.sendall(data),
    ]);
    expect([there.length, back.length]).toEqual([data.length, data.length]);
  });
});

test("a listening socket accepts TLS connections, an unconnected one connects with TLS", async () => {
  const plain = keep(new socket.socket());
  await plain.bind(["127.0.0.1", 0]);
  await plain.listen();
  const server = keep(await serverContext().wrap_socket(plain, { server_side: true }));
  expect(plain.fileno()).toBe(-1);
  const client = keep(
    await clientContext().wrap_socket(new socket.socket(), { server_hostname: "127.0.0.1" }),
  );
  const [[conn]] = await Promise.all([server.accept(), client.connect(server.getsockname())]);
  keep(conn);
  await conn.sendall(b("welcome"));
  expect(s(await client.recv(1024))).toBe("welcome");
});

test("do_handshake waits for hands that were not shaken at once", async () => {
  const pair = await connected();
  const later = { do_handshake_on_connect: false };
  const conn = keep(await serverContext().wrap_socket(pair.conn, { server_side: true, ...later }));
  const client = keep(
    await clientContext().wrap_socket(pair.client, { server_hostname: "localhost", ...later }),
  );
  expect([client.version(), client.cipher()]).toEqual([null, null]);
  expect(() => client.getpeercert()).toThrow(new ValueError("handshake not done yet"));
  await Promise.all([conn.do_handshake(), client.do_handshake()]);
  expect(client.version()).toBe("TLSv1.3");
  await client.sendall(b("hello"));
  expect(s(await conn.recv(10))).toBe("hello");
});

describe("trust", () => {
  test("a certificate of nobody's is refused", async () => {
    const { near } = await secured(serverContext(), ssl.create_default_context());
    const error = near.status === "rejected" ? near.reason : undefined;
    expect(error).toBeInstanceOf(ssl.SSLCertVerificationError);
    expect(error).toBeInstanceOf(OSError);
    expect(error).toMatchObject({
      errno: 1,
      reason: "CERTIFICATE_VERIFY_FAILED",
      verify_code: 18,
      verify_message: "self-signed certificate",
      message: "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate",
    });
  });

  test("another host's certificate is refused", async () => {
    const { near } = await secured(serverContext(), clientContext(), "example.org");
    expect(near).toMatchObject({
      status: "rejected",
      reason: {
        verify_code: 62,
        verify_message: "Hostname mismatch, certificate is not valid for 'example.org'.",
      },
    });
  });

  test("unless nothing is checked", async () => {
    const context = ssl.create_default_context();
    context.check_hostname = false;
    context.verify_mode = ssl.CERT_NONE;
    const { client } = await both(serverContext(), context, null);
    expect(client.getpeercert()).toEqual({});
  });

  test("a server can ask its clients for certificates", async () => {
    const server = serverContext();
    server.verify_mode = ssl.CERT_REQUIRED;
    server.load_verify_locations({ cafile: CERT });
    const known = clientContext();
    known.load_cert_chain(CERT, KEY);
    const { conn } = await both(server, known);
    expect(conn.getpeercert()).toMatchObject({ version: 3 });
    const { far } = await secured(server, clientContext());
    expect(far.status === "rejected" && far.reason).toBeInstanceOf(ssl.SSLError);
  });
});

describe("wrap_socket", () => {
  test("refuses what does not go together", async () => {
    const sock = keep(new socket.socket());
    const udp = keep(new socket.socket(socket.AF_INET, socket.SOCK_DGRAM));
    await expect(clientContext().wrap_socket(sock)).rejects.toThrow(
      new ValueError("check_hostname requires server_hostname"),
    );
    await expect(
      serverContext().wrap_socket(sock, { server_side: true, server_hostname: "x" }),
    ).rejects.toThrow(new ValueError("server_hostname can only be specified in client mode"));
    await expect(clientContext().wrap_socket(udp)).rejects.toThrow("only stream sockets are supported");
    await expect(serverContext().wrap_socket(sock)).rejects.toThrow(
      "Cannot create a client socket with a PROTOCOL_TLS_SERVER context",
    );
  });

  test("a peer that does not speak TLS is an SSLError", async () => {
    const { client, conn } = await connected();
    const wrapping = errorOf(() => clientContext().wrap_socket(client, { server_hostname: "localhost" }));
    await conn.sendall(b("220 this is another protocol\r\n"));
    const error = await wrapping;
    expect(error).toBeInstanceOf(ssl.SSLError);
    expect(error).toMatchObject({ reason: "WRONG_VERSION_NUMBER", library: "SSL" });
  });

  test("a peer that leaves is an SSLEOFError, one that is silent a TimeoutError", async () => {
    const left = await connected();
    const leaving = errorOf(() => clientContext().wrap_socket(left.client, { server_hostname: "localhost" }));
    void left.conn.close();
    expect(await leaving).toBeInstanceOf(ssl.SSLEOFError);
    const silent = await connected();
    silent.client.settimeout(0.05);
    const error = await errorOf(() =>
      clientContext().wrap_socket(silent.client, { server_hostname: "localhost" }),
    );
    expect(error).toBeInstanceOf(TimeoutError);
  });
});

test("a context refuses what is no certificate", () => {
  const context = new ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER);
  expect(() => context.load_cert_chain("/no/such/file.pem")).toThrow("[Errno 2] No such file or directory");
  expect(() => context.load_cert_chain(fileURLToPath(import.meta.url))).toThrow(ssl.SSLError);
  expect(() => context.load_verify_locations({})).toThrow("cafile, capath and cadata cannot be all omitted");
});
