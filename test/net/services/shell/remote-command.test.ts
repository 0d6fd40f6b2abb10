// Remote commands: off until the owner names what is allowed, streamed, limited, and killed with their connection.

import { readFileSync } from "node:fs";
import * as v from "valibot";
import { afterEach, describe, expect, test } from "vitest";
import { bases } from "../../../../src/meta/bases.ts";
import { OversizedLengthError } from "../../../../src/net/framing-errors.ts";
import { authenticateWith } from "../../../../src/net/services/auth/authenticate-with.ts";
import { HmacAuthenticator } from "../../../../src/net/services/auth/hmac-authenticator.ts";
import { isLoopback } from "../../../../src/net/services/shell/policy.ts";
import type { ProgramExit, ProgramOutput } from "../../../../src/net/services/shell/program.ts";
import { RemoteCommandClient } from "../../../../src/net/services/shell/remote-command-client.ts";
import { RemoteCommandHandler } from "../../../../src/net/services/shell/remote-command-handler.ts";
import { ThreadingTCPServer, TLSMixIn } from "../../../../src/net/socketserver.ts";
import type * as ssl from "../../../../src/net/ssl/index.ts";
import { clientContext, serverContext } from "../../server/tls-support.ts";
import { bytes, pause, text } from "../../support/pair.ts";

const KEY = new Uint8Array(32).fill(7);

class Commands extends RemoteCommandHandler {
  override allow_anonymous = true;
  override max_programs = 2;
  override programs = {
    echo: { path: "/bin/echo", args: /[\w ]*/ },
    both: { path: "/bin/sh", prefix: ["-c", "echo out; echo err >&2; exit 3"] },
    cat: { path: "/bin/cat" },
    sleep: { path: "/bin/sh", prefix: ["-c", "echo $$; sleep 60"], timeLimit: 30 },
    short: { path: "/bin/sleep", prefix: ["60"], timeLimit: 0.1 },
    yes: { path: "/usr/bin/yes", outputLimit: 100_000 },
    endless: { path: "/usr/bin/yes", outputLimit: null },
    tail: { path: "/bin/echo", args: [/-n\d+/, "/var/log/app"] },
    even: {
      path: "/bin/echo",
      args: v.pipe(
        v.array(v.string()),
        v.check((all: string[]) => all.length % 2 === 0, "give an even number of them"),
        v.transform((all: string[]) => all.map((one) => one.toUpperCase())),
      ),
    },
    missing: { path: "/no/such/program" },
  };
}

const open: AsyncDisposable[] = [];

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one[Symbol.asyncDispose]();
});

async function client(
  Handler: typeof RemoteCommandHandler = Commands,
  authenticate?: ReturnType<typeof authenticateWith>,
): Promise<RemoteCommandClient> {
  const server = await new ThreadingTCPServer(["127.0.0.1", 0], Handler).ready;
  server.shutdown_deadline = 1;
  void server.serve_forever(0.05);
  open.push(server);
  const made = await RemoteCommandClient.connect(
    server.server_address,
    authenticate === undefined ? {} : { authenticate },
  );
  open.push(made);
  return made;
}

async function gone(pid: number): Promise<boolean> {
  for (let i = 0; i < 200; i++) {
    try {
      if (/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, "utf8"))) return true;
    } catch {
      return true;
    }
    await pause(10);
  }
  return false;
}

