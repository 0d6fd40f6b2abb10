// The same conversations with CPython at the other end, and byte by byte as it once held them with itself.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { AF_INET, create_connection, SOCK_DGRAM, socket } from "../../src/net/socket/index.ts";
import {
  BaseRequestHandler,
  type DatagramRequest,
  ThreadingTCPServer,
  UDPServer,
} from "../../src/net/socketserver.ts";
import { strftime } from "../../src/protocols/time/index.ts";
import { CLIENTS, DIGESTS, HANDLERS, kept } from "./support/conversations.ts";
import { bytes, socketPair, text } from "./support/pair.ts";
import { hasPython, python } from "./support/python.ts";

type Step = readonly [who: "client" | "server", hex: string];

const NAMES = Object.keys(HANDLERS);

function transcript(name: string): Step[] {
  return JSON.parse(readFileSync(new URL(`./transcripts/${name}.json`, import.meta.url), "utf8"));
}

/** Everything that one of the two said, in hexadecimal. */
function said(steps: readonly Step[], who: Step[0]): string {
  return steps.flatMap(([speaker, hex]) => (speaker === who ? [hex] : [])).join("");
}

async function serving(name: string): Promise<ThreadingTCPServer> {
  const server = await new ThreadingTCPServer(["127.0.0.1", 0], HANDLERS[name]!).ready;
  void server.serve_forever(0.05);
  return server;
}

