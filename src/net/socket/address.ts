// Addresses of sockets: their types, their check, and how Node's form of them becomes Python's.

import type { AddressInfo } from "node:net";
import { isIP } from "node:net";
import { networkInterfaces } from "node:os";
import { OSError, OverflowError } from "../../protocols/errors.ts";
import { index } from "../../protocols/numbers/integer.ts";
import { repr } from "../../protocols/text/repr.ts";
import { typeName } from "../../protocols/typename.ts";
import { gaiError } from "../oserror.ts";
import { AF_INET, AF_INET6, AF_UNIX } from "./constants.ts";

/** The families that Node has sockets for. */
export type Family = typeof AF_UNIX | typeof AF_INET | typeof AF_INET6;

/** An internet address: host and port. */
export type Address = readonly [host: string, port: number];

/** An IPv6 address as sockets give it. */
export type Address6 = readonly [host: string, port: number, flowinfo: number, scope_id: number];

/** An IPv6 address as sockets take it. */
export type Address6Like = readonly [host: string, port: number, flowinfo?: number, scope_id?: number];

/** What sockets of a family give as an address. */
export type AddressOf<F extends Family> = F extends typeof AF_UNIX
  ? string
  : F extends typeof AF_INET6
    ? Address6
    : Address;

/** What sockets of a family take as an address. */
export type AddressLike<F extends Family> = F extends typeof AF_UNIX
  ? string
  : F extends typeof AF_INET6
    ? Address6Like
    : Address;

/** An address that was checked: an internet host and port, or a path. */
export type Endpoint = { readonly host: string; readonly port: number } | { readonly path: string };

/** The longest path that fits Linux's `sun_path`, its closing zero not counted. */
const MAX_PATH = 107;

/**
 * Checks an address as CPython does.
 *
 * @param method the method that got it, for the message
 * @throws TypeError for another form of address, OverflowError for a port that is none
 */
export function checkAddress(family: Family, address: unknown, method: string): Endpoint {
  if (family === AF_UNIX) return { path: checkPath(address) };
  const name = family === AF_INET ? "AF_INET" : "AF_INET6";
  if (!Array.isArray(address)) {
    throw new TypeError(`${method}(): ${name} address must be tuple, not ${typeName(address)}`);
  }
  const [host, port, flowinfo = 0, scope_id = 0] = address as unknown[];
  if (address.length < 2 || address.length > (family === AF_INET ? 2 : 4)) {
    throw new TypeError(
      family === AF_INET
        ? "AF_INET address must be a pair (host, port)"
        : "AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])",
    );
  }
  if (typeof host !== "string")
    throw new TypeError(`str, bytes or bytearray expected, not ${typeName(host)}`);
  const number = index(port);
  if (number < 0 || number > 0xffff) throw new OverflowError(`${method}(): port must be 0-65535.`);
  const flow = index(flowinfo);
  if (flow < 0 || flow > 0xfffff) throw new OverflowError(`${method}(): flowinfo must be 0-1048575.`);
  return { host: withZone(host, Number(index(scope_id))), port: Number(number) };
}

function checkPath(address: unknown): string {
  if (typeof address !== "string") {
    throw new TypeError(`a bytes-like object is required, not '${typeName(address)}'`);
  }
  if (new TextEncoder().encode(address).length > MAX_PATH) throw new OSError("AF_UNIX path too long");
  return address;
}

// Node takes the interface of a link-local address by its name behind a percent sign.
function withZone(host: string, scope_id: number): string {
  if (scope_id === 0 || host.includes("%")) return host;
  const zone = interfaces().find((candidate) => candidate.scope_id === scope_id)?.name;
  return zone === undefined ? host : `${host}%${zone}`;
}

function interfaces(): readonly { name: string; scope_id: number }[] {
  return Object.entries(networkInterfaces()).flatMap(([name, addresses = []]) =>
    addresses.flatMap((address) => (address.family === "IPv6" ? [{ name, scope_id: address.scopeid }] : [])),
  );
}

/** The name of a network interface by the number that IPv6 calls its scope. */
export function interfaceName(scope_id: number): string | undefined {
  return interfaces().find((candidate) => candidate.scope_id === scope_id)?.name;
}

/**
 * A host that needs no look-up, as an IP address: `""` is every interface, `"<broadcast>"` everybody.
 *
 * @returns `undefined` for a host name
 * @throws gaierror EAI_ADDRFAMILY for an IP address of another family
 */
export function literalHost(family: Family, host: string): string | undefined {
  if (host === "") return family === AF_INET6 ? "::" : "0.0.0.0";
  if (host === "<broadcast>" && family === AF_INET) return "255.255.255.255";
  const version = isIP(host);
  if (version === 0) return undefined;
  if (version !== (family === AF_INET6 ? 6 : 4)) throw gaiError("EAI_ADDRFAMILY");
  return host;
}

/** An address of Node's in the form of a family. */
export function addressFrom<F extends Family>(family: F, host: string, port: number): AddressOf<F> {
  if (family !== AF_INET6) return [host, port] as unknown as AddressOf<F>;
  const zone = host.split("%")[1];
  // The list of interfaces is the system's, and slow.
  const found = zone === undefined ? undefined : interfaces().find(({ name }) => name === zone);
  const scope_id = found?.scope_id ?? 0;
  return [host, port, 0, scope_id] as unknown as AddressOf<F>;
}

/** What Node's `address()` says, in the form of a family; `undefined` when it says nothing. */
export function boundAddress<F extends Family>(
  family: F,
  info: AddressInfo | string | null,
): AddressOf<F> | undefined {
  if (info === null) return undefined;
  if (typeof info === "string") return info as AddressOf<F>;
  return info.address === undefined ? undefined : addressFrom(family, info.address, info.port);
}

/** An address as `print` shows it: a tuple of host and port, or a path. */
export function shown(address: unknown): string {
  return Array.isArray(address) ? `(${address.map((part) => repr(part)).join(", ")})` : String(address);
}

/** What a socket that has no address yet calls it. */
export function noAddress<F extends Family>(family: F): AddressOf<F> {
  if (family === AF_UNIX) return "" as AddressOf<F>;
  return addressFrom(family, family === AF_INET6 ? "::" : "0.0.0.0", 0);
}
