// A file of text over a connection (io.TextIOWrapper).

import { ValueError } from "../../protocols/errors.ts";
import { decode, encode } from "../../protocols/text/codecs.ts";
import { typeName } from "../../protocols/typename.ts";
import { type BinaryFile, UnsupportedOperation } from "./binary-file.ts";
import type { FileOptions } from "./file.ts";

const CLOSED = "I/O operation on closed file.";

/**
 * The text of a connection as a file, line by line or all of it. A character that arrives in pieces is decoded when it is
 * whole.
 *
 * @example for await (const line of conn.makefile("r", { encoding: "utf-8" })) …
 */
export class TextFile {
  /** The file of bytes behind it. */
  readonly buffer: BinaryFile;
  readonly mode: string;
  readonly encoding: string;
  readonly errors: string;
  readonly newline: FileOptions["newline"];
  // Decoded and not read yet; the place in it is kept apart, so that reading short lines stays linear.
  #text = "";
  #at = 0;
  #pending = new Uint8Array(0);
  #ended = false;

  constructor(buffer: BinaryFile, mode: string, options: FileOptions) {
    this.buffer = buffer;
    this.mode = mode;
    this.encoding = options.encoding ?? "utf-8";
    this.errors = options.errors ?? "strict";
    this.newline = options.newline ?? null;
    if (options.newline === "") this.newline = "";
  }

  get closed(): boolean {
    return this.buffer.closed;
  }

  get name(): number {
    return this.buffer.name;
  }

  fileno(): number {
    return this.buffer.fileno();
  }

  readable(): boolean {
    return this.buffer.readable();
  }

  writable(): boolean {
    return this.buffer.writable();
  }

  seekable(): boolean {
    return false;
  }

