// Sending a file: whole, or from where an earlier attempt was cut.

import { createHash, type Hash } from "node:crypto";
import { BadReplyError, DigestError, RemoteError } from "../../client-errors.ts";
import type { StoredFile } from "../storage/blob-store.ts";
import { RESUME_REPLY, STORED_REPLY } from "./headers.ts";
import type { Link } from "./link.ts";
import { type OnProgress, throttled } from "./progress.ts";
import { type RetryPolicy, retrying } from "./retry.ts";
import { checked, type Outgoing, type Session } from "./session.ts";
import type { Source } from "./source.ts";

/** 64 KiB: up to it a file goes with its digest in front, and overlaps with others on the server. */
const SMALL = 64 * 1024;

/** 1 MiB: from it on a client asks first what an earlier attempt has left. */
const WORTH_RESUMING = 2 ** 20;

const AT_ONCE = { turn: Promise.resolve(), leave: () => {} };

/** How to send a file. */
export interface SendOptions {
  /** Told how far it is: with the first bytes, ten times a second, with the last ones. */
  readonly onProgress?: OnProgress;
  /** Cuts the connection when it aborts; its reason is thrown. */
  readonly signal?: AbortSignal;
  /** Whether to go on with what an earlier upload of this name and size left; from 1 MiB on unless told. */
  readonly resume?: boolean;
  /** False sends no SHA-256, and the server computes none. */
  readonly verify?: boolean;
}

/** Sends, and tries again after a broken connection. */
export async function sendSource(
  link: Link,
  source: Source,
  options: SendOptions,
  policy: RetryPolicy,
): Promise<StoredFile> {
  const { signal, verify = true } = options;
  const wanted = options.resume ?? (verify && source.size >= WORTH_RESUMING);
  const told = throttled(options.onProgress, source.name, source.size);
  let sent = 0;
  const onSent = (bytes: number) => {
    sent = Math.max(sent, bytes);
    told(bytes);
  };
  const attempts = source.replayable ? policy : { ...policy, retries: 0 };
  return retrying(
    attempts,
    signal,
    async (attempt) => {
      const resumes = source.replayable && source.size > SMALL && (attempt > 0 || wanted);
      const { turn, leave } = resumes ? link.resuming.join() : AT_ONCE;
      try {
        await turn;
        const session = await link.session(signal);
        const transfer = new Transfer(session, source, onSent, verify, signal);
        return await (resumes ? transfer.resume() : transfer.put());
      } finally {
        leave();
      }
    },
    () => sent,
  );
}

class Transfer {
  readonly #session: Session;
  readonly #source: Source;
  readonly #onSent: (bytes: number) => void;
  readonly #verify: boolean;
  readonly #signal: AbortSignal | undefined;

  constructor(
    session: Session,
    source: Source,
    onSent: (bytes: number) => void,
    verify: boolean,
    signal: AbortSignal | undefined,
  ) {
    this.#session = session;
    this.#source = source;
    this.#onSent = onSent;
    this.#verify = verify;
    this.#signal = signal;
  }

  async put(): Promise<StoredFile> {
    const { name: filename, size: filesize } = this.#source;
    const header = { cmd: "put", filename, filesize, reply: true };
    if (filesize <= SMALL) return this.#putSmall(header);
    const chunks = this.#source.chunks()[Symbol.asyncIterator]();
    return this.#send(header, chunks, createHash("sha256"), 0);
  }

  /** Sends what the server has not got, where it has the beginning of this very file. */
  async resume(): Promise<StoredFile> {
    const { name: filename, size } = this.#source;
    const ask = { cmd: "resume", filename, size };
    let held: { upload: number; offset: number; sha256: string };
    try {
      held = await this.#session.ask(ask, RESUME_REPLY, this.#signal);
    } catch (error) {
      if (error instanceof RemoteError && error.code === "unknown_command") return this.put();
      throw error;
    }
    const { upload, offset } = held;
    if (offset > size) throw new BadReplyError(`the server has ${offset} bytes of a file of ${size}`);
    const hash = createHash("sha256");
    const chunks = this.#source.chunks()[Symbol.asyncIterator]();
    const rest = await hashed(chunks, hash, offset);
    if (hash.copy().digest("hex") !== held.sha256) {
      await chunks.return?.();
      return this.put();
    }
    this.#onSent(offset);
    const header = { cmd: "append", upload, offset, data_size: size - offset, reply: true };
    return this.#send(header, preceded(rest, chunks), hash, offset);
  }

