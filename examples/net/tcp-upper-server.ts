// A TCP server in two loops: one client after the other, and one message of each client after the other.

import { parseArgs } from "node:util";
import { isinstance, OSError, print } from "dunder";
import { socket } from "dunder/net";
import { upper } from "./_upper.ts";

const IDLE_TIME = 60; // seconds: a client that says nothing does not keep the others out for ever

const { values: args } = parseArgs({ options: { port: { type: "string", default: "0" } } });

// `await using` closes the socket at the end of its block, which is the program here.
await using server = new socket.socket(socket.AF_INET, socket.SOCK_STREAM);
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1);
await server.bind(["127.0.0.1", Number(args.port)]);
await server.listen();
print(`listening on 127.0.0.1:${server.getsockname()[1]}`);

while (true) {
  const [accepted, addr] = await server.accept();
  await using conn = accepted;
  print("connected from", addr[0]);
  conn.settimeout(IDLE_TIME);
  try {
    // No bytes are the end of the stream: the client has closed.
    for (let msg = await conn.recv(1024); msg.length > 0; msg = await conn.recv(1024)) {
      print("received", msg);
      await conn.sendall(upper(msg));
    }
  } catch (error) {
    // A connection that breaks is the end of this client, not of the server.
    if (!isinstance(error, OSError)) throw error;
    print("broken:", error);
  }
  print("closing");
}
