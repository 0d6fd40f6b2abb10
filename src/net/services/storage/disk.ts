// The near side of the disk thread: hands it chunks without copying, gathers small files into batches.

import { Worker } from "node:worker_threads";
import { OSError } from "../../../protocols/errors.ts";
import { osError } from "../../oserror.ts";
import {
  type DiskAnswer,
  type DiskFailure,
  type DiskJob,
  diskThread,
  type PutJob,
  type PutResult,
} from "./disk-thread.ts";

/** Bytes that all uploads together gather before they hand them over, and what one of them gathers at least and at most. */
const GATHERED = 8 * 2 ** 20;
const LEAST = 64 * 1024;
const MOST = 2 ** 20;

/** How many small files go into one message, and how many messages of them are under way. */
const FILES = 32;
const BATCHES = 2;

/** 8 MiB: what is read for a digest in one job, lest others wait for the end of a large file. */
const SLICE = 8 * 2 ** 20;

/** The far side: a thread, or what stands for one in a test. */
export interface Thread {
  postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void;
  on(event: "message", listener: (answer: DiskAnswer) => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  on(event: "exit", listener: () => void): unknown;
  ref(): void;
  unref(): void;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

interface WaitingPut {
  readonly file: PutJob;
  readonly resolve: (result: PutResult) => void;
  readonly reject: (error: Error) => void;
}

/** The disk thread, which is started by the first job, and does not keep the process alive between jobs. */
export class Disk {
  readonly #start: () => Thread;
  #thread: Thread | null = null;
  readonly #waiting = new Map<number, Waiting>();
  #number = 0;
  #hashes = 0;
  #puts: WaitingPut[] = [];
  #batches = 0;
  /** The uploads that are under way. */
  uploads = 0;

  constructor(start: () => Thread = startThread) {
    this.#start = start;
  }

  /** How many bytes an upload should gather before it writes them. */
  get batch(): number {
    return Math.min(MOST, Math.max(LEAST, Math.floor(GATHERED / Math.max(1, this.uploads))));
  }

  /** A number for a hash in the thread, which `digest` ends. */
  newHash(): number {
    return ++this.#hashes;
  }

  /** Writes chunks, which are gone from here then, and adds them to a hash unless that is 0. */
  async write(fd: number, chunks: readonly Uint8Array[], position: number, hash: number): Promise<void> {
    const movable = chunks.map(movableOf);
    await this.#ask({ op: "write", fd, position, chunks: movable, hash }, movable);
  }

  /** Adds a part of a file to a hash; a file that is too short is an OSError. */
  async absorb(fd: number, length: number, hash: number, signal?: AbortSignal): Promise<void> {
    for (let position = 0; position < length; position += SLICE) {
      signal?.throwIfAborted();
      const slice = Math.min(SLICE, length - position);
      const read = await this.#ask({ op: "absorb", fd, position, length: slice, hash });
      if (read !== slice) throw osError("EIO");
    }
  }

  /** A hash's value in hexadecimal; the `last` one ends it. */
  async digest(hash: number, last: boolean): Promise<string> {
    return (await this.#ask({ op: "digest", hash, last })) as string;
  }

  /** The SHA-256 of a file's first bytes. */
  async digestOf(fd: number, length: number, signal?: AbortSignal): Promise<string> {
    const hash = this.newHash();
    try {
      await this.absorb(fd, length, hash, signal);
    } catch (error) {
      await this.digest(hash, true).catch(() => {});
      throw error;
    }
    return this.digest(hash, true);
  }

  /** Stores a small file. @returns its digest, and whether it is stored */
  async put(file: PutJob): Promise<{ readonly sha256: string | null; readonly stored: boolean }> {
    const result = await new Promise<PutResult>((resolve, reject) => {
      this.#puts.push({ file: { ...file, chunks: file.chunks.map(movableOf) }, resolve, reject });
      // Those of one turn of the event loop go together.
      if (this.#puts.length === 1) setImmediate(() => this.#sendPuts());
    });
    if ("failure" in result) throw systemError(result.failure);
    return result;
  }

  #sendPuts(): void {
    while (this.#puts.length > 0 && this.#batches < BATCHES) {
      const batch = this.#puts.splice(0, FILES);
      const files = batch.map(({ file }) => file);
      this.#batches++;
      this.#ask(
        { op: "put", files },
        files.flatMap(({ chunks }) => chunks),
      )
        .then(
          (results) => {
            for (const [i, { resolve }] of batch.entries()) resolve((results as PutResult[])[i] as PutResult);
          },
          (error: Error) => {
            for (const { reject } of batch) reject(error);
          },
        )
        .finally(() => {
          this.#batches--;
          this.#sendPuts();
        });
    }
  }

  #ask(job: DiskJob, chunks: readonly Uint8Array[] = []): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const thread = this.#running();
      const number = ++this.#number;
      if (this.#waiting.size === 0) thread.ref();
      this.#waiting.set(number, { resolve, reject });
      const message = { number, job };
      try {
        thread.postMessage(
          message,
          chunks.map(({ buffer }) => buffer as ArrayBuffer),
        );
      } catch {
        // Memory that its owner has marked as not to be moved (Node's own pools) is copied.
        thread.postMessage(message, []);
      }
    });
  }

  #running(): Thread {
    if (this.#thread !== null) return this.#thread;
    const thread = this.#start();
    thread.unref();
    thread.on("message", ({ number, value, failure }) => {
      const waiting = this.#waiting.get(number);
      this.#waiting.delete(number);
      if (this.#waiting.size === 0) thread.unref();
      if (failure === undefined) waiting?.resolve(value);
      else waiting?.reject(systemError(failure));
    });
    // It has no bug that we know of, but may be out of memory: what waits for it must not wait for ever.
    let cause: Error | undefined;
    thread.on("error", (error) => {
      cause = error;
    });
    thread.on("exit", () => {
      this.#thread = null;
      const lost = [...this.#waiting.values()];
      this.#waiting.clear();
      for (const { reject } of lost) reject(new OSError(5, "Input/output error", { cause }));
    });
    this.#thread = thread;
    return thread;
  }
}

/** The disk of this process. */
export const sharedDisk: Disk = new Disk();

function startThread(): Thread {
  const source = `
    const { MessageChannel, parentPort } = require("node:worker_threads");
    (${diskThread.toString()})({ fs: require("node:fs"), crypto: require("node:crypto"), MessageChannel }, parentPort);`;
  // Whatever loads the program's own modules is of no use in there, and slow to start.
  return new Worker(source, { eval: true, name: "dunder-disk", execArgv: [] });
}

/** A chunk that owns all of its memory: only that can be moved to the thread without taking along what others use. */
function movableOf(chunk: Uint8Array): Uint8Array {
  const { buffer } = chunk;
  const whole = buffer instanceof ArrayBuffer && chunk.byteLength === buffer.byteLength;
  return whole ? chunk : new Uint8Array(chunk);
}

function systemError({ message, code, errno, syscall }: DiskFailure): Error {
  return Object.assign(new Error(message), { code, errno, syscall });
}
