// Notices that a connection breaks while its command is at work elsewhere and neither reads nor writes.

import { OSError } from "../../protocols/errors.ts";
import { recvWithin } from "../frames.ts";
import { MSG_PEEK } from "../socket/constants.ts";

/** Milliseconds before the watch begins: most commands are done by then. */
const PATIENCE = 100;

/** The part of a connection that can be watched. */
export interface Watchable {
  recv(bufsize: number, flags?: number): Promise<Uint8Array>;
  gettimeout(): number | null;
  settimeout(seconds: number | null): void;
}

/** Watches one connection, a command at a time. */
export class ConnectionWatch {
  readonly #request: Watchable;
  readonly #onBroken: (error: OSError) => void;
  #looking = false;

  constructor(request: Watchable, onBroken: (error: OSError) => void) {
    this.#request = request;
    this.#onBroken = onBroken;
  }

  /** Watches while `work` goes on. A peer that only ended its half still waits for the answer. */
  async during<T>(work: Promise<T>, isReading: () => boolean): Promise<T> {
    const timer = setTimeout(() => {
      if (!isReading()) void this.#look();
    }, PATIENCE);
    try {
      return await work;
    } finally {
      clearTimeout(timer);
    }
  }

  // A look at the next byte stays in the queue of calls, in front of the read that will take it: one is enough.
  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      await recvWithin(this.#request, 1, null, MSG_PEEK);
    } catch (error) {
      if (error instanceof OSError) this.#onBroken(error);
    } finally {
      this.#looking = false;
    }
  }
}
