// The client of the framed shell: it reads a length, then so many bytes, and so never a byte of another answer.

import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { bytes, ConnectionError, int, isinstance, print, str, struct, ValueError } from "dunder";
import { type JsonObject, json, socket } from "dunder/net";
import { required } from "./_required.ts";

const WAIT = 10; // seconds
const LONGEST_HEADER = 65_536;
const LONGEST_ANSWER = 16 * 1024 * 1024;

const { values: args } = parseArgs({ options: { port: { type: "string" } } });

// This library has it ready, under the same name.
async function recv_exactly(conn: socket.socket, size: number): Promise<Uint8Array> {
  // recv() gives what is there, which may be less: TCP keeps the order of the bytes, not the pieces.
  const data = new Uint8Array(size);
  let received = 0;
  while (received < size) {
    const piece = await conn.recv(size - received);
    if (piece.length === 0) throw new ConnectionError("the server has closed the connection");
    data.set(piece, received);
    received += piece.length;
  }
  return data;
}

async function recv_framed(conn: socket.socket): Promise<Uint8Array> {
  const [length] = struct.unpack("<i", await recv_exactly(conn, 4));
  // Never believe a length before looking at it.
  if (!(0 < length && length <= LONGEST_HEADER)) throw new ValueError(`a header of ${length} bytes`);
  const header = json.loads(str(await recv_exactly(conn, length), "utf-8")) as JsonObject;
  const size = Number(header.data_size);
  if (!isinstance(size, int) || !(0 <= size && size <= LONGEST_ANSWER)) {
    throw new ValueError(`an answer of ${size} bytes`);
  }
  return await recv_exactly(conn, size);
}

await using client = new socket.socket(socket.AF_INET, socket.SOCK_STREAM);
await client.connect(["127.0.0.1", Number(required(args.port, "--port"))]);
client.settimeout(WAIT);
for await (const line of createInterface({ input: process.stdin })) {
  const cmd = bytes(line.trim(), "utf-8");
  if (cmd.length === 0) continue;
  if (cmd.length > 1024) throw new ValueError("the server takes commands of 1024 bytes at most");
  await client.sendall(cmd);
  const reply = await recv_framed(client);
  if (reply.length < 100) print(cmd, "->", reply);
  else print(cmd, "->", reply.length, "bytes, the last", reply.subarray(-12));
}
