// What is to be sent: a file, bytes in memory, or a stream whose size is known.

import type { Stats } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { basename } from "node:path";
import { ValueError } from "../../../protocols/errors.ts";
import { FileChangedError } from "../../client-errors.ts";
import { asOSError, osError } from "../../oserror.ts";

/** 1 MiB: one is read while another is sent, whatever the size of the file. */
const CHUNK = 2 ** 20;

/** What {@link FileTransferClient.put} takes: the path of a file, bytes, or a stream of them. */
export type PutSource = string | Uint8Array | AsyncIterable<Uint8Array>;

/** Bytes to be sent. */
export interface Source {
  readonly name: string;
  readonly size: number;
  /** Whether `chunks` can be called again. */
  readonly replayable: boolean;
  /** The bytes, `size` of them; a chunk may be changed when the next one is asked for. @throws FileChangedError, OSError */
  chunks(): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

/** Opens what is to be sent. @throws OSError for a file; ValueError for bytes without a name, a stream without a size */
export async function openSource(
  from: PutSource,
  options: { readonly name?: string; readonly size?: number },
): Promise<Source> {
  const { name } = options;
  if (typeof from === "string") return openFile(from, name ?? basename(from));
  if (name === undefined) throw new ValueError("what is no file needs a name");
  if (from instanceof Uint8Array) {
    return new StreamSource(name, from.length, true, async function* () {
      for (let at = 0; at < from.length; at += CHUNK) yield from.subarray(at, at + CHUNK);
    });
  }
  const { size } = options;
  if (size === undefined || !Number.isSafeInteger(size) || size < 0) {
    throw new ValueError("a stream needs its size, in bytes");
  }
  return new StreamSource(name, size, false, () => counted(from, size, name));
}

class StreamSource implements Source {
  readonly name: string;
  readonly size: number;
  readonly replayable: boolean;
  readonly chunks: () => AsyncIterable<Uint8Array>;

  constructor(name: string, size: number, replayable: boolean, chunks: () => AsyncIterable<Uint8Array>) {
    this.name = name;
    this.size = size;
    this.replayable = replayable;
    this.chunks = chunks;
  }

  async close(): Promise<void> {}
}

async function* counted(
  from: AsyncIterable<Uint8Array>,
  size: number,
  name: string,
): AsyncGenerator<Uint8Array> {
  let got = 0;
  for await (const chunk of from) {
    got += chunk.length;
    if (got > size) throw new FileChangedError(`${name} has more than the ${size} bytes that were announced`);
    if (chunk.length > 0) yield chunk;
  }
  if (got < size) throw new FileChangedError(`${name} has ${got} bytes, ${size} were announced`);
}

async function openFile(path: string, name: string): Promise<Source> {
  let file: FileHandle | undefined;
  try {
    file = await open(path);
    const stats = await file.stat();
    if (!stats.isFile()) throw osError(stats.isDirectory() ? "EISDIR" : "EINVAL", path);
    return new FileSource(name, path, file, stats);
  } catch (error) {
    await file?.close();
    throw asOSError(error, path);
  }
}

class FileSource implements Source {
  readonly name: string;
  readonly replayable = true;
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #stats: Stats;

  constructor(name: string, path: string, file: FileHandle, stats: Stats) {
    this.name = name;
    this.#path = path;
    this.#file = file;
    this.#stats = stats;
  }

  get size(): number {
    return this.#stats.size;
  }

  async *chunks(): AsyncGenerator<Uint8Array> {
    const { size } = this;
    const buffers = [0, 1].map(() => new Uint8Array(Math.min(CHUNK, size)));
    // Chunk by chunk; behind the last one nothing is read.
    const read = (at: number) => this.#read(buffers[Math.ceil(at / CHUNK) % 2] as Uint8Array, at);
    let next = read(0);
    for (let at = 0; at < size; ) {
      const chunk = await next;
      at += chunk.length;
      // The last chunk completes the file on the server, so this is the moment to know that it is one.
      if (chunk.length === 0 || (at === size && (await this.#hasChanged()))) {
        throw new FileChangedError(`${this.#path} was changed while it was sent`);
      }
      next = read(at);
      // Whatever ends the loop before this is awaited has been reported already.
      next.catch(() => {});
      yield chunk;
    }
    await next;
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  /** A chunk; an empty one where the file has become shorter. */
  async #read(buffer: Uint8Array, position: number): Promise<Uint8Array> {
    const size = Math.min(buffer.length, this.size - position);
    try {
      for (let read = 0; read < size; ) {
        const { bytesRead } = await this.#file.read(buffer, read, size - read, position + read);
        if (bytesRead === 0) return buffer.subarray(0, 0);
        read += bytesRead;
      }
    } catch (error) {
      throw asOSError(error, this.#path);
    }
    return buffer.subarray(0, Math.max(size, 0));
  }

  async #hasChanged(): Promise<boolean> {
    const { size, mtimeMs } = await this.#file.stat();
    return size !== this.#stats.size || mtimeMs !== this.#stats.mtimeMs;
  }
}
