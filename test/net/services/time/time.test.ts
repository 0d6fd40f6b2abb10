// The time server: one datagram asks, one answers, and none ends it.

import { spawn } from "node:child_process";
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { askTime } from "../../../../src/net/services/time/ask-time.ts";
import { RateLimit } from "../../../../src/net/services/time/rate-limit.ts";
import { TimeHandler, TimeServer, timeAnswer } from "../../../../src/net/services/time/time-server.ts";
import { ConnectionRefusedError, TimeoutError, ValueError } from "../../../../src/protocols/errors.ts";
import { strftime } from "../../../../src/protocols/time/index.ts";
import { fuzz } from "../../../support/fuzz.ts";
import { bytes, pause, text } from "../../support/pair.ts";
import { hasPython, python } from "../../support/python.ts";

const THEN = new Date(2016, 0, 5, 8, 15);

class Then extends TimeHandler {
  override now() {
    return THEN;
  }
}

const open: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function serve(fields: { rate_limit?: RateLimit } = {}): Promise<number> {
  const server = new TimeServer(["127.0.0.1", 0], Then);
  Object.assign(server, fields);
  await server.ready;
  void server.serve_forever(0.05);
  open.push(() => server.server_close());
  return server.server_address[1];
}

async function rawSocket(): Promise<Socket> {
  const socket = createSocket("udp4").bind(0, "127.0.0.1");
  await once(socket, "listening");
  open.push(() => socket.close());
  return socket;
}

const answer = (format: string) => text(timeAnswer(bytes(format), THEN));

describe("an answer", () => {
  test("is the time in the format asked for, and in a usual one where none is", () => {
    expect(answer("%A, %-d %B %Y")).toBe("Tuesday, 5 January 2016");
    expect(answer("")).toBe("2016-01-05 08:15:00");
    expect(answer("今年 %Y")).toBe("今年 2016");
    expect(answer("%Y\0%m")).toBe("2016\x0001");
  });

  test("has at most 1,024 bytes: no short question makes a long answer", () => {
    expect(answer("%c".repeat(42))).toHaveLength(24 * 42);
    expect(answer("%c".repeat(43))).toBe("error: the time takes more than 1024 bytes");
    expect(answer("%1024d")).toHaveLength(1024);
    expect(answer("%1025d")).toBe("error: the time takes more than 1024 bytes");
    expect(answer(`%1000d${" ".repeat(25)}`)).toBe("error: the time takes more than 1024 bytes");
    expect(answer("ä".repeat(512))).toBe("ä".repeat(512));
    expect(timeAnswer(bytes(`%65600d${" ".repeat(300)}`), THEN).length).toBeLessThanOrEqual(1024);
  });

  test("says so where the datagram is no format", () => {
    expect(text(timeAnswer(Uint8Array.of(0xff, 0x25), THEN))).toBe("error: a format must be valid UTF-8");
    expect(answer("x".repeat(1025))).toBe("error: a format has at most 1024 bytes");
    expect(answer("%!")).toBe("%!");
  });
});

test("whatever a datagram holds, an answer of at most 1,024 bytes comes of it", () => {
  const piece = fc.constantFrom(
    "%",
    "c",
    "Y",
    "-",
    "^",
    "#",
    "0",
    "999",
    "65600",
    "E",
    "O",
    ":z",
    " ",
    "ä",
    "\0",
    "\ud800",
  );
  const formats = fc.array(piece, { maxLength: 60 }).map((pieces) => bytes(pieces.join("")));
  fc.assert(
    fc.property(fc.oneof(formats, fc.uint8Array({ maxLength: 1100 })), (datagram) => {
      expect(timeAnswer(datagram, THEN).length).toBeLessThanOrEqual(1024);
    }),
    fuzz(1000),
  );
});

describe("the server", () => {
  test("lives on after whatever was sent to it", async () => {
    const port = await serve();
    const peer = await rawSocket();
    const evil = [
      Uint8Array.of(0xff, 0xfe),
      bytes("a\0b"),
      bytes(`%65600d${" ".repeat(300)}`),
      bytes("%c".repeat(512)),
      new Uint8Array(60_000).fill(37),
      bytes("%"),
    ];
    let answers = 0;
    peer.on("message", (data) => {
      answers++;
      expect(data.length).toBeLessThanOrEqual(1024);
    });
    for (const datagram of evil) peer.send(datagram, port, "127.0.0.1");
    await expect.poll(() => answers).toBe(evil.length);
    expect(await askTime(["127.0.0.1", port], "%Y")).toBe("2016");
  });

  test("answers an address no more than its rate", async () => {
    const port = await serve({ rate_limit: new RateLimit({ rate: 0.001, burst: 3 }) });
    const peer = await rawSocket();
    let answers = 0;
    peer.on("message", () => answers++);
    for (let i = 0; i < 20; i++) peer.send("%Y", port, "127.0.0.1");
    await expect.poll(() => answers).toBe(3);
    await pause(50);
    expect(answers).toBe(3);
  });
});

