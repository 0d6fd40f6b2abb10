// What a server's own socket can do, whichever kind it is.

import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { asOSError } from "../oserror.ts";
import type { Awaitable } from "../request-handler.ts";
import { AF_INET6 } from "../socket/constants.ts";

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

/** The address of a host in this family; of Python's empty host, every address. @throws OSError */
export async function addressOfFamily(host: string, family: number): Promise<string> {
  const inet6 = family === AF_INET6;
  if (host === "") return inet6 ? "::" : "0.0.0.0";
  if (isIP(host) !== 0) return host;
  try {
    return (await lookup(host, { family: inet6 ? 6 : 4 })).address;
  } catch (error) {
    throw asOSError(error);
  }
}
