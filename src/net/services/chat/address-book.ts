// Names and addresses of chat peers, and both as people type them.

import { isIPv6 } from "node:net";
import { ValueError } from "../../../protocols/errors.ts";
import { repr } from "../../../protocols/text/repr.ts";
import type { Address } from "../../socket/address.ts";

/** What ends a chat, and so can be nobody's name. */
export const QUIT = "quit";

/**
 * Reads an address as people type it: `host:port`, or `[host]:port` for IPv6.
 *
 * @throws ValueError
 * @example parseAddress("[::1]:8081") // ["::1", 8081]
 */
export function parseAddress(text: string): Address {
  const match = /^(?:\[([^\][\s]+)\]|([^:\s[\]]+)):(\d{1,5})$/.exec(text);
  const [, inet6, other, digits] = match ?? [];
  const host = inet6 ?? other;
  const port = Number(digits);
  if (host === undefined || !(port >= 1 && port <= 65_535) || (inet6 !== undefined && !isIPv6(inet6))) {
    throw new ValueError(`expected an address as host:port or [host]:port, got ${repr(text)}`);
  }
  return [host, port];
}

/** An address as people type it. */
export function formatAddress([host, port]: Address): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/**
 * Who is called what. Several names may share an address, as aliases do; the first of them is what its messages are shown
 * under.
 *
 * @example new AddressBook({ alice: ["127.0.0.1", 8081], bob: ["127.0.0.1", 8082] })
 */
export class AddressBook {
  readonly #addresses = new Map<string, Address>();
  readonly #names = new Map<string, string>();

  /** @throws ValueError for a name that could not be typed: empty, with white space or control characters, or `quit` */
  constructor(entries: Readonly<Record<string, Address>> | Iterable<readonly [string, Address]> = {}) {
    for (const [name, address] of Symbol.iterator in entries ? entries : Object.entries(entries)) {
      if (!/^[^\s\p{C}]+$/u.test(name) || name === QUIT) {
        throw new ValueError(`a name must be one word and not ${repr(QUIT)}, got ${repr(name)}`);
      }
      this.#addresses.set(name, address);
      const key = formatAddress(address);
      if (!this.#names.has(key)) this.#names.set(key, name);
    }
  }

  /** The names, in the order in which they were given. */
  get names(): readonly string[] {
    return [...this.#addresses.keys()];
  }

  /** The address of a name. */
  addressOf(name: string): Address | undefined {
    return this.#addresses.get(name);
  }

  /** The name of an address. */
  nameOf(address: Address): string | undefined {
    return this.#names.get(formatAddress(address));
  }

  /** The names with their addresses. */
  [Symbol.iterator](): IterableIterator<[string, Address]> {
    return this.#addresses.entries();
  }
}
