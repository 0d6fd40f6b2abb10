// Sends messages that will stick together.

import { parseArgs } from "node:util";
import { bytes, print } from "dunder";
import { socket } from "dunder/net";
import { required } from "./_required.ts";

const { values: args } = parseArgs({ options: { port: { type: "string" } } });
const PORT = Number(required(args.port, "--port"));

// Two short messages, one directly after the other.
{
  await using conn = await socket.create_connection(["127.0.0.1", PORT]);
  await conn.sendall(bytes("hello", "utf-8"));
  await conn.sendall(bytes("world", "utf-8"));
}
print("sent 5 bytes and 5 bytes");

// One message of two words.
{
  await using conn = await socket.create_connection(["127.0.0.1", PORT]);
  await conn.sendall(bytes("hello world", "utf-8"));
}
print("sent 11 bytes");
