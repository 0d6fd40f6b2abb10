// Uploads files: each line of its input is `put <file>`, or `put <file> <name on the server>`.

import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { print } from "dunder";
import { socket } from "dunder/net";
import { required } from "./_required.ts";
import { send_file } from "./_upload.ts";

const WAIT = 60; // seconds

const { values: args } = parseArgs({ options: { port: { type: "string" } } });

async function put(stream: socket.BinaryFile, path: string, name = basename(path)): Promise<string> {
  const isFile = await stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  );
  if (!isFile) return "no such file";
  return await send_file(stream, path, name);
}

await using conn = await socket.create_connection(["127.0.0.1", Number(required(args.port, "--port"))], WAIT);
await using stream = conn.makefile("rwb");
for await (const line of createInterface({ input: process.stdin })) {
  const [command, path, name, ...more] = line.trim().split(/\s+/);
  // What is typed names no method, either.
  if (command !== "put" || path === undefined || more.length > 0) {
    print(line.trim(), "-> say: put <file> [<name>]");
  } else {
    print(line.trim(), "->", await put(stream, path, name));
  }
}
