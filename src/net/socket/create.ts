// Sockets made and joined in one step: `create_connection`, `create_server`, `socketpair`.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OSError, ValueError } from "../../protocols/errors.ts";
import { type Address, type Address6, type AddressLike, type Family, shown } from "./address.ts";
import * as c from "./constants.ts";
import { getaddrinfo } from "./resolve.ts";
import { socket } from "./socket.ts";
import { getdefaulttimeout } from "./timeouts.ts";

/** What {@link create_connection} can be told. */
export interface ConnectionOptions {
  /** Seconds for each attempt, and the socket's timeout after; {@link getdefaulttimeout} unless told. */
  readonly timeout?: number | null;
  /** The address to come from: `["", 0]` is any. */
  readonly source_address?: Address | null;
  /** Raises the errors of all addresses of the host, not the last one alone. */
  readonly all_errors?: boolean;
  /** Gives up when it aborts. */
  readonly signal?: AbortSignal;
}

/**
 * Connects to a host and port, trying the host's addresses one after the other (`socket.create_connection`). The
 * connection has `TCP_NODELAY`, as asyncio's have.
 *
 * @returns a socket; that of an IPv6 address has `family` AF_INET6, and two elements more in its addresses
 * @param options a number or `null` is `timeout`, as in Python
 * @throws the error of the last attempt: ConnectionRefusedError, TimeoutError …; with `all_errors` an AggregateError of
 *   them
 * @throws gaierror for an unknown host
 * @example await using conn = await create_connection(["127.0.0.1", 8080], { timeout: 5 })
 */
export async function create_connection(
  address: Address,
  options: ConnectionOptions | number | null = {},
): Promise<socket> {
  const told: ConnectionOptions =
    typeof options === "object" && options !== null ? options : { timeout: options };
  const { timeout = getdefaulttimeout(), source_address = null, all_errors = false, signal } = told;
  const [host, port] = address;
  const errors: unknown[] = [];
  for (const info of await getaddrinfo(host, port, { type: c.SOCK_STREAM })) {
    const [family, , proto, , sockaddr] = info;
    const made = new socket<typeof c.AF_INET | typeof c.AF_INET6>(family, c.SOCK_STREAM, proto);
    try {
      made.settimeout(timeout);
      if (source_address !== null) await made.bind(source_address);
      await made.connect(sockaddr, signal === undefined ? {} : { signal });
      // A header and its body are two writes: waiting for the acknowledgement of the first would cost 40 ms for each.
      made.setsockopt(c.IPPROTO_TCP, c.TCP_NODELAY, 1);
      return made as unknown as socket;
    } catch (error) {
      void made.close();
      if (!(error instanceof OSError)) throw error;
      errors.push(error);
    }
  }
  if (errors.length === 0) throw new OSError("getaddrinfo returns an empty list");
  throw all_errors ? new AggregateError(errors, "create_connection failed") : errors.at(-1);
}

/** What {@link create_server} can be told. */
export interface ServerOptions<F extends Family> {
  /** `AF_INET` unless told. */
  readonly family?: F;
  /** How many connections may wait; 511 at least. */
  readonly backlog?: number | null;
  /** Lets several sockets share the address (Node 22.12 and newer). */
  readonly reuse_port?: boolean;
  /** Takes IPv4 connections on an `AF_INET6` socket too. */
  readonly dualstack_ipv6?: boolean;
}

/**
 * A bound socket that listens (`socket.create_server`).
 *
 * @throws OSError EADDRINUSE …, with the address in its text; ValueError for options that do not go together
 * @example const server = await create_server(["127.0.0.1", 0])
 */
export async function create_server<F extends Family = typeof c.AF_INET>(
  address: AddressLike<F>,
  options: ServerOptions<F> = {},
): Promise<socket<F>> {
  const { family = c.AF_INET as F, backlog, reuse_port = false, dualstack_ipv6 = false } = options;
  if (dualstack_ipv6 && family !== c.AF_INET6) {
    throw new ValueError("dualstack_ipv6 requires AF_INET6 family");
  }
  const made = new socket<F>(family, c.SOCK_STREAM);
  try {
    if (reuse_port) made.setsockopt(c.SOL_SOCKET, c.SO_REUSEPORT, 1);
    if (family === c.AF_INET6) made.setsockopt(c.IPPROTO_IPV6, c.IPV6_V6ONLY, dualstack_ipv6 ? 0 : 1);
    await made.bind(address).catch((error: unknown) => {
      if (!(error instanceof OSError) || error.errno === null) throw error;
      const text = `${error.strerror} (while attempting to bind on address ${shown(address)})`;
      throw new OSError(error.errno, text, { cause: error });
    });
    if (backlog === undefined || backlog === null) await made.listen();
    else await made.listen(backlog);
    return made;
  } catch (error) {
    void made.close();
    throw error;
  }
}

/** Whether one socket can serve IPv4 and IPv6 (`socket.has_dualstack_ipv6`): in Node it can. */
export function has_dualstack_ipv6(): boolean {
  return true;
}

/**
 * Two sockets connected to each other (`socket.socketpair`). Node has no such call: a listening socket in a temporary
 * folder (on 127.0.0.1 for the internet families) makes them, and is closed at once.
 *
 * @param family `AF_UNIX` unless told; `AF_INET` on Windows
 * @throws OSError EOPNOTSUPP for datagrams
 */
export async function socketpair<F extends Family = typeof c.AF_UNIX>(
  family: F = (process.platform === "win32" ? c.AF_INET : c.AF_UNIX) as F,
  type: number = c.SOCK_STREAM,
  proto = 0,
): Promise<[socket<F>, socket<F>]> {
  if (type !== c.SOCK_STREAM) throw new OSError(95, "Operation not supported");
  const folder = family === c.AF_UNIX ? await mkdtemp(join(tmpdir(), "pair-")) : undefined;
  const address = folder === undefined ? [family === c.AF_INET6 ? "::1" : "127.0.0.1", 0] : join(folder, "s");
  const server = new socket<F>(family, c.SOCK_STREAM, proto);
  const one = new socket<F>(family, c.SOCK_STREAM, proto);
  try {
    await server.bind(address as AddressLike<F>);
    await server.listen();
    // Both have to be nobody else's: a stranger may connect to a port.
    await one.connect(server.getsockname() as AddressLike<F>);
    for (;;) {
      const [other, from] = await server.accept();
      if (family === c.AF_UNIX || sameAddress(from, one.getsockname())) return [one, other];
      void other.close();
    }
  } catch (error) {
    void one.close();
    throw error;
  } finally {
    await server.close();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
}

function sameAddress(a: unknown, b: unknown): boolean {
  return (a as Address6)[0] === (b as Address6)[0] && (a as Address6)[1] === (b as Address6)[1];
}
