// A UDP server: no connections, only datagrams, each with the address it came from.

import { parseArgs } from "node:util";
import { isinstance, OSError, print } from "dunder";
import { socket } from "dunder/net";
import { upper } from "./_upper.ts";

const LONGEST = 65_535; // bytes: of a longer datagram than recvfrom() has room for, the rest is lost

const { values: args } = parseArgs({ options: { port: { type: "string", default: "0" } } });

await using server = new socket.socket(socket.AF_INET, socket.SOCK_DGRAM);
await server.bind(["127.0.0.1", Number(args.port)]); // nothing to listen to or accept
print(`listening on 127.0.0.1:${server.getsockname()[1]}`);

while (true) {
  const [msg, addr] = await server.recvfrom(LONGEST);
  print("received", msg);
  try {
    await server.sendto(upper(msg), addr);
  } catch (error) {
    // An address that nothing can be sent to must not end the server.
    if (!isinstance(error, OSError)) throw error;
    print("not answered:", error);
  }
}
