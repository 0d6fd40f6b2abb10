// A server of commands to be tried, and a plain peer: bytes out, and the frames that come back.

import { connect, type Socket } from "node:net";
import { packHeader, parseHeader } from "../../../../src/net/framing.ts";
import type { JsonObject } from "../../../../src/net/json/index.ts";
import type { RequestHandlerClass } from "../../../../src/net/request-handler.ts";
import { ThreadingTCPServer } from "../../../../src/net/socketserver.ts";
import { bytes, pause } from "../../support/pair.ts";

/** A server on a free port; `reports` is what it wrote to its stderr. */
export interface Served extends AsyncDisposable {
  readonly server: ThreadingTCPServer;
  readonly reports: () => string;
  readonly peer: () => Peer;
}

export async function serve(Handler: RequestHandlerClass): Promise<Served> {
  const server = new ThreadingTCPServer(["127.0.0.1", 0], Handler);
  let reports = "";
  server.stderr = { write: (text) => (reports += text) };
  await server.ready;
  const looped = server.serve_forever();
  const peers = new Set<Peer>();
  return {
    server,
    reports: () => reports,
    peer() {
      const peer = new Peer(server.server_address[1]);
      peers.add(peer);
      peer.socket.once("close", () => peers.delete(peer));
      return peer;
    },
    async [Symbol.asyncDispose]() {
      for (const peer of peers) peer.socket.destroy();
      await server.shutdown({ deadline: 0.5 });
      await server.server_close();
      await looped;
    },
  };
}

/** A frame that came back. */
export interface Answer {
  readonly header: JsonObject;
  readonly body: Uint8Array;
}

/** Frames are sent as objects, bodies and anything else as text or bytes. */
export class Peer {
  readonly socket: Socket;
  /** Resolves when the server has ended the connection, or it broke. */
  readonly ended: Promise<void>;
  #received = Buffer.alloc(0);
  #over = false;

  constructor(port: number) {
    this.socket = connect({ host: "127.0.0.1", port, allowHalfOpen: true, noDelay: true }).on(
      "error",
      () => {},
    );
    this.socket.on("data", (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk]);
    });
    this.ended = new Promise((resolve) => {
      const end = () => {
        this.#over = true;
        resolve();
      };
      this.socket.once("end", end);
      this.socket.once("close", end);
    });
  }

  send(...parts: (Readonly<Record<string, unknown>> | Uint8Array | string)[]): this {
    const pieces = parts.map((part) =>
      typeof part === "string"
        ? bytes(part)
        : part instanceof Uint8Array
          ? part
          : packHeader(part, { maxHeader: 2 ** 30 }),
    );
    this.socket.write(Buffer.concat(pieces));
    return this;
  }

  /** Ends its half, as a peer that sends no more. */
  end(): this {
    this.socket.end();
    return this;
  }

  /** What came so far and was taken by no `answer` yet. */
  get received(): Buffer {
    return this.#received;
  }

  /** The next frame with its body; fails at the end of the connection. */
  async answer(): Promise<Answer> {
    const start = performance.now();
    for (;;) {
      const found = this.#take();
      if (found !== null) return found;
      if (this.#over) throw new Error(`the connection ended; unread: ${this.#received.toString()}`);
      if (performance.now() - start > 4000)
        throw new Error(`no answer; so far: ${this.#received.toString()}`);
      await pause(2);
    }
  }

  /** The headers of the next frames. */
  async answers(count: number): Promise<JsonObject[]> {
    const headers: JsonObject[] = [];
    while (headers.length < count) headers.push((await this.answer()).header);
    return headers;
  }

  /** Asks for one thing and waits for the answer. */
  async ask(header: Readonly<Record<string, unknown>>, body: Uint8Array | string = ""): Promise<JsonObject> {
    return (await this.send({ reply: true, ...header }, body).answer()).header;
  }

  #take(): Answer | null {
    const received = this.#received;
    if (received.length < 4) return null;
    const end = 4 + received.readInt32LE(0);
    if (received.length < end) return null;
    const header = parseHeader(received.subarray(4, end));
    const whole = end + Number(header.data_size ?? 0);
    if (received.length < whole) return null;
    this.#received = received.subarray(whole);
    return { header, body: new Uint8Array(received.subarray(end, whole)) };
  }
}
