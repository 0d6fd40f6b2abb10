// Conversations with CPython's own socket module over the wire, in both directions.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import * as socket from "../../../src/net/socket/index.ts";
import { hasPython } from "../support/python.ts";
import { b, keep, s } from "./support.ts";

const SCRIPT = fileURLToPath(new URL("peers.py", import.meta.url));
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill();
});

/** A conversation of CPython's that has begun. */
interface Peer {
  /** The first line that it prints. */
  readonly port: () => Promise<number>;
  /** All that it printed, once it is over. */
  readonly lines: () => Promise<string[]>;
}

function peer(name: string, ...args: number[]): Peer {
  const child = spawn("python3", ["-X", "utf8", SCRIPT, name, ...args.map(String)], {
    stdio: ["ignore", "pipe", "inherit"],
    timeout: 30_000,
  });
  children.push(child);
  let out = "";
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  const closed = once(child, "close");
  return {
    port: async () => {
      while (!out.includes("\n")) await once(child.stdout, "data");
      return Number.parseInt(out, 10);
    },
    lines: async () => {
      await closed;
      return out.trimEnd().split("\n");
    },
  };
}

/** `bytes.upper`: ASCII letters alone. */
function upper(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => (byte >= 97 && byte <= 122 ? byte - 32 : byte));
}

/** `time.strftime` of the first second, for the forms of these tests. */
function strftime(form: string): string {
  return form.replace("%Y", "1970").replace("%m", "01").replace("%d", "01").replace("%X", "00:00:00");
}

test.skipIf(hasPython)("the conversations with CPython need a python3 on this machine", ({ skip }) => {
  skip("there is no python3");
});

describe.skipIf(!hasPython)("upper-case echo over TCP", () => {
  test("a client of this library, a server of CPython's", async () => {
    const server = peer("tcp_upper_server");
    const client = keep(new socket.socket(socket.AF_INET, socket.SOCK_STREAM));
    await client.connect(["127.0.0.1", await server.port()]);
    for (const word of ["hello", "grün", "狗哥"]) {
      await client.send(b(word));
      expect(await client.recv(1024)).toEqual(Uint8Array.from(upper(b(word))));
    }
    client.shutdown(socket.SHUT_WR);
    expect(await client.recv(1024)).toHaveLength(0);
    await server.lines();
  });

  test("a client of CPython's, a server of this library", async () => {
    const server = keep(await socket.create_server(["127.0.0.1", 0]));
    const client = peer("tcp_upper_client", server.getsockname()[1]);
    const [conn] = await server.accept();
    keep(conn);
    for (let msg = await conn.recv(1024); msg.length > 0; msg = await conn.recv(1024)) {
      await conn.send(upper(msg));
    }
    void conn.close();
    expect(await client.lines()).toEqual(["0", "HELLO", "GRüN", "狗哥", "b''"]);
  });
});

describe.skipIf(!hasPython)("echo over UDP", () => {
  test("a client of this library, a server of CPython's", async () => {
    const server = peer("udp_upper_server");
    const address = ["127.0.0.1", await server.port()] as const;
    const client = keep(new socket.socket(socket.AF_INET, socket.SOCK_DGRAM));
    client.settimeout(20);
    const answers: string[] = [];
    for (const word of ["hello", "", "x".repeat(2000)]) {
      await client.sendto(b(word), address);
      const [back, from] = await client.recvfrom(4096);
      expect(from).toEqual(address);
      answers.push(s(back));
    }
    expect(answers).toEqual(["HELLO", "", "X".repeat(1024)]);
    await server.lines();
  });

  test("a client of CPython's, a server of this library", async () => {
    const server = keep(new socket.socket(socket.AF_INET, socket.SOCK_DGRAM));
    await server.bind(["127.0.0.1", 0]);
    server.settimeout(20);
    const client = peer("udp_upper_client", server.getsockname()[1]);
    for (let i = 0; i < 3; i++) {
      const [msg, addr] = await server.recvfrom(1024);
      await server.sendto(upper(msg), addr);
    }
    expect(await client.lines()).toEqual(["5 b'HELLO' True", "0 b'' True", "1024 b'XXXXX' True"]);
  });
});

describe.skipIf(!hasPython)("time over UDP", () => {
  const ANSWERS = ["1970-01-01 00:00:00", "01/01/1970"];

  test("a client of this library, a server of CPython's", async () => {
    const server = peer("udp_time_server");
    const client = keep(new socket.socket(socket.AF_INET, socket.SOCK_DGRAM));
    client.settimeout(20);
    await client.connect(["127.0.0.1", await server.port()]);
    const answers: string[] = [];
    for (const form of ["", "%d/%m/%Y"]) {
      await client.send(b(form));
      answers.push(s(await client.recv(1024)));
    }
    expect(answers).toEqual(ANSWERS);
    await server.lines();
  });

  test("a client of CPython's, a server of this library", async () => {
    const server = keep(new socket.socket(socket.AF_INET, socket.SOCK_DGRAM));
    await server.bind(["127.0.0.1", 0]);
    server.settimeout(20);
    const client = peer("udp_time_client", server.getsockname()[1]);
    for (let i = 0; i < 2; i++) {
      const [msg, addr] = await server.recvfrom(1024);
      await server.sendto(b(strftime(s(msg) || "%Y-%m-%d %X")), addr);
    }
    expect(await client.lines()).toEqual(ANSWERS);
  });
});

test.skipIf(!hasPython)("files over a connection: lines from CPython's makefile, and back", async () => {
  const server = keep(await socket.create_server(["127.0.0.1", 0]));
  const client = peer("makefile_client", server.getsockname()[1]);
  const [conn] = await server.accept();
  const file = keep(conn).makefile("rw", { encoding: "utf-8" });
  for await (const line of file) await file.write(line.toUpperCase());
  await file.close();
  await conn.close();
  expect(await client.lines()).toEqual(["['EINS\\n', 'ZWEI GRÜN\\n']"]);
});
