// Names of hosts and services: `getaddrinfo`, `gethostbyname`, `getnameinfo` and their relatives, over Node's `dns`.

import { promises as dns, type LookupAddress } from "node:dns";
import { isIP } from "node:net";
import { hostname } from "node:os";
import { OSError, OverflowError } from "../../protocols/errors.ts";
import { index } from "../../protocols/numbers/integer.ts";
import { typeName } from "../../protocols/typename.ts";
import { asOSError, gaiError } from "../oserror.ts";
import type { Address } from "../stream.ts";
import { type Address6, addressFrom, type Endpoint, type Family, literalHost } from "./address.ts";
import * as c from "./constants.ts";

/** One line of {@link getaddrinfo}'s answer: the arguments for `socket`, and the address for `connect` or `bind`. */
export type AddressInfo = readonly [
  family: typeof c.AF_INET | typeof c.AF_INET6,
  type: number,
  proto: number,
  canonname: string,
  sockaddr: Address | Address6,
];

/** What {@link getaddrinfo} is to look for; 0 is everything. */
export interface AddressQuery {
  readonly family?: number;
  readonly type?: number;
  readonly proto?: number;
  /** `AI_PASSIVE`, `AI_CANONNAME`, `AI_NUMERICHOST` … */
  readonly flags?: number;
}

const PROTOCOLS: readonly (readonly [type: number, proto: number])[] = [
  [c.SOCK_STREAM, c.IPPROTO_TCP],
  [c.SOCK_DGRAM, c.IPPROTO_UDP],
  [c.SOCK_RAW, 0],
];

/** The name of this machine (`socket.gethostname`). */
export function gethostname(): string {
  return hostname();
}

/**
 * All ways to reach a host (`socket.getaddrinfo`). The order of the addresses is the system's.
 *
 * @param host a name, an IP address, or `null` for this machine (with `AI_PASSIVE`: for all its interfaces)
 * @param port a number or its digits: Node cannot ask the system for services by name
 * @throws gaierror when there is no such host, or the port is negative
 * @throws OSError `Int or String expected` for a port that is neither
 * @example await getaddrinfo("example.org", 80, { type: SOCK_STREAM })
 */
export function getaddrinfo(
  host: string | null,
  port: number | string | null,
  options?: AddressQuery,
): Promise<AddressInfo[]>;
export function getaddrinfo(
  host: string | null,
  port: number | string | null,
  family: number,
  type?: number,
  proto?: number,
  flags?: number,
): Promise<AddressInfo[]>;
export async function getaddrinfo(
  host: string | null,
  port: number | string | null,
  query: AddressQuery | number = {},
  ...rest: readonly (number | undefined)[]
): Promise<AddressInfo[]> {
  const [positionalType = 0, positionalProto = 0, positionalFlags = 0] = rest;
  const told: AddressQuery =
    typeof query === "object"
      ? query
      : { family: query, type: positionalType, proto: positionalProto, flags: positionalFlags };
  const { family = c.AF_UNSPEC, type = 0, proto = 0, flags = 0 } = told;
  if (host === null && port === null) throw gaiError("EAI_NONAME");
  if (![c.AF_UNSPEC, c.AF_INET, c.AF_INET6].includes(family as 0)) throw gaiError("EAI_FAMILY");
  const kinds = PROTOCOLS.filter(([t, p]) => (type === 0 || t === type) && (proto === 0 || p === proto));
  if (kinds.length === 0) throw gaiError(type === 0 ? "EAI_SERVICE" : "EAI_SOCKTYPE");
  const number = portNumber(port);
  const found = await addresses(host, family, flags);
  const canonname = (flags & c.AI_CANONNAME) !== 0 ? (host ?? "") : "";
  return found.flatMap((address, at) =>
    kinds.map(([t, p], kind): AddressInfo => {
      const of = address.family === 6 ? c.AF_INET6 : c.AF_INET;
      const name = at === 0 && kind === 0 ? canonname : "";
      return [of, t, p, name, addressFrom(of, address.address, number)];
    }),
  );
}

const MAX_LONG = 2n ** 63n - 1n;

// As glibc does, the bits above the sixteenth are not looked at.
function portNumber(port: number | string | null): number {
  if (port === null || port === "") return 0;
  if (typeof port !== "string") return lowBits(port);
  if (!/^\d+$/.test(port)) throw gaiError("EAI_SERVICE");
  return Number(BigInt(port) & 0xffffn);
}

function lowBits(port: number): number {
  if (typeName(port) !== "int") throw new OSError("Int or String expected");
  const number = BigInt(port);
  if (number > MAX_LONG || number < -MAX_LONG) {
    throw new OverflowError("Python int too large to convert to C long");
  }
  if (number < 0) throw gaiError("EAI_SERVICE");
  return Number(number & 0xffffn);
}

