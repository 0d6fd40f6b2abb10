// A client that knows of no handshake: it takes the server's challenge for the answer to its first line.

import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { aiter, anext, bytes, eq, print } from "dunder";
import { socket } from "dunder/net";
import { required } from "./_required.ts";

const { values: args } = parseArgs({ options: { port: { type: "string" } } });

await using client = await socket.create_connection(["127.0.0.1", Number(required(args.port, "--port"))]);
const text = (await anext(aiter(createInterface({ input: process.stdin })))).trim();
await client.sendall(bytes(text, "utf-8"));
const reply = await client.recv(1024);
// Random bytes. As text they would hardly ever be UTF-8.
print(
  text,
  "->",
  reply.length,
  "bytes:",
  eq(reply, bytes(text.toUpperCase(), "utf-8")) ? "as asked" : "what is this?",
);
// It has no more to say. To the server that is an answer that is too short.
client.shutdown(socket.SHUT_WR);
print("then", await client.recv(1024));
