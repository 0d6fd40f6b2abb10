// Fetching a file: into a hidden partial file beside its place, checked, then renamed.

import { createHash, type Hash } from "node:crypto";
import { ValueError } from "../../../protocols/errors.ts";
import { BadReplyError, DigestError, FileChangedError } from "../../client-errors.ts";
import type { BlobUpload, StoredFile } from "../storage/blob-store.ts";
import { DIGEST_REPLY, GET_REPLY, STAT_REPLY, TRAILER } from "./headers.ts";
import type { Link } from "./link.ts";
import { type OnProgress, throttled } from "./progress.ts";
import { type RetryPolicy, retrying } from "./retry.ts";
import { checked, type Incoming, type Session } from "./session.ts";

/** 1 MiB: as much as the connection has is taken at once. */
const CHUNK = 2 ** 20;

/** How to fetch a file. */
export interface FetchOptions {
  /** Told how far it is: with the first bytes, ten times a second, with the last ones. */
  readonly onProgress?: OnProgress;
  /** Cuts the connection when it aborts; its reason is thrown. */
  readonly signal?: AbortSignal;
  /** Whether to go on with what an earlier download of this file left; true unless told. */
  readonly resume?: boolean;
}

/** The part of an upload into a store that a download needs. */
export type Sink = Pick<BlobUpload, "offset" | "digest" | "write" | "commit" | "abort" | "suspend">;

/** Makes the place for a file of `size` bytes. */
export type OpenSink = (size: number, resume: boolean) => Promise<Sink>;

/** Fetches, and goes on after a broken connection. */
export async function fetchFile(
  link: Link,
  name: string,
  openSink: OpenSink,
  options: FetchOptions,
  policy: RetryPolicy,
): Promise<StoredFile> {
  const { signal, resume = true } = options;
  let sink: Sink | undefined;
  let size = -1;
  let told: (sent: number) => void = () => {};
  const fetch = async (attempt: number) => {
    const session = await link.session(signal);
    const found = await session.ask({ cmd: "stat", filename: name }, STAT_REPLY, signal);
    if (sink !== undefined && found.size !== size) {
      await sink.abort();
      sink = undefined;
    }
    if (sink === undefined) {
      size = found.size;
      told = throttled(options.onProgress, name, size);
      sink = await openSink(size, resume);
    }
    if (sink.offset > 0 && !(await isPrefix(session, name, sink, found.modified, signal))) {
      await sink.abort();
      sink = await openSink(size, false);
    }
    await receiveRest(session, name, sink, { size, modified: found.modified }, told, signal);
    return sink.commit();
  };
  try {
    return await retrying(policy, signal, fetch, () => sink?.offset ?? 0);
  } catch (error) {
    if (error instanceof DigestError || error instanceof FileChangedError) await sink?.abort();
    else await sink?.suspend();
    throw error;
  }
}

/** Whether what is here is the beginning of what is there. */
async function isPrefix(
  session: Session,
  filename: string,
  sink: Sink,
  modified: number,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const ask = { cmd: "digest", filename, length: sink.offset };
  const [theirs, ours] = await Promise.all([session.ask(ask, DIGEST_REPLY, signal), sink.digest()]);
  return theirs.sha256 === ours && theirs.modified === modified;
}

async function receiveRest(
  session: Session,
  filename: string,
  sink: Sink,
  expected: { readonly size: number; readonly modified: number },
  told: (sent: number) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { offset } = sink;
  const hash = createHash("sha256");
  await session.exchange(
    (out) => out.header({ cmd: "get", filename, offset, trailer: true, reply: true }),
    async (reply, incoming) => {
      const { size, modified, length, offset: begin } = checked(reply, GET_REPLY);
      if (size !== expected.size || modified !== expected.modified) {
        throw new FileChangedError(`${filename} was changed on the server while it was fetched`);
      }
      if (begin !== offset || length !== size - offset) {
        throw new BadReplyError(
          `asked for ${size - offset} bytes from ${offset} on, got ${length} from ${begin} on`,
        );
      }
      await receiveBytes(incoming, sink, length, hash, told);
      const { sha256 } = checked(await incoming.header(), TRAILER);
      const got = hash.digest("hex");
      if (sha256 !== got)
        throw new DigestError(`received bytes of digest ${got}, sent were those of ${sha256}`);
    },
    signal,
  );
}

async function receiveBytes(
  incoming: Incoming,
  sink: Sink,
  length: number,
  hash: Hash,
  told: (sent: number) => void,
): Promise<void> {
  for (let left = length; left > 0; ) {
    const chunk = await incoming.recv(Math.min(left, CHUNK));
    left -= chunk.length;
    hash.update(chunk);
    // The store owns the chunk from here on.
    await sink.write(chunk, sink.offset);
    told(sink.offset);
  }
  if (length === 0) told(sink.offset);
}

/** A place in memory. */
export class MemorySink implements Sink {
  #pieces: Uint8Array[] = [];
  #offset = 0;
  readonly #name: string;

  /** @throws ValueError for a file of more than `limit` bytes */
  constructor(name: string, size: number, limit: number) {
    if (size > limit) throw new ValueError(`${name} has ${size} bytes, at most ${limit} are kept in memory`);
    this.#name = name;
  }

  get offset(): number {
    return this.#offset;
  }

  /** What was received. */
  get bytes(): Uint8Array {
    return new Uint8Array(Buffer.concat(this.#pieces));
  }

  async digest(): Promise<string> {
    const hash = createHash("sha256");
    for (const piece of this.#pieces) hash.update(piece);
    return hash.digest("hex");
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#pieces.push(chunk);
    this.#offset += chunk.length;
  }

  async commit(): Promise<StoredFile> {
    return { filename: this.#name, size: this.#offset, sha256: await this.digest() };
  }

  async abort(): Promise<void> {
    this.#pieces = [];
    this.#offset = 0;
  }

  async suspend(): Promise<void> {}
}
