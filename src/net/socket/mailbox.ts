// What arrived and was not asked for yet, and the calls that wait for what has not arrived, each in its order.

import { expiring } from "../waiter.ts";

interface Waiter<T> {
  readonly peek: boolean;
  readonly resolve: (item: T) => void;
  readonly reject: (reason: unknown) => void;
  timer: NodeJS.Timeout | undefined;
}

/** A first-in first-out queue of items and of errors, with timeouts as sockets have them. */
export class Mailbox<T> {
  #items: (T | Error)[] = [];
  readonly #waiters: Waiter<T>[] = [];
  readonly #watchers = new Set<() => void>();
  #closed: Error | undefined;

  /** How many items wait. */
  get length(): number {
    return this.#items.length;
  }

  /** Adds an item, or an error for the call whose turn it is. */
  put(item: T | Error): void {
    this.#items.push(item);
    this.#serve();
    for (const wake of this.#watchers) wake();
  }

  /**
   * Waits until there is something to take, for so many seconds (`null`: for ever), until the signal aborts, or until
   * the mailbox is closed; says whether there is. What `select` does for a socket.
   */
  async ready(seconds: number | null, signal?: AbortSignal): Promise<boolean> {
    if (this.#items.length === 0 && this.#closed === undefined && !signal?.aborted && seconds !== 0) {
      await new Promise<void>((resolve) => {
        const timer = seconds === null ? undefined : setTimeout(() => wake(), seconds * 1000);
        const wake = () => {
          clearTimeout(timer);
          signal?.removeEventListener("abort", wake);
          this.#watchers.delete(wake);
          resolve();
        };
        signal?.addEventListener("abort", wake);
        this.#watchers.add(wake);
      });
    }
    return this.#items.length > 0;
  }

  /**
   * The next item.
   *
   * @param timeout seconds; `null` is for ever, 0 takes only what the system already has
   * @param options.peek leaves the item where it is
   * @param options.signal gives up when it aborts, with its reason
   * @throws TimeoutError, BlockingIOError
   */
  async take(
    timeout: number | null,
    options: { readonly peek?: boolean; readonly signal?: AbortSignal | undefined } = {},
  ): Promise<T> {
    const { peek = false, signal } = options;
    signal?.throwIfAborted();
    if (this.#closed !== undefined) throw this.#closed;
    let giveUp: (() => void) | undefined;
    try {
      return await new Promise((resolve, reject) => {
        const waiter: Waiter<T> = { peek, resolve, reject, timer: undefined };
        this.#waiters.push(waiter);
        this.#serve();
        giveUp = () => this.#expire(waiter, signal?.reason);
        signal?.addEventListener("abort", giveUp);
        if (timeout === null || !this.#waiters.includes(waiter)) return;
        waiter.timer = expiring(timeout, (error) => this.#expire(waiter, error));
      });
    } finally {
      if (giveUp !== undefined) signal?.removeEventListener("abort", giveUp);
    }
  }

  /** Ends every call, those to come included, with an error; gives what nobody took. */
  close(error: Error): readonly T[] {
    this.#closed = error;
    const left = this.#items.filter((item): item is T => !(item instanceof Error));
    this.#items = [];
    for (const waiter of this.#waiters.splice(0)) settle(waiter, error);
    for (const wake of this.#watchers) wake();
    return left;
  }

  #serve(): void {
    for (let waiter = this.#waiters[0]; waiter !== undefined; waiter = this.#waiters[0]) {
      if (this.#items.length === 0) return;
      const item = (waiter.peek ? this.#items[0] : this.#items.shift()) as T | Error;
      this.#waiters.shift();
      settle(waiter, item);
    }
  }

  #expire(waiter: Waiter<T>, reason: unknown): void {
    const at = this.#waiters.indexOf(waiter);
    if (at < 0) return;
    this.#waiters.splice(at, 1);
    clearTimeout(waiter.timer);
    waiter.reject(reason);
  }
}

function settle<T>(waiter: Waiter<T>, item: T | Error): void {
  clearTimeout(waiter.timer);
  if (item instanceof Error) waiter.reject(item);
  else waiter.resolve(item);
}
