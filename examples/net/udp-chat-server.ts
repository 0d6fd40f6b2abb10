// A chat over UDP: prints each message, and sends back to its sender the next line that is typed here.

import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { aiter, anext, bytes, isinstance, OSError, print, str } from "dunder";
import { socket } from "dunder/net";

const AWAY = "(nobody is at the keyboard)";

function visible(text: string): string {
  // What a stranger sends may hold codes that a terminal obeys.
  return text.replace(/[\x00-\x1f\x7f-\x9f]/g, "?");
}

const { values: args } = parseArgs({ options: { port: { type: "string", default: "0" } } });

await using server = new socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
await server.bind(["127.0.0.1", Number(args.port)]);
print(`listening on 127.0.0.1:${server.getsockname()[1]}`);

// Python: sys.stdin
const keyboard = aiter(createInterface({ input: process.stdin }));
while (true) {
  // Others may write meanwhile: their datagrams are kept, and each has its own sender's address.
  const [msg, addr] = await server.recvfrom(65_535);
  const text = str(msg, "utf-8", "replace"); // bytes that are no UTF-8 must not end the server
  print(`from [${addr[0]}]:`, visible(text));
  const reply = (await anext(keyboard, AWAY)).trim();
  try {
    await server.sendto(bytes(reply, "utf-8"), addr);
  } catch (error) {
    if (!isinstance(error, OSError)) throw error;
    print("not answered:", error);
  }
}
