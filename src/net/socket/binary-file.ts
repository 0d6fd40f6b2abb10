// A file of bytes over a connection (io.BufferedReader, io.BufferedWriter and io.BufferedRWPair in one).

import { OSError, TimeoutError, ValueError } from "../../protocols/errors.ts";
import { EMPTY } from "../byte-queue.ts";
import { asBytes, type BytesLike } from "../stream.ts";
import type { FileSocket } from "./file.ts";

const LINE_END = 10;

/** What is asked of the connection at once. */
const CHUNK = 65_536;

/** A method that a file has not got: a seek, or a write to one that is for reading (`io.UnsupportedOperation`). */
export class UnsupportedOperation extends OSError {}

interface BinaryFileOptions {
  readonly mode: string;
  readonly reading: boolean;
  readonly writing: boolean;
  readonly size: number;
  readonly closed: () => Promise<void>;
}

/**
 * The bytes of a connection as a file. Reads take more than they were asked for from the connection, so one that is read
 * through a file should be read through it alone.
 *
 * @example for await (const line of conn.makefile("rb")) …
 */
export class BinaryFile {
  readonly mode: string;
  readonly #socket: FileSocket;
  readonly #options: BinaryFileOptions;
  #buffer: Uint8Array = EMPTY;
  #unsent: Uint8Array[] = [];
  #unsentLength = 0;
  #timedOut = false;
  #closed = false;

  constructor(socket: FileSocket, options: BinaryFileOptions) {
    this.#socket = socket;
    this.#options = options;
    this.mode = options.mode;
  }

  /** The descriptor of the socket. */
  get name(): number {
    return this.#socket.fileno();
  }

  /** Whether `close` was called. */
  get closed(): boolean {
    return this.#closed;
  }

  fileno(): number {
    return this.#socket.fileno();
  }

  readable(): boolean {
    return this.#options.reading;
  }

  writable(): boolean {
    return this.#options.writing;
  }

  seekable(): boolean {
    return false;
  }

  isatty(): boolean {
    return false;
  }

  /**
   * Reads `size` bytes, fewer only at the end; all there are to come for -1.
   *
   * @throws UnsupportedOperation on a file for writing, ValueError on a closed one; what `recv` throws
   */
  async read(size: number | null = -1): Promise<Uint8Array> {
    const wanted = size === null || size < 0 ? Number.POSITIVE_INFINITY : size;
    this.#checkReading("read");
    if (this.#options.size === 0 && wanted !== Number.POSITIVE_INFINITY) return this.read1(wanted);
    return this.#gather(wanted, CHUNK, () => -1);
  }

  /** Reads what there is, at most `size` bytes, and waits only where there is nothing. */
  async read1(size = -1): Promise<Uint8Array> {
    this.#checkReading("read1");
    if (size === 0) return EMPTY;
    if (this.#buffer.length === 0) await this.#fill(size < 0 ? CHUNK : size);
    return this.#take(size < 0 ? this.#buffer.length : Math.min(size, this.#buffer.length));
  }

  /** Reads into a buffer; gives how many bytes, fewer than it has only at the end. */
  async readinto(buffer: BytesLike): Promise<number> {
    const target = asBytes(buffer);
    const bytes = await this.read(target.length);
    target.set(bytes);
    return bytes.length;
  }

  /** Reads a line, its end included; at most `size` bytes of it. `b""` is the end. */
  async readline(size: number | null = -1): Promise<Uint8Array> {
    this.#checkReading("readline");
    const most = size === null || size < 0 ? Number.POSITIVE_INFINITY : size;
    // Without a buffer nothing beyond the line may be taken: it comes byte by byte, as in Python.
    const ask = this.#options.size === 0 ? 1 : CHUNK;
    return this.#gather(most, ask, (chunk) => chunk.indexOf(LINE_END));
  }

  /** Reads the lines that are still to come; with `hint` no more once they have so many bytes. */
  async readlines(hint: number | null = -1): Promise<Uint8Array[]> {
    const lines: Uint8Array[] = [];
    let length = 0;
    for await (const line of this) {
      lines.push(line);
      length += line.length;
      if (hint !== null && hint > 0 && length >= hint) break;
    }
    return lines;
  }

  /**
   * Writes bytes: they are gathered, and sent once there are enough of them, with `flush` and with `close`.
   *
   * @returns how many bytes there were
   * @throws UnsupportedOperation on a file for reading, ValueError on a closed one; what `sendall` throws
   */
  async write(data: BytesLike): Promise<number> {
    if (this.#closed) throw new ValueError("write to closed file");
    if (!this.#options.writing) throw new UnsupportedOperation("write");
    const bytes = asBytes(data);
    if (this.#options.size === 0) return this.#socket.send(bytes);
    // The caller may change its buffer from here on.
    this.#unsent.push(bytes.slice());
    this.#unsentLength += bytes.length;
    if (this.#unsentLength >= this.#options.size) await this.flush();
    return bytes.length;
  }

  /** Writes each of some bytes; no line ends are added. */
  async writelines(lines: Iterable<BytesLike>): Promise<void> {
    for (const line of lines) await this.write(line);
  }

  /** Sends what was gathered. @throws ValueError on a closed file; what `sendall` throws */
  async flush(): Promise<void> {
    if (this.#closed) throw new ValueError("flush of closed file");
    if (this.#unsentLength === 0) return;
    const parts = this.#unsent.splice(0);
    this.#unsentLength = 0;
    await this.#socket.sendall(parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts));
  }

  /** Sends what was gathered and closes the file, not the socket. May be called again. */
  async close(): Promise<void> {
    if (this.#closed) return;
    try {
      await this.flush();
    } finally {
      this.#closed = true;
      await this.#options.closed();
    }
  }

  /** @throws UnsupportedOperation always: a connection has no places to go to */
  seek(_offset: number): never {
    throw new UnsupportedOperation("File or stream is not seekable.");
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    for (let line = await this.readline(); line.length > 0; line = await this.readline()) yield line;
  }

  async __aenter__(): Promise<this> {
    return this;
  }

  async __aexit__(): Promise<void> {
    await this.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #checkReading(method: string): void {
    if (this.#closed) throw new ValueError(`${method} of closed file`);
    if (!this.#options.reading) throw new UnsupportedOperation(method);
  }

  // Takes bytes until there are `most`, or one is found in a chunk, or the end.
  async #gather(most: number, ask: number, find: (chunk: Uint8Array) => number): Promise<Uint8Array> {
    const parts: Uint8Array[] = [];
    for (let left = most; left > 0; ) {
      if (this.#buffer.length === 0 && !(await this.#fill(ask))) break;
      const found = find(this.#buffer);
      const part = this.#take(Math.min(left, found < 0 ? this.#buffer.length : found + 1));
      parts.push(part);
      left -= part.length;
      if (found === part.length - 1) break;
    }
    return parts.length === 1 ? (parts[0] as Uint8Array) : new Uint8Array(Buffer.concat(parts));
  }

  #take(size: number): Uint8Array {
    const bytes = this.#buffer.subarray(0, size);
    this.#buffer = this.#buffer.subarray(size);
    return bytes;
  }

  async #fill(size: number): Promise<boolean> {
    // What a call that timed out had gathered is lost, so nothing that follows can be trusted.
    if (this.#timedOut) throw new OSError("cannot read from timed out object");
    try {
      this.#buffer = await this.#socket.recv(this.#options.size === 0 ? Math.min(size, CHUNK) : CHUNK);
    } catch (error) {
      if (error instanceof TimeoutError) this.#timedOut = true;
      throw error;
    }
    return this.#buffer.length > 0;
  }
}
