// Servers whose requests are served by other processes.

import { type ChildProcess, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { connect, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { text } from "./support/pair.ts";

const SCRIPT = fileURLToPath(new URL("./support/forking.ts", import.meta.url));

let program: ChildProcess;
let lines: AsyncIterator<string>;
let port: number;
let sockets: Socket[];

/** The program's next line that begins with this word. */
async function line(word: string): Promise<string> {
  for (;;) {
    const { value, done } = await lines.next();
    if (done) throw new Error(`the program ended before it said ${word}`);
    if (value.startsWith(word)) return value.slice(word.length + 1);
  }
}

async function start(kind: string): Promise<void> {
  program = spawn(process.execPath, ["--import", "tsx", SCRIPT, kind], {
    stdio: ["pipe", "pipe", "inherit"],
    timeout: 60_000,
  });
  lines = createInterface({ input: program.stdout! })[Symbol.asyncIterator]();
  port = Number(await line("port"));
}

beforeEach(() => {
  sockets = [];
});

afterEach(() => {
  for (const socket of sockets) socket.destroy();
  program.kill("SIGKILL");
});

async function dial(): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  sockets.push(socket);
  socket.on("error", () => {});
  await new Promise((resolve) => socket.once("connect", resolve));
  return socket;
}

/** Says something and gives the answer; `null` when the connection ends instead. */
function say(socket: Socket, question: string): Promise<string | null> {
  return new Promise((resolve) => {
    if (socket.destroyed) resolve(null);
    socket.once("data", (data) => resolve(text(data)));
    socket.once("close", () => resolve(null));
    socket.write(question);
  });
}

describe("ForkingTCPServer", { timeout: 60_000 }, () => {
  test("spreads its connections over max_children processes, none of them its own", async () => {
    await start("tcp");
    const clients = await Promise.all([dial(), dial(), dial(), dial()]);
    const pids = await Promise.all(clients.map((client) => say(client, "pid")));
    expect(new Set(pids).size).toBeLessThanOrEqual(2);
    expect(pids).not.toContain(String(program.pid));
    expect(await say(clients[0]!, "hello")).toBe("HELLO");
  });

  test("a crash loses the connections of that worker and no others, and another takes its place", async () => {
    await start("tcp");
    // The second connection goes to the other worker once that has started, too.
    const [first, second] = await apart();
    expect(await say(first, "crash")).toBe(null);
    expect(await say(second, "still here")).toBe("STILL HERE");
    const [third, fourth] = await apart();
    expect(await say(third, "c")).toBe("C");
    expect(await say(fourth, "d")).toBe("D");
  });

  test("a handler that throws is reported by its worker, which goes on", async () => {
    await start("tcp");
    const client = await dial();
    expect(await say(client, "fail")).toBe(null);
    expect(await line("error")).toBe("true no luck");
    expect(await say(await dial(), "x")).toBe("X");
  });

  test("server_close waits for requests in flight, and for the workers to end", async () => {
    await start("tcp");
    const client = await dial();
    const pid = Number(await say(client, "pid"));
    program.stdin?.end();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await say(client, "last")).toBe("LAST");
    client.end();
    expect(await line("closed")).toBe("0");
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  });

  /** Two connections that different workers serve. */
  async function apart(): Promise<[Socket, Socket]> {
    for (let attempt = 0; attempt < 100; attempt++) {
      const [first, second] = await Promise.all([dial(), dial()]);
      const [one, other] = [await say(first, "pid"), await say(second, "pid")];
      // A worker may be gone before its server has noticed, and what it is given then is lost with it.
      if (one !== null && other !== null && one !== other) return [first, second];
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error("the second worker did not start");
  }
});

test("ForkingUDPServer answers from the server's own port", { timeout: 60_000 }, async () => {
  await start("udp");
  const client = createSocket("udp4");
  const answer = new Promise<[string, number]>((resolve) => {
    client.once("message", (data, from) => resolve([text(data), from.port]));
  });
  client.send("hello", port, "127.0.0.1");
  const [said, from] = await answer;
  client.close();
  expect(said).toMatch(/^\d+ HELLO$/);
  expect(said).not.toContain(`${program.pid} `);
  expect(from).toBe(port);
});
