// The server's side of file transfer: commands over a store of files.

import { createHash } from "node:crypto";
import * as v from "valibot";
import { metaclass } from "../../../meta/metaclass.ts";
import { ValueError } from "../../../protocols/errors.ts";
import type { CommandCall } from "../../dispatch/call.ts";
import { command } from "../../dispatch/command.ts";
import { CommandError } from "../../dispatch/command-error.ts";
import { CommandHandler } from "../../dispatch/command-handler.ts";
import { CommandMeta } from "../../dispatch/command-meta.ts";
import { MAX_PIPELINED_BODY } from "../../dispatch/lane.ts";
import { Reply } from "../../dispatch/reply.ts";
import type { Body } from "../../frames.ts";
import { packHeader } from "../../framing.ts";
import { ShortReadError } from "../../framing-errors.ts";
import { dumps } from "../../json/index.ts";
import { osError } from "../../oserror.ts";
import type {
  BlobContent,
  BlobPage,
  BlobStat,
  BlobStore,
  BlobUpload,
  StoredFile,
} from "../storage/blob-store.ts";
import * as headers from "./headers.ts";
import { leaseStore, type StoreLease } from "./shared-store.ts";

/** 1 MiB: as much as the connection has is handed on at once. */
const CHUNK = 2 ** 20;

/** 48 KiB: a page of a listing travels in a header, whose limit is 64 KiB. */
const PAGE = 48 * 1024;

/** How many resumed uploads a connection may hold that it does not go on with. */
const MAX_HELD = 16;

/** The size of the frame behind the bytes of a `get` with a trailer. */
export const TRAILER_SIZE: number = packHeader({ sha256: "0".repeat(64) }).length;

type Header<S extends v.GenericSchema> = v.InferOutput<S>;
type ClosableBytes = AsyncIterable<Uint8Array> & { close(): Promise<void> };
type Sent = { readonly sha256?: string | undefined; readonly trailer?: boolean | undefined };

/**
 * Receives and gives files: `put`, `resume`, `append`, `get`, `ls`, `stat`, `rm`, `mkdir`, `mv`, `digest`.
 *
 * A file is visible under its name only when all of it has arrived, is on the disk, and has the SHA-256 that its sender
 * told. What a lost connection leaves is hidden, for `resume`. The plain upload of a `put` without digest and without
 * `reply` is served too; of one that is cut nothing is left.
 *
 * May be overridden: `server_dir` or `store`, `read_only`, and the attributes of {@link CommandHandler}.
 *
 * @example
 * class Files extends FileTransferHandler { override server_dir = "/srv/files"; }
 * await new ThreadingTCPServer(["0.0.0.0", 8080], Files).serve_forever();
 */
export class FileTransferHandler extends CommandHandler {
  /** The folder of the files, opened once for each server; it is made where there is none. */
  server_dir = "uploads";
  /** Where the files are; the folder `server_dir` unless told. */
  store: BlobStore | undefined;
  /** The bytes of all files and uploads together that `server_dir` takes; `null` is any number. */
  max_total_size: number | null = null;
  /** Seconds for which `server_dir` keeps what a lost upload left behind. */
  partial_age = 86_400;
  /** Whether commands that would change something are refused (EROFS). */
  read_only = false;
  /** What `stats` tells; `null` for nothing. */
  stats: (() => object) | null = null;
  #lease: StoreLease | undefined;
  #uploads = new Map<number, BlobUpload>();
  #nextUpload = 1;