describe.each(NAMES)("%s", { timeout: 30_000 }, (name) => {
  test("our server says what CPython's said", async () => {
    await using server = await serving(name);
    const steps = transcript(name);
    const client = connect({ port: server.server_address[1], host: "127.0.0.1", allowHalfOpen: true });
    client.pause();
    let received = Buffer.alloc(0);
    client.on("readable", () => {
      for (let data = client.read(); data !== null; data = client.read()) {
        received = Buffer.concat([received, data]);
      }
    });
    const ended = new Promise((resolve) => client.once("end", resolve));
    let wanted = 0;
    for (const [who, hex] of steps) {
      if (who === "client") client.write(Buffer.from(hex, "hex"));
      else {
        wanted += hex.length / 2;
        while (received.length < wanted) await new Promise((resolve) => client.once("readable", resolve));
      }
    }
    client.end();
    await ended;
    expect(received.toString("hex")).toBe(said(steps, "server"));
    if (name === "upload") expect(kept).toEqual(DIGESTS);
    client.destroy();
  });

  test("our client says what CPython's said", async () => {
    const steps = transcript(name);
    const { ours, peer } = await socketPair();
    let heard = 0;
    const answers = [...steps];
    const whole: Buffer[] = [];
    const ended = new Promise((resolve) => peer.once("end", resolve));
    peer.on("data", (data: Buffer) => {
      whole.push(data);
      heard += data.length;
      // What the server said comes when the client has said all that was said before it.
      while (answers.length > 0) {
        const [who, hex] = answers[0] as Step;
        if (who === "client" && heard < hex.length / 2) return;
        answers.shift();
        if (who === "client") heard -= hex.length / 2;
        else peer.write(Buffer.from(hex, "hex"));
      }
      if (name === "upload") peer.end();
    });
    const received = await CLIENTS[name]!(ours);
    void ours.close();
    await ended;
    peer.end();
    expect(Buffer.concat(whole).toString("hex")).toBe(said(steps, "client"));
    if (name === "upper") expect(Buffer.concat(received).toString("hex")).toBe(said(steps, "server"));
  });

  test.skipIf(!hasPython)("CPython's client talks to our server", async () => {
    await using server = await serving(name);
    const received = JSON.parse(await python("peers.py", "client", name, String(server.server_address[1])));
    const connection = await create_connection(server.server_address);
    expect(received).toEqual(
      (await CLIENTS[name]!(connection)).map((part) => Buffer.from(part).toString("hex")),
    );
    await connection.close();
    if (name === "upload") expect(kept).toEqual(DIGESTS);
  });

  test.skipIf(!hasPython)("our client talks to CPython's server", async () => {
    const script = fileURLToPath(new URL("./support/peers.py", import.meta.url));
    const child = spawn("python3", [script, "server", name], {
      stdio: ["ignore", "pipe", "inherit"],
      timeout: 30_000,
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const ended = new Promise((resolve) => child.once("close", resolve));
    const port = Number((await lines.next()).value);
    const connection = await create_connection(["127.0.0.1", port]);
    await CLIENTS[name]!(connection);
    await connection.close();
    if (name === "upload") expect(JSON.parse(String((await lines.next()).value))).toEqual(DIGESTS);
    expect(await ended).toBe(0);
  });

  test.skipIf(!hasPython)("the transcript is what this machine's python3 says", async () => {
    expect(JSON.parse(await python("peers.py", "record", name))).toEqual(transcript(name));
  });
});

/** What the servers answer to a datagram. */
const ANSWERS: Readonly<Record<string, (data: Uint8Array) => Uint8Array>> = {
  "udp-upper": (data) => data.map((byte) => (byte >= 97 && byte <= 122 ? byte - 32 : byte)),
  // The time is the epoch, so that two runs say the same; a question without a format gets Python's usual one.
  "udp-time": (data) => bytes(strftime(text(data) || "%Y-%m-%d %X", new Date(1970, 0, 1))),
};

describe.each(Object.keys(ANSWERS))("%s", { timeout: 30_000 }, (name) => {
  const steps = transcript(name);
  const turns = steps.filter(([who]) => who === "client").length;

  class Answering extends BaseRequestHandler<DatagramRequest> {
    override async handle() {
      const [data, connection] = this.request;
      await connection.sendto(ANSWERS[name]!(data), this.client_address);
    }
  }

  async function answering(): Promise<UDPServer> {
    const server = await new UDPServer(["127.0.0.1", 0], Answering).ready;
    void server.serve_forever(0.05);
    return server;
  }

  /** Asks as CPython's client did; gives the datagrams of both. */
  async function converse(port: number): Promise<Step[]> {
    await using client = new socket(AF_INET, SOCK_DGRAM);
    client.settimeout(10);
    const said: Step[] = [];
    for (const [who, hex] of steps) {
      if (who === "server") continue;
      await client.sendto(Buffer.from(hex, "hex"), ["127.0.0.1", port]);
      const [data, from] = await client.recvfrom(9000);
      expect(from).toEqual(["127.0.0.1", port]);
      said.push(["client", hex], ["server", Buffer.from(data).toString("hex")]);
    }
    return said;
  }

  test("our server and our client say what CPython's said", async () => {
    await using server = await answering();
    expect(await converse(server.server_address[1])).toEqual(steps);
  });

  test.skipIf(!hasPython)("CPython's client talks to our server", async () => {
    await using server = await answering();
    const received = JSON.parse(await python("udp.py", "client", name, String(server.server_address[1])));
    expect(received).toEqual(steps.flatMap(([who, hex]) => (who === "server" ? [hex] : [])));
  });

  test.skipIf(!hasPython)("our client talks to CPython's server", async () => {
    const script = fileURLToPath(new URL("./support/udp.py", import.meta.url));
    const child = spawn("python3", [script, "server", name], {
      stdio: ["ignore", "pipe", "inherit"],
      timeout: 30_000,
    });
    const ended = new Promise((resolve) => child.once("close", resolve));
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    expect(await converse(Number((await lines.next()).value))).toEqual(steps);
    expect(await ended).toBe(0);
  });

  test.skipIf(!hasPython)("the transcript is what this machine's python3 says", async () => {
    expect(turns).toBe(steps.length / 2);
    expect(JSON.parse(await python("udp.py", "record", name))).toEqual(steps);
  });
});
