// The client of the shell without frames: it takes what one recv() gives for the answer, and soon reads old answers.

import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { bytes, ConnectionError, print, repr } from "dunder";
import { socket } from "dunder/net";
import { required } from "./_required.ts";

const WAIT = 5; // seconds: `true` prints nothing, so that nothing comes back, ever

const { values: args } = parseArgs({ options: { port: { type: "string" } } });

await using client = new socket.socket(socket.AF_INET, socket.SOCK_STREAM);
await client.connect(["127.0.0.1", Number(required(args.port, "--port"))]);
client.settimeout(WAIT);
for await (const line of createInterface({ input: process.stdin })) {
  const cmd = line.trim();
  if (!cmd) continue;
  await client.sendall(bytes(cmd, "utf-8"));
  const reply = await client.recv(1024); // the answer, a part of it, or what was left of the last one
  if (reply.length === 0) throw new ConnectionError("the server has closed the connection");
  // As bytes: the end of a piece may stand in the middle of a character.
  print(
    `${cmd} -> ${reply.length} bytes, from ${repr(reply.subarray(0, 12))} to ${repr(reply.subarray(-12))}`,
  );
}

// What nobody has read yet. (To close with it unread would reset the connection.)
client.shutdown(socket.SHUT_WR);
let left = 0;
for (let piece = await client.recv(1024); piece.length > 0; piece = await client.recv(1024)) {
  left += piece.length;
}
print("never read:", left, "bytes");
