// The upload that a connection has asked to resume, until it sends the rest.

import { randomBytes } from "node:crypto";
import { CommandError } from "../../dispatch/command-error.ts";
import type { BlobUpload } from "../storage/blob-store.ts";

/** Holds one upload at most: who asks for another gives up the first. */
export class UploadsInHand {
  #id = "";
  #upload: BlobUpload | null = null;

  /** Keeps an upload, and gives the id by which it is asked for. */
  hold(upload: BlobUpload): string {
    this.#upload = upload;
    this.#id = randomBytes(12).toString("hex");
    return this.#id;
  }

  /** The upload, which is the caller's from then on. @throws CommandError for an id that is not its own */
  take(id: string): BlobUpload {
    const upload = this.#upload;
    if (upload === null || id !== this.#id) {
      throw new CommandError("unknown_upload", "no such upload in this connection: ask to resume it first");
    }
    this.#upload = null;
    return upload;
  }

  /** Ends it for now, so that another connection can go on with it. */
  async suspend(): Promise<void> {
    const upload = this.#upload;
    this.#upload = null;
    await upload?.suspend();
  }
}
