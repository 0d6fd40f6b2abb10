// Notices that a peer leaves while its program runs, which may be silent for as long as it likes.

import { ConnectionAbortedError } from "../../../protocols/errors.ts";
import { type Receiver, recvWithin } from "../../frames.ts";
import { MSG_PEEK } from "../../socket/constants.ts";

/** Watches one connection. */
export class PeerWatch {
  readonly #request: Receiver;
  readonly #ends: boolean;
  readonly #left = new AbortController();
  #looking = false;

  /** @param options.ends whether a peer that has ended its side counts as gone, and not as one that waits */
  constructor(request: Receiver, options: { readonly ends: boolean }) {
    this.#request = request;
    this.#ends = options.ends;
  }

  /** Aborted when the peer has left. Call it for each program, when all that the program is to read has been received. */
  signal(): AbortSignal {
    // A look at the next byte stays in the queue of calls, in front of the one that will take it: one is enough.
    if (!this.#looking) void this.#look();
    return this.#left.signal;
  }

  async #look(): Promise<void> {
    this.#looking = true;
    try {
      const next = await recvWithin(this.#request, 1, null, MSG_PEEK);
      if (next.length === 0 && this.#ends) {
        this.#left.abort(new ConnectionAbortedError(103, "the peer has left"));
      }
    } catch (error) {
      this.#left.abort(error);
    }
    this.#looking = false;
  }
}