  override async setup(): Promise<void> {
    await super.setup();
    if (this.store !== undefined) return;
    this.#lease = await leaseStore(this.server, this.server_dir, {
      maxFileSize: this.max_filesize,
      partialAge: this.partial_age,
      ...(this.max_total_size === null ? {} : { maxTotalSize: this.max_total_size }),
    });
    this.store = this.#lease.store;
  }

  override async finish(): Promise<void> {
    for (const upload of this.#uploads.values()) await upload.suspend();
    await this.#lease?.release();
    await super.finish();
  }

  put(header: Header<typeof headers.PUT>, body: Body): Promise<StoredFile> {
    "Store a file.\n\nfilename and filesize in the header, the file behind it, its sha256 before or behind that.";
    return this.#received(header, body, async () => {
      const start = performance.now();
      const { filename, filesize: size } = header;
      const hash = header.sha256 !== undefined || header.trailer === true;
      await this.#forget(filename);
      const upload = await this.#writable().begin(filename, { size, hash });
      await this.#fill(upload, body, hash);
      return this.#commit(upload, header, start);
    });
  }

  async resume({ filename, size }: Header<typeof headers.RESUME>): Promise<object> {
    "Go on with an upload of which a part is there.\n\nTells offset, the sha256 of that part, and upload, for append.";
    if (size > this.max_filesize) throw osError("EFBIG");
    if (this.#uploads.size >= MAX_HELD) throw new CommandError("busy", `at most ${MAX_HELD} uploads at once`);
    const upload = await this.#writable().begin(filename, { size, resume: true });
    const id = this.#nextUpload++;
    this.#uploads.set(id, upload);
    return { upload: id, offset: upload.offset, sha256: await upload.digest() };
  }

  append(header: Header<typeof headers.APPEND>, body: Body): Promise<object> {
    "Send more of a resumed upload.\n\nupload, offset and data_size in the header; the last one completes the file.";
    return this.#received(header, body, async () => {
      const start = performance.now();
      const upload = this.#uploads.get(header.upload);
      if (upload === undefined) throw new CommandError("unknown_upload", `no upload ${header.upload}`);
      if (header.offset !== upload.offset || header.offset + header.data_size > upload.size) {
        throw new CommandError("bad_offset", `the upload has ${upload.offset} of ${upload.size} bytes`);
      }
      this.#uploads.delete(header.upload);
      await this.#fill(upload, body, true);
      if (upload.offset === upload.size) return this.#commit(upload, header, start);
      this.#uploads.set(header.upload, upload);
      return { upload: header.upload, offset: upload.offset };
    });
  }

  async get(header: Header<typeof headers.GET>, _body: Body, call: CommandCall): Promise<Reply> {
    "Fetch a file, or length bytes from offset on.\n\nWith trailer, a frame with the sha256 of the bytes is behind them.";
    const { filename, offset = 0, length, trailer = false } = header;
    const part = { offset, signal: call.signal, ...(length === undefined ? {} : { length }) };
    const content = await this.#store().read(filename, part);
    const told = { size: content.size, offset, length: content.length, modified: content.modified };
    const watched = this.#watched(filename, content);
    if (!trailer) return new Reply(told, watched, content.length);
    return new Reply(told, withTrailer(watched), content.length + TRAILER_SIZE);
  }

  async ls({ folder, after, limit }: Header<typeof headers.LS>): Promise<BlobPage> {
    "List a folder by pages.\n\nnext of a reply is after of the next request.";
    const options = { ...(after === undefined ? {} : { after }), limit: Math.min(limit ?? 1000, 1000) };
    return fitting(await this.#store().list(folder, options));
  }

  stat({ filename }: Header<typeof headers.FILE>): Promise<BlobStat> {
    "Tell kind, size and time of a file or folder.";
    return this.#store().stat(filename);
  }

  async digest(
    { filename, length }: Header<typeof headers.DIGEST>,
    _body: Body,
    call: CommandCall,
  ): Promise<object> {
    "Tell the sha256 of a file, or of its first length bytes.";
    const store = this.#store();
    const { size, modified } = await store.stat(filename);
    const options = { signal: call.signal, ...(length === undefined ? {} : { length }) };
    return { sha256: await store.digest(filename, options), size, modified };
  }

  rm({ filename }: Header<typeof headers.FILE>): Promise<void> {
    "Remove a file or an empty folder.";
    return this.#writable().remove(filename);
  }

  mkdir({ folder }: Header<typeof headers.FOLDER>): Promise<void> {
    "Make a folder, and those above it.";
    return this.#writable().makeFolder(folder);
  }

  mv({ filename, to }: Header<typeof headers.MV>): Promise<void> {
    "Give a file or folder another name.";
    return this.#writable().rename(filename, to);
  }

  /** `stats`: what the server has done. */
  tell_stats(): { readonly stats: object | null } {
    "Tell what the server has done so far.";
    return { stats: this.stats?.() ?? null };
  }

  #store(): BlobStore {
    if (this.store === undefined) throw new ValueError("a file transfer needs a store");
    return this.store;
  }

  #writable(): BlobStore {
    if (this.read_only) throw osError("EROFS");
    return this.#store();
  }

  /** Whatever becomes of an upload, the frame behind its body is no command. */
  async #received<T>(header: Sent, body: Body, work: () => Promise<T>): Promise<T> {
    if (header.trailer && body.length <= MAX_PIPELINED_BODY) {
      throw new CommandError("bad_header", `a body of up to ${MAX_PIPELINED_BODY} bytes takes no trailer`);
    }
    const held = { done: false };
    this.#trailers.set(header, held);
    try {
      return await work();
    } catch (error) {
      if (header.trailer && !held.done && body.failure === undefined) {
        await body.drain();
        await this.#trailer();
      }
      throw error;
    }
  }

  readonly #trailers = new WeakMap<object, { done: boolean }>();

  async #trailer(): Promise<string> {
    const frame = await this.connection.recv_header({ idle: this.timeout, header: this.header_timeout });
    if (frame === null) throw new ShortReadError(4, 0);
    const { success, output } = v.safeParse(headers.TRAILER, frame);
    if (!success) throw new CommandError("bad_header", "the frame behind the body must tell its sha256");
    return output.sha256;
  }

  async #fill(upload: BlobUpload, body: Body, resumable: boolean): Promise<void> {
    try {
      while (body.left > 0) await upload.write(await body.recv(CHUNK), upload.offset);
    } catch (error) {
      if (resumable && body.failure !== undefined) await upload.suspend();
      else await upload.abort();
      throw error;
    }
  }

  async #commit(upload: BlobUpload, header: Sent, start: number): Promise<StoredFile> {
    let sha256 = header.sha256;
    if (header.trailer) {
      try {
        sha256 = await this.#trailer();
      } catch (error) {
        await upload.suspend();
        throw error;
      } finally {
        const held = this.#trailers.get(header);
        if (held !== undefined) held.done = true;
      }
    }
    try {
      const stored = await upload.commit(sha256);
      this.#tell("in", stored.filename, stored.size, start);
      return stored;
    } finally {
      await upload.abort();
    }
  }

  #watched(filename: string, content: BlobContent): ClosableBytes {
    const start = performance.now();
    const done = () => this.#tell("out", filename, content.length, start);
    return {
      async *[Symbol.asyncIterator]() {
        yield* content;
        done();
      },
      close: () => content.close(),
    };
  }

  #tell(direction: "in" | "out", filename: string, bytes: number, start: number): void {
    const { client_address: address, key } = this;
    const seconds = (performance.now() - start) / 1000;
    this.observer.transfer?.({ direction, filename, bytes, seconds, address, key });
  }

  /** A client that starts over has no use for what it resumed. */
  async #forget(filename: string): Promise<void> {
    for (const [id, upload] of this.#uploads) {
      if (upload.filename !== filename.normalize("NFC")) continue;
      this.#uploads.delete(id);
      await upload.abort();
    }
  }
}

