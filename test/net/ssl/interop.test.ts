// TLS with CPython's own ssl module over the wire, in both directions.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import * as socket from "../../../src/net/socket/index.ts";
import * as ssl from "../../../src/net/ssl/index.ts";
import { repr } from "../../../src/protocols/text/repr.ts";
import { b, keep, s } from "../socket/support.ts";
import { hasPython } from "../support/python.ts";

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const [CERT, KEY] = [path("localhost.pem"), path("localhost.key.pem")];

function peer(...args: string[]) {
  const child = spawn("python3", [path("peers.py"), ...args], {
    stdio: ["ignore", "pipe", "inherit"],
    timeout: 30_000,
  });
  let out = "";
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  const closed = once(child, "close");
  return {
    firstLine: async () => {
      while (!out.includes("\n")) await once(child.stdout, "data");
      return out.slice(0, out.indexOf("\n"));
    },
    output: async () => {
      await closed;
      return out.trimEnd().split("\n");
    },
  };
}

test.skipIf(!hasPython)("a client of this library, a server of CPython's", async () => {
  const server = peer("server", CERT, KEY);
  const context = ssl.create_default_context(ssl.Purpose.SERVER_AUTH, { cafile: CERT });
  const plain = await socket.create_connection(["127.0.0.1", Number(await server.firstLine())]);
  const client = keep(await context.wrap_socket(plain, { server_hostname: "localhost" }));
  await client.sendall(b("hello"));
  expect(s(await client.recv(1024))).toBe("HELLO");
  expect(client.version()).toBe("TLSv1.3");
  await client.close();
  await server.output();
});

test.skipIf(!hasPython)("a client of CPython's, a server of this library", async () => {
  const context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH);
  context.load_cert_chain(CERT, KEY);
  const plain = await socket.create_server(["127.0.0.1", 0]);
  const server = keep(await context.wrap_socket(plain, { server_side: true }));
  const client = peer("client", CERT, String(server.getsockname()[1]));
  const [conn] = await server.accept();
  for (let msg = await conn.recv(1024); msg.length > 0; msg = await conn.recv(1024)) {
    await conn.sendall(b(s(msg).toUpperCase()));
  }
  await conn.close();
  const [spoken, certificate] = await client.output();
  expect(spoken).toBe("TLSv1.3 TLS_AES_256_GCM_SHA384 b'HELLO'");
  // What CPython makes of the certificate is what this library makes of it.
  const mine = keep(new socket.socket());
  const trusting = ssl.create_default_context(ssl.Purpose.SERVER_AUTH, { cafile: CERT });
  await mine.connect(server.getsockname());
  const [again, end] = await Promise.all([
    trusting.wrap_socket(mine, { server_hostname: "localhost" }),
    server.accept(),
  ]);
  keep(again);
  keep(end[0]);
  const tuples = (text: string) =>
    text
      .replace(/[[\]()]/g, "")
      .replaceAll(",", "")
      .split(/\s+/)
      .join(" ");
  const { subjectAltName, ...rest } = again.getpeercert() as ssl.PeerCertificate;
  for (const part of [rest.serialNumber, rest.notBefore, rest.notAfter]) expect(certificate).toContain(part);
  expect(tuples(certificate ?? "")).toContain(tuples(repr(rest.subject)));
  expect(tuples(certificate ?? "")).toContain(tuples(repr(subjectAltName)));
});
