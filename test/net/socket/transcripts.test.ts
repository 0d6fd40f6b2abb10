// Conversations recorded from CPython's peers, byte by byte, so that they run where there is no python3.

import { createSocket } from "node:dgram";
import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { describe, expect, test } from "vitest";
import * as socket from "../../../src/net/socket/index.ts";
import { b, keep, s } from "./support.ts";

/** What the two ends of `peers.py` sent, in turn: `tcp_upper_client` and `tcp_upper_server`. */
const UPPER = [
  { client: "68656c6c6f", server: "48454c4c4f" },
  { client: "6772c3bc6e", server: "4752c3bc4e" },
  { client: "e78b97e593a5", server: "e78b97e593a5" },
] as const;

/** `udp_time_client` and `udp_time_server`, at the epoch: an empty datagram is the first question. */
const TIME = [
  { client: "", server: "313937302d30312d30312030303a30303a3030" },
  { client: "25642f256d2f2559", server: "30312f30312f31393730" },
] as const;

const bytes = (hex: string) => Buffer.from(hex, "hex");
const upper = (data: Uint8Array) => data.map((byte) => (byte >= 97 && byte <= 122 ? byte - 32 : byte));

describe("upper-case echo over TCP", () => {
  test("the server answers CPython's client as CPython's server does", async () => {
    const server = keep(await socket.create_server(["127.0.0.1", 0]));
    const [host, port] = server.getsockname();
    const recorded = connect({ host, port, allowHalfOpen: true });
    const [conn] = await server.accept();
    const serving = (async () => {
      for (let msg = await conn.recv(1024); msg.length > 0; msg = await conn.recv(1024)) {
        await conn.send(upper(msg));
      }
      await conn.close();
    })();
    for (const turn of UPPER) {
      recorded.write(bytes(turn.client));
      const [answer] = (await once(recorded, "data")) as [Buffer];
      expect(answer.toString("hex")).toBe(turn.server);
    }
    recorded.end();
    await Promise.all([once(recorded, "end"), serving]);
  });

  test("the client sends CPython's server what CPython's client does", async () => {
    const heard: string[] = [];
    const recorded = createServer((conn) => {
      conn.on("data", (data) => {
        heard.push(data.toString("hex"));
        conn.write(bytes(UPPER[heard.length - 1]?.server ?? ""));
      });
    });
    await once(recorded.listen(0, "127.0.0.1"), "listening");
    const client = keep(new socket.socket(socket.AF_INET, socket.SOCK_STREAM));
    await client.connect(["127.0.0.1", (recorded.address() as AddressInfo).port]);
    const answers: string[] = [];
    for (const word of ["hello", "grün", "狗哥"]) {
      await client.send(b(word));
      answers.push(s(await client.recv(1024)));
    }
    client.shutdown(socket.SHUT_WR);
    expect(await client.recv(1024)).toHaveLength(0);
    recorded.close();
    expect(answers).toEqual(["HELLO", "GRüN", "狗哥"]);
    expect(heard).toEqual(UPPER.map((turn) => turn.client));
  });
});

test("time over UDP: what CPython's client asks arrives, an empty datagram too, and its answer gets there", async () => {
  const server = keep(new socket.socket(socket.AF_INET, socket.SOCK_DGRAM));
  await server.bind(["127.0.0.1", 0]);
  server.settimeout(5);
  const recorded = createSocket("udp4");
  for (const turn of TIME) {
    recorded.send(bytes(turn.client), server.getsockname()[1], "127.0.0.1");
    const [msg, addr] = await server.recvfrom(1024);
    expect(Buffer.from(msg).toString("hex")).toBe(turn.client);
    const answer = once(recorded, "message") as Promise<[Buffer]>;
    await server.sendto(b(msg.length === 0 ? "1970-01-01 00:00:00" : "01/01/1970"), addr);
    expect((await answer)[0].toString("hex")).toBe(turn.server);
  }
  recorded.close();
});
