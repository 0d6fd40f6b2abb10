// A TCP server that takes one connection, answers one message, and is done.

import { parseArgs } from "node:util";
import { print } from "dunder";
import { socket } from "dunder/net";
import { upper } from "./_upper.ts";

const { values: args } = parseArgs({ options: { port: { type: "string", default: "0" } } });

// What blocks in Python is awaited here.
const server = new socket.socket(socket.AF_INET, socket.SOCK_STREAM);
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); // see reuse-address
await server.bind(["127.0.0.1", Number(args.port)]);
await server.listen();
print(`listening on 127.0.0.1:${server.getsockname()[1]}`);

const [conn, addr] = await server.accept(); // waits for a client
print("connected from", addr[0]);
const msg = await conn.recv(1024); // waits for bytes, and takes 1024 of them at most
print("received", msg);
await conn.sendall(upper(msg)); // send() may take fewer than all
await conn.close();
await server.close();