describe("a call", () => {
  test("gives both outputs and the status", async () => {
    expect(await (await client()).call("both")).toEqual({
      status: 3,
      signal: null,
      limit: null,
      stdout: bytes("out\n"),
      stderr: bytes("err\n"),
    });
  });

  test("streams what is said while it is said", async () => {
    const run = (await client()).run("sleep");
    const first: IteratorResult<ProgramOutput, ProgramExit> = await run.next();
    expect(first).toMatchObject({ done: false, value: { stream: "stdout" } });
    await run.return(undefined as never);
  });

  test("tells its listeners of each piece", async () => {
    const told: string[] = [];
    const tell = (data: Uint8Array) => void told.push(text(data));
    await (await client()).call("both", [], { onStdout: tell, onStderr: tell });
    expect(told.sort()).toEqual(["err\n", "out\n"]);
  });

  test("hands the program what it is to read", async () => {
    const stdin = new Uint8Array(300_000).fill(65);
    const { stdout } = await (await client()).call("cat", [], { stdin });
    expect(Buffer.compare(stdout, stdin)).toBe(0);
    expect((await (await client()).call("cat")).stdout).toEqual(bytes(""));
  });

  test("that overlaps another waits for it, on one connection", async () => {
    const one = await client();
    const said = await Promise.all(["a", "b", "c"].map((word) => one.call("echo", [word])));
    expect(said.map(({ stdout }) => text(stdout))).toEqual(["a\n", "b\n", "c\n"]);
  });

  test("ends at the time limit and at the output limit, and says so", async () => {
    const one = await client();
    expect(await one.call("short")).toMatchObject({ status: null, signal: "SIGKILL", limit: "time" });
    const said = await one.call("yes");
    expect([said.limit, said.stdout.length]).toEqual(["output", 100_000]);
  });
});

describe("the list", () => {
  test.each([
    ["sh", [], "unknown_program"],
    ["constructor", [], "unknown_program"],
    ["__proto__", [], "unknown_program"],
    ["cat", ["/etc/passwd"], "bad_arguments"],
    ["echo", ["a;b"], "bad_arguments"],
    ["echo", ["ok", "a\nb"], "bad_arguments"],
    ["echo", ["a\0"], "bad_arguments"],
    ["tail", ["-n5", "/etc/passwd"], "bad_arguments"],
    ["tail", ["-n5"], "bad_arguments"],
    ["tail", ["-n5x", "/var/log/app"], "bad_arguments"],
    ["even", ["a"], "bad_arguments"],
    ["missing", [], "os_error"],
  ])("refuses %s %j: %s, and the connection lives on", async (program, args, code) => {
    const one = await client();
    await expect(one.call(program, args)).rejects.toMatchObject({ code });
    expect(text((await one.call("echo", ["on"])).stdout)).toBe("on\n");
  });

  test("lets through what its rules allow, as a schema makes it", async () => {
    const one = await client();
    expect(text((await one.call("tail", ["-n5", "/var/log/app"])).stdout)).toBe("-n5 /var/log/app\n");
    expect(text((await one.call("even", ["a", "b"])).stdout)).toBe("A B\n");
  });

  test("can be asked for", async () => {
    expect(await (await client()).programs()).toContain("echo");
  });
});

describe("off by default", () => {
  test("nothing is on the list, and a peer without a key is refused before that is looked at", async () => {
    const one = await client(RemoteCommandHandler);
    await expect(one.call("echo")).rejects.toMatchObject({
      code: "forbidden",
      message: expect.stringContaining("allow_anonymous"),
    });
    await expect(one.programs()).rejects.toMatchObject({ code: "forbidden" });
  });

  test("a peer with a key is served", async () => {
    class Keyed extends Commands {
      override allow_anonymous = false;
      override authenticator = new HmacAuthenticator({ keys: new Map([["laptop", KEY]]) });
    }
    const one = await client(Keyed, authenticateWith({ id: "laptop", key: KEY }));
    expect(text((await one.call("echo", ["hello"])).stdout)).toBe("hello\n");
  });

  test("another machine is refused, until `allow_remote`", async () => {
    class Far extends Commands {
      override setup() {
        Object.defineProperty(this, "client_address", { value: ["192.0.2.1", 4000] });
        return super.setup();
      }
    }
    class FarAllowed extends Far {
      override allow_remote = true;
    }
    await expect((await client(Far)).call("echo")).rejects.toMatchObject({
      message: expect.stringContaining("allow_remote"),
    });
    expect((await (await client(FarAllowed)).call("echo")).status).toBe(0);
  });

  test.each([
    [["127.0.0.1", 1], true],
    [["127.255.0.9", 1], true],
    [["::1", 1, 0, 0], true],
    [["::ffff:127.0.0.1", 1, 0, 0], true],
    ["/run/socket", true],
    [["10.0.0.1", 1], false],
    [["::ffff:10.0.0.1", 1, 0, 0], false],
    [["127.evil.example", 1], false],
    [["fe80::1", 1, 0, 0], false],
  ])("%j is this machine: %s", (address, expected) => {
    expect(isLoopback(address)).toBe(expected);
  });

  test("a line for the shell is refused, until `allow_shell`", async () => {
    class Shell extends Commands {
      override allow_shell = true;
    }
    await expect((await client()).shell("echo a")).rejects.toMatchObject({ code: "forbidden" });
    expect(text((await (await client(Shell)).shell("echo a | tr a b; pwd >/dev/null")).stdout)).toBe("b\n");
  });
});