  /**
   * Reads `size` characters, fewer only at the end; all there are to come for -1.
   *
   * @throws UnsupportedOperation on a file for writing, ValueError on a closed one, UnicodeDecodeError; what `recv` throws
   */
  async read(size: number | null = -1): Promise<string> {
    this.#checkReading();
    const wanted = size === null || size < 0 ? Number.POSITIVE_INFINITY : size;
    while (countOf(this.#text, this.#at, wanted) < wanted && (await this.#more()));
    return this.#take(endOf(this.#text, this.#at, wanted));
  }

  /** Reads a line, its end included; at most `size` characters of it. `""` is the end. */
  async readline(size: number | null = -1): Promise<string> {
    this.#checkReading();
    const most = size === null || size < 0 ? Number.POSITIVE_INFINITY : size;
    for (let from = this.#at; ; ) {
      const end = this.#lineEnd(from);
      const limit = endOf(this.#text, this.#at, most);
      if (end >= 0 || countOf(this.#text, this.#at, most) >= most) {
        return this.#take(end < 0 ? limit : Math.min(end, limit));
      }
      const seen = this.#text.length - this.#at;
      if (!(await this.#more())) return this.#take(this.#text.length);
      // The last character may have been the first half of an end.
      from = this.#at + Math.max(0, seen - 1);
    }
  }

  /** Reads the lines that are still to come; with `hint` no more once they have so many characters. */
  async readlines(hint: number | null = -1): Promise<string[]> {
    const lines: string[] = [];
    let length = 0;
    for await (const line of this) {
      lines.push(line);
      length += line.length;
      if (hint !== null && hint > 0 && length >= hint) break;
    }
    return lines;
  }

  /**
   * Writes text: it is gathered, and sent once there is enough of it, with `flush` and with `close`.
   *
   * @returns how many characters there were
   * @throws UnsupportedOperation on a file for reading, ValueError on a closed one, UnicodeEncodeError; what `sendall` throws
   */
  async write(text: string): Promise<number> {
    if (this.closed) throw new ValueError(CLOSED);
    if (typeof text !== "string") throw new TypeError(`write() argument must be str, not ${typeName(text)}`);
    if (!this.writable()) throw new UnsupportedOperation("not writable");
    const { newline } = this;
    const lines = newline === "\r" || newline === "\r\n" ? text.replaceAll("\n", newline) : text;
    await this.buffer.write(encode(lines, this.encoding, this.errors));
    return countOf(text, 0, Number.POSITIVE_INFINITY);
  }

  /** Writes each of some texts; no line ends are added. */
  async writelines(lines: Iterable<string>): Promise<void> {
    for (const line of lines) await this.write(line);
  }

  /** Sends what was gathered. @throws ValueError on a closed file; what `sendall` throws */
  async flush(): Promise<void> {
    if (this.closed) throw new ValueError(CLOSED);
    await this.buffer.flush();
  }

  /** Sends what was gathered and closes the file, not the socket. May be called again. */
  close(): Promise<void> {
    return this.buffer.close();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string, void, undefined> {
    for (let line = await this.readline(); line !== ""; line = await this.readline()) yield line;
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

  #checkReading(): void {
    if (this.closed) throw new ValueError(CLOSED);
    if (!this.readable()) throw new UnsupportedOperation("not readable");
  }

  #take(end: number): string {
    const text = this.#text.slice(this.#at, end);
    this.#at = end;
    return text;
  }

  /** Where the line that is looked for from `from` on ends; -1 where its end has not arrived. */
  #lineEnd(from: number): number {
    const { newline } = this;
    if (newline !== "") {
      const end = newline ?? "\n";
      const found = this.#text.indexOf(end, from);
      return found < 0 ? -1 : found + end.length;
    }
    const ends = /\r\n?|\n/g;
    ends.lastIndex = from;
    const match = ends.exec(this.#text);
    if (match === null) return -1;
    const end = match.index + match[0].length;
    // Whether a newline follows is not known yet.
    return match[0] === "\r" && end === this.#text.length && !this.#ended ? -1 : end;
  }

  async #more(): Promise<boolean> {
    if (this.#ended) return false;
    const bytes = await this.buffer.read1();
    this.#ended = bytes.length === 0;
    const whole = Buffer.concat([this.#pending, bytes]);
    const end = this.#ended ? whole.length : whole.length - unfinished(whole, this.encoding);
    let text = decode(whole.subarray(0, end), this.encoding, this.errors);
    let kept: Uint8Array = whole.subarray(end);
    if (this.newline === null) {
      if (text.endsWith("\r") && !this.#ended) {
        text = text.slice(0, -1);
        kept = Buffer.concat([CR, kept]);
      }
      text = text.replace(/\r\n?/g, "\n");
    }
    this.#pending = Uint8Array.from(kept);
    this.#text = this.#text.slice(this.#at) + text;
    this.#at = 0;
    return !this.#ended || text !== "";
  }
}

const CR = Uint8Array.of(13);

/** How many bytes at the end are the beginning of a UTF-8 character. */
function unfinished(bytes: Uint8Array, encoding: string): number {
  if (!/^u(tf)?[-_ ]?8$|^utf$/i.test(encoding)) return 0;
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4) ? back : 0;
  }
  return 0;
}

// Python counts characters where JavaScript counts halves of them.

/** How many characters there are from `at` on, `most` at most. */
function countOf(text: string, at: number, most: number): number {
  if (most === Number.POSITIVE_INFINITY) {
    let pairs = 0;
    for (let i = at; i < text.length; i++) if (isHigh(text, i)) pairs++;
    return text.length - at - pairs;
  }
  let count = 0;
  for (let i = at; i < text.length && count < most; i += isHigh(text, i) ? 2 : 1) count++;
  return count;
}

/** The index behind `size` characters from `at` on. */
function endOf(text: string, at: number, size: number): number {
  if (size === Number.POSITIVE_INFINITY) return text.length;
  let end = at;
  for (let count = 0; count < size && end < text.length; count++) end += isHigh(text, end) ? 2 : 1;
  return end;
}

function isHigh(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0xd800 && unit < 0xdc00 && at + 1 < text.length;
}
