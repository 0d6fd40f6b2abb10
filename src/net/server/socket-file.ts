// The binary files of a request handler: `rfile` reads a connection, `wfile` writes to it, with `await` where Python blocks.

import { ValueError } from "../../protocols/errors.ts";
import { EMPTY } from "../byte-queue.ts";
import { asBytes, type BytesLike, type StreamSocket } from "../stream.ts";

/** What a file needs of its connection. */
type Connection = Pick<StreamSocket, "recv" | "sendall">;

/** `io.DEFAULT_BUFFER_SIZE` in bytes. */
const BUFFER = 8192;

const NEWLINE = 10;

/**
 * Reads a connection as a binary file (`rfile`, what `socket.makefile("rb")` gives).
 *
 * @example
 * for await (const line of this.rfile) await this.wfile.write(line);
 */
export class SocketReader {
  readonly #connection: Connection;
  readonly #size: number;
  // What was received and not read yet.
  #rest: Uint8Array = EMPTY;
  #ended = false;
  #closed = false;

  /** @param bufsize bytes to receive at once; -1 for the default of 8192, 0 to receive no more than what is asked for */
  constructor(connection: Connection, bufsize = -1) {
    this.#connection = connection;
    this.#size = bufsize < 0 ? BUFFER : bufsize;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Reads `size` bytes, fewer at the end of the stream; all of it if `size` is negative. @throws ValueError when closed */
  async read(size = -1): Promise<Uint8Array> {
    this.#check();
    if (this.#size === 0 && size >= 0) return this.#rest.length > 0 ? this.#take(size) : this.#more(size);
    const parts: Uint8Array[] = [];
    let missing = size < 0 ? Number.POSITIVE_INFINITY : size;
    while (missing > 0 && (this.#rest.length > 0 || (await this.#fill(missing)))) {
      const part = this.#take(missing);
      parts.push(part);
      missing -= part.length;
    }
    return joined(parts);
  }

  /** Reads at most `size` bytes with one `recv`, or what is buffered. */
  async read1(size = -1): Promise<Uint8Array> {
    this.#check();
    const most = size < 0 ? this.#size || BUFFER : size;
    if (this.#rest.length === 0) await this.#fill(most);
    return this.#take(most);
  }

  /** Reads a line with its `\n`; what is left at the end of the stream, `b""` after it. At most `limit` bytes. */
  async readline(limit = -1): Promise<Uint8Array> {
    this.#check();
    const parts: Uint8Array[] = [];
    let missing = limit < 0 ? Number.POSITIVE_INFINITY : limit;
    // Without a buffer nothing beyond the line may be received, so that it comes byte by byte, as in Python.
    while (missing > 0 && (this.#rest.length > 0 || (await this.#fill(1)))) {
      const end = this.#rest.indexOf(NEWLINE);
      const part = this.#take(Math.min(end < 0 ? this.#rest.length : end + 1, missing));
      parts.push(part);
      missing -= part.length;
      if (part.at(-1) === NEWLINE) break;
    }
    return joined(parts);
  }

  /** Reads all lines, or those until `hint` bytes have been read. */
  async readlines(hint = -1): Promise<Uint8Array[]> {
    const lines: Uint8Array[] = [];
    let total = 0;
    for await (const line of this) {
      lines.push(line);
      total += line.length;
      if (hint > 0 && total >= hint) break;
    }
    return lines;
  }

  /** Fills `buffer` from the stream; gives the number of bytes, fewer than its size only at the end. */
  async readinto(buffer: Uint8Array): Promise<number> {
    const bytes = await this.read(buffer.length);
    buffer.set(bytes);
    return bytes.length;
  }

  readable(): boolean {
    this.#check();
    return true;
  }

  writable(): boolean {
    this.#check();
    return false;
  }

  /** Ends the file, not the connection. */
  close(): void {
    this.#closed = true;
    this.#rest = EMPTY;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, void> {
    for (let line = await this.readline(); line.length > 0; line = await this.readline()) yield line;
  }

  #check(): void {
    if (this.#closed) throw new ValueError("I/O operation on closed file.");
  }

  #take(size: number): Uint8Array {
    const part = this.#rest.subarray(0, size);
    this.#rest = this.#rest.subarray(part.length);
    return part;
  }

  async #fill(wanted: number): Promise<boolean> {
    if (this.#ended) return false;
    const size = this.#size === 0 ? Math.min(wanted, BUFFER) : this.#size;
    // What is asked for at once need not come in pieces of the buffer's size.
    this.#rest = await this.#more(Number.isFinite(wanted) ? Math.max(size, wanted) : Math.max(size, BUFFER));
    return this.#rest.length > 0;
  }

  async #more(size: number): Promise<Uint8Array> {
    const bytes = await this.#connection.recv(size);
    this.#ended = bytes.length === 0 && size > 0;
    return bytes;
  }
}

/**
 * Writes to a connection as a binary file (`wfile`). With a buffer of 0, every `write` is sent at once; otherwise when
 * that many bytes are there, and by `flush`.
 */
export class SocketWriter {
  readonly #connection: Connection;
  readonly #size: number;
  #parts: Uint8Array[] = [];
  #held = 0;
  #closed = false;

  /** @param bufsize bytes to gather; -1 for the default of 8192, 0 to gather none */
  constructor(connection: Connection, bufsize = 0) {
    this.#connection = connection;
    this.#size = bufsize < 0 ? BUFFER : bufsize;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /**
   * Writes all of `data`; gives the number of its bytes.
   *
   * @throws ValueError when closed
   * @throws OSError when the peer is gone
   */
  async write(data: BytesLike): Promise<number> {
    this.#check();
    const bytes = asBytes(data);
    if (this.#size === 0) {
      await this.#connection.sendall(bytes);
      return bytes.length;
    }
    // The caller may change its array once the call has returned.
    this.#parts.push(bytes.slice());
    this.#held += bytes.length;
    if (this.#held > this.#size) await this.flush();
    return bytes.length;
  }

  /** Writes several. */
  async writelines(lines: Iterable<BytesLike>): Promise<void> {
    for (const line of lines) await this.write(line);
  }

  /** Sends what is held. @throws ValueError when closed, OSError when the peer is gone */
  async flush(): Promise<void> {
    if (this.#closed) throw new ValueError("write to closed file");
    if (this.#held === 0) return;
    const whole = joined(this.#parts);
    this.#parts = [];
    this.#held = 0;
    await this.#connection.sendall(whole);
  }

  readable(): boolean {
    this.#check();
    return false;
  }

  writable(): boolean {
    this.#check();
    return true;
  }

  /** Flushes and ends the file, not the connection. */
  async close(): Promise<void> {
    if (this.#closed) return;
    try {
      await this.flush();
    } finally {
      this.#closed = true;
    }
  }

  #check(): void {
    if (this.#closed) throw new ValueError("write to closed file");
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const [first = EMPTY] = parts;
  if (parts.length < 2) return first;
  const whole = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
