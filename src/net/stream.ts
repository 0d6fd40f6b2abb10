// A stream socket with Python's methods over Node's: `recv`, `sendall`, `shutdown`, `close`, and its own flow control.

import type { Socket } from "node:net";
import { type OSError, TimeoutError, ValueError } from "../protocols/errors.ts";
import { ByteQueue, EMPTY } from "./byte-queue.ts";
import { asBytes, type BytesLike } from "./bytes-like.ts";
import { ShortReadError } from "./framing-errors.ts";
import { asOSError, osError } from "./oserror.ts";
import { Outbox } from "./outbox.ts";
import { fits, type Waiter } from "./waiter.ts";

export { asBytes, type BytesLike } from "./bytes-like.ts";

/** An internet address: host and port. */
export type Address = readonly [host: string, port: number];

/** `how` of {@link StreamSocket.shutdown}: no more receiving, no more sending, neither. */
export const SHUT_RD = 0;
export const SHUT_WR = 1;
export const SHUT_RDWR = 2;

/** 256 KiB of received bytes wait for a reader at most; above it the kernel holds the sender back. */
export const HIGH_WATER = 256 * 1024;

/** 64 MiB of calls to `sendall` that nobody awaits: what is more is refused with ENOBUFS instead of filling memory. */
export const MAX_UNSENT = 64 * 1024 * 1024;

/**
 * Seconds that a closed socket goes on reading (and dropping) until the peer closes too. A socket closed with unread
 * bytes is reset by the kernel, and a reset takes the reply that the peer has not read yet with it.
 */
export const LINGER = 2;

/** Seconds for what was sent but not awaited to leave, once the socket is closed. */
const FLUSH = 30;

const DONE: Promise<void> = Promise.resolve();

/** Never changed: a socket without calls that wait has no array of its own. */
const NO_WAITERS: Waiter[] = [];

/** The stream socket of a socket of Node's. */
const OWNER = Symbol("dunder.stream");

type Owned = Socket & { [OWNER]?: StreamSocket<unknown> };

function ownerOf(socket: Socket): StreamSocket<unknown> {
  return (socket as Owned)[OWNER] as StreamSocket<unknown>;
}

let onData: (this: Socket, chunk: Uint8Array) => void;
let onEnd: (this: Socket) => void;
let onError: (this: Socket, error: Error) => void;
let onClose: (this: Socket) => void;

/**
 * One end of a TCP connection (the socket module's `socket` objects), with `await` where Python blocks.
 *
 * Calls of `recv` that overlap are served in the order they were made. Nothing is read before the first one, and never
 * more than {@link HIGH_WATER} bytes ahead of the reader: one that does not read stops the sender.
 *
 * @example
 * await using connection = await create_connection(["127.0.0.1", 8080]);
 * await connection.sendall(new TextEncoder().encode("hello"));
 * const answer = await connection.recv(1024);
 */
export class StreamSocket<A = Address> {
  readonly #socket: Socket;
  readonly #peer: A | undefined;
  readonly #given: A | undefined;
  readonly #queue = new ByteQueue();
  #waiters = NO_WAITERS;
  #outbox: Outbox | undefined;
  #timeout: number | null = null;
  #reading = false;
  #ended = false;
  #closed = false;
  #sentEnd = false;
  #error: Error | undefined;
  #closing: Promise<void> | undefined;

  /**
   * Takes over a connected socket of Node's, which nobody else may read, write or listen to from then on.
   *
   * @param addresses what `getpeername` and `getsockname` give, for a socket that has no internet addresses
   */
  constructor(socket: Socket, addresses?: { readonly peer: A; readonly name: A }) {
    this.#socket = socket;
    // A closed socket forgets its addresses, and error reports want them.
    this.#peer = addresses?.peer ?? (addressOf(socket.remoteAddress, socket.remotePort) as A | undefined);
    this.#given = addresses?.name;
    socket.pause();
    // The listeners are the same for all sockets: ten thousand idle connections should cost little memory.
    (socket as Owned)[OWNER] = this as StreamSocket<unknown>;
    socket.on("data", onData);
    socket.on("end", onEnd);
    socket.on("error", onError);
    socket.on("close", onClose);
  }

  /**
   * Receives at most `bufsize` bytes, as soon as there are any; `b""` (an empty array) at the end of the stream, however
   * often it is asked. The rest waits for the next call.
   *
   * @throws ValueError for a negative size
   * @throws TimeoutError after the time set by `settimeout`
   * @throws ConnectionResetError (an OSError) when the connection broke
   */
  recv(bufsize: number): Promise<Uint8Array> {
    if (bufsize < 0) return Promise.reject(new ValueError("negative buffersize in recv"));
    return this.#wait(bufsize, false, this.#timeout);
  }

  /** Ours: `recv` with `MSG_PEEK`: the next call gets the same bytes again. */
  peek(bufsize: number): Promise<Uint8Array> {
    if (bufsize < 0) return Promise.reject(new ValueError("negative buffersize in recv"));
    return this.#wait(bufsize, false, this.#timeout, true);
  }

