// The framed shell: the plain wire, with the holes of a plain shell closed.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { packHeader } from "../../../../src/net/framing.ts";
import { FramingError, ShortReadError } from "../../../../src/net/framing-errors.ts";
import type { ProgramResult } from "../../../../src/net/services/shell/completed.ts";
import { askShell, FramedShellHandler } from "../../../../src/net/services/shell/framed-shell.ts";
import { create_connection } from "../../../../src/net/socket/create.ts";
import { ThreadingTCPServer } from "../../../../src/net/socketserver.ts";
import { ValueError } from "../../../../src/protocols/errors.ts";
import { bytes, everything, text } from "../../support/pair.ts";
import { hasPython, python } from "../../support/python.ts";

class Shell extends FramedShellHandler {
  override allow_anonymous = true;
  override time_limit = 5;
  override programs = {
    echo: { path: "/bin/echo", args: /[\wäöü ]*/ },
    true: { path: "/bin/true" },
    both: { path: "/bin/sh", prefix: ["-c", "echo out; echo err >&2; exit 3"] },
    noisy: { path: "/bin/sh", prefix: ["-c", "head -c 200000 /dev/zero; head -c 70000 /dev/zero >&2"] },
    background: { path: "/bin/sh", prefix: ["-c", "sleep 100 & echo started"] },
    stuck: { path: "/bin/sleep", prefix: ["60"], timeLimit: 0.1 },
    yes: { path: "/usr/bin/yes" },
  };
}

class Open extends Shell {
  override allow_shell = true;
}

const open: AsyncDisposable[] = [];

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one[Symbol.asyncDispose]();
});

async function serve(Handler: typeof FramedShellHandler = Shell): Promise<number> {
  const server = await new ThreadingTCPServer(["127.0.0.1", 0], Handler).ready;
  server.shutdown_deadline = 1;
  void server.serve_forever(0.05);
  open.push(server);
  return server.server_address[1];
}

/** Asks one command after the other, on one connection. */
async function ask(port: number, ...commands: string[]): Promise<string[]> {
  const connection = await create_connection(["127.0.0.1", port], { timeout: 10 });
  open.push(connection);
  const answers: string[] = [];
  for (const command of commands) answers.push(text(await askShell(connection, command)));
  return answers;
}

describe("an answer", () => {
  test("is a length, a header of `data_size`, and what the program said", async () => {
    const peer = connect(await serve(), "127.0.0.1");
    peer.write("echo 'a  b' c");
    const [data] = (await once(peer, "data")) as [Buffer];
    expect(data.toString("latin1")).toBe('\x10\0\0\0{"data_size": 7}a  b c\n');
    peer.destroy();
  });

  test("is standard error where there is any, else standard output", async () => {
    expect(await ask(await serve(), "both", "echo on", "true")).toEqual(["err\n", "on\n", ""]);
  });

  test("hides nothing from the owner: status and both outputs are told here", async () => {
    const told: [string, ProgramResult][] = [];
    class Told extends Shell {
      override answered(command: string, result: ProgramResult) {
        told.push([command, result]);
      }
    }
    await ask(await serve(Told), "both");
    expect(told).toEqual([
      ["both", { status: 3, signal: null, limit: null, stdout: bytes("out\n"), stderr: bytes("err\n") }],
    ]);
  });

  test("comes for much on both outputs, and for a program that leaves a child behind", async () => {
    const [noisy, background] = await ask(await serve(), "noisy", "background");
    expect([noisy?.length, background]).toEqual([70_000, "started\n"]);
  });

  test("comes also where a limit ends the program", async () => {
    const [stuck, yes] = await ask(await serve(), "stuck", "yes");
    expect([stuck, yes]).toEqual(["killed: too much time\n", "killed: too much output\n"]);
  });

  test("reaches a client that has ended its side", async () => {
    const peer = connect({ port: await serve(), host: "127.0.0.1", allowHalfOpen: true });
    peer.end("echo on");
    expect((await everything(peer)).toString("latin1")).toContain("on\n");
    peer.destroy();
  });
});

