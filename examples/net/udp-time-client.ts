// Asks the time server for the time in each format of its input; an empty line asks for the usual one.

import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { bytes, print, str } from "dunder";
import { socket } from "dunder/net";
import { required } from "./_required.ts";

const WAIT = 5; // seconds

const { values: args } = parseArgs({ options: { port: { type: "string" } } });

await using client = new socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
await client.connect(["127.0.0.1", Number(required(args.port, "--port"))]);
client.settimeout(WAIT);
for await (const line of createInterface({ input: process.stdin })) {
  const wanted = line.trim();
  // An empty datagram is a message, too: it has an address, and arrives.
  await client.send(bytes(wanted, "utf-8"));
  const reply = await client.recv(1024);
  print(wanted || "(the usual)", "->", str(reply, "utf-8", "replace"));
}