  /**
   * Receives exactly `size` bytes. They are gathered in memory, so a size that a peer told must be checked first.
   *
   * @param options.timeout seconds for all of them together; what `settimeout` set unless told
   * @throws ShortReadError when the stream ends before
   * @throws TimeoutError
   * @throws OSError when the connection broke
   */
  recv_exactly(size: number, options: { readonly timeout?: number | null } = {}): Promise<Uint8Array> {
    if (size < 0) return Promise.reject(new ValueError("negative buffersize in recv_exactly"));
    return this.#wait(size, true, options.timeout === undefined ? this.#timeout : options.timeout);
  }

  /**
   * Sends all of `data`; resolves when the operating system has taken it, so awaiting is back-pressure. `data` may be
   * changed from then on.
   *
   * @throws BrokenPipeError or ConnectionResetError when the peer is gone
   * @throws TimeoutError after the time set by `settimeout`; how much was sent is then unknown, as in Python
   */
  sendall(data: BytesLike): Promise<void> {
    try {
      return this.#send(asBytes(data));
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /**
   * Shuts one or both halves of the connection: after `SHUT_WR` the peer reads the end of the stream and can still
   * answer; after `SHUT_RD` a waiting `recv` ends with what is there or `b""`.
   *
   * @throws OSError EBADF after `close`, ENOTCONN when the connection is gone
   */
  shutdown(how: number): void {
    if (this.#closed) throw osError("EBADF");
    if (![SHUT_RD, SHUT_WR, SHUT_RDWR].includes(how)) throw osError("EINVAL");
    if (this.#socket.destroyed) throw osError("ENOTCONN");
    if (how !== SHUT_RD && !this.#sentEnd) {
      this.#sentEnd = true;
      this.#socket.end();
    }
    if (how !== SHUT_WR) this.#end();
  }

  /**
   * Closes the connection in the order that loses nothing: what was sent leaves, the peer is told the end, and what it
   * still sends is dropped until it closes too, or for {@link LINGER} seconds. May be called again.
   *
   * @returns when the connection is gone; a caller need not wait for it
   */
  close(): Promise<void> {
    this.#closing ??= this.#finish();
    return this.#closing;
  }

  /** Ends the connection at once; what is on its way may be lost. For errors, and for shutdowns past their deadline. */
  abort(): void {
    this.#fail(osError("ECONNABORTED"));
    this.#socket.destroy();
  }

  /** The peer's address. @throws OSError EBADF or ENOTCONN */
  getpeername(): A {
    return this.#known(this.#peer);
  }

  /** The address of this end. @throws OSError EBADF or ENOTCONN */
  getsockname(): A {
    const { localAddress, localPort } = this.#socket;
    return this.#known(this.#given ?? (addressOf(localAddress, localPort) as A | undefined));
  }

  /**
   * The time in seconds that a single `recv` or `sendall` may take; `null` is for ever, 0 is "non-blocking".
   *
   * @throws ValueError for a negative time
   */
  settimeout(seconds: number | null): void {
    if (seconds !== null && !(seconds >= 0)) throw new ValueError("Timeout value out of range");
    this.#timeout = seconds;
  }

  /** What `settimeout` set, in seconds; `null` at first. */
  gettimeout(): number | null {
    return this.#timeout;
  }

  /** Ours: Node's socket, for its options; reading it or writing to it is left to this object. */
  get node(): Socket {
    return this.#socket;
  }

  /** Ours: gives Node's socket back, with what was received and not read yet; this object is closed from then on. */
  release(): Socket {
    const socket = this.#socket;
    if (this.#closed) throw osError("EBADF");
    socket.off("data", onData).off("end", onEnd).off("error", onError).off("close", onClose);
    // After, for a stream without a listener for its data flows again.
    socket.pause();
    for (const chunk of this.#queue.takeAll().reverse()) socket.unshift(chunk);
    this.#closed = true;
    this.#closing = Promise.resolve();
    this.#fail(osError("EBADF"));
    return socket;
  }

  /** Ours: lets the process end though this connection is open. */
  unref(): void {
    this.#socket.unref();
  }

  /** True once `close` was called or the connection is gone. */
  get closed(): boolean {
    return this.#closed || this.#socket.destroyed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #wait(size: number, exact: boolean, timeout: number | null, peek = false): Promise<Uint8Array> {
    if (this.#closed) return Promise.reject(osError("EBADF"));
    if (size === 0) return Promise.resolve(EMPTY);
    if (this.#waiters.length === 0 && this.#queue.length >= (exact ? size : 1)) {
      const bytes = this.#take(size, exact, peek);
      this.#steer();
      return Promise.resolve(bytes);
    }
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { size, exact, peek, resolve, reject, timer: undefined };
      // A literal takes the room of one, where the first push would reserve that of seventeen.
      if (this.#waiters.length === 0) this.#waiters = [waiter];
      else this.#waiters.push(waiter);
      const nothing = this.#reading && this.#queue.length === 0 && !this.#ended && this.#error === undefined;
      if (!nothing) this.#serve();
      if (timeout !== null && this.#waiters.includes(waiter)) this.#limit(waiter, timeout);
    });
  }

  #limit(waiter: Waiter, seconds: number): void {
    const expire = (error: OSError) => {
      const at = this.#waiters.indexOf(waiter);
      if (at < 0) return;
      this.#waiters.splice(at, 1);
      waiter.reject(error);
      this.#serve();
    };
    // Whether the system has something is known when the event loop has polled once: between two immediates.
    if (seconds === 0) setImmediate(() => setImmediate(() => expire(osError("EAGAIN"))));
    else waiter.timer = setTimeout(() => expire(new TimeoutError("timed out")), seconds * 1000);
  }

  // Gives the waiting calls, in their order, what there is for them.
  #serve(): void {
    for (let waiter = this.#waiters[0]; waiter !== undefined; waiter = this.#waiters[0]) {
      const { size, exact, peek } = waiter;
      const enough = this.#queue.length >= (exact ? size : 1);
      if (!enough && !this.#ended && this.#error === undefined) break;
      this.#waiters.shift();
      clearTimeout(waiter.timer);
      if (enough) waiter.resolve(this.#take(size, exact, peek));
      else if (this.#error !== undefined) waiter.reject(this.#error);
      else if (exact) waiter.reject(new ShortReadError(size, this.#queue.length));
      else waiter.resolve(EMPTY);
    }
    this.#steer();
  }

  #take(size: number, exact: boolean, peek: boolean): Uint8Array {
    if (peek) return this.#queue.peek(size);
    return exact ? this.#queue.takeExactly(size) : this.#queue.take(size);
  }

  // Reads while somebody waits or there is room, stops when there is none.
  #steer(): void {
    const wanted = this.#waiters[0]?.size ?? 0;
    const room =
      this.#queue.length < HIGH_WATER || (this.#waiters[0]?.exact === true && this.#queue.length < wanted);
    if (this.#reading === room || this.#closed) return;
    // Reading starts with the first call that has to wait, not with the first look at the queue.
    this.#reading = room;
    if (room) this.#socket.resume();
    else this.#socket.pause();
  }

  /** Ours: called when the connection is gone. */
  on_gone: ((socket: object) => void) | undefined;

  static {
    onData = function (this: Socket, chunk: Uint8Array) {
      // Always of the same class: a Buffer's `slice` and `toString` do other things.
      ownerOf(this).#receive(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    };
    onEnd = function (this: Socket) {
      ownerOf(this).#end();
    };
    onError = function (this: Socket, error: Error) {
      ownerOf(this).#fail(asOSError(error));
    };
    onClose = function (this: Socket) {
      const owner = ownerOf(this);
      owner.#end();
      owner.on_gone?.(owner);
    };
  }

  #receive(chunk: Uint8Array): void {
    if (this.#ended || this.#closed) return;
    const waiter = this.#waiters[0];
    // What fits the call that waits need not go through the queue.
    if (waiter !== undefined && this.#queue.length === 0 && fits(chunk, waiter)) {
      this.#waiters.shift();
      if (waiter.timer !== undefined) clearTimeout(waiter.timer);
      waiter.resolve(chunk);
      return;
    }
    this.#queue.push(chunk);
    this.#serve();
  }

  #end(): void {
    this.#ended = true;
    this.#serve();
  }

  #fail(error: Error): void {
    this.#error ??= error;
    this.#serve();
  }

  #send(bytes: Uint8Array): Promise<void> {
    const socket = this.#socket;
    if (this.#closed) throw osError("EBADF");
    if (this.#sentEnd || this.#error !== undefined || socket.destroyed) throw osError("EPIPE");
    if (bytes.length === 0) return DONE;
    const unsent = socket.writableLength;
    if (unsent > 0 && unsent + bytes.length > MAX_UNSENT) throw osError("ENOBUFS");
    this.#outbox ??= new Outbox(socket, () => this.#error);
    return this.#outbox.write(bytes, this.#timeout);
  }

  async #finish(): Promise<void> {
    const socket = this.#socket;
    this.#closed = true;
    this.#queue.clear();
    this.#fail(osError("EBADF"));
    if (socket.closed) return;
    await new Promise<void>((resolve) => {
      let timer = setTimeout(() => socket.destroy(), (socket.writableLength > 0 ? FLUSH : LINGER) * 1000);
      socket.once("finish", () => {
        clearTimeout(timer);
        timer = setTimeout(() => socket.destroy(), LINGER * 1000);
      });
      socket.once("close", () => {
        clearTimeout(timer);
        resolve();
      });
      socket.end();
      socket.resume();
    });
  }

  #known(address: A | undefined): A {
    if (this.#closed) throw osError("EBADF");
    if (address === undefined) throw osError("ENOTCONN");
    return address;
  }
}

function addressOf(host: string | undefined, port: number | undefined): Address | undefined {
  return host === undefined || port === undefined ? undefined : [host, port];
}
