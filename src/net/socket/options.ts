// Socket options: those that Node can reach, what they do, and a plain refusal for the others.

import type { Socket as DatagramSocket, SocketOptions } from "node:dgram";
import type { Socket } from "node:net";
import { OSError } from "../../protocols/errors.ts";
import { index } from "../../protocols/numbers/integer.ts";
import { asOSError } from "../oserror.ts";
import { asBytes, type BytesLike } from "../stream.ts";
import { interfaceName } from "./address.ts";
import * as c from "./constants.ts";
import { inet_ntoa, inet_ntop } from "./inet.ts";

/** What `setsockopt` takes as a value: an integer, or a C structure as `struct.pack` makes it. */
export type OptionValue = number | boolean | BytesLike;

interface Option<S> {
  /** What `getsockopt` gives before it is set. */
  readonly initial: number;
  /** Sets it on an open socket. One without it is looked at when the socket is opened, and fixed from then on. */
  readonly apply?: (socket: S, value: number, bytes: Uint8Array) => void;
  readonly read?: (socket: S) => number;
  /** Says why a value cannot be had. */
  readonly refuses?: (value: number) => string | undefined;
  /** Set again and again: each is done in turn. */
  readonly repeats?: true;
}

type Table<S> = Readonly<Record<string, Option<S>>>;

const ENOPROTOOPT = 92;

/** Linux's receive and send buffer. */
const BUFFER = 212_992;

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
// Before, Node would ignore it in silence.
const canReusePort = major > 23 || (major === 23 && minor >= 1) || (major === 22 && minor >= 12);
const REUSE_PORT: Option<unknown> = {
  initial: 0,
  refuses: (value) => (value !== 0 && !canReusePort ? "Node before 22.12 cannot set it" : undefined),
};

const STREAM: Table<Socket> = {
  [key(c.SOL_SOCKET, c.SO_REUSEADDR)]: {
    initial: 1,
    apply: () => {},
    refuses: (value) => (value === 0 ? "Node sets it for every stream socket" : undefined),
  },
  [key(c.SOL_SOCKET, c.SO_REUSEPORT)]: REUSE_PORT,
  [key(c.SOL_SOCKET, c.SO_KEEPALIVE)]: {
    initial: 0,
    apply: (socket, value) => socket.setKeepAlive(value !== 0),
  },
  [key(c.SOL_SOCKET, c.SO_LINGER)]: { initial: 0, apply: () => {} },
  [key(c.IPPROTO_TCP, c.TCP_NODELAY)]: {
    initial: 0,
    apply: (socket, value) => socket.setNoDelay(value !== 0),
  },
  [key(c.IPPROTO_TCP, c.TCP_KEEPIDLE)]: {
    initial: 7200,
    apply: (socket, value) => socket.setKeepAlive(true, value * 1000),
  },
  [key(c.IPPROTO_IPV6, c.IPV6_V6ONLY)]: { initial: 0 },
};

