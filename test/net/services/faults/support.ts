// A file server in a folder of its own, and peers that speak to it frame by frame, or badly.

import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect } from "vitest";
import { type FramedSocket, framed } from "../../../../src/net/framed.ts";
import { packHeader } from "../../../../src/net/framing.ts";
import type { JsonObject } from "../../../../src/net/json/index.ts";
import { FileTransferHandler } from "../../../../src/net/services/transfer/file-transfer-handler.ts";
import { create_connection } from "../../../../src/net/socket/create.ts";
import { ThreadingTCPServer } from "../../../../src/net/socketserver.ts";
import type { Address } from "../../../../src/net/stream.ts";
import { bytes, pause } from "../../support/pair.ts";

type Header = Readonly<Record<string, unknown>>;

/** What a test works with. */
export interface Ground {
  /** A folder with a file `outside`, and in it the folder that is served. */
  readonly folder: string;
  readonly root: string;
  /** What the server had to report to its owner: mistakes in the program. */
  readonly reports: readonly string[];
  /** Serves the root, with other attributes of the handler and of the server. */
  serve(handler?: Partial<FileTransferHandler>, server?: Partial<ThreadingTCPServer>): Promise<Address>;
}

/** Makes the ground anew for each test, and expects the server to have made no mistakes and touched nothing outside. */
export function ground(): Ground {
  const made = {} as { -readonly [K in keyof Ground]: Ground[K] };
  let servers: ThreadingTCPServer[] = [];
  let reports: string[] = [];
  beforeEach(async () => {
    made.folder = await mkdtemp(join(tmpdir(), "dunder-faults-"));
    made.root = join(made.folder, "root");
    await mkdir(made.root);
    await writeFile(join(made.folder, "outside"), "secret");
    servers = [];
    reports = [];
    made.reports = reports;
  });
  made.serve = async (attributes = {}, options = {}) => {
    class Files extends FileTransferHandler {
      override server_dir = made.root;
      override max_filesize = 2 ** 28;
      override setup(): Promise<void> {
        Object.assign(this, attributes);
        return super.setup();
      }
    }
    const server = new ThreadingTCPServer(["127.0.0.1", 0], Files);
    Object.assign(server, {
      shutdown_deadline: 0.3,
      stderr: { write: (text: string) => reports.push(text) },
    });
    Object.assign(server, options);
    await server.ready;
    servers.push(server);
    void server.serve_forever(0.05);
    return server.server_address;
  };
  afterEach(async () => {
    for (const server of servers) await server[Symbol.asyncDispose]();
    const around = await readdir(made.folder);
    const outside = await readFile(join(made.folder, "outside"), "utf8");
    await rm(made.folder, { recursive: true, force: true });
    expect({ around, outside, reports }).toEqual({
      around: ["outside", "root"],
      outside: "secret",
      reports: [],
    });
  });
  return made;
}

/** A client that sends what it is told and believes nothing. */
export class Peer implements AsyncDisposable {
  readonly connection: FramedSocket;

  constructor(connection: FramedSocket) {
    this.connection = connection;
  }

  static async connect(address: Address): Promise<Peer> {
    const socket = await create_connection(address);
    socket.settimeout(4);
    return new Peer(framed(socket));
  }

  /** A command that asks for its reply, with the body and the frame behind it; its reply. */
  async ask(cmd: string, header: Header = {}, body?: Uint8Array, trailer?: Header): Promise<JsonObject> {
    await this.connection.send_frame({ cmd, ...header, reply: true }, body);
    if (trailer !== undefined) await this.connection.send_frame(trailer);
    return this.reply();
  }

  async reply(): Promise<JsonObject> {
    const reply = await this.connection.recv_header();
    if (reply === null) throw new Error("the server ended the connection");
    return reply;
  }

  /** All frames until the server ends the connection. */
  async rest(): Promise<JsonObject[]> {
    const replies: JsonObject[] = [];
    for (;;) {
      const reply = await this.connection.recv_header();
      if (reply === null) return replies;
      replies.push(reply);
    }
  }

  async get(filename: string): Promise<Uint8Array> {
    const reply = await this.ask("get", { filename });
    expect(reply).toMatchObject({ ok: true });
    return this.connection.recv_exactly(reply.data_size as number);
  }

  async names(): Promise<string[]> {
    const { entries } = await this.ask("ls");
    return (entries as { name: string }[]).map((entry) => entry.name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.connection.close();
  }
}

/** A connection of Node's own, for what no honest client does. */
export async function rawPeer([host, port]: Address): Promise<Socket> {
  const socket = connect({ host, port, allowHalfOpen: true, noDelay: true });
  await once(socket, "connect");
  socket.on("error", () => {});
  return socket;
}

/** A frame whose header is any text. */
export function frameOf(text: string, body: Uint8Array = new Uint8Array(0)): Buffer {
  const header = bytes(text);
  const length = Buffer.alloc(4);
  length.writeInt32LE(header.length);
  return Buffer.concat([length, header, body]);
}

/** A frame whose header is an object. */
export function packed(header: Header, body: Uint8Array = new Uint8Array(0)): Buffer {
  return Buffer.concat([packHeader(header), body]);
}

/** Expects that a client which behaves is served as ever. */
export async function expectGoodService(address: Address, filename = "good"): Promise<void> {
  await using peer = await Peer.connect(address);
  const data = bytes(`what ${filename} has`);
  expect(await peer.ask("put", { filename, filesize: data.length }, data)).toMatchObject({ ok: true });
  expect(await peer.get(filename)).toEqual(data);
}

/** Bytes that are nowhere the same. */
export function pattern(size: number, seed = 1): Buffer {
  const data = Buffer.allocUnsafe(size);
  for (let i = 0; i < size; i++) data[i] = (i * 31 + (i >> 8) * 7 + seed * 101) & 255;
  return data;
}

/** Waits until `holds`, for four seconds at most. */
export async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  for (let i = 0; i < 400; i++) {
    if (await holds()) return;
    await pause(10);
  }
  throw new Error("it did not become so within 4 seconds");
}
