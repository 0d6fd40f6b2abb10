// Connections that were made and not yet asked for, and a way to wait for the next one.

/** A first-in first-out queue with `select`'s question: is there something within so many seconds? */
export class AcceptQueue<T> {
  #items: T[] = [];
  #wake: (() => void) | undefined;

  get length(): number {
    return this.#items.length;
  }

  push(item: T): void {
    this.#items.push(item);
    this.wake();
  }

  shift(): T | undefined {
    return this.#items.shift();
  }

  /** Takes everything out. */
  clear(): readonly T[] {
    const items = this.#items;
    this.#items = [];
    return items;
  }

  /** Ends a wait that is under way, whether there is something or not. */
  wake(): void {
    this.#wake?.();
  }

  /**
   * Waits until there is something, until it is woken, or for `seconds` (`null`: for ever).
   *
   * @returns whether there is something
   */
  async wait(seconds: number | null): Promise<boolean> {
    if (this.#items.length > 0) return true;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (seconds !== null) timer = setTimeout(resolve, seconds * 1000);
    });
    clearTimeout(timer);
    this.#wake = undefined;
    return this.#items.length > 0;
  }
}
