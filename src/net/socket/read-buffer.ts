// Where Node's sockets read to: one buffer for all of them, and one of its own for a connection that fills it.

import type { OnReadOpts, Socket } from "node:net";

/** What a socket reads at once. */
const SIZE = 64 * 1024;

/** Bytes from which on a piece is handed over with the buffer it is in; a smaller one is copied out of it. */
const LARGE = 32 * 1024;

/** Takes what a socket has read. */
type Receive = (this: Socket, chunk: Uint8Array) => void;

const shared = new Uint8Array(SIZE);

// The buffer that the next question of Node's is answered with; nothing leaves the socket with the one it has.
let next: Uint8Array | undefined = shared;

/**
 * The `onread` of a socket that calls `receive` with what it reads. Without it, Node allocates 64 KiB for each read, and
 * takes every piece through a stream: that costs as much as all that this library does.
 */
export function readingInto(receive: Receive): OnReadOpts {
  return {
    buffer() {
      const given = next;
      next = shared;
      // Not in the types: Node takes the absence of a buffer as well.
      return given as Uint8Array;
    },
    callback(this: Socket, length: number, buffer: Uint8Array) {
      const own = buffer !== shared;
      const large = length >= LARGE;
      receive.call(this, large && own ? buffer.subarray(0, length) : buffer.slice(0, length));
      // Last, for who receives may make another socket, which asks for a buffer, too.
      if (large) next = new Uint8Array(SIZE);
      else next = own ? shared : undefined;
      return true;
    },
  };
}