  async #putSmall(header: object): Promise<StoredFile> {
    const pieces: Uint8Array[] = [];
    for await (const chunk of this.#source.chunks()) pieces.push(chunk.slice());
    const body = Buffer.concat(pieces);
    const sha256 = createHash("sha256").update(body).digest("hex");
    const told = this.#verify ? { ...header, sha256 } : header;
    const stored = await this.#session.exchange(
      (out) => out.header({ ...told }, body),
      async (reply) => checked(reply, STORED_REPLY),
      this.#signal,
    );
    this.#onSent(body.length);
    return confirmed(stored, body.length, this.#verify ? sha256 : null);
  }

  async #send(
    header: object,
    chunks: AsyncIterator<Uint8Array>,
    hash: Hash,
    offset: number,
  ): Promise<StoredFile> {
    const { size } = this.#source;
    const resumed = offset > 0 || "upload" in header;
    const verify = this.#verify || resumed;
    // A short rest has its digest in front, since it may overlap with other commands.
    const trailer = verify && size - offset > SMALL;
    let sha256: string | null = null;
    const send = async (out: Outgoing) => {
      if (verify && !trailer)
        return this.#sendShort(out, header, chunks, hash, offset, (hex) => (sha256 = hex));
      await out.header({ ...header, ...(trailer ? { trailer } : {}) });
      let sent = offset;
      for (let { done, value } = await chunks.next(); !done; { done, value } = await chunks.next()) {
        const sending = out.bytes(value);
        // The system sends meanwhile.
        if (verify) hash.update(value);
        await sending;
        sent += value.length;
        this.#onSent(sent);
      }
      if (!trailer) return;
      sha256 = hash.digest("hex");
      await out.header({ sha256 });
    };
    try {
      const stored = await this.#session.exchange(
        send,
        async (reply) => checked(reply, STORED_REPLY),
        this.#signal,
      );
      return confirmed(stored, size, sha256);
    } finally {
      await chunks.return?.();
    }
  }

  async #sendShort(
    out: Outgoing,
    header: object,
    chunks: AsyncIterator<Uint8Array>,
    hash: Hash,
    offset: number,
    told: (sha256: string) => void,
  ): Promise<void> {
    const pieces: Uint8Array[] = [];
    for (let { done, value } = await chunks.next(); !done; { done, value } = await chunks.next()) {
      pieces.push(value.slice());
      hash.update(value);
    }
    const body = Buffer.concat(pieces);
    const sha256 = hash.digest("hex");
    told(sha256);
    await out.header({ ...header, sha256 }, body);
    this.#onSent(offset + body.length);
  }
}

/** Hashes the first `offset` bytes, and gives what came with the last of them. */
async function hashed(chunks: AsyncIterator<Uint8Array>, hash: Hash, offset: number): Promise<Uint8Array> {
  for (let at = 0; at < offset; ) {
    const { done, value } = await chunks.next();
    if (done) break;
    hash.update(value.subarray(0, offset - at));
    if (at + value.length > offset) return value.slice(offset - at);
    at += value.length;
  }
  return new Uint8Array(0);
}

async function* preceded(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (first.length > 0) yield first;
    for (let { done, value } = await rest.next(); !done; { done, value } = await rest.next()) yield value;
  } finally {
    await rest.return?.();
  }
}

function confirmed(stored: StoredFile, size: number, sha256: string | null): StoredFile {
  if (stored.size !== size || (sha256 !== null && stored.sha256 !== sha256)) {
    throw new DigestError(
      `the server stored ${stored.size} bytes of digest ${stored.sha256}, sent were ${size} of ${sha256}`,
    );
  }
  return stored;
}
