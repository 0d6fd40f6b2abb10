// The connection behind a stream socket: Node's socket with Python's `recv` and `sendall`, and its own flow control.

import type { OnReadOpts, Socket } from "node:net";
import { ByteQueue, EMPTY } from "./byte-queue.ts";
import { ShortReadError } from "./framing-errors.ts";
import { asOSError, osError } from "./oserror.ts";
import { write } from "./outbox.ts";
import { type AddressOf, addressFrom, type Family, noAddress } from "./socket/address.ts";
import { SHUT_RD, SHUT_RDWR, SHUT_WR } from "./socket/constants.ts";
import { readingInto } from "./socket/read-buffer.ts";
import { expiring, fits, isQueued, queued, type Waiter, without } from "./waiter.ts";

export { asBytes, type BytesLike } from "./bytes-like.ts";
export type { Address } from "./socket/address.ts";
export { SHUT_RD, SHUT_RDWR, SHUT_WR } from "./socket/constants.ts";

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

/** The steps of a connection that closes. */
interface Closing {
  /** The system has what was sent, and tells the peer the end. */
  readonly sent: Promise<void>;
  readonly gone: Promise<void>;
}

const CLOSED: Closing = { sent: DONE, gone: DONE };

/** The stream socket of a socket of Node's. */
const OWNER = Symbol("dunder.stream");

type Owned = Socket & { [OWNER]?: StreamPort | undefined };

function ownerOf(socket: Socket): StreamPort {
  return (socket as Owned)[OWNER] as StreamPort;
}

// One function for all promises, which leaves what settles the newest one here: each would cost a closure of its own.
let settle: Waiter["settle"];
const keepSettle = (resolve: Waiter["settle"]): void => {
  settle = resolve;
};

let onRead: (this: Socket, chunk: Uint8Array) => void;
let onData: (this: Socket, chunk: Uint8Array) => void;
let onEnd: (this: Socket) => void;
let onError: (this: Socket, error: Error) => void;
let onClose: (this: Socket) => void;

/** What Node's sockets for connections are best made with; others tell what they read by events. */
export const ONREAD: OnReadOpts = readingInto(function (this: Socket, chunk: Uint8Array) {
  onRead.call(this, chunk);
});

/**
 * A connection. Calls of `recv` that overlap are served in the order they were made. Nothing is read before the first
 * one, and never more than {@link HIGH_WATER} bytes ahead of the reader: one that does not read stops the sender.
 */
export class StreamPort<F extends Family = Family> {
  readonly #socket: Socket;
  readonly #name: AddressOf<F> | undefined;
  /** The address of the other end. A closed socket of Node's forgets it, and error reports want it. */
  readonly peer: AddressOf<F>;
  // What was received and not asked for; made when there is something.
  #queue: ByteQueue | undefined;
  // The call that waits longest.
  #waiter: Waiter | undefined;
  #reading = false;
  #ended = false;
  #error: Error | undefined;
  #closing: Closing | undefined;
  /** Called when the connection is gone, or somebody else's. */
  onGone: ((port: StreamPort<F>) => void) | undefined;

  /**
   * Takes over a connected socket of Node's, which nobody else may read, write or listen to from then on.
   *
   * @param name the address of this end, where Node's socket does not tell it
   */
  constructor(socket: Socket, peer: AddressOf<F>, name?: AddressOf<F>) {
    this.#socket = socket;
    this.#name = name;
    this.peer = peer;
    socket.pause();
    // The listeners are the same for all sockets: ten thousand idle connections should cost little memory.
    (socket as Owned)[OWNER] = this as unknown as StreamPort;
    socket.on("data", onData);
    socket.on("end", onEnd);
    socket.on("error", onError);
    socket.on("close", onClose);
  }

  /** Node's socket, for its options; reading it and writing to it is left to this object. */
  get node(): Socket {
    return this.#socket;
  }

