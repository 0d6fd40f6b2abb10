// How much a store may hold.

import { osError } from "../../oserror.ts";

/** Milliseconds after which what others did to the root is looked at again. */
const FRESH = 1000;

/** Where counting takes longer than these milliseconds, a store spends at most one part in so many of its time on it. */
const QUICK = 20;
const SHARE = 5;

/** What is on the disk, without the uploads that are this store's own. */
type Count = () => Promise<number>;

/**
 * The limit of a store's bytes, with those that its uploads have announced.
 *
 * What this store does is counted exactly. What other processes do to the root is seen by counting again: an upload is never
 * refused for room that was given back more than a moment ago, and several processes together may exceed the limit by what
 * they begin within one second.
 */
export class Quota {
  readonly #limit: number;
  readonly #count: Count;
  /** What uploads under way have announced. */
  #announced = 0;
  #stored = 0;
  #counted = Number.NEGATIVE_INFINITY;
  #took = 0;
  #freed = true;
  #counting = false;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(limit: number, count: Count) {
    this.#limit = limit;
    this.#count = count;
  }

  /** The bytes that uploads under way have announced. */
  get announced(): number {
    return this.#announced;
  }

  /** Counts an upload in, or refuses it. @throws OSError EDQUOT, and what counting throws */
  async reserve(size: number, filename: string): Promise<void> {
    if (this.#limit !== Number.POSITIVE_INFINITY) {
      const turn = this.#turn.then(() => this.#admit(size, filename));
      this.#turn = turn.catch(() => {});
      return turn;
    }
    this.#announced += size;
  }

  /** Counts an upload in that goes on with what is on the disk, for which there is room already. */
  adopt(size: number): void {
    this.#announced += size;
    // Until the next count, it is taken for both.
    this.#freed = true;
  }

  /** An upload has ended; `kept` tells whether its bytes stay, as a file or to be resumed. */
  release(size: number, kept: boolean): void {
    this.#announced -= size;
    if (kept) this.#stored += size;
    // Without it there is room; with it, perhaps, since the file whose place it took has gone.
    this.#freed = true;
  }

  /** So many bytes were removed. */
  freed(size: number): void {
    // A count that is under way may have missed them already; the next one will tell.
    if (!this.#counting) this.#stored -= size;
    this.#freed = true;
  }

  async #admit(size: number, filename: string): Promise<void> {
    const exceeded = () => this.#stored + this.#announced + size > this.#limit;
    const age = performance.now() - this.#counted;
    const pause = this.#took < QUICK ? 0 : this.#took * SHARE;
    if (age > Math.max(FRESH, pause)) await this.#recount();
    else if (exceeded() && this.#freed && age >= pause) await this.#recount();
    if (exceeded()) throw osError("EDQUOT", filename);
    this.#announced += size;
  }

  async #recount(): Promise<void> {
    const began = performance.now();
    const before = this.#stored;
    this.#freed = false;
    this.#counting = true;
    try {
      const count = await this.#count();
      // What was stored meanwhile may not have been met; counting it twice errs on the safe side, until the next time.
      if (before !== this.#stored) this.#freed = true;
      this.#stored = count + (this.#stored - before);
    } finally {
      this.#counting = false;
    }
    this.#counted = performance.now();
    this.#took = this.#counted - began;
  }
}
