// A call that waits for its bytes or its item, and the time it may take.

import { type OSError, TimeoutError } from "../protocols/errors.ts";
import { osError } from "./oserror.ts";

/** What was asked for, and whom to tell. */
export interface Waiter {
  readonly size: number;
  readonly exact: boolean;
  readonly peek: boolean;
  readonly resolve: (bytes: Uint8Array) => void;
  readonly reject: (error: Error) => void;
  timer: NodeJS.Timeout | undefined;
}

/** Whether a chunk is, whole, what a call waits for. */
export function fits(chunk: Uint8Array, waiter: Waiter): boolean {
  if (waiter.peek) return false;
  return waiter.exact ? chunk.length === waiter.size : chunk.length <= waiter.size;
}

/**
 * Calls `expire` when the time of a call is over: with a `TimeoutError`, or for 0 seconds with a `BlockingIOError`.
 *
 * @returns the timer to clear where there is one
 */
export function expiring(seconds: number, expire: (error: OSError) => void): NodeJS.Timeout | undefined {
  if (seconds > 0) return setTimeout(() => expire(new TimeoutError("timed out")), seconds * 1000);
  // Whether the system has something is known when the event loop has polled once: between two immediates.
  setImmediate(() => setImmediate(() => expire(osError("EAGAIN"))));
  return undefined;
}
