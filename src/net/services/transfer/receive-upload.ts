// The way of a file from a connection into a store: its body, its digest, and what becomes of it when either fails.

import type { CommandCall } from "../../dispatch/call.ts";
import { CommandError } from "../../dispatch/command-error.ts";
import type { FramedSocket } from "../../framed.ts";
import type { Body } from "../../frames.ts";
import { LENGTH_SIZE } from "../../framing.ts";
import { ShortReadError } from "../../framing-errors.ts";
import type { ServiceObserver } from "../observe/observer.ts";
import type { BlobUpload, StoredFile } from "../storage/blob-store.ts";

/** 1 MiB: what is asked for at once; a connection gives what it has. */
const CHUNK = 2 ** 20;

const SHA256 = /^[0-9a-f]{64}$/i;

/** The connection that the file comes from. */
export interface UploadSource {
  readonly connection: FramedSocket;
  readonly observer: ServiceObserver;
  readonly timeout: number | null;
  readonly header_timeout: number | null;
}

/** What is known of an upload besides its bytes. */
export interface UploadTerms {
  /** The digest that its sender told before. */
  readonly sha256?: string | undefined;
  /** Whether its sender tells the digest in a frame behind the body. */
  readonly trailer: boolean;
  /** Whether what has arrived is worth keeping when the rest does not come. */
  readonly keep: boolean;
  readonly call: CommandCall;
}

/**
 * Receives the rest of an upload and makes it visible.
 *
 * @throws DigestError for bytes that are not those that were meant; CommandError for a trailer that is none
 * @throws OSError, FramingError; what has arrived is suspended where that is worth it, and removed otherwise
 */
export async function receiveUpload(
  source: UploadSource,
  upload: BlobUpload,
  body: Body,
  { sha256, trailer, keep, call }: UploadTerms,
): Promise<StoredFile> {
  const start = performance.now();
  let isWhole = false;
  try {
    for (let chunk = await body.recv(CHUNK); chunk.length > 0; chunk = await body.recv(CHUNK)) {
      await upload.write(chunk, upload.offset);
    }
    const digest = trailer ? await receiveDigest(source) : sha256;
    isWhole = true;
    const stored = await (digest === undefined ? upload.commit() : upload.commit(digest.toLowerCase()));
    const { client_address: address, key } = call;
    const seconds = (performance.now() - start) / 1000;
    source.observer.transfer?.({
      direction: "in",
      filename: stored.filename,
      bytes: body.length,
      seconds,
      address,
      key,
    });
    return stored;
  } catch (error) {
    if (keep && !isWhole) await upload.suspend();
    throw error;
  } finally {
    // Does nothing to what is committed or suspended.
    await upload.abort();
  }
}

/** The digest that follows a body, in a frame of its own. */
async function receiveDigest({ connection, timeout, header_timeout }: UploadSource): Promise<string> {
  const header = await connection.recv_header({ idle: timeout, header: header_timeout });
  if (header === null) throw new ShortReadError(LENGTH_SIZE, 0);
  const { sha256 } = header;
  if (typeof sha256 !== "string" || !SHA256.test(sha256)) {
    throw new CommandError("bad_trailer", "the frame behind a file must be its sha256 in hexadecimal");
  }
  return sha256;
}
