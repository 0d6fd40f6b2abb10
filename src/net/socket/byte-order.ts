// Integers in the order of the network and of this machine: `htons`, `htonl`, `ntohs`, `ntohl`.

import { endianness } from "node:os";
import { OverflowError, ValueError } from "../../protocols/errors.ts";
import { index } from "../../protocols/numbers/integer.ts";

const SWAPS = endianness() === "LE";

/** A 16-bit integer in network order. @throws ValueError for a negative one, OverflowError for one that does not fit */
export function htons(x: number): number {
  return swap16(x);
}

/** A 16-bit integer in this machine's order. @throws ValueError for a negative one, OverflowError for one that does not fit */
export function ntohs(x: number): number {
  return swap16(x);
}

/** A 32-bit integer in network order. @throws ValueError for a negative one, OverflowError for one that does not fit */
export function htonl(x: number): number {
  return swap32(x);
}

/** A 32-bit integer in this machine's order. @throws ValueError for a negative one, OverflowError for one that does not fit */
export function ntohl(x: number): number {
  return swap32(x);
}

function swap16(x: unknown): number {
  const short = unsigned(x, 16);
  return SWAPS ? ((short & 0xff) << 8) | (short >> 8) : short;
}

function swap32(x: unknown): number {
  const long = new DataView(new ArrayBuffer(4));
  long.setUint32(0, unsigned(x, 32), SWAPS);
  return long.getUint32(0);
}

function unsigned(x: unknown, bits: 16 | 32): number {
  const value = index(x);
  if (value < 0) throw new ValueError("Cannot convert negative int");
  if (value >= 2 ** bits) throw new OverflowError(`Python int too large for C uint${bits}_t`);
  return Number(value);
}
