// A TCP client that sends one message and prints the answer.

import { parseArgs } from "node:util";
import { bytes, print } from "dunder";
import { socket } from "dunder/net";
import { required } from "./_required.ts";

const { values: args } = parseArgs({ options: { port: { type: "string" } } });

const client = new socket.socket(socket.AF_INET, socket.SOCK_STREAM);
await client.connect(["127.0.0.1", Number(required(args.port, "--port"))]);
await client.sendall(bytes("hello", "utf-8")); // a socket takes bytes, not text
const msg = await client.recv(1024);
print("hello ->", msg);
await client.close();
