// The file service: commands that store, give, list and change the files of a store.

import type * as v from "valibot";
import { metaclass } from "../../../meta/metaclass.ts";
import { ConnectionAbortedError } from "../../../protocols/errors.ts";
import type { CommandCall } from "../../dispatch/call.ts";
import { command } from "../../dispatch/command.ts";
import { CommandError } from "../../dispatch/command-error.ts";
import { CommandHandler } from "../../dispatch/command-handler.ts";
import { CommandMeta } from "../../dispatch/command-meta.ts";
import { Reply } from "../../dispatch/reply.ts";
import type { Body } from "../../frames.ts";
import type { BlobStat, BlobStore, StoredFile } from "../storage/blob-store.ts";
import { contentReply } from "./content-reply.ts";
import { receiveUpload } from "./receive-upload.ts";
import { leaseStore, type StoreLease } from "./shared-store.ts";
import * as headers from "./transfer-headers.ts";
import { UploadsInHand } from "./uploads-in-hand.ts";

type Header<Name extends keyof typeof headers> = (typeof headers)[Name] extends infer S extends
  v.GenericSchema
  ? v.InferOutput<S>
  : never;

const ENCODER = new TextEncoder();

/**
 * Serves the files of a {@link BlobStore}: `put`, `resume` and `append`, `get`, `ls`, `stat`, `rm`, `mkdir`, `mv`, `digest`.
 *
 * A file is visible under its name only when all of it has arrived, is on the disk, and has the SHA-256 that its sender
 * told: in `sha256` of the header, or with `"trailer": true` in a frame `{"sha256"}` behind the body. An upload that a lost
 * connection cuts leaves nothing visible; of one that told or was to tell a digest, what had arrived is kept hidden, and
 * `resume` says how much. A peer that tells no digest and asks for no reply, as a plain upload client, is served too.
 *
 * Attributes beside those of {@link CommandHandler}: `server_dir`, or a `store` of another kind; `max_filesize`,
 * `max_total_size`, `partial_age`, `read_only`, `stats`.
 *
 * @example
 * class Files extends FileTransferHandler { override server_dir = "/srv/files"; }
 * await new ThreadingTCPServer(["127.0.0.1", 8080], Files).serve_forever();
 */
export class FileTransferHandler extends CommandHandler {
  /** The folder of the files, where there is no `store`; it is made when the first connection comes. */
  server_dir = "files";
  /** The files. A {@link DirectoryStore} of `server_dir`, shared by all connections of the server, unless set. */
  store: BlobStore | null = null;
  /** The bytes of all files and uploads together that a `server_dir` takes; `null` is any number. */
  max_total_size: number | null = null;
  /** Seconds for which a `server_dir` keeps what a lost upload left behind. */
  partial_age = 86_400;
  /** True to let peers read and nothing else. */
  read_only = false;
  /** What `stats` answers; `null` for nothing. */
  stats: (() => object) | null = null;

  #lease: StoreLease | null = null;
  readonly #uploads = new UploadsInHand();

  override async setup(): Promise<void> {
    await super.setup();
    if (this.store !== null) return;
    const options = {
      maxFileSize: this.max_filesize,
      partialAge: this.partial_age,
      ...(this.max_total_size === null ? {} : { maxTotalSize: this.max_total_size }),
    };
    this.#lease = await leaseStore(this.server, this.server_dir, options);
    this.store = this.#lease.store;
  }

  override async finish(): Promise<void> {
    await this.#uploads.suspend();
    await this.#lease?.release();
    await super.finish();
  }

  /** `put`: stores a whole file. */
  async put(header: Header<"PUT">, body: Body, call: CommandCall): Promise<StoredFile> {
    "Store a file.\n\nIts name in `filename`, its size in `filesize`, its digest in `sha256` or behind it (`trailer`).";
    const { filename, filesize: size, sha256, trailer } = header;
    const hash = trailer || sha256 !== undefined;
    const upload = await this.#writable().begin(filename, { size, hash });
    return receiveUpload(this, upload, body, { ...header, keep: hash, call });
  }

