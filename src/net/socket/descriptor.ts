// The system's number for a socket of Node's.

import { type Server, Socket } from "node:net";
import { OSError } from "../../protocols/errors.ts";

/** The descriptor, or -1 where there is none or the platform has none. Node has it, but in no documented place. */
export function descriptor(socket: Server | Socket): number {
  const { _handle: handle } = socket as { _handle?: { fd?: number } | null };
  return handle?.fd ?? -1;
}

/** A socket of Node's for a descriptor that is open. @throws OSError EBADF */
export function socketOver(fd: number): Socket {
  try {
    return new Socket({ fd, allowHalfOpen: true });
  } catch (error) {
    throw new OSError(9, "Bad file descriptor", { cause: error });
  }
}