async function addresses(
  host: string | null,
  family: number,
  flags: number,
): Promise<readonly LookupAddress[]> {
  const wanted = (version: number) =>
    family === c.AF_UNSPEC || family === (version === 6 ? c.AF_INET6 : c.AF_INET);
  if (host === null) {
    const passive = (flags & c.AI_PASSIVE) !== 0;
    const four = { address: passive ? "0.0.0.0" : "127.0.0.1", family: 4 };
    const six = { address: passive ? "::" : "::1", family: 6 };
    return (passive ? [four, six] : [six, four]).filter((address) => wanted(address.family));
  }
  const version = isIP(host);
  if (version !== 0) {
    if (!wanted(version)) throw gaiError("EAI_ADDRFAMILY");
    return [{ address: host, family: version }];
  }
  if ((flags & c.AI_NUMERICHOST) !== 0) throw gaiError("EAI_NONAME");
  return lookup(host, family);
}

async function lookup(host: string, family: number): Promise<readonly LookupAddress[]> {
  const version = family === c.AF_INET6 ? 6 : family === c.AF_INET ? 4 : 0;
  try {
    return await dns.lookup(host, { all: true, family: version, verbatim: true });
  } catch (error) {
    throw asOSError(error);
  }
}

/** The IP address of a host, in a family; numbers need no look-up. @throws gaierror */
export async function resolveHost(family: Family, host: string): Promise<string> {
  const literal = literalHost(family, host);
  if (literal !== undefined) return literal;
  const [first] = await lookup(host, family);
  if (first === undefined) throw gaiError("EAI_NONAME");
  return first.address;
}

/** The IPv4 address of a host (`socket.gethostbyname`). @throws gaierror */
export function gethostbyname(hostname: string): Promise<string> {
  return resolveHost(c.AF_INET, hostname);
}

/** The name, further names (Node tells none) and all IPv4 addresses of a host (`socket.gethostbyname_ex`). @throws gaierror */
export async function gethostbyname_ex(
  hostname: string,
): Promise<[hostname: string, aliaslist: string[], ipaddrlist: string[]]> {
  const literal = literalHost(c.AF_INET, hostname);
  if (literal !== undefined) return [hostname, [], [literal]];
  return [hostname, [], (await lookup(hostname, c.AF_INET)).map(({ address }) => address)];
}

/**
 * The names of a host and port (`socket.getnameinfo`).
 *
 * @param flags `NI_NUMERICHOST` and `NI_NUMERICSERV` leave one or the other a number; `NI_NAMEREQD` insists on a name
 * @throws gaierror
 */
export async function getnameinfo(
  sockaddr: Address | Address6,
  flags: number,
): Promise<[host: string, service: string]> {
  const host = sockaddr[0];
  const port = portNumber(Number(index(sockaddr[1])));
  if (isIP(host) === 0) throw gaiError("EAI_NONAME");
  const numericHost = (flags & c.NI_NUMERICHOST) !== 0;
  const numericService = (flags & c.NI_NUMERICSERV) !== 0;
  if (numericHost && numericService) return [host, String(port)];
  const named = await lookupService(host, port).catch((error: unknown) => {
    if ((flags & c.NI_NAMEREQD) !== 0) throw asOSError(error);
    return { hostname: host, service: String(port) };
  });
  return [numericHost ? host : named.hostname, numericService ? String(port) : named.service];
}

function lookupService(host: string, port: number): Promise<{ hostname: string; service: string }> {
  return dns.lookupService(host, port);
}

/** The names of an IP address, or of a name's first address (`socket.gethostbyaddr`). @throws herror `Unknown host` */
export async function gethostbyaddr(
  ip_address: string,
): Promise<[hostname: string, aliaslist: string[], ipaddrlist: string[]]> {
  const ip = isIP(ip_address) === 0 ? await gethostbyname(ip_address) : ip_address;
  const { hostname } = await lookupService(ip, 0).catch(() => {
    throw new herror(1, "Unknown host");
  });
  if (hostname === ip) throw new herror(1, "Unknown host");
  return [hostname, [], [ip]];
}

/** The full name of a host, or what was given where nobody knows it (`socket.getfqdn`). */
export async function getfqdn(name = ""): Promise<string> {
  const host = name.trim() === "" || name === "0.0.0.0" || name === "::" ? gethostname() : name.trim();
  try {
    return (await gethostbyaddr(host))[0];
  } catch (error) {
    if (error instanceof OSError) return host;
    throw error;
  }
}

/** The name of the service at a port (`socket.getservbyport`), by the system's list. @throws OSError `port/proto not found`; OverflowError */
export async function getservbyport(port: number): Promise<string> {
  const number = Number(index(port));
  if (number < 0 || number > 0xffff) throw new OverflowError("getservbyport: port must be 0-65535.");
  const { service } = await lookupService("127.0.0.1", number);
  if (service === String(number)) throw new OSError("port/proto not found");
  return service;
}

/** An address that has no name (`socket.herror`). */
export class herror extends OSError {}

/** An address with its host resolved; a path stays as it is. @throws gaierror */
export async function resolveEndpoint<E extends Endpoint>(family: Family, at: E): Promise<E> {
  if ("path" in at) return at;
  return { ...at, host: await resolveHost(family, at.host) };
}
