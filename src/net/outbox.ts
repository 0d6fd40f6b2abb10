// A write to a connection: over at once where the system takes the bytes, else when it has.

import type { Socket } from "node:net";
import { EMPTY } from "./byte-queue.ts";
import { asOSError } from "./oserror.ts";
import { expiring } from "./waiter.ts";

const DONE: Promise<void> = Promise.resolve();

/** Bytes below which the system mostly takes a write at once. */
const SMALL = 16 * 1024;

/**
 * Writes to a socket of Node's; resolves when the system has taken all of it.
 *
 * @param timeout seconds; `null` is for ever, 0 not to wait
 * @param broken why the connection broke, if it did
 */
export function write(
  socket: Socket,
  bytes: Uint8Array,
  timeout: number | null,
  broken: { readonly failure: Error | undefined },
): Promise<void> {
  let heard: ((error?: Error | null) => void) | undefined;
  // Node calls back a tick later even where it is done at once: small writes go without.
  const small = bytes.length < SMALL && socket.writableLength === 0;
  if (small) socket.write(bytes);
  else socket.write(bytes, (error) => heard?.(error));
  if (socket.writableLength === 0 && socket.errored === null) return DONE;
  return new Promise((resolve, reject) => {
    const timer = timeout === null ? undefined : expiring(timeout, reject);
    heard = (error) => {
      clearTimeout(timer);
      // A write that was under way when the socket was destroyed reports no error of its own.
      const failure = error || socket.destroyed ? broken.failure : undefined;
      if (failure !== undefined) reject(failure);
      else if (error) reject(asOSError(socket.errored ?? error));
      else resolve();
    };
    // What is written after it is done when it is done.
    if (small) socket.write(EMPTY, heard);
  });
}