const DATAGRAM: Table<DatagramSocket> = {
  [key(c.SOL_SOCKET, c.SO_REUSEADDR)]: { initial: 0 },
  [key(c.SOL_SOCKET, c.SO_REUSEPORT)]: REUSE_PORT,
  [key(c.SOL_SOCKET, c.SO_BROADCAST)]: {
    initial: 0,
    apply: (socket, value) => socket.setBroadcast(value !== 0),
  },
  [key(c.SOL_SOCKET, c.SO_RCVBUF)]: {
    initial: BUFFER,
    apply: (socket, value) => socket.setRecvBufferSize(value),
    read: (socket) => socket.getRecvBufferSize(),
  },
  [key(c.SOL_SOCKET, c.SO_SNDBUF)]: {
    initial: BUFFER,
    apply: (socket, value) => socket.setSendBufferSize(value),
    read: (socket) => socket.getSendBufferSize(),
  },
  [key(c.IPPROTO_IP, c.IP_TTL)]: { initial: 64, apply: (socket, value) => socket.setTTL(value) },
  [key(c.IPPROTO_IP, c.IP_MULTICAST_TTL)]: {
    initial: 1,
    apply: (socket, value) => socket.setMulticastTTL(value),
  },
  [key(c.IPPROTO_IP, c.IP_MULTICAST_LOOP)]: {
    initial: 1,
    apply: (socket, value) => socket.setMulticastLoopback(value !== 0),
  },
  [key(c.IPPROTO_IP, c.IP_MULTICAST_IF)]: {
    initial: 0,
    apply: (socket, _value, bytes) => socket.setMulticastInterface(inet_ntoa(bytes)),
  },
  [key(c.IPPROTO_IP, c.IP_ADD_MEMBERSHIP)]: membership("addMembership", group4),
  [key(c.IPPROTO_IP, c.IP_DROP_MEMBERSHIP)]: membership("dropMembership", group4),
  [key(c.IPPROTO_IPV6, c.IPV6_V6ONLY)]: { initial: 0 },
  [key(c.IPPROTO_IPV6, c.IPV6_UNICAST_HOPS)]: { initial: 64, apply: (socket, value) => socket.setTTL(value) },
  [key(c.IPPROTO_IPV6, c.IPV6_MULTICAST_HOPS)]: {
    initial: 1,
    apply: (socket, value) => socket.setMulticastTTL(value),
  },
  [key(c.IPPROTO_IPV6, c.IPV6_MULTICAST_LOOP)]: {
    initial: 1,
    apply: (socket, value) => socket.setMulticastLoopback(value !== 0),
  },
  [key(c.IPPROTO_IPV6, c.IPV6_MULTICAST_IF)]: {
    initial: 0,
    apply: (socket, value) => socket.setMulticastInterface(`::%${interfaceName(value) ?? value}`),
  },
  [key(c.IPPROTO_IPV6, c.IPV6_JOIN_GROUP)]: membership("addMembership", group6),
  [key(c.IPPROTO_IPV6, c.IPV6_LEAVE_GROUP)]: membership("dropMembership", group6),
};

function key(level: number, name: number): string {
  return `${level}:${name}`;
}

type Group = (bytes: Uint8Array) => readonly [group: string, at: string | undefined];

function membership(method: "addMembership" | "dropMembership", group: Group): Option<DatagramSocket> {
  return {
    initial: 0,
    repeats: true,
    apply: (socket, _value, bytes) => {
      const [address, at] = group(bytes);
      if (at === undefined) socket[method](address);
      else socket[method](address, at);
    },
  };
}

// `struct ip_mreq`: the group and the interface's address, four bytes each.
function group4(bytes: Uint8Array): readonly [string, string | undefined] {
  const at = bytes.length >= 8 ? inet_ntoa(bytes.subarray(4, 8)) : "0.0.0.0";
  return [inet_ntoa(bytes.subarray(0, 4)), at === "0.0.0.0" ? undefined : at];
}

// `struct ipv6_mreq`: the group, 16 bytes, and the interface's number.
function group6(bytes: Uint8Array): readonly [string, string | undefined] {
  const number = new Int32Array(bytes.slice(16, 20).buffer)[0] ?? 0;
  const name = interfaceName(number);
  return [inet_ntop(c.AF_INET6, bytes.subarray(0, 16)), name === undefined ? undefined : `::%${name}`];
}

type Setting = readonly [name: string, bytes: Uint8Array];

/**
 * The options of a socket. They may be set before there is a socket of Node's to set them on. Never changed, so that all
 * the connections that a socket accepts have the same ones and none costs memory for them.
 */
export class Options {
  /** What sockets begin with. */
  static readonly stream = new Options(c.SOCK_STREAM, new Map(), []);
  static readonly datagram = new Options(c.SOCK_DGRAM, new Map(), []);

  readonly #type: typeof c.SOCK_STREAM | typeof c.SOCK_DGRAM;
  readonly #values: ReadonlyMap<string, Uint8Array>;
  // What is to be done once there is a socket, in turn.
  readonly #later: readonly Setting[];

  private constructor(
    type: typeof c.SOCK_STREAM | typeof c.SOCK_DGRAM,
    values: ReadonlyMap<string, Uint8Array>,
    later: readonly Setting[],
  ) {
    this.#type = type;
    this.#values = values;
    this.#later = later;
  }

