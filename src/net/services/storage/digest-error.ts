// The error of bytes that are not the ones that were meant.

import { Exception } from "../../../protocols/errors.ts";

/** What was stored is not what was sent: its SHA-256 differs. */
export class DigestError extends Exception {
  readonly code = "digest_mismatch";
}
