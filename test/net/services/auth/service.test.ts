// A service with an authenticator: nothing of it can be used by who has not answered.

import { afterEach, expect, test } from "vitest";
import { metaclass } from "../../../../src/meta/metaclass.ts";
import { command } from "../../../../src/net/dispatch/command.ts";
import { CommandHandler } from "../../../../src/net/dispatch/command-handler.ts";
import { CommandMeta } from "../../../../src/net/dispatch/command-meta.ts";
import { packHeader } from "../../../../src/net/framing.ts";
import { authenticateWith } from "../../../../src/net/services/auth/authenticate-with.ts";
import type { Authenticator } from "../../../../src/net/services/auth/authenticator.ts";
import { answer } from "../../../../src/net/services/auth/challenge.ts";
import { ChallengeAuthenticator } from "../../../../src/net/services/auth/challenge-authenticator.ts";
import { KeyFileError } from "../../../../src/net/services/auth/key-file.ts";
import type { AuthenticationEvent } from "../../../../src/net/services/observe/observer.ts";
import { create_connection, SHUT_WR, type socket } from "../../../../src/net/socket/index.ts";
import { ThreadingTCPServer } from "../../../../src/net/socketserver.ts";
import { answerTo, authenticator, KEY, OTHER_KEY, outcome, receiveFrame, sendFrame } from "./support.ts";

const open: ThreadingTCPServer[] = [];
const clients: socket[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.abort();
  await Promise.all(open.splice(0).map((server) => server.shutdown({ deadline: 0 })));
});

/** A service of one command, which tells what it knows of the client's key; its log. */
async function serving(asking: Authenticator) {
  const calls: (string | null)[] = [];
  const events: AuthenticationEvent[] = [];
  class Whoami extends CommandHandler {
    override authenticator = asking;
    override observer = { authentication: (event: AuthenticationEvent) => events.push(event) };

    whoami() {
      "The id of your key.";
      calls.push(this.key);
      return { key: this.key };
    }
  }
  command("whoami")(Whoami.prototype, "whoami");
  metaclass(CommandMeta)(Whoami);
  const server = new ThreadingTCPServer(["127.0.0.1", 0], Whoami);
  const reports: string[] = [];
  server.stderr = { write: (text) => reports.push(text) };
  open.push(server);
  await server.ready;
  void server.serve_forever(0.05);
  const dial = async () => {
    const client = await create_connection(server.server_address);
    clients.push(client);
    return client;
  };
  return { dial, calls, events, reports };
}

async function whoami(client: socket) {
  await sendFrame(client, { cmd: "whoami", reply: true });
  return receiveFrame(client);
}

test("a client with the key uses it, and its commands know the key's id", async () => {
  const { dial, events } = await serving(authenticator());
  const client = await dial();
  await authenticateWith({ id: "laptop", key: KEY })(client);
  expect(await whoami(client)).toMatchObject({ ok: true, key: "laptop" });
  expect(events).toEqual([{ ok: true, reason: null, key: "laptop", address: client.getsockname() }]);
});

test("a client that just begins with commands gets an error that says why, and none is run", async () => {
  const { dial, calls, events } = await serving(authenticator());
  const client = await dial();
  for (let i = 0; i < 3; i++) await sendFrame(client, { cmd: "whoami", reply: true });
  expect(await receiveFrame(client)).toMatchObject({ ok: false, error: "authentication_required" });
  expect(await receiveFrame(client)).toMatchObject({ ok: false, error: "authentication_failed" });
  expect(await client.recv(1)).toHaveLength(0);
  expect(calls).toEqual([]);
  expect(events).toMatchObject([{ ok: false, reason: "malformed", key: null }]);
});

test("commands that follow a wrong answer in the same breath are not run", async () => {
  const { dial, calls, events, reports } = await serving(authenticator());
  const client = await dial();
  const wrong = packHeader(answerTo(await receiveFrame(client), "laptop", OTHER_KEY));
  await client.sendall(Buffer.concat([wrong, packHeader({ cmd: "whoami", reply: true })]));
  expect(await receiveFrame(client)).toMatchObject({ ok: false, error: "authentication_failed" });
  expect(await client.recv(1)).toHaveLength(0);
  expect(calls).toEqual([]);
  expect(events).toMatchObject([{ ok: false, reason: "wrong_proof", key: "laptop" }]);
  expect(reports).toEqual([]);
});

test("a client that leaves is told of in the log, and reported nowhere", async () => {
  const { dial, events, reports } = await serving(authenticator());
  const client = await dial();
  await receiveFrame(client);
  client.shutdown(SHUT_WR);
  expect(await client.recv(1)).toHaveLength(0);
  expect(events).toMatchObject([{ ok: false, reason: "closed" }]);
  expect(reports).toEqual([]);
});

test("keys that cannot be read let nobody in, and the owner is told why", async () => {
  const keys = { get: () => Promise.reject(new KeyFileError("/etc/keys", 3, "the key is missing")) };
  const { dial, calls, reports } = await serving(authenticator({ keys }));
  const ended = await outcome(authenticateWith({ id: "laptop", key: KEY })(await dial()));
  expect(ended).toBe("closed");
  expect(calls).toEqual([]);
  expect(reports.join("")).toContain("/etc/keys, line 3: the key is missing");
});

test("the tutorial's challenge stands before commands too", async () => {
  const key = Buffer.from("linhaifeng bang bang bang");
  const { dial } = await serving(new ChallengeAuthenticator({ key }));
  const client = await dial();
  await answer(client, key);
  expect(await whoami(client)).toMatchObject({ ok: true, key: "shared" });
  const other = await dial();
  await answer(other, Buffer.from("another"));
  expect(await other.recv(1)).toHaveLength(0);
});
