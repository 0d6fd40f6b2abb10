// The error of both sides of an authentication.

import { Exception } from "../../../protocols/errors.ts";

/**
 * Why an authentication failed. For the log of the side that it is raised on, never for the peer.
 *
 * - On a server: `unknown_key`, `wrong_proof`, `malformed` (no answer of this protocol), `short` (the stream ended inside
 *   it), `timeout`, `blocked` (too many failures from the address before), `closed` (the peer left without an answer).
 * - On a client: `rejected` and `blocked` (the server says so), `wrong_proof` (the server is not who it should be),
 *   `channel` (the two ends do not see the same TLS connection), `malformed`, `short`, `timeout`, `closed`.
 */
export type AuthenticationFailure =
  | "unknown_key"
  | "wrong_proof"
  | "malformed"
  | "short"
  | "timeout"
  | "blocked"
  | "closed"
  | "rejected"
  | "channel";

/** One side gave no proof of who it is (as `multiprocessing.AuthenticationError`). No key is ever part of it. */
export class AuthenticationError extends Exception {
  readonly code = "authentication_failed";
  readonly reason: AuthenticationFailure;
  /** The id that the peer claimed, where it claimed one. It has proved nothing. */
  readonly key: string | null;

  constructor(
    reason: AuthenticationFailure,
    message: string,
    options: { readonly key?: string | null; readonly cause?: unknown } = {},
  ) {
    super(message, ...(options.cause === undefined ? [] : [{ cause: options.cause }]));
    this.reason = reason;
    this.key = options.key ?? null;
  }
}