describe("a rate limit", () => {
  test("gives each address its burst, and then its rate", () => {
    let now = 100;
    const limit = new RateLimit({ rate: 2, burst: 3, clock: () => now });
    const allowed = (address: string, n: number) =>
      Array.from({ length: n }, () => limit.allow(address)).filter(Boolean).length;
    expect(allowed("a", 10)).toBe(3);
    expect(allowed("b", 2)).toBe(2);
    now += 1;
    expect(allowed("a", 10)).toBe(2);
    now += 1000;
    expect(allowed("a", 10)).toBe(3);
  });

  test("remembers so many addresses and no more", () => {
    const limit = new RateLimit({ addresses: 5 });
    for (let i = 0; i < 100; i++) limit.allow(String(i));
    expect(limit.size).toBe(5);
    expect(() => new RateLimit({ rate: 0 })).toThrow(ValueError);
  });
});

describe("the client", () => {
  test("asks again when an answer is lost", async () => {
    const server = await rawSocket();
    let asked = 0;
    server.on("message", (_data, from) => {
      if (++asked === 3) server.send("late", from.port, from.address);
    });
    const address = ["127.0.0.1", server.address().port] as const;
    expect(await askTime(address, "%Y", { timeout: 0.05, retries: 2 })).toBe("late");
    expect(asked).toBe(3);
  });

  test("gives up after its retries", async () => {
    const server = await rawSocket();
    let asked = 0;
    server.on("message", () => asked++);
    const address = ["127.0.0.1", server.address().port] as const;
    await expect(askTime(address, "", { timeout: 0.02, retries: 1 })).rejects.toThrow(TimeoutError);
    expect(asked).toBe(2);
  });

  test("takes no answer from anybody else", async () => {
    const server = await rawSocket();
    const stranger = await rawSocket();
    server.on("message", (_data, from) => {
      stranger.send("forged", from.port, from.address);
      setTimeout(() => server.send("true", from.port, from.address), 30);
    });
    expect(await askTime(["127.0.0.1", server.address().port])).toBe("true");
  });

  test("is told where nobody listens, and can be stopped", async () => {
    const socket = await rawSocket();
    const address = ["127.0.0.1", socket.address().port] as const;
    const abort = new AbortController();
    const asking = askTime(address, "", { timeout: 5, signal: abort.signal });
    setTimeout(() => abort.abort(new Error("enough")), 20);
    await expect(asking).rejects.toThrow("enough");
    open.pop();
    await new Promise<void>((resolve) => socket.close(resolve));
    await expect(askTime(address)).rejects.toThrow(ConnectionRefusedError);
  });

  test("refuses what cannot be asked, and an answer that is no text", async () => {
    await expect(askTime(["127.0.0.1", 9], "x".repeat(1025))).rejects.toThrow("at most 1024 bytes, got 1025");
    await expect(askTime(["127.0.0.1", 9], "", { timeout: 0 })).rejects.toThrow(ValueError);
    const server = await rawSocket();
    server.on("message", (_data, from) => server.send(Uint8Array.of(0xff), from.port, from.address));
    await expect(askTime(["127.0.0.1", server.address().port])).rejects.toThrow("not valid UTF-8");
  });
});

describe("with CPython at the other end", () => {
  test.skipIf(!hasPython)("its client asks our server", async () => {
    const said = await python("../services/time/time.py", "client", String(await serve()), "", "%Y 年", "%%");
    expect(said).toBe("2016-01-05 08:15:00\n2016 年\n%\n");
  });

  test.skipIf(!hasPython)("our client asks its server", async () => {
    const script = fileURLToPath(new URL("time.py", import.meta.url));
    const server = spawn("python3", [script, "server", "2"], { stdio: ["ignore", "pipe", "inherit"] });
    const ended = once(server, "exit");
    const [port] = (await once(server.stdout, "data")) as [Buffer];
    const address = ["127.0.0.1", Number(port)] as const;
    expect(await askTime(address, "%Y 年")).toBe(strftime("%Y 年"));
    expect(await askTime(address)).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    await ended;
  });
});
