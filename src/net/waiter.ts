// A call of `recv` that waits for its bytes.

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
