// Sends each line of its input to the upper-case server, and prints what comes back.

import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { bytes, ConnectionError, print, str } from "dunder";
import { socket } from "dunder/net";
import { required } from "./_required.ts";

const { values: args } = parseArgs({ options: { port: { type: "string" } } });

await using client = new socket.socket(socket.AF_INET, socket.SOCK_STREAM);
// There is also connect_ex(), which gives an error number that one can forget to look at.
await client.connect(["127.0.0.1", Number(required(args.port, "--port"))]);
for await (const line of createInterface({ input: process.stdin })) {
  const text = line.trim();
  const msg = bytes(text, "utf-8");
  if (msg.length === 0) continue; // TCP sends nothing for no bytes, and the client would wait for ever
  await client.sendall(msg);
  // The answer may come in pieces. It has as many bytes as the message, so wait for all of them.
  const reply = await client.recv(msg.length, socket.MSG_WAITALL);
  if (reply.length < msg.length) throw new ConnectionError("the server has closed the connection");
  print(text, "->", str(reply, "utf-8"));
}
