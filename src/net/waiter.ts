// A call that waits for its bytes or its item, and the time it may take.

import { type OSError, TimeoutError } from "../protocols/errors.ts";
import { osError } from "./oserror.ts";

/** What was asked for, and whom to tell. Those of a connection stand in line, each knowing the next. */
export interface Waiter {
  readonly size: number;
  readonly exact: boolean;
  readonly peek: boolean;
  /** Takes the bytes, or a promise that fails. */
  readonly settle: (bytes: Uint8Array | Promise<never>) => void;
  timer: NodeJS.Timeout | undefined;
  next: Waiter | undefined;
}

/** The line with one more at its end. */
export function queued(line: Waiter | undefined, waiter: Waiter): Waiter {
  if (line === undefined) return waiter;
  let last = line;
  while (last.next !== undefined) last = last.next;
  last.next = waiter;
  return line;
}

/** Whether one is in the line. */
export function isQueued(line: Waiter | undefined, waiter: Waiter): boolean {
  for (let at = line; at !== undefined; at = at.next) if (at === waiter) return true;
  return false;
}

/** The line without one of it. */
export function without(line: Waiter | undefined, waiter: Waiter): Waiter | undefined {
  if (line === undefined || line === waiter) return line?.next;
  line.next = without(line.next, waiter);
  return line;
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
