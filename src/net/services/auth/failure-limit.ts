// How many failures an address may have before it is not even asked any more.

import { isIPv6 } from "node:net";
import { ValueError } from "../../../protocols/errors.ts";
import { AuthenticationError, type AuthenticationFailure } from "./authentication-error.ts";
import type { StreamLike } from "./authenticator.ts";

/** What a {@link FailureLimit} allows. */
export interface FailureLimitOptions {
  /** Failures of one address within the window after which it is refused: 10 unless told. */
  readonly failures?: number;
  /** Seconds of the window, from an address's first failure on: 60 unless told. */
  readonly seconds?: number;
  /** How many addresses are remembered, the latest ones: 10,000 unless told, which is about 2 MB. */
  readonly addresses?: number;
}

interface Failures {
  count: number;
  /** When the first of them was, in seconds of a clock that nobody sets. */
  readonly since: number;
}

/** Peers that leave without a word, or are too slow, have guessed nothing: port scans and health checks do that. */
const HARMLESS: readonly AuthenticationFailure[] = ["closed", "timeout", "blocked"];

/**
 * Counts failed authentications for each address; one that had too many is refused until its window is over. An IPv6
 * network of 64 bits counts as one address, since its owner has them all. Peers without an address (through a path of the
 * file system) are never limited.
 *
 * Each process counts for itself: with `ForkingMixIn` an address has the allowance once for each worker.
 */
export class FailureLimit {
  readonly #failures: number;
  readonly #seconds: number;
  readonly #addresses: number;
  readonly #seen = new Map<string, Failures>();

  /** @throws ValueError for a limit that is not positive */
  constructor(options: FailureLimitOptions = {}) {
    const { failures = 10, seconds = 60, addresses = 10_000 } = options;
    for (const [name, value] of Object.entries({ failures, seconds, addresses })) {
      if (!(value > 0)) throw new ValueError(`${name} must be positive, got ${value}`);
    }
    this.#failures = failures;
    this.#seconds = seconds;
    this.#addresses = addresses;
  }

  /** How many addresses are remembered now. */
  get size(): number {
    return this.#seen.size;
  }

  /** Seconds until this address is asked again; 0 when it may try. */
  wait(address: string): number {
    const seen = this.#current(address);
    return seen === undefined || seen.count < this.#failures ? 0 : seen.since + this.#seconds - now();
  }

  /** Notes a failure. */
  failed(address: string): void {
    const seen = this.#current(address) ?? { count: 0, since: now() };
    seen.count++;
    // The latest at the end: the first one is the one to forget.
    this.#seen.delete(address);
    this.#seen.set(address, seen);
    if (this.#seen.size > this.#addresses) this.#seen.delete(this.#seen.keys().next().value as string);
  }

  /**
   * Runs an authentication unless the peer's address had too many failures, and notes whether it failed.
   *
   * @throws AuthenticationError `blocked`; what `work` throws
   */
  async guard<T>(connection: StreamLike, work: (refuse: () => void) => Promise<T>): Promise<T> {
    const address = addressKey(connection);
    if (address === null) return work(() => {});
    const refuse = () => {
      const seconds = Math.ceil(this.wait(address));
      if (seconds <= 0) return;
      throw new AuthenticationError(
        "blocked",
        `too many failures from ${address}, try again in ${seconds} seconds`,
      );
    };
    refuse();
    try {
      return await work(refuse);
    } catch (error) {
      if (error instanceof AuthenticationError && !HARMLESS.includes(error.reason)) this.failed(address);
      throw error;
    }
  }

  #current(address: string): Failures | undefined {
    const seen = this.#seen.get(address);
    if (seen === undefined || now() - seen.since < this.#seconds) return seen;
    this.#seen.delete(address);
    return undefined;
  }
}

function now(): number {
  return performance.now() / 1000;
}

/** What the failures of a peer are counted under; `null` where it has no internet address. */
function addressKey(connection: StreamLike): string | null {
  const peer = connection.getpeername();
  const host = Array.isArray(peer) ? String(peer[0]) : "";
  if (host === "") return null;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(host)?.[1];
  if (mapped !== undefined) return mapped;
  return isIPv6(host) ? `${network(host)}::/64` : host;
}

/** The first 64 bits of an IPv6 address. */
function network(host: string): string {
  const [address = ""] = host.split("%");
  const [head = "", tail] = address.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const groups =
    tail === undefined ? left : [...left, ...Array(8 - left.length - right.length).fill("0"), ...right];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}
