// The kinds of sockets: family, type and protocol, where Node has sockets for them.

import { OSError } from "../../protocols/errors.ts";
import { osError } from "../oserror.ts";
import type { AddressOf, Family } from "./address.ts";
import * as c from "./constants.ts";

/** The types that Node has sockets for. */
export type SocketKind = typeof c.SOCK_STREAM | typeof c.SOCK_DGRAM;

/** Who sent what a socket received: every datagram has a sender, a connection's bytes have none. */
export type SenderOf<F extends Family, T extends SocketKind> = T extends typeof c.SOCK_DGRAM
  ? AddressOf<F>
  : null;

/** What a socket is made for. */
export interface Kind {
  readonly family: Family;
  readonly type: SocketKind;
  readonly proto: number;
}

// Each kind once: ten thousand connections need not remember it ten thousand times.
const KINDS: Kind[] = [];

/** The kind of a socket. @throws OSError EAFNOSUPPORT, ESOCKTNOSUPPORT, EPROTONOSUPPORT for what Node has not got */
export function kindOf(family: Family, type: SocketKind, proto: number): Kind {
  const known = KINDS.find((kind) => kind.family === family && kind.type === type && kind.proto === proto);
  if (known !== undefined) return known;
  const kind = { family, type, proto };
  check(kind);
  KINDS.push(kind);
  return kind;
}

function check({ family, type, proto }: Kind): void {
  if (![c.AF_INET, c.AF_INET6, c.AF_UNIX].includes(family as 1)) throw osError("EAFNOSUPPORT");
  if (type !== c.SOCK_STREAM && type !== c.SOCK_DGRAM) throw osError("ESOCKTNOSUPPORT");
  if (family === c.AF_UNIX && type === c.SOCK_DGRAM) {
    throw new OSError(94, "Socket type not supported: Node has no Unix datagram sockets");
  }
  const own = family === c.AF_UNIX ? 0 : type === c.SOCK_STREAM ? c.IPPROTO_TCP : c.IPPROTO_UDP;
  if (proto !== 0 && proto !== own) throw osError("EPROTONOSUPPORT");
}
