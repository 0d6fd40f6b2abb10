// The system's number for a socket of Node's.

import type { Server, Socket } from "node:net";

/** The descriptor, or -1 where there is none or the platform has none. Node has it, but in no documented place. */
export function descriptor(socket: Server | Socket): number {
  const { _handle: handle } = socket as { _handle?: { fd?: number } | null };
  return handle?.fd ?? -1;
}
