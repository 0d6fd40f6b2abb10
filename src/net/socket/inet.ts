// IP addresses as text and as bytes: `inet_aton`, `inet_ntoa`, `inet_pton`, `inet_ntop`.

import { isIPv4, isIPv6 } from "node:net";
import { OSError, ValueError } from "../../protocols/errors.ts";
import { osError } from "../oserror.ts";
import { asBytes, type BytesLike } from "../stream.ts";
import { AF_INET, AF_INET6 } from "./constants.ts";

const IPV4_SIZE = 4;
const IPV6_SIZE = 16;

/**
 * An IPv4 address as four bytes (`socket.inet_aton`), in every form that C takes: `"127.0.0.1"`, `"127.1"`, `"0x7f.1"`,
 * `"2130706433"`. What follows a blank is not looked at.
 *
 * @throws OSError `illegal IP address string passed to inet_aton`
 */
export function inet_aton(ip_string: string): Uint8Array {
  const parts = (ip_string.split(/\s/)[0] ?? "").split(".");
  const numbers = parts.map(numberOf);
  const last = numbers.pop();
  const fits =
    numbers.length < IPV4_SIZE &&
    numbers.every((number) => number < 0x100) &&
    last !== undefined &&
    last < 256 ** (IPV4_SIZE - numbers.length);
  if (!fits) throw new OSError("illegal IP address string passed to inet_aton");
  const packed = new Uint8Array(IPV4_SIZE);
  new DataView(packed.buffer).setUint32(0, last);
  packed.set(numbers);
  return packed;
}

// C's notation: a leading 0x is hexadecimal, a leading 0 octal.
function numberOf(text: string): number {
  if (/^0x[0-9a-f]+$/i.test(text)) return Number.parseInt(text, 16);
  if (/^0[0-7]*$/.test(text)) return Number.parseInt(text, 8);
  return /^[1-9]\d*$/.test(text) ? Number(text) : Number.NaN;
}

/**
 * Four bytes as an IPv4 address (`socket.inet_ntoa`).
 *
 * @throws OSError `packed IP wrong length for inet_ntoa`
 */
export function inet_ntoa(packed_ip: BytesLike): string {
  const bytes = asBytes(packed_ip);
  if (bytes.length !== IPV4_SIZE) throw new OSError("packed IP wrong length for inet_ntoa");
  return bytes.join(".");
}

/**
 * An address of a family as bytes (`socket.inet_pton`), in its usual form alone.
 *
 * @throws OSError `illegal IP address string passed to inet_pton`; EAFNOSUPPORT for another family
 */
export function inet_pton(address_family: number, ip_string: string): Uint8Array {
  if (address_family !== AF_INET && address_family !== AF_INET6) throw osError("EAFNOSUPPORT");
  const legal =
    address_family === AF_INET ? isIPv4(ip_string) : isIPv6(ip_string) && !ip_string.includes("%");
  if (!legal) throw new OSError("illegal IP address string passed to inet_pton");
  return address_family === AF_INET ? Uint8Array.from(ip_string.split("."), Number) : parseIPv6(ip_string);
}

function parseIPv6(text: string): Uint8Array {
  const groups = (part: string) => (part === "" ? [] : part.split(":").flatMap(groupBytes));
  const [head = "", tail] = text.split("::");
  const bytes = new Uint8Array(IPV6_SIZE);
  bytes.set(groups(head));
  if (tail !== undefined) {
    const end = groups(tail);
    bytes.set(end, IPV6_SIZE - end.length);
  }
  return bytes;
}

function groupBytes(group: string): number[] {
  if (group.includes(".")) return group.split(".").map(Number);
  const value = Number.parseInt(group, 16);
  return [value >> 8, value & 0xff];
}

/**
 * Bytes as an address of a family (`socket.inet_ntop`).
 *
 * @throws ValueError for a wrong length or another family
 */
export function inet_ntop(address_family: number, packed_ip: BytesLike): string {
  const bytes = asBytes(packed_ip);
  if (address_family !== AF_INET && address_family !== AF_INET6) {
    throw new ValueError(`unknown address family ${address_family}`);
  }
  if (bytes.length !== (address_family === AF_INET ? IPV4_SIZE : IPV6_SIZE)) {
    throw new ValueError("invalid length of packed IP address string");
  }
  return address_family === AF_INET ? bytes.join(".") : formatIPv6(bytes);
}

function formatIPv6(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, IPV6_SIZE);
  const groups = Array.from({ length: 8 }, (_, at) => view.getUint16(at * 2));
  const zeros = longestZeros(groups);
  // As glibc does: an IPv4 address behind 96 zero bits, or behind the prefix of mapped ones, keeps its own form.
  const embedded = zeros.start === 0 && (zeros.length === 6 || (zeros.length === 5 && groups[5] === 0xffff));
  const written = groups.map((group) => group.toString(16));
  if (embedded) written.splice(6, 2, bytes.subarray(12).join("."));
  if (zeros.length < 2) return written.join(":");
  const head = written.slice(0, zeros.start).join(":");
  return `${head}::${written.slice(zeros.start + zeros.length).join(":")}`;
}

/** The first of the longest runs of zeros. */
function longestZeros(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start++) {
    let length = 0;
    while (groups[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  return best;
}
