// The upload server's handler: `put` stores a file under a folder.

import { metaclass } from "../meta/metaclass.ts";
import { command } from "./dispatch/command.ts";
import { CommandError } from "./dispatch/command-error.ts";
import { CommandHandler } from "./dispatch/command-handler.ts";
import { CommandMeta } from "./dispatch/command-meta.ts";
import { DirectoryStore, type StoredFile } from "./directory-store.ts";
import { safeFileName } from "./file-name.ts";
import type { Body } from "./frames.ts";
import type { JsonObject } from "./json/index.ts";

/** 64 KiB: what the system hands out at most for one read. */
const CHUNK = 64 * 1024;

/**
 * Receives files: the command `put` with a header of `filename` and `filesize`, and the file as the frame's body.
 *
 * A file is visible under its name only when all of it has arrived and is on the disk; a cut upload leaves nothing. Names
 * are plain base names ({@link safeFileName}). The reply, for a peer that asks for one, tells `filename`, `size` and the
 * `sha256` of what was written.
 *
 * @example
 * class Uploads extends FileReceiver { override server_dir = "/srv/uploads"; }
 * await new ThreadingTCPServer(["0.0.0.0", 8080], Uploads).serve_forever();
 */
export class FileReceiver extends CommandHandler {
  /** The folder that takes the files; it is made where there is none. */
  server_dir = "uploads";
  /** The folder, opened by `setup`. */
  store!: DirectoryStore;

  override async setup(): Promise<void> {
    await super.setup();
    this.store = await DirectoryStore.open(this.server_dir);
  }

  async put(header: JsonObject, body: Body): Promise<StoredFile> {
    "Store a file: filename and filesize in the header, the file behind it.";
    if (!Object.hasOwn(header, "filesize")) throw new CommandError("bad_length", "filesize is missing");
    const upload = await this.store.begin(safeFileName(header.filename));
    try {
      for (let chunk = await body.recv(CHUNK); chunk.length > 0; chunk = await body.recv(CHUNK)) {
        await upload.write(chunk);
      }
      return await upload.commit();
    } finally {
      await upload.abort();
    }
  }
}

command("put")(FileReceiver.prototype, "put");
metaclass(CommandMeta)(FileReceiver);
