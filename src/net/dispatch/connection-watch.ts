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
  #timer: NodeJS.Timeout | undefined;
  // The body of the command at work.
  #body: { readonly left: number } | undefined;
  #looking = false;

  constructor(request: Watchable, onBroken: (error: OSError) => void) {
    this.#request = request;
    this.#onBroken = onBroken;
  }

  /** Watches while `work` goes on. A peer that only ended its half still waits for the answer. */
  async during<T>(work: Promise<T>, body: { readonly left: number }): Promise<T> {
    this.#body = body;
    // One timer serves all commands: most end before it fires, and to set it anew costs next to nothing.
    if (this.#timer === undefined) this.#timer = setTimeout(this.#check, PATIENCE).unref();
    else this.#timer.refresh();
    try {
      return await work;
    } finally {
      this.#body = undefined;
    }
  }

  /** Watches no more. */
  end(): void {
    clearTimeout(this.#timer);
  }

  // Who still receives its body will notice by itself.
  readonly #check = (): void => {
    if (this.#body?.left === 0) void this.#look();
  };

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
