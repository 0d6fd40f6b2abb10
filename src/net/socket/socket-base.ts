// What all sockets have whether they are connected or not: their kind, names, options, timeout, and end.

import type { Socket as NodeSocket } from "node:net";
import { OSError, ValueError } from "../../protocols/errors.ts";
import { osError } from "../oserror.ts";
import { StreamPort } from "../stream.ts";
import { type AddressOf, type Family, noAddress, shown } from "./address.ts";
import * as c from "./constants.ts";
import { DatagramPort } from "./datagram.ts";
import { descriptor, socketOver } from "./descriptor.ts";
import { type Kind, kindOf, type SocketKind } from "./kind.ts";
import { connectionOf, Listener } from "./listener.ts";
import { Options, type OptionValue } from "./options.ts";
import { checkTimeout, getdefaulttimeout } from "./timeouts.ts";

/** What is behind a socket: an address, a connection, or datagrams; nothing yet, or no more. */
type Port<F extends Family> = Listener<F> | StreamPort<F> | DatagramPort<F> | undefined;

// Sockets that `detach` set free, until another object takes them up.
const detached = new Map<number, unknown>();

/**
 * What `select` says of a bound socket: whether there is a connection to accept or a datagram to receive within so many
 * seconds (`null`: for ever), and before the signal aborts. For servers.
 */
export let pending: (
  sock: SocketBase<Family>,
  seconds: number | null,
  signal?: AbortSignal,
) => Promise<boolean>;

/** The connection of a socket. For servers. */
export let connectionBehind: (sock: SocketBase<Family>) => StreamPort<Family> | undefined;

/**
 * Closes a socket although files of `makefile` are open: what Python does when nobody holds the files any more. Waits
 * until the connection is gone. For servers, whose handlers may have forgotten theirs.
 */
export let closeForGood: (sock: SocketBase<Family>) => Promise<void>;

/** The part of `socket` that does not transfer anything. */
export abstract class SocketBase<F extends Family = typeof c.AF_INET> {
  readonly #kind: Kind;
  /** For subclasses. */
  protected port: Port<F>;
  #options: Options;
  #timeout = getdefaulttimeout();
  #closed = false;
  // How many files of `makefile` are open.
  #files = 0;

  constructor(family: F, type: SocketKind, proto: number, fileno: number | null) {
    this.#kind = kindOf(family, type, proto);
    this.#options = type === c.SOCK_STREAM ? Options.stream : Options.datagram;
    if (fileno !== null) this.port = this.#takeUp(fileno);
    else if (type === c.SOCK_DGRAM) this.port = new DatagramPort(family, () => this.#options);
  }

  /** `AF_INET`, `AF_INET6` or `AF_UNIX`. */
  get family(): F {
    return this.#kind.family as F;
  }

  /** `SOCK_STREAM` or `SOCK_DGRAM`. */
  get type(): SocketKind {
    return this.#kind.type;
  }

  /** What the constructor was told. */
  get proto(): number {
    return this.#kind.proto;
  }

  /** The address that is bound; for subclasses, as the two that follow. */
  protected get listener(): Listener<F> | undefined {
    return this.port instanceof Listener ? this.port : undefined;
  }

  protected get stream(): StreamPort<F> | undefined {
    return this.port instanceof StreamPort ? this.port : undefined;
  }

  protected get datagram(): DatagramPort<F> | undefined {
    return this.port instanceof DatagramPort ? this.port : undefined;
  }

  // Nothing is open any more.
  get #gone(): boolean {
    return this.#closed && this.#files === 0;
  }

  /** What `setsockopt` set. */
  protected get options(): Options {
    return this.#options;
  }

  /** The timeout in seconds: `null` is for ever, 0 non-blocking. */
  gettimeout(): number | null {
    return this.#timeout;
  }

  /** What {@link gettimeout} gives. */
  get timeout(): number | null {
    return this.#timeout;
  }

  /**
   * Sets the seconds that each call may take: after them it raises `TimeoutError`. `null` is for ever; 0 never waits, and
   * raises `BlockingIOError` where it would have to.
   *
   * @throws ValueError for a negative one; OSError EBADF after `close`
   */
  settimeout(value: number | null): void {
    this.check();
    this.#timeout = checkTimeout(value);
  }

  /** `setblocking(true)` is `settimeout(null)`, `setblocking(false)` is `settimeout(0)`. */
  setblocking(flag: boolean): void {
    this.settimeout(flag ? null : 0);
  }

  /** Whether calls wait. */
  getblocking(): boolean {
    return this.#timeout !== 0;
  }