function withTrailer(content: ClosableBytes): ClosableBytes {
  return {
    async *[Symbol.asyncIterator]() {
      const hash = createHash("sha256");
      for await (const chunk of content) {
        hash.update(chunk);
        yield chunk;
      }
      yield packHeader({ sha256: hash.digest("hex") });
    },
    close: () => content.close(),
  };
}

/** As many of a page's entries as a header holds. */
function fitting(page: BlobPage): BlobPage {
  let size = 0;
  const end = page.entries.findIndex((entry) => {
    size += dumps(entry).length + 2;
    return size > PAGE;
  });
  if (end <= 0) return page;
  const entries = page.entries.slice(0, end);
  return { entries, next: entries.at(-1)?.name.split("/").at(-1) ?? null };
}

const { prototype } = FileTransferHandler;
command("put", { header: headers.PUT, pipelined: true })(prototype, "put");
command("resume", { header: headers.RESUME })(prototype, "resume");
command("append", { header: headers.APPEND })(prototype, "append");
command("get", { header: headers.GET, pipelined: true })(prototype, "get");
command("ls", { header: headers.LS })(prototype, "ls");
command("stat", { header: headers.FILE, pipelined: true })(prototype, "stat");
command("digest", { header: headers.DIGEST })(prototype, "digest");
command("rm", { header: headers.FILE })(prototype, "rm");
command("mkdir", { header: headers.FOLDER })(prototype, "mkdir");
command("mv", { header: headers.MV })(prototype, "mv");
command("stats")(prototype, "tell_stats");
metaclass(CommandMeta)(FileTransferHandler);
