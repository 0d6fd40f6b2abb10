// One call of a command in this process: its signal, and the moment at which nobody waits for it any more.

import { TimeoutError } from "../../protocols/errors.ts";
import type { Address } from "../stream.ts";
import type { CommandCall } from "./call.ts";
import type { CommandRequest } from "./dispatcher.ts";

/** Why a call was given up. */
export type GivenUp = "timeout" | "aborted";

/** What a command is given of its call. The signal is made only for a command that asks for it. */
export class LocalCall implements CommandCall {
  readonly cmd: string;
  readonly client_address: Address;
  readonly key: string | null;
  #controller: AbortController | undefined;
  #givenUp: GivenUp | null = null;
  #reason: unknown;
  #reject: ((reason: unknown) => void) | undefined;

  constructor({ cmd, client_address, key }: CommandRequest) {
    this.cmd = cmd;
    this.client_address = client_address;
    this.key = key;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#givenUp !== null) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  /** Why the call was given up; `null` while somebody waits for it. */
  get givenUp(): GivenUp | null {
    return this.#givenUp;
  }

  /** Waits for a part of the work, until the deadline (in seconds) or {@link giveUp}. */
  within<T>(work: PromiseLike<T>, deadline: number | null): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const timer = deadline === null ? undefined : setTimeout(() => this.#late(deadline), deadline * 1000);
      this.#reject = (reason) => {
        clearTimeout(timer);
        reject(reason);
      };
      work.then((value) => {
        clearTimeout(timer);
        resolve(value);
      }, this.#reject);
      if (this.#givenUp !== null) this.#reject(this.#reason);
    });
  }

  /** Ends the waiting and aborts the signal; what the command still does is nobody's concern. */
  giveUp(why: GivenUp, reason: unknown): void {
    if (this.#givenUp !== null) return;
    this.#givenUp = why;
    this.#reason = reason;
    this.#reject?.(reason);
    this.#controller?.abort(reason);
  }

  #late(seconds: number): void {
    this.giveUp("timeout", new TimeoutError(`not done within ${seconds} seconds`));
  }
}
