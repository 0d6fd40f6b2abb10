// Why messages stick together: TCP is a stream of bytes, and knows nothing of messages.

import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { len, print, range } from "dunder";
import { socket } from "dunder/net";

const { values: args } = parseArgs({ options: { port: { type: "string", default: "0" } } });

await using server = new socket.socket(socket.AF_INET, socket.SOCK_STREAM);
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1);
await server.bind(["127.0.0.1", Number(args.port)]);
await server.listen();
print(`listening on 127.0.0.1:${server.getsockname()[1]}`);

// One cause: two messages in a row, and both are here before the receiver looks. (MSG_PEEK looks and takes nothing.)
{
  const [accepted, addr] = await server.accept();
  await using conn = accepted;
  for (const _ of range(500)) {
    if (len(await conn.recv(1024, socket.MSG_PEEK)) === len("helloworld")) break;
    await sleep(10);
  }
  print("two messages, one recv(1024):", await conn.recv(1024));
}

// The other: the receiver takes a part only, and gets the rest next time, together with what came after.
{
  const [accepted, addr] = await server.accept();
  await using conn = accepted;
  print("one message, first recv(2):", await conn.recv(2));
  print("then recv(1024):", await conn.recv(1024));
}

// The cure is a length in front of each message: see struct-basics and shell-framed.
