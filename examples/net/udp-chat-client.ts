// A chat over UDP: the first line names whom to talk to, the others are messages, and after "quit" comes another name.

import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { bytes, eq, print, str } from "dunder";
import { type Address, socket } from "dunder/net";
import { required } from "./_required.ts";

const WAIT = 300; // seconds: who types the answer takes a while, and a datagram may get lost

function visible(text: string): string {
  // What a stranger sends may hold codes that a terminal obeys.
  return text.replace(/[\x00-\x1f\x7f-\x9f]/g, "?");
}

const { values: args } = parseArgs({ options: { port: { type: "string" } } });
const PORT = Number(required(args.port, "--port"));

// One socket is enough for all of them. In this program they happen to sit at the same keyboard.
const CONTACTS = new Map<string, Address>([
  ["alma", ["127.0.0.1", PORT]],
  ["bruno", ["127.0.0.1", PORT]],
]);

await using client = new socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
client.settimeout(WAIT);
let name: string | null = null;
for await (const line of createInterface({ input: process.stdin })) {
  const text = line.trim();
  if (name === null) {
    if (CONTACTS.has(text)) {
      name = text;
      print("talking to", name);
    } else {
      print("nobody is called", text);
    }
  } else if (text === "quit") {
    name = null;
  } else {
    const contact = CONTACTS.get(name)!;
    await client.sendto(bytes(text, "utf-8"), contact);
    // Anybody may send to this socket: only what comes from the right address is the answer.
    let [reply, addr] = await client.recvfrom(65_535);
    while (!eq(addr, contact)) [reply, addr] = await client.recvfrom(65_535);
    print("you:", text);
    print(`${name}:`, visible(str(reply, "utf-8", "replace")));
  }
}
