// Uploads all files that its input names at the same time, each over a connection of its own.

import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { print, zip } from "dunder";
import { socket } from "dunder/net";
import { required } from "./_required.ts";
import { send_file } from "./_upload.ts";

const WAIT = 60; // seconds

const { values: args } = parseArgs({ options: { port: { type: "string" } } });

function connect(): Promise<socket.socket> {
  return socket.create_connection(["127.0.0.1", Number(required(args.port, "--port"))], WAIT);
}

async function put(name: string, accepted: socket.socket): Promise<string> {
  await using conn = accepted;
  await using stream = conn.makefile("rwb");
  return await send_file(stream, name, name);
}

// This one says nothing, and comes first. A server of one connection at a time would wait for it.
const idle = await connect();
const names: string[] = [];
for await (const line of createInterface({ input: process.stdin })) names.push(line.trim());
const conns: socket.socket[] = [];
for (const name of names) conns.push(await connect());
const results = await Promise.all([...zip(names, conns)].map(([name, conn]) => put(name, conn)));
for (const [name, result] of zip(names, results)) {
  print(name, "->", result);
}
await idle.close();
