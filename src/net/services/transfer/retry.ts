// Trying again on a new connection, with a pause that grows.

import { setTimeout as sleep } from "node:timers/promises";
import { ConnectionLost } from "./session.ts";

/** How often to try again after a broken connection, and when. */
export interface RetryPolicy {
  /** Attempts in a row that get no further than those before; 0 is none. */
  readonly retries: number;
  /** Seconds to wait before attempt `attempt`, counted from 1. */
  readonly delay: (attempt: number) => number;
}

/** Five attempts, with pauses that double up to 10 s; a random part keeps many clients from coming back at once. */
export const RETRY: RetryPolicy = {
  retries: 5,
  delay: (attempt) => Math.min(10, 0.2 * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2),
};

/**
 * Does `work` until the connection lasts.
 *
 * @param progress how far it is; an attempt that got further does not count
 */
export async function retrying<T>(
  policy: RetryPolicy,
  signal: AbortSignal | undefined,
  work: (attempt: number) => Promise<T>,
  progress: () => number = () => 0,
): Promise<T> {
  let best = progress();
  for (let attempt = 0, failures = 0; ; attempt++) {
    signal?.throwIfAborted();
    try {
      return await work(attempt);
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      if (progress() > best) failures = 0;
      best = Math.max(best, progress());
      if (++failures > policy.retries) throw error.cause;
      await sleep(policy.delay(failures) * 1000, undefined, signal === undefined ? {} : { signal }).catch(
        () => signal?.throwIfAborted(),
      );
    }
  }
}