test("all of it goes through TLS", async () => {
  class Server extends bases(TLSMixIn, ThreadingTCPServer) {
    override ssl_context: ssl.SSLContext | null = serverContext();
  }
  class Keyed extends Commands {
    override allow_anonymous = false;
    override authenticator = new HmacAuthenticator({ keys: new Map([["laptop", KEY]]) });
  }
  const server = await new Server(["127.0.0.1", 0], Keyed).ready;
  server.shutdown_deadline = 1;
  void server.serve_forever(0.05);
  open.push(server);
  const one = await RemoteCommandClient.connect(server.server_address, {
    ssl_context: clientContext(),
    server_hostname: "localhost",
    authenticate: authenticateWith({ id: "laptop", key: KEY }),
  });
  const stdin = bytes("through TLS");
  expect(text((await one.call("cat", [], { stdin })).stdout)).toBe("through TLS");
  const run = one.run("sleep");
  const pid = Number(text(((await run.next()).value as ProgramOutput).data));
  await one.close();
  expect(await gone(pid)).toBe(true);
});

describe("what is not looked after", () => {
  test.each(["close", "abort"] as const)("a lost connection kills its program (%s)", async (how) => {
    const one = await client();
    const abort = new AbortController();
    const run = one.run("sleep", [], { signal: abort.signal });
    const pid = Number(text(((await run.next()).value as ProgramOutput).data));
    if (how === "close") await one.close();
    else abort.abort(new Error("enough"));
    expect(await gone(pid)).toBe(true);
    await expect(run.next()).rejects.toThrow(how === "abort" ? "enough" : /./);
  });

  test("leaving the loop early kills it too", async () => {
    let pid = 0;
    for await (const { data } of (await client()).run("sleep")) {
      pid = Number(text(data));
      break;
    }
    expect(await gone(pid)).toBe(true);
  });

  test("the server's shutdown kills it", async () => {
    const one = await client();
    const run = one.run("sleep");
    const pid = Number(text(((await run.next()).value as ProgramOutput).data));
    const server = open[0] as ThreadingTCPServer;
    await server.shutdown({ deadline: 0.1 });
    expect(await gone(pid)).toBe(true);
    await expect(run.next()).rejects.toThrow();
  });

  test("the client keeps no more than it was told", async () => {
    await expect((await client()).call("endless", [], { maxOutput: 1_000_000 })).rejects.toThrow(
      OversizedLengthError,
    );
  });

  test("so many programs at once, for all connections together", async () => {
    const one = await client();
    const { server_address } = open[0] as ThreadingTCPServer;
    const two = await RemoteCommandClient.connect(server_address);
    const three = await RemoteCommandClient.connect(server_address);
    open.push(two, three);
    const runs = [one.run("sleep"), two.run("sleep")];
    await Promise.all(runs.map((run) => run.next()));
    await expect(three.call("echo")).rejects.toMatchObject({ code: "busy" });
    await runs[0]?.return(undefined as never);
    for (let i = 0; i < 100; i++) {
      const said = await three.call("echo").catch(() => null);
      if (said !== null) break;
      await pause(10);
    }
    expect((await three.call("echo", ["free"])).status).toBe(0);
  });
});
