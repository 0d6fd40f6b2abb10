// Sending a file over a connection, a piece at a time.

import type { FileHandle } from "node:fs/promises";
import { ValueError } from "../../protocols/errors.ts";
import { index } from "../../protocols/numbers/integer.ts";
import { SOCK_STREAM } from "./constants.ts";

/** What is in memory of a file at any time. */
const PIECE = 256 * 1024;

interface Target {
  readonly type: number;
  gettimeout(): number | null;
  sendall(data: Uint8Array): Promise<void>;
}

/** Sends `count` bytes of a file (all unless told) from `offset` on; gives how many there were. */
export async function sendFile(
  to: Target,
  file: FileHandle,
  offset: number,
  count: number | null,
): Promise<number> {
  if (to.type !== SOCK_STREAM) throw new ValueError("only SOCK_STREAM type sockets are supported");
  if (count !== null && index(count) <= 0) {
    throw new ValueError(`count must be a positive integer (got ${count})`);
  }
  if (to.gettimeout() === 0) throw new ValueError("non-blocking sockets are not supported");
  let sent = 0;
  while (count === null || sent < count) {
    // A piece is Node's to send until it is gone, so each has its own memory.
    const piece = Buffer.allocUnsafe(Math.min(PIECE, count === null ? PIECE : count - sent));
    const { bytesRead } = await file.read(piece, 0, piece.length, offset + sent);
    if (bytesRead === 0) break;
    await to.sendall(piece.subarray(0, bytesRead));
    sent += bytesRead;
  }
  return sent;
}
