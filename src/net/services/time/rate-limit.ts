// How many datagrams of an address are served: a bucket of tokens for each, and a bounded number of buckets.

import { ValueError } from "../../../protocols/errors.ts";

/** What a {@link RateLimit} allows. */
export interface RateLimitOptions {
  /** Datagrams a second, in the long run: 20 unless told. */
  readonly rate?: number;
  /** Datagrams at once, after a silence: 40 unless told. */
  readonly burst?: number;
  /** How many addresses are remembered, the latest ones: 10,000 unless told, which is about 2 MB. */
  readonly addresses?: number;
  /** Seconds of a clock that never goes back; the system's monotonic one unless told. */
  readonly clock?: () => number;
}

interface Bucket {
  readonly tokens: number;
  readonly since: number;
}

/**
 * Allows each address so many datagrams. The address of a datagram is easily forged: this bounds what a server can be made
 * to send to somebody who never asked.
 *
 * @example if (!limit.allow(host)) return;
 */
export class RateLimit {
  readonly #rate: number;
  readonly #burst: number;
  readonly #addresses: number;
  readonly #clock: () => number;
  readonly #buckets = new Map<string, Bucket>();

  /** @throws ValueError for a limit that is not positive */
  constructor(options: RateLimitOptions = {}) {
    const { rate = 20, burst = 40, addresses = 10_000, clock = () => performance.now() / 1000 } = options;
    for (const [name, value] of Object.entries({ rate, burst, addresses })) {
      if (!(value > 0)) throw new ValueError(`${name} must be positive, got ${value}`);
    }
    this.#rate = rate;
    this.#burst = burst;
    this.#addresses = addresses;
    this.#clock = clock;
  }

  /** How many addresses are remembered now. */
  get size(): number {
    return this.#buckets.size;
  }

  /** Whether one more datagram of this address is to be served; counts it if so. */
  allow(address: string): boolean {
    const now = this.#clock();
    const { tokens, since } = this.#buckets.get(address) ?? { tokens: this.#burst, since: now };
    const filled = Math.min(this.#burst, tokens + (now - since) * this.#rate);
    // The latest at the end: the first one is the one to forget.
    this.#buckets.delete(address);
    this.#buckets.set(address, { tokens: filled >= 1 ? filled - 1 : filled, since: now });
    if (this.#buckets.size > this.#addresses)
      this.#buckets.delete(this.#buckets.keys().next().value as string);
    return filled >= 1;
  }
}