  /** The address of this end; before there is one, that of nobody (`("0.0.0.0", 0)`). @throws OSError EBADF */
  getsockname(): AddressOf<F> {
    this.check();
    const { listener, stream, datagram } = this;
    return listener?.address ?? stream?.name(this.family) ?? datagram?.name ?? noAddress(this.family);
  }

  /** The address of the other end. @throws OSError ENOTCONN where there is none, EBADF */
  getpeername(): AddressOf<F> {
    this.check();
    const peer = this.stream?.peer ?? this.datagram?.peer;
    if (peer === undefined) throw osError("ENOTCONN");
    return peer;
  }

  /**
   * Sets an option. It may be set before the socket has an address; accepted connections inherit it.
   *
   * @param value an integer, or a C structure as `struct.pack` makes it
   * @throws OSError ENOPROTOOPT for an option that Node cannot set, with the reason; EBADF
   * @example server.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
   */
  setsockopt(level: number, optname: number, value: OptionValue): void {
    this.check();
    this.#options = this.#options.with(level, optname, value, this.#node());
  }

  /**
   * An option as an integer, or with `buflen` as so many bytes.
   *
   * @throws OSError ENOPROTOOPT for an option that Node cannot tell, EBADF
   */
  getsockopt(level: number, optname: number): number;
  getsockopt(level: number, optname: number, buflen: number): Uint8Array;
  getsockopt(level: number, optname: number, buflen?: number): number | Uint8Array {
    this.check();
    const value = level === c.SOL_SOCKET ? this.#fact(optname) : undefined;
    if (buflen === undefined) return value ?? this.options.get(level, optname, this.#node());
    if (buflen <= 0 || buflen > 1024) throw new OSError("getsockopt buflen out of range");
    const bytes = value === undefined ? this.options.bytes(level, optname) : undefined;
    if (bytes !== undefined) return bytes.slice(0, buflen);
    const whole = new Uint8Array(buflen);
    const integer = value ?? this.options.get(level, optname, this.#node());
    whole.set(new Uint8Array(Int32Array.of(integer).buffer).subarray(0, buflen));
    return whole;
  }

  /**
   * The system's number for the socket. -1 once closed, before Node makes one (with `bind` or `connect`), on Windows, and
   * for datagrams, where Node keeps it to itself.
   */
  fileno(): number {
    const { listener, stream } = this;
    if (this.#gone) return -1;
    return listener?.fileno ?? (stream === undefined ? -1 : descriptor(stream.node));
  }

  /**
   * Ends one half of a connection or both: after `SHUT_WR` the peer reads the end of the stream and can still answer.
   *
   * @param how `SHUT_RD`, `SHUT_WR` or `SHUT_RDWR`
   * @throws OSError ENOTCONN without a connection, EINVAL for another `how`, EBADF
   */
  shutdown(how: number): void {
    this.check();
    const { stream, datagram } = this;
    if (datagram?.peer !== undefined) throw osError("EOPNOTSUPP");
    if (stream === undefined) throw osError("ENOTCONN");
    stream.shutdown(how);
  }

  /**
   * Closes the socket: what was sent leaves, and the peer is told the end. While files of `makefile` are open it stays
   * open for them. May be called again.
   *
   * @returns when the system has what was sent, or the address is free; a caller need not wait for it
   */
  close(): Promise<void> {
    this.#closed = true;
    return this.#files === 0 ? this.#release("sent") : Promise.resolve();
  }

  /** Ours: ends the connection at once; what is on its way may be lost. The calls that wait raise ECONNABORTED. */
  abort(): void {
    if (this.stream !== undefined) this.stream.abort();
    else void this.#release("sent");
  }

  /**
   * Ours: gives Node's socket, paused, with what was received and not read yet; this object is closed from then on.
   *
   * @throws OSError ENOTCONN without a connection, EBADF
   */
  release(): NodeSocket {
    this.check();
    if (!(this.port instanceof StreamPort)) throw osError("ENOTCONN");
    return (this.surrender() as StreamPort<F>).release();
  }

  /** Ours: lets the process end though this socket is open. */
  unref(): void {
    this.listener?.unref();
    (this.stream?.node ?? this.datagram?.node)?.unref();
  }

  /**
   * Sets the socket free without closing it, and gives its number, with which `new socket(family, type, proto, fileno)`
   * takes it up again. This object is closed from then on.
   *
   * @throws OSError EOPNOTSUPP where Node keeps the number to itself, as it does for datagrams
   */
  detach(): number {
    const fileno = this.fileno();
    const { stream, listener, datagram } = this;
    // Without a number nobody could ever close it.
    if (fileno < 0 && (stream ?? listener ?? datagram?.node) !== undefined) throw osError("EOPNOTSUPP");
    const port = this.surrender();
    if (fileno >= 0) detached.set(fileno, port);
    return fileno;
  }

  /** Closes this object alone, and gives what is behind it. */
  protected surrender(): Port<F> {
    const { port } = this;
    this.#closed = true;
    this.#files = 0;
    this.port = undefined;
    return port;
  }

  /** Works with what another object gave up from now on, with its options and timeout. */
  protected succeed(other: SocketBase<F>): void {
    this.#timeout = other.#timeout;
    this.inherit(other);
    this.port = other.surrender();
  }

  /** Takes over the options of another. */
  protected inherit(other: SocketBase<F>): void {
    this.#options = other.#options;
  }

  /** Ours: true once `close` was called or the connection is gone. */
  get closed(): boolean {
    return this.#closed || this.stream?.closed === true;
  }

  __enter__(): this {
    return this;
  }

  __exit__(): void {
    if (!this.#closed) void this.close();
  }

  async __aenter__(): Promise<this> {
    return this;
  }

  async __aexit__(): Promise<void> {
    if (!this.#closed) await this.close();
  }

  [Symbol.dispose](): void {
    this.__exit__();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.__aexit__();
  }

  __repr__(): string {
    const name = this.constructor.name === "socket" ? "socket.socket" : this.constructor.name;
    const state = this.#closed ? " [closed]" : "";
    const kind = `fd=${this.fileno()}, family=${this.family}, type=${this.type}, proto=${this.proto}`;
    const addresses = this.#gone ? "" : this.#addresses();
    return `<${name}${state} ${kind}${addresses}>`;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.__repr__();
  }

  /** Why a connection attempt that nobody waited for failed (`SO_ERROR`); told once. */
  protected abstract takeError(): OSError | undefined;

  /** Raises EBADF where there is nothing open any more. */
  protected check(): void {
    if (this.#gone) throw osError("EBADF");
  }

  /** Holds the socket open for one more file. */
  protected hold(): void {
    this.#files++;
  }

  /** One file less; the last one closes a socket that `close` was called for. */
  protected async letGo(): Promise<void> {
    if (this.#files > 0) this.#files--;
    if (this.#closed && this.#files === 0) await this.#release("sent");
  }

  /** Begins to work with a connection. */
  protected adopt(stream: StreamPort<F>): void {
    this.port = stream;
    this.#options.applyToStream(stream.node);
  }

  // Closes for good, and tells when so much of it is done.
  #release(done: "sent" | "gone"): Promise<void> {
    const { listener, stream, datagram } = this;
    this.surrender();
    listener?.close();
    if (stream === undefined) return datagram?.close() ?? Promise.resolve();
    if (this.#options.resets) stream.reset();
    return stream.close()[done];
  }

  #node() {
    return this.stream?.node ?? this.datagram?.node;
  }

  // What the system knows of a socket by itself.
  #fact(optname: number): number | undefined {
    switch (optname) {
      case c.SO_TYPE:
        return this.type;
      case c.SO_DOMAIN:
        return this.family;
      case c.SO_PROTOCOL:
        if (this.family === c.AF_UNIX) return 0;
        return this.type === c.SOCK_STREAM ? c.IPPROTO_TCP : c.IPPROTO_UDP;
      case c.SO_ACCEPTCONN:
        return this.listener?.listening ? 1 : 0;
      case c.SO_ERROR:
        return this.takeError()?.errno ?? 0;
      default:
        return undefined;
    }
  }

  #addresses(): string {
    const laddr = shown(this.getsockname());
    let raddr = "";
    try {
      raddr = shown(this.getpeername());
    } catch (error) {
      if (!(error instanceof OSError)) throw error;
    }
    return (laddr === "" ? "" : `, laddr=${laddr}`) + (raddr === "" ? "" : `, raddr=${raddr}`);
  }

  #takeUp(fileno: number): Port<F> {
    if (fileno < 0) throw new ValueError("negative file descriptor");
    const port = detached.get(fileno) as Port<F>;
    detached.delete(fileno);
    if (port !== undefined) return port;
    if (this.type === c.SOCK_DGRAM) throw osError("EBADF");
    return connectionOf(this.family, socketOver(fileno));
  }

  static {
    pending = (sock, seconds, signal) =>
      (sock.listener ?? sock.datagram)?.ready(seconds, signal) ?? Promise.resolve(false);
    connectionBehind = (sock) => sock.stream;
    closeForGood = (sock) => sock.#release("gone");
  }
}
