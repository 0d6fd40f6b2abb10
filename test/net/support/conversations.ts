// Our side of the conversations of interop.test.ts; peers.py is CPython's.

import { createHash } from "node:crypto";
import { frames } from "../../../src/net/frame-stream.ts";
import { recv_header, send_frame } from "../../../src/net/frames.ts";
import { dumps } from "../../../src/net/json/index.ts";
import type { socket } from "../../../src/net/socket/socket.ts";
import { BaseRequestHandler, type RequestHandlerClass } from "../../../src/net/socketserver.ts";
import { SHUT_WR } from "../../../src/net/stream.ts";
import { bytes, text } from "./pair.ts";

const everyByte = Uint8Array.from({ length: 256 }, (_, i) => i);
const LINES = [bytes("hello"), bytes("Straße, äöü"), everyByte];
const COMMANDS: Readonly<Record<string, string>> = {
  pwd: "/home/ä\n",
  true: "",
  seq: Array.from({ length: 1500 }, (_, i) => `${i}\n`).join(""),
  nonsense: "sh: 1: nonsense: not found\n",
};
const FILES: Readonly<Record<string, Uint8Array>> = {
  "a.txt": bytes("first\n"),
  empty: bytes(""),
  "文件.bin": Buffer.concat(Array.from({ length: 20 }, () => everyByte)),
};

/** `bytes.upper`: ASCII only. */
function upper(data: Uint8Array): Uint8Array {
  return data.map((byte) => (byte >= 97 && byte <= 122 ? byte - 32 : byte));
}

class Upper extends BaseRequestHandler {
  override async handle() {
    for (let data = await this.request.recv(1024); data.length > 0; data = await this.request.recv(1024)) {
      await this.request.sendall(upper(data));
    }
  }
}

class Shell extends BaseRequestHandler {
  override async handle() {
    for (let data = await this.request.recv(1024); data.length > 0; data = await this.request.recv(1024)) {
      const command = text(data);
      const output = bytes(COMMANDS[command] ?? "");
      await send_frame(this.request, { command, data_size: output.length, täst: null }, output);
    }
  }
}

/** What the upload handler kept last: names, and the digests of what came with them. */
export let kept: Record<string, string> = {};

class Upload extends BaseRequestHandler {
  override async handle() {
    kept = {};
    for await (const { header, body } of frames(this.request)) {
      const hash = createHash("sha256");
      for (let part = await body.recv(1024); part.length > 0; part = await body.recv(1024)) hash.update(part);
      kept[String(header.filename)] = hash.digest("hex");
    }
  }
}

/** The digests of the files that are uploaded. */
export const DIGESTS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(FILES).map(([name, body]) => [name, createHash("sha256").update(body).digest("hex")]),
);

export const HANDLERS: Readonly<Record<string, RequestHandlerClass>> = {
  upper: Upper,
  shell: Shell,
  upload: Upload,
};

/** A conversation from the client's side; gives what it received. */
type Client = (connection: socket) => Promise<Uint8Array[]>;

export const CLIENTS: Readonly<Record<string, Client>> = {
  async upper(connection) {
    const received: Uint8Array[] = [];
    for (const line of LINES) {
      await connection.sendall(line);
      received.push(await connection.recv_exactly(line.length));
    }
    return received;
  },
  async shell(connection) {
    const received: Uint8Array[] = [];
    for (const command of Object.keys(COMMANDS)) {
      await connection.sendall(bytes(command));
      const header = await recv_header(connection);
      const body = await connection.recv_exactly(Number(header?.data_size));
      received.push(Buffer.concat([bytes(dumps(header)), body]));
    }
    return received;
  },
  async upload(connection) {
    for (const [filename, body] of Object.entries(FILES)) {
      await send_frame(connection, { cmd: "put", filename, filesize: body.length }, body);
    }
    connection.shutdown(SHUT_WR);
    return [await connection.recv(1)];
  },
};