describe("a command", () => {
  test.each([
    ["rm -rf /", "no program 'rm' on the list\n"],
    ["constructor", "no program 'constructor' on the list\n"],
    ["echo a; id", "argument 1 is not allowed\n"],
    ["echo $(id)", "argument 1 is not allowed\n"],
    ["true x", "expected 0 arguments, got 1\n"],
    ["echo 'a", "No closing quotation\n"],
    [" ", "no program '' on the list\n"],
    ["echo a\0b", "argument 1 has a NUL\n"],
  ])("%j is refused, and the connection lives on", async (command, answer) => {
    expect(await ask(await serve(), command, "echo on")).toEqual([answer, "on\n"]);
  });

  test("is no line of a shell, until `allow_shell`", async () => {
    const line = "echo a | tr a b; exit 1";
    expect(await ask(await serve(), line)).toEqual(["argument 2 is not allowed\n"]);
    expect(await ask(await serve(Open), line)).toEqual(["b\n"]);
  });

  test("of invalid UTF-8 or more than 1,024 bytes is answered with an error", async () => {
    const port = await serve();
    const peer = connect(port, "127.0.0.1");
    peer.write(Buffer.from([0xff, 0x80]));
    const [data] = (await once(peer, "data")) as [Buffer];
    expect(data.toString()).toContain("a command must be valid UTF-8");
    peer.write("e".repeat(1025));
    expect((await everything(peer)).toString()).toContain("a command has at most 1024 bytes");
    peer.destroy();
  });

  test("is refused without a key, until `allow_anonymous`", async () => {
    class Closed extends Shell {
      override allow_anonymous = false;
    }
    expect((await ask(await serve(Closed), "echo a"))[0]).toContain("allow_anonymous is off");
  });
});

describe("the client trusts no length", () => {
  test.each([
    [packHeader({ data_size: 2 ** 50 }), FramingError],
    [packHeader({ data_size: -1 }), FramingError],
    [packHeader({ data_size: "9" }), FramingError],
    [packHeader({}), FramingError],
    [Uint8Array.of(255, 255, 255, 127), FramingError],
    [packHeader({ data_size: 9 }), ShortReadError],
    [new Uint8Array(0), ShortReadError],
  ])("%o", async (answer, kind) => {
    const server = createServer((peer) => {
      peer.once("data", () => peer.end(answer));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    await using connection = await create_connection(
      ["127.0.0.1", (server.address() as { port: number }).port],
      { timeout: 5 },
    );
    await expect(askShell(connection, "x")).rejects.toThrow(kind);
    server.close();
  });

  test("nor sends what the server cannot see whole", async () => {
    await using connection = await create_connection(["127.0.0.1", await serve()]);
    await expect(askShell(connection, "")).rejects.toThrow(ValueError);
    await expect(askShell(connection, "x".repeat(1025))).rejects.toThrow("1 to 1024 bytes, got 1025");
  });
});

describe("with CPython at the other end", () => {
  test.skipIf(!hasPython)("its client talks to our server", async () => {
    const said = await python(
      "../services/shell/framed.py",
      "client",
      String(await serve(Open)),
      "echo hällo",
      "false",
      "echo e >&2",
    );
    const answers = said
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as [{ data_size: number }, string]);
    expect(answers).toEqual([
      [{ data_size: 7 }, Buffer.from("hällo\n").toString("hex")],
      [{ data_size: 0 }, ""],
      [{ data_size: 2 }, Buffer.from("e\n").toString("hex")],
    ]);
  });

  test.skipIf(!hasPython)("our client talks to its server", async () => {
    const script = fileURLToPath(new URL("framed.py", import.meta.url));
    const server = spawn("python3", [script, "server"], { stdio: ["ignore", "pipe", "inherit"] });
    const [line] = (await once(server.stdout, "data")) as [Buffer];
    const answers = await ask(Number(line), "echo hällo", "true", "seq 20000");
    expect(answers.slice(0, 2)).toEqual(["hällo\n", ""]);
    expect(answers[2]?.length).toBe(108_894);
    server.kill();
  });
});