  /** `resume`: says how much of a file an earlier upload has left. */
  async resume(
    { filename, size }: Header<"RESUME">,
    _body: Body,
  ): Promise<{ readonly upload: string; readonly offset: number; readonly sha256: string }> {
    "Go on with an upload.\n\nTells the bytes that are there (`offset`), their `sha256`, and the `upload` for append.";
    await this.#uploads.suspend();
    const upload = await this.#writable().begin(filename, { size, resume: true });
    return { upload: this.#uploads.hold(upload), offset: upload.offset, sha256: await upload.digest() };
  }

  /** `append`: takes the rest of a file. */
  async append(header: Header<"APPEND">, body: Body, call: CommandCall): Promise<StoredFile> {
    "Store the rest of a file.\n\nFrom `offset` on, in the `upload` that resume told.";
    const upload = this.#uploads.take(header.upload);
    if (header.offset !== upload.offset || header.offset + header.data_size !== upload.size) {
      await upload.suspend();
      throw new CommandError(
        "bad_offset",
        `the upload has ${upload.offset} of ${upload.size} bytes, got ${header.data_size} from ${header.offset} on`,
      );
    }
    return receiveUpload(this, upload, body, { ...header, keep: true, call });
  }

  /** `get`: gives a file. */
  async get({ filename, offset, length }: Header<"GET">, _body: Body, call: CommandCall): Promise<Reply> {
    "Give a file, or the part of it from `offset` on.\n\nTells its `filesize` and when it was `modified` (ms since 1970).";
    const content = await this.#readable().read(filename, {
      offset,
      ...(length === undefined ? {} : { length }),
      signal: call.signal,
    });
    return contentReply(this, filename, content, call);
  }

  /** `ls`: a page of a folder's list, as JSON in the body. */
  async ls({ folder, after, limit }: Header<"LS">): Promise<Reply> {
    "List a folder.\n\nThe body is a JSON array; `next` is what to pass as `after` for more, or null.";
    const page = await this.#readable().list(folder, { limit, ...(after === undefined ? {} : { after }) });
    const list = ENCODER.encode(JSON.stringify(page.entries));
    return new Reply({ folder, next: page.next }, once(list), list.length);
  }

  /** `stat`: what there is under a name. */
  stat({ filename }: Header<"STAT">): Promise<BlobStat> {
    "Tell kind, size and time of a file or folder.";
    return this.#readable().stat(filename);
  }

  /** `rm`: removes a file or an empty folder. */
  async rm({ filename }: Header<"NAME">): Promise<void> {
    "Remove a file or an empty folder.";
    await this.#writable().remove(filename);
  }

  /** `mkdir`: makes a folder. */
  async mkdir({ filename }: Header<"NAME">): Promise<void> {
    "Make a folder, and those above it.";
    await this.#writable().makeFolder(filename);
  }

  /** `mv`: renames. */
  async mv({ filename, to }: Header<"MOVE">): Promise<void> {
    "Give a file or folder the name `to`.";
    await this.#writable().rename(filename, to);
  }

  /** `digest`: the SHA-256 of a file. */
  async digest(
    { filename, length }: Header<"DIGEST">,
    _body: Body,
    { signal }: CommandCall,
  ): Promise<{ readonly sha256: string }> {
    "Tell the SHA-256 of a file, or of its first `length` bytes.";
    return {
      sha256: await this.#readable().digest(filename, {
        signal,
        ...(length === undefined ? {} : { length }),
      }),
    };
  }

  /** `stats`: what the server has done so far. */
  tell_stats(): { readonly stats: object | null } {
    "Tell what the server has done so far.";
    return { stats: this.stats?.() ?? null };
  }

  #readable(): BlobStore {
    // Commands come after `setup`.
    if (this.store === null) throw new ConnectionAbortedError(103, "the connection has no store yet");
    return this.store;
  }

  #writable(): BlobStore {
    if (this.read_only) throw new CommandError("read_only", "files can be read here, and not changed");
    return this.#readable();
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const { prototype } = FileTransferHandler;
command("put", { header: headers.PUT, pipelined: true })(prototype, "put");
command("resume", { header: headers.RESUME })(prototype, "resume");
command("append", { header: headers.APPEND })(prototype, "append");
command("get", { header: headers.GET })(prototype, "get");
command("ls", { header: headers.LS })(prototype, "ls");
command("stat", { header: headers.STAT })(prototype, "stat");
command("rm", { header: headers.NAME })(prototype, "rm");
command("mkdir", { header: headers.NAME })(prototype, "mkdir");
command("mv", { header: headers.MOVE })(prototype, "mv");
command("digest", { header: headers.DIGEST })(prototype, "digest");
command("stats")(prototype, "tell_stats");
metaclass(CommandMeta)(FileTransferHandler);
