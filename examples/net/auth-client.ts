// A client that knows the key: it answers the server's challenge, then sends each line of its input.

import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { bytes, print, str } from "dunder";
import { AuthenticationError, answer, type ChallengeOptions, socket } from "dunder/net";
import { required } from "./_required.ts";

const { values: args } = parseArgs({
  options: {
    port: { type: "string" },
    key: { type: "string" },
    digest: { type: "string", default: "sha256" }, // or sha384, sha512, and for old peers md5
  },
});
const KEY = bytes(required(args.key, "--key"), "utf-8");

await using client = await socket.create_connection(["127.0.0.1", Number(required(args.port, "--port"))]);
// Proves to have the key: sends the HMAC of what the server asks.
await answer(client, KEY, { digest: args.digest } as ChallengeOptions);
for await (const line of createInterface({ input: process.stdin })) {
  const text = line.trim();
  const msg = bytes(text, "utf-8");
  if (msg.length === 0) continue;
  await client.sendall(msg);
  const reply = await client.recv(msg.length, socket.MSG_WAITALL);
  // The server says nothing to a wrong answer: it closes.
  if (reply.length < msg.length) {
    throw new AuthenticationError("rejected", "the server has closed the connection");
  }
  print(text, "->", str(reply, "utf-8"));
}
