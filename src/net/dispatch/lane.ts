// The pipelined commands of one connection: so many at once, and their replies one after the other.

/** How many commands of a connection may be in flight. */
export const MAX_IN_FLIGHT = 32;

/** 64 KiB: the longest body that is read whole, so that its command can run beside others. */
export const MAX_PIPELINED_BODY = 64 * 1024;

/** 1 MiB: how many bytes of bodies a connection may have in flight. */
const MAX_HELD = 1024 * 1024;

const NOTHING: Promise<void> = Promise.resolve();

/** Work that runs in turn, and a bound for what waits for its turn. */
export class Lane {
  #count = 0;
  #held = 0;
  #last = NOTHING;
  #whenFree: (() => void) | undefined;
  #failure: { readonly error: unknown } | undefined;

  /** Whether anything waits or runs. */
  get busy(): boolean {
    return this.#count > 0;
  }

  /** Waits until there is room for one more, with a body of `size` bytes. For one caller at a time. */
  async room(size: number): Promise<void> {
    while (this.#count >= MAX_IN_FLIGHT || (this.#count > 0 && this.#held + size > MAX_HELD)) {
      await new Promise<void>((resolve) => {
        this.#whenFree = resolve;
      });
    }
  }

  /** Does `work` after all that was added before. */
  add(size: number, work: () => Promise<unknown>): void {
    this.#count++;
    this.#held += size;
    this.#last = this.#last
      .then(work)
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .then(() => {
        this.#count--;
        this.#held -= size;
        this.#whenFree?.();
      });
  }

  /** Waits until all that was added is done. @throws what the first of it that failed threw */
  async settled(): Promise<void> {
    await this.#last;
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}
