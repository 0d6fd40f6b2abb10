// What an exit stack does at its end: calls what was pushed, last in first out, as nested `with` statements would.

import { bool } from "../comparison/truth.ts";
import {
  chainContext,
  type ExcInfo,
  excInfo,
  handledError,
  NO_ERROR,
  whileHandling,
} from "../context/handling.ts";
import { setContext } from "../errors.ts";

/** A pushed `__exit__`, bound to its object. Whether its answer has to be awaited is kept beside it. */
export interface ExitCallback {
  readonly isSync: boolean;
  readonly exit: (...info: ExcInfo) => unknown;
}

/** The state of one unwinding; the loop around it is the caller's, who may have to wait. */
export class Unwinding {
  readonly #received: boolean;
  // Python gives an error that a callback raises this one as its context, whatever became of it in between.
  readonly #frame: unknown;
  #exc: unknown;
  #suppressed = false;
  #pending = false;

  constructor(exc: unknown) {
    this.#received = exc !== null;
    const handled = handledError();
    this.#frame = handled === undefined ? exc : handled;
    this.#exc = exc;
  }

  /** Calls one callback, and returns its answer for {@link answered}. */
  call({ exit }: ExitCallback): unknown {
    const info = this.#exc === null ? NO_ERROR : excInfo(this.#exc);
    return whileHandling(this.#frame, () => exit(...info));
  }

  /** Takes note of what a callback answered: a true answer ends the error. */
  answered(answer: unknown): void {
    if (!whileHandling(this.#frame, () => bool(answer))) return;
    this.#suppressed = true;
    this.#pending = false;
    this.#exc = null;
  }

  /** Takes note of an error that a callback raised: it replaces the one before, which becomes its context. */
  raised(error: unknown): void {
    chainContext(error, this.#frame);
    this.#continueChain(error, this.#exc);
    this.#pending = true;
    this.#exc = error;
  }

  /** Raises what is left of the errors, or tells whether the one received was suppressed. */
  finish(): boolean {
    if (this.#pending) throw this.#exc;
    return this.#received && this.#suppressed;
  }

  /**
   * Points the end of an error's chain at the error before it, where the chain leads to the frame's instead. An error
   * raised without any context keeps none: so does CPython where the body ended well (3.14).
   */
  #continueChain(error: unknown, previous: unknown): void {
    const seen = new Set<unknown>();
    for (let link = error; !seen.has(link); ) {
      seen.add(link);
      const context = (link as { __context__?: unknown } | null)?.__context__ ?? null;
      if (context === null || context === previous) return;
      if (context === this.#frame) {
        setContext(link, previous);
        return;
      }
      link = context;
    }
  }
}
