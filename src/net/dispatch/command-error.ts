// What a command raises when it cannot be done, for a reason that the peer may know.

import { Exception } from "../../protocols/errors.ts";

/** A command that cannot be done, for a reason that the peer is told. */
export class CommandError extends Exception {
  /** A word for programs; the message is for people and may change. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, ...(options === undefined ? [] : [options]));
    this.code = code;
  }
}
