// What can go wrong with an upload besides the system's own errors.

import { Exception } from "../protocols/errors.ts";

export { DigestError } from "./services/storage/digest-error.ts";

/** The server refused, and said why. */
export class RemoteError extends Exception {
  /** The server's word for it: `bad_name`, `oversized_length`, `os_error` … */
  readonly code: string;
  /** The system's number for it where the server's disk was the reason, else `null`. */
  readonly errno: number | null;

  constructor(code: string, message: string, errno: number | null = null) {
    super(message);
    this.code = code;
    this.errno = errno;
  }
}

/** The file was changed while it was sent. The connection was cut, so that the server keeps nothing of it. */
export class FileChangedError extends Exception {
  readonly code = "file_changed";
}

/** What the server answered is not what it should be; nothing of it was believed. */
export class BadReplyError extends Exception {
  readonly code = "bad_reply";
}
