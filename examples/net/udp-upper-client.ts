// Sends each line of its input as a datagram, the empty ones too, and prints what comes back.

import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { bytes, print } from "dunder";
import { socket } from "dunder/net";
import { required } from "./_required.ts";

const WAIT = 5; // seconds: a datagram may get lost, and then no answer ever comes

const { values: args } = parseArgs({ options: { port: { type: "string" } } });

await using client = new socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
// Sends nothing: it says who send() sends to, and whose datagrams recv() takes. Without it, anybody's.
await client.connect(["127.0.0.1", Number(required(args.port, "--port"))]);
client.settimeout(WAIT);
for await (const line of createInterface({ input: process.stdin })) {
  const msg = bytes(line.trim(), "utf-8");
  await client.send(msg); // all or nothing: a datagram is never cut in two
  const reply = await client.recv(65_535);
  print(msg, "->", reply);
}
