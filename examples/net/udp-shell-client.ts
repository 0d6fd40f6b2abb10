// The client of the shell over UDP: it reads both datagrams of an answer, or the next answer would be the last one's.

import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { bytes, print, repr } from "dunder";
import { socket } from "dunder/net";
import { required } from "./_required.ts";

const WAIT = 10; // seconds

const { values: args } = parseArgs({ options: { port: { type: "string" } } });

await using client = new socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
await client.connect(["127.0.0.1", Number(required(args.port, "--port"))]);
client.settimeout(WAIT);
for await (const line of createInterface({ input: process.stdin })) {
  const cmd = line.trim();
  await client.send(bytes(cmd, "utf-8"));
  const err = await client.recv(65_535);
  const out = await client.recv(65_535);
  print(`${cmd} -> out: ${out.length} bytes, ${repr(out.subarray(-12))}; err: ${repr(err)}`);
}
