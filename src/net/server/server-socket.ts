// What a server's own socket can do, whichever kind it is.

import type { Awaitable } from "../request-handler.ts";

/** The socket that a server binds: `server.socket`. */
export interface ServerSocket {
  /** Binds to an address: host and port, or a path for `AF_UNIX`. @throws OSError */
  bind(address: unknown): Promise<void>;
  /** Sets `SO_REUSEADDR` or `SO_REUSEPORT`, before `bind`. @throws OSError ENOPROTOOPT for what Node cannot reach */
  setsockopt(level: number, optname: number, value: number | boolean): void;
  /** The address it is bound to. @throws OSError EBADF */
  getsockname(): unknown;
  /** Seconds that `handle_request` waits at most; `null` is for ever. */
  settimeout(seconds: number | null): void;
  gettimeout(): number | null;
  /** The number of its file descriptor where the system has one, else -1. */
  fileno(): number;
  /** Closes it, which ends a `wait`. */
  close(): Awaitable<void>;
  /** Ours: waits until there is something to accept or to receive; says whether there is. */
  wait(seconds: number | null): Promise<boolean>;
  /** Ours: ends a `wait` that is under way. */
  wake(): void;
  /** Ours: lets the process end though it is open. */
  unref(): void;
}

/** The descriptor of one of Node's servers or sockets. */
export function descriptorOf(owner: object | undefined): number {
  const { _handle: handle } = (owner ?? {}) as { _handle?: { fd?: number } | null };
  return handle?.fd ?? -1;
}