  /**
   * Sets an option, at once where there is a socket, else when there is one.
   *
   * @returns the options with it
   * @throws OSError ENOPROTOOPT for one that Node cannot set, and the system's own
   */
  with(level: number, name: number, value: OptionValue, socket?: Socket | DatagramSocket): Options {
    const option = this.#option(level, name);
    const bytes = packed(value);
    const refusal = option?.refuses?.(intOf(bytes));
    if (option === undefined || refusal !== undefined) throw unreachable(this.#type, level, name, refusal);
    if (socket !== undefined) {
      if (option.apply === undefined) {
        throw unreachable(this.#type, level, name, "it has to be set before the socket has an address");
      }
      const { apply } = option;
      system(() => apply(socket as never, intOf(bytes), bytes));
    }
    const setting: Setting = [key(level, name), bytes];
    const later = socket === undefined && option.repeats ? [...this.#later, setting] : this.#later;
    return new Options(this.#type, new Map([...this.#values, setting]), later);
  }

  /** An option as an integer. @throws OSError ENOPROTOOPT */
  get(level: number, name: number, socket?: Socket | DatagramSocket): number {
    const option = this.#option(level, name);
    if (option === undefined) throw unreachable(this.#type, level, name);
    if (socket !== undefined && option.read !== undefined)
      return system(() => option.read?.(socket as never)) ?? 0;
    const bytes = this.#values.get(key(level, name));
    return bytes === undefined ? option.initial : intOf(bytes);
  }

  /** The bytes of an option that is a structure; `undefined` before it was set. */
  bytes(level: number, name: number): Uint8Array | undefined {
    return this.#values.get(key(level, name));
  }

  /** Whether `SO_LINGER` says that closing waits for nothing, and resets. */
  get resets(): boolean {
    const lingers = this.bytes(c.SOL_SOCKET, c.SO_LINGER);
    const [on = 0, seconds = 0] = lingers === undefined ? [] : new Int32Array(lingers.slice(0, 8).buffer);
    return on !== 0 && seconds === 0;
  }

  /** What a connection is told when it begins. */
  applyToStream(socket: Socket): void {
    for (const [name, bytes] of this.#values) STREAM[name]?.apply?.(socket, intOf(bytes), bytes);
  }

  /** What a datagram socket is made with. */
  forDatagrams(): Partial<SocketOptions> & { reusePort?: boolean } {
    return {
      reuseAddr: this.#isSet(c.SOL_SOCKET, c.SO_REUSEADDR),
      ...(this.#isSet(c.SOL_SOCKET, c.SO_REUSEPORT) ? { reusePort: true } : {}),
      ...(this.#isSet(c.IPPROTO_IPV6, c.IPV6_V6ONLY) ? { ipv6Only: true } : {}),
    };
  }

  /** What a datagram socket is told once it is bound. */
  applyToDatagrams(socket: DatagramSocket): void {
    for (const [name, bytes] of this.#values) {
      const option = DATAGRAM[name];
      if (!option?.repeats) option?.apply?.(socket, intOf(bytes), bytes);
    }
    for (const [name, bytes] of this.#later) DATAGRAM[name]?.apply?.(socket, intOf(bytes), bytes);
  }

  #isSet(level: number, name: number): boolean {
    return this.get(level, name) !== 0;
  }

  #option(level: number, name: number): Option<Socket> | Option<DatagramSocket> | undefined {
    return (this.#type === c.SOCK_STREAM ? STREAM : DATAGRAM)[key(level, name)];
  }
}

function packed(value: OptionValue): Uint8Array {
  if (typeof value === "object") return asBytes(value).slice();
  if (typeof value === "string") return asBytes(value);
  return new Uint8Array(Int32Array.of(Number(index(value))).buffer);
}

function intOf(bytes: Uint8Array): number {
  if (bytes.length >= 4) return new Int32Array(bytes.slice(0, 4).buffer)[0] ?? 0;
  return bytes[0] ?? 0;
}

function system<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asOSError(error);
  }
}

const LEVELS: Readonly<Record<number, string>> = {
  [c.SOL_SOCKET]: "SO_",
  [c.IPPROTO_TCP]: "TCP_",
  [c.IPPROTO_IP]: "IP_",
  [c.IPPROTO_IPV6]: "IPV6_",
};

function unreachable(type: number, level: number, name: number, reason?: string): OSError {
  const prefix = LEVELS[level] ?? "?";
  const label = Object.entries(c).find(([text, value]) => text.startsWith(prefix) && value === name)?.[0];
  if (label === undefined) return new OSError(ENOPROTOOPT, "Protocol not available");
  const kind = type === c.SOCK_STREAM ? "stream" : "datagram";
  const why = reason ?? `Node cannot reach it on a ${kind} socket`;
  return new OSError(ENOPROTOOPT, `Protocol not available: ${label}: ${why}`);
}
