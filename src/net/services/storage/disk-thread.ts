// What runs in the disk thread: writing, hashing and storing small files, each as one synchronous piece.
//
// A batch costs the event loop one message; the system calls, each of which would be a trip through Node's own thread pool,
// and the hashing happen here.

import type { Hash } from "node:crypto";
import type { MessageChannel, MessagePort } from "node:worker_threads";

/** A small file, stored from its first byte to its name. */
export interface PutJob {
  /** Where it is written first. */
  readonly partial: string;
  /** Where it is seen. */
  readonly target: string;
  readonly chunks: readonly Uint8Array[];
  readonly hash: boolean;
  /** The digest without which it is not stored. */
  readonly sha256: string | null;
}

/** What the thread can be asked for; the numbers in `hash` are the caller's, 0 is none. */
export type DiskJob =
  | { op: "write"; fd: number; position: number; chunks: readonly Uint8Array[]; hash: number }
  | { op: "absorb"; fd: number; position: number; length: number; hash: number }
  | { op: "digest"; hash: number; last: boolean }
  | { op: "put"; files: readonly PutJob[] };

/** What Node says of a failed system call, as a message can carry it. */
export interface DiskFailure {
  readonly message: string;
  readonly code: string | undefined;
  readonly errno: number | undefined;
  readonly syscall: string | undefined;
}

/** What became of one small file; a digest that was not the expected one is told, and nothing stored. */
export type PutResult =
  | { readonly sha256: string | null; readonly stored: boolean }
  | { readonly failure: DiskFailure };

/** The answer to one job. */
export interface DiskAnswer {
  readonly number: number;
  readonly value?: unknown;
  readonly failure?: DiskFailure;
}

/** What the thread needs of Node. */
export interface ThreadModules {
  readonly fs: Pick<
    typeof import("node:fs"),
    | "closeSync"
    | "constants"
    | "fdatasyncSync"
    | "openSync"
    | "readSync"
    | "renameSync"
    | "unlinkSync"
    | "writevSync"
  >;
  readonly crypto: Pick<typeof import("node:crypto"), "createHash">;
  readonly MessageChannel: typeof MessageChannel;
}

/** A small file on its way; without a descriptor it has its result already. */
interface Written {
  readonly fd: number | null;
  readonly result: PutResult;
}

/**
 * The program of the thread. Its text is what is run, so that it works from sources, from the built package and from a
 * bundle alike: it must not refer to anything outside itself, and names its functions in an object only, where no bundler
 * adds a helper that keeps the names.
 */
export function diskThread(
  { fs, crypto, MessageChannel }: ThreadModules,
  port: Pick<MessagePort, "on" | "postMessage">,
): void {
  const hashes = new Map<number, Hash>();
  const buffer = new Uint8Array(256 * 1024);
  // What is sent to a closed port is freed at once, where the collector would let tens of megabytes lie about.
  const { port1: nowhere } = new MessageChannel();
  nowhere.close();

  const disk = {
    answer(number: number, job: DiskJob): DiskAnswer {
      try {
        return { number, value: disk.run(job) };
      } catch (error) {
        return { number, failure: disk.failureOf(error) };
      }
    },

    run(job: DiskJob): unknown {
      if (job.op === "write") return disk.write(job);
      if (job.op === "absorb") return disk.absorb(job);
      if (job.op === "put") return disk.put(job.files);
      const hash = disk.hashOf(job.hash);
      if (!job.last) return hash.copy().digest("hex");
      hashes.delete(job.hash);
      return hash.digest("hex");
    },

    write({ fd, position, chunks, hash }: DiskJob & { op: "write" }): void {
      disk.writeAll(fd, chunks, position);
      if (hash !== 0) for (const chunk of chunks) disk.hashOf(hash).update(chunk);
      disk.free(chunks);
    },

    absorb({ fd, position, length, hash }: DiskJob & { op: "absorb" }): number {
      const end = position + length;
      let at = position;
      while (at < end) {
        const read = fs.readSync(fd, buffer, 0, Math.min(buffer.length, end - at), at);
        if (read === 0) break;
        disk.hashOf(hash).update(buffer.subarray(0, read));
        at += read;
      }
      return at - position;
    },

    /** Writing all before the first sync lets the file system gather them into one commit where it can. */
    put(files: readonly PutJob[]): PutResult[] {
      const written = files.map((file) => disk.writeFile(file));
      return files.map((file, i) => {
        disk.free(file.chunks);
        const { fd, result } = written[i] as Written;
        return fd === null ? result : disk.publish(file, fd, result);
      });
    },

    writeFile({ partial, chunks, hash, sha256 }: PutJob): Written {
      let fd: number | null = null;
      try {
        const digest = hash ? crypto.createHash("sha256") : null;
        for (const chunk of chunks) digest?.update(chunk);
        const actual = digest?.digest("hex") ?? null;
        if (sha256 !== null && sha256 !== actual) return { fd, result: { sha256: actual, stored: false } };
        const { O_CREAT, O_EXCL, O_WRONLY } = fs.constants;
        // O_NOFOLLOW is missing on Windows; O_EXCL alone follows no link either.
        fd = fs.openSync(partial, O_WRONLY | O_CREAT | O_EXCL | (fs.constants.O_NOFOLLOW ?? 0), 0o666);
        disk.writeAll(fd, chunks, 0);
        return { fd, result: { sha256: actual, stored: true } };
      } catch (error) {
        if (fd !== null) disk.discard(fd, partial);
        return { fd: null, result: { failure: disk.failureOf(error) } };
      }
    },

    publish({ partial, target }: PutJob, fd: number, result: PutResult): PutResult {
      let open: number | null = fd;
      try {
        fs.fdatasyncSync(fd);
        open = null;
        fs.closeSync(fd);
        fs.renameSync(partial, target);
        return result;
      } catch (error) {
        disk.discard(open, partial);
        return { failure: disk.failureOf(error) };
      }
    },

    discard(fd: number | null, path: string): void {
      try {
        if (fd !== null) fs.closeSync(fd);
      } catch {}
      try {
        fs.unlinkSync(path);
      } catch {}
    },

    /** Writes all chunks, even where the system takes only a part at a time. */
    writeAll(fd: number, chunks: readonly Uint8Array[], start: number): void {
      let rest = chunks.filter(({ length }) => length > 0);
      let position = start;
      while (rest.length > 0) {
        let left = fs.writevSync(fd, rest, position);
        position += left;
        let whole = 0;
        for (let chunk = rest[0]; chunk !== undefined && chunk.length <= left; chunk = rest[whole]) {
          left -= chunk.length;
          whole++;
        }
        rest = rest.slice(whole);
        if (left > 0 && rest[0] !== undefined) rest[0] = rest[0].subarray(left);
      }
    },

    hashOf(number: number): Hash {
      const hash = hashes.get(number) ?? crypto.createHash("sha256");
      hashes.set(number, hash);
      return hash;
    },

    free(chunks: readonly Uint8Array[]): void {
      nowhere.postMessage(
        null,
        chunks.map(({ buffer }) => buffer as ArrayBuffer),
      );
    },

    failureOf(error: unknown): DiskFailure {
      const { message, code, errno, syscall } = error as NodeJS.ErrnoException;
      return { message, code, errno, syscall };
    },
  };

  port.on("message", ({ number, job }: { number: number; job: DiskJob }) => {
    port.postMessage(disk.answer(number, job));
  });
}
