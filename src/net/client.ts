// The upload client: sends files and believes nothing before the server has confirmed it.

import { createHash } from "node:crypto";
import type { Stats } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { basename } from "node:path";
import { DigestError, FileChangedError, RemoteError } from "./client-errors.ts";
import type { StoredFile } from "./directory-store.ts";
import { type FramedSocket, framed } from "./framed.ts";
import { LENGTH_SIZE } from "./framing.ts";
import { ShortReadError } from "./framing-errors.ts";
import type { JsonObject } from "./json/index.ts";
import { asOSError, osError } from "./oserror.ts";
import type { Address } from "./socket/address.ts";
import { create_connection } from "./socket/create.ts";
import type { socket as Socket } from "./socket/socket.ts";

/** 256 KiB: one is read while another is sent, whatever the size of the file. */
const CHUNK = 256 * 1024;

/** Seconds a server may take for its reply: it syncs the file to its disk before. */
const REPLY_TIME = 120;

/** Seconds for the reply of a server that has closed the connection: it is here already, or never comes. */
const LATE_REPLY_TIME = 2;

/** How far an upload is. */
export interface Progress {
  /** Bytes handed to the system so far. */
  readonly sent: number;
  /** Bytes of the file. */
  readonly total: number;
}

/** How to send a file. */
export interface PutOptions {
  /** The name on the server; the file's own unless told. */
  readonly name?: string;
  /** Told after each chunk of up to 256 KiB. */
  readonly onProgress?: (progress: Progress) => void;
  /** Cuts the connection when it aborts; `put` then throws its reason. */
  readonly signal?: AbortSignal;
}

/**
 * Connects to an upload server.
 *
 * @param options.timeout seconds for connecting, and for each single read or write after; 30 unless told
 * @param options.signal gives up connecting when it aborts
 * @throws OSError
 * @example
 * await using client = await connect(["127.0.0.1", 8080]);
 * const { sha256 } = await client.put("photo.jpg");
 */
export async function connect(
  address: Address,
  options: { readonly timeout?: number | null; readonly signal?: AbortSignal } = {},
): Promise<UploadClient> {
  return new UploadClient(await create_connection(address, { timeout: 30, ...options }));
}

/** A connection to an upload server. Calls that overlap are done one after the other. */
export class UploadClient {
  readonly #socket: Socket;
  readonly #connection: FramedSocket;
  #last: Promise<unknown> = Promise.resolve();

  /** Takes over a connected socket; {@link connect} makes one. */
  constructor(socket: Socket) {
    this.#socket = socket;
    this.#connection = framed(socket);
  }

  /**
   * Sends a file and waits for the server's confirmation, whose digest must be that of what was sent.
   *
   * @returns the server's word on what it stored
   * @throws RemoteError when the server refuses
   * @throws FileChangedError, DigestError
   * @throws OSError for the file, and when the connection breaks
   */
  put(path: string, options: PutOptions = {}): Promise<StoredFile> {
    return this.#inTurn(async () => {
      const file = await open(path).catch((error: unknown) => {
        throw asOSError(error, path);
      });
      try {
        return await this.#abortable(options.signal, () => this.#send(file, path, options));
      } finally {
        await file.close();
      }
    });
  }

  /** The server's list of its commands. @throws RemoteError, OSError */
  help(): Promise<string> {
    return this.#inTurn(async () => {
      await this.#connection.send_frame({ cmd: "help", reply: true });
      return String((await this.#reply()).help);
    });
  }

  /** Ends the connection. What was confirmed is safe. */
  close(): Promise<void> {
    return this.#socket.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => {});
    return turn;
  }

  async #abortable<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    signal?.throwIfAborted();
    const cut = () => this.#socket.abort();
    signal?.addEventListener("abort", cut);
    try {
      return await work();
    } catch (error) {
      throw signal?.aborted ? signal.reason : error;
    } finally {
      signal?.removeEventListener("abort", cut);
    }
  }

  async #send(file: FileHandle, path: string, options: PutOptions): Promise<StoredFile> {
    const stats = await file.stat();
    if (!stats.isFile()) throw osError(stats.isDirectory() ? "EISDIR" : "EINVAL", path);
    const filename = options.name ?? basename(path);
    let sha256: string;
    try {
      await this.#connection.send_frame({ cmd: "put", filename, filesize: stats.size, reply: true });
      sha256 = await this.#sendBody(file, path, stats, options);
    } catch (error) {
      if (error instanceof FileChangedError) throw error;
      throw await this.#reasonFor(error);
    }
    return confirmed(await this.#reply(), stats.size, sha256);
  }

  async #sendBody(file: FileHandle, path: string, stats: Stats, options: PutOptions): Promise<string> {
    const total = stats.size;
    const hash = createHash("sha256");
    const buffers = [new Uint8Array(Math.min(CHUNK, total)), new Uint8Array(Math.min(CHUNK, total))] as const;
    const read = (at: number) => readChunk(file, buffers[(at / CHUNK) % 2 === 0 ? 0 : 1], at, total);
    let sent = 0;
    let next = read(0);
    while (sent < total) {
      const chunk = await next;
      const isLast = sent + chunk.length === total;
      // The last chunk completes the file on the server, so this is the moment to know that it is one.
      if (chunk.length === 0 || (isLast && (await hasChanged(file, stats)))) {
        this.#socket.abort();
        throw new FileChangedError(`${path} was changed while it was sent`);
      }
      next = read(sent + chunk.length);
      // Whatever ends the loop before this is awaited has been reported already.
      next.catch(() => {});
      hash.update(chunk);
      await this.#connection.sendall(chunk);
      sent += chunk.length;
      options.onProgress?.({ sent, total });
    }
    return hash.digest("hex");
  }

  async #reply(idle = REPLY_TIME): Promise<JsonObject> {
    const reply = await this.#connection.recv_header({ idle });
    if (reply === null) throw new ShortReadError(LENGTH_SIZE, 0);
    if (reply.ok !== true) {
      const errno = typeof reply.errno === "number" ? reply.errno : null;
      throw new RemoteError(String(reply.error), String(reply.message), errno);
    }
    return reply;
  }

  /** A server that refuses says so and closes, which the sender meets as a broken pipe; the reason is still to be read. */
  async #reasonFor(error: unknown): Promise<unknown> {
    try {
      await this.#reply(LATE_REPLY_TIME);
    } catch (reason) {
      if (reason instanceof RemoteError) return reason;
    }
    return error;
  }
}

/** Reads a chunk; short only where the file ends. */
async function readChunk(
  file: FileHandle,
  buffer: Uint8Array,
  position: number,
  total: number,
): Promise<Uint8Array> {
  const size = Math.min(buffer.length, total - position);
  let read = 0;
  while (read < size) {
    const { bytesRead } = await file.read(buffer, read, size - read, position + read);
    if (bytesRead === 0) return buffer.subarray(0, 0);
    read += bytesRead;
  }
  return buffer.subarray(0, size);
}

async function hasChanged(file: FileHandle, before: Stats): Promise<boolean> {
  const now = await file.stat();
  return now.size !== before.size || now.mtimeMs !== before.mtimeMs;
}

function confirmed(reply: JsonObject, size: number, sha256: string): StoredFile {
  if (reply.size !== size || reply.sha256 !== sha256) {
    throw new DigestError(
      `the server stored ${reply.size} bytes of digest ${reply.sha256}, sent were ${size} of ${sha256}`,
    );
  }
  return { filename: String(reply.filename), size, sha256 };
}