  /** The address of this end. */
  name(family: F): AddressOf<F> {
    if (this.#name !== undefined) return this.#name;
    const { localAddress, localPort } = this.#socket;
    if (localAddress === undefined || localPort === undefined) return noAddress(family);
    return addressFrom(family, localAddress, localPort);
  }

  /** Why it broke, if it did. */
  get failure(): Error | undefined {
    return this.#error;
  }

  /** Whether it was closed, or is gone. */
  get closed(): boolean {
    return this.#closing !== undefined || this.#socket.destroyed;
  }

  /** At most `size` bytes, as soon as there are any; none at the end of the stream. */
  recv(size: number, timeout: number | null, peek = false): Promise<Uint8Array> {
    return this.#wait(size, false, timeout, peek);
  }

  /** Exactly `size` bytes, gathered in memory. @throws ShortReadError when the stream ends before */
  recvExactly(size: number, timeout: number | null, peek = false): Promise<Uint8Array> {
    return this.#wait(size, true, timeout, peek);
  }

  /** Sends all of `bytes`; resolves when the system has taken them. @throws BrokenPipeError, TimeoutError … */
  send(bytes: Uint8Array, timeout: number | null): Promise<void> {
    const socket = this.#socket;
    if (this.#closing !== undefined) return Promise.reject(osError("EBADF"));
    if (socket.writableEnded || this.#error !== undefined || socket.destroyed) {
      return Promise.reject(osError("EPIPE"));
    }
    if (bytes.length === 0) return DONE;
    const unsent = socket.writableLength;
    if (unsent > 0 && unsent + bytes.length > MAX_UNSENT) return Promise.reject(osError("ENOBUFS"));
    return write(socket, bytes, timeout, this);
  }

  /** Ends one half or both. @throws OSError EINVAL, ENOTCONN when the connection is gone */
  shutdown(how: number): void {
    if (![SHUT_RD, SHUT_WR, SHUT_RDWR].includes(how as 0)) throw osError("EINVAL");
    if (this.#socket.destroyed) throw osError("ENOTCONN");
    if (how !== SHUT_RD) this.#socket.end();
    if (how !== SHUT_WR) this.#end();
  }

  /**
   * Closes in the order that loses nothing: what was sent leaves, the peer is told the end, and what it still sends is
   * dropped until it closes too, or for {@link LINGER} seconds.
   */
  close(): Closing {
    if (this.#closing !== undefined) return this.#closing;
    this.#closing = finish(this.#socket);
    this.#queue = undefined;
    this.#fail(osError("EBADF"));
    return this.#closing;
  }

  /** Ends the connection at once. */
  abort(): void {
    this.#fail(osError("ECONNABORTED"));
    this.#socket.destroy();
  }

  /** Ends it at once and tells the peer so, where the system can: only TCP has a reset. */
  reset(): void {
    try {
      this.#socket.resetAndDestroy();
    } catch {
      // Node refuses it for everything else.
    }
    this.abort();
  }

  /** Gives Node's socket back, with what was received and not read yet; this object is closed from then on. */
  release(): Socket {
    const socket = this.#socket;
    socket.off("data", onData).off("end", onEnd).off("error", onError).off("close", onClose);
    (socket as Owned)[OWNER] = undefined;
    // After, for a stream without a listener for its data flows again.
    socket.pause();
    for (const chunk of this.#queue?.takeAll().reverse() ?? []) socket.unshift(chunk);
    this.#closing = CLOSED;
    this.#fail(osError("EBADF"));
    this.onGone?.(this);
    return socket;
  }

  #wait(size: number, exact: boolean, timeout: number | null, peek: boolean): Promise<Uint8Array> {
    if (this.#closing !== undefined) return Promise.reject(osError("EBADF"));
    if (size === 0) return Promise.resolve(EMPTY);
    if (this.#waiter === undefined && this.#waiting >= (exact ? size : 1)) {
      const bytes = this.#take(size, exact, peek);
      this.#steer();
      return Promise.resolve(bytes);
    }
    const promise = new Promise<Uint8Array>(keepSettle);
    const waiter: Waiter = { size, exact, peek, settle, timer: undefined, next: undefined };
    this.#waiter = queued(this.#waiter, waiter);
    const nothing = this.#reading && this.#waiting === 0 && !this.#ended && this.#error === undefined;
    if (!nothing) this.#serve();
    if (timeout !== null) this.#limit(waiter, timeout);
    return promise;
  }

  /** How many bytes were received and not asked for. */
  get #waiting(): number {
    return this.#queue === undefined ? 0 : this.#queue.length;
  }

  #limit(waiter: Waiter, seconds: number): void {
    waiter.timer = expiring(seconds, (error) => {
      if (!isQueued(this.#waiter, waiter)) return;
      this.#waiter = without(this.#waiter, waiter);
      waiter.settle(Promise.reject(error));
      this.#serve();
    });
  }

  // Gives the waiting calls, in their order, what there is for them.
  #serve(): void {
    for (let waiter = this.#waiter; waiter !== undefined; waiter = this.#waiter) {
      const { size, exact, peek, settle } = waiter;
      const enough = this.#waiting >= (exact ? size : 1);
      if (!enough && !this.#ended && this.#error === undefined) break;
      this.#waiter = waiter.next;
      clearTimeout(waiter.timer);
      if (enough) settle(this.#take(size, exact, peek));
      else if (this.#error !== undefined) settle(Promise.reject(this.#error));
      else if (exact) settle(Promise.reject(new ShortReadError(size, this.#waiting)));
      else settle(EMPTY);
    }
    this.#steer();
  }

  /** An error of Node's as one of Python's; TLS has some of its own. */
  protected asError(error: Error): Error {
    return asOSError(error);
  }

  #take(size: number, exact: boolean, peek: boolean): Uint8Array {
    if (this.#queue === undefined) return EMPTY;
    if (peek) return this.#queue.peek(size);
    return exact ? this.#queue.takeExactly(size) : this.#queue.take(size);
  }

  // Reads while somebody waits or there is room, stops when there is none.
  #steer(): void {
    const waiter = this.#waiter;
    const room = this.#waiting < HIGH_WATER || (waiter?.exact === true && this.#waiting < waiter.size);
    if (this.#reading === room || this.#closing !== undefined) return;
    // Reading starts with the first call that has to wait, not with the first look at the queue.
    this.#reading = room;
    if (room) this.#socket.resume();
    else this.#socket.pause();
  }

  static {
    onRead = function (this: Socket, chunk: Uint8Array) {
      const owner = (this as Owned)[OWNER];
      if (owner !== undefined) owner.#receive(chunk);
      // A socket that was given back is Node's again.
      else this.push(chunk);
    };
    onData = function (this: Socket, chunk: Uint8Array) {
      // Always of the same class: a Buffer's `slice` and `toString` do other things.
      ownerOf(this).#receive(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    };
    onEnd = function (this: Socket) {
      ownerOf(this).#end();
    };
    onError = function (this: Socket, error: Error) {
      const owner = ownerOf(this);
      owner.#fail(owner.asError(error));
    };
    onClose = function (this: Socket) {
      const owner = ownerOf(this);
      owner.#end();
      owner.onGone?.(owner);
    };
  }

  #receive(chunk: Uint8Array): void {
    if (this.#ended || this.#closing !== undefined) return;
    const waiter = this.#waiter;
    // What fits the call that waits need not go through the queue.
    if (waiter !== undefined && this.#waiting === 0 && fits(chunk, waiter)) {
      this.#waiter = waiter.next;
      if (waiter.timer !== undefined) clearTimeout(waiter.timer);
      waiter.settle(chunk);
      return;
    }
    this.#queue ??= new ByteQueue();
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
}

function finish(socket: Socket): Closing {
  if (socket.closed) return CLOSED;
  let timer = setTimeout(() => socket.destroy(), (socket.writableLength > 0 ? FLUSH : LINGER) * 1000);
  const gone = new Promise<void>((resolve) => {
    socket.once("close", () => {
      clearTimeout(timer);
      resolve();
    });
  });
  const sent = new Promise<void>((resolve) => {
    if (socket.writableFinished) resolve();
    socket.once("finish", () => {
      clearTimeout(timer);
      timer = setTimeout(() => socket.destroy(), LINGER * 1000);
      resolve();
    });
    socket.once("close", () => resolve());
  });
  socket.end();
  socket.resume();
  return { sent, gone };
}
