// The socket of a datagram server: `recvfrom` and `sendto` over Node's, with a bounded queue of what arrived.

import { createSocket, type Socket } from "node:dgram";
import { TimeoutError } from "../../protocols/errors.ts";
import { AcceptQueue } from "../accept-queue.ts";
import { asOSError, osError } from "../oserror.ts";
import { AF_INET, AF_INET6, SO_REUSEADDR, SOL_SOCKET } from "../socket/constants.ts";
import { type Address, asBytes, type BytesLike } from "../stream.ts";
import { addressOfFamily, descriptorOf, type ServerSocket } from "./server-socket.ts";

/** 4 MiB of datagrams wait at most. More are dropped, as the kernel drops what its own buffer cannot take. */
export const MAX_WAITING = 4 * 1024 * 1024;

/** What a handler of datagrams gets of a socket. */
export interface DatagramSender {
  /**
   * Sends one datagram.
   *
   * @returns how many bytes were sent
   * @throws OSError EMSGSIZE when it is too long
   */
  sendto(data: BytesLike, address: Address): Promise<number>;
  /** The address that it sends from. @throws OSError EBADF */
  getsockname(): Address;
}

/** A datagram and who sent it. */
type Datagram = readonly [data: Uint8Array, address: Address];

/** A UDP socket. */
export class DatagramSocket implements ServerSocket, DatagramSender {
  readonly #socket: Socket;
  readonly #family: number;
  readonly #queue = new AcceptQueue<Datagram>();
  #waiting = 0;
  #name: Address | undefined;
  #closed = false;
  #stopped = false;
  #timeout: number | null = null;

  /** @throws OSError ESOCKTNOSUPPORT for a family that Node has no datagrams of, as `AF_UNIX` */
  constructor(family: number = AF_INET, reuseAddr = false) {
    if (family !== AF_INET && family !== AF_INET6) throw osError("ESOCKTNOSUPPORT");
    const inet6 = family === AF_INET6;
    this.#family = family;
    this.#socket = createSocket({ type: inet6 ? "udp6" : "udp4", reuseAddr });
  }

  async bind(address: unknown): Promise<void> {
    if (this.#closed) throw osError("EBADF");
    const [host, port] = address as Address;
    const socket = this.#socket;
    const where = { address: await addressOfFamily(host, this.#family), port, exclusive: true };
    await new Promise<void>((resolve, reject) => {
      socket.once("error", (error) => reject(asOSError(error)));
      socket.bind(where, resolve);
    });
    socket.removeAllListeners("error");
    // A report of an earlier datagram that could not be delivered; Python hears of it no more than we do.
    socket.on("error", () => {});
    socket.on("message", (data, from) => {
      if (this.#stopped || this.#waiting + data.length > MAX_WAITING) return;
      this.#waiting += data.length;
      this.#queue.push([data, [from.address, from.port]]);
    });
    const bound = socket.address();
    this.#name = [bound.address, bound.port];
  }

  /** `SO_REUSEADDR` has to be told to the constructor. */
  setsockopt(level: number, optname: number, value: number | boolean): void {
    if (this.#closed) throw osError("EBADF");
    if (level !== SOL_SOCKET || optname !== SO_REUSEADDR || value) throw osError("ENOPROTOOPT");
  }

  /**
   * Receives one datagram, cut to `bufsize` bytes, and the address of its sender.
   *
   * @throws TimeoutError after the time set by `settimeout`
   * @throws OSError EBADF when the socket is closed
   */
  async recvfrom(bufsize: number): Promise<Datagram> {
    if (!this.#closed && !(await this.#queue.wait(this.#timeout)) && !this.#closed) {
      throw new TimeoutError("timed out");
    }
    return this.take(bufsize);
  }

  /** Ours: `recvfrom` without waiting. @throws OSError EAGAIN when nothing is there */
  take(bufsize: number): Datagram {
    if (this.#closed) throw osError("EBADF");
    const next = this.#queue.shift();
    if (next === undefined) throw osError("EAGAIN");
    const [data, address] = next;
    this.#waiting -= data.length;
    return [data.length > bufsize ? data.subarray(0, bufsize) : data, address];
  }

  sendto(data: BytesLike, [host, port]: Address): Promise<number> {
    if (this.#closed) return Promise.reject(osError("EBADF"));
    const bytes = asBytes(data);
    return new Promise((resolve, reject) => {
      this.#socket.send(bytes, port, host, (error, sent) => {
        if (error) reject(asOSError(error));
        else resolve(sent);
      });
    });
  }

  getsockname(): Address {
    if (this.#name === undefined || this.#closed) throw osError("EBADF");
    return this.#name;
  }

  settimeout(seconds: number | null): void {
    this.#timeout = seconds;
  }

  gettimeout(): number | null {
    return this.#timeout;
  }

  fileno(): number {
    return this.#closed ? -1 : descriptorOf(this.#socket);
  }

  /** Ours: receives nothing more; what is in flight can still be answered. */
  stop(): void {
    this.#stopped = true;
    this.#queue.clear();
    this.#queue.wake();
  }

  close(): void {
    if (this.#closed) return;
    this.stop();
    this.#closed = true;
    this.#socket.close();
  }

  wait(seconds: number | null): Promise<boolean> {
    return this.#closed ? Promise.resolve(false) : this.#queue.wait(seconds);
  }

  wake(): void {
    this.#queue.wake();
  }

  unref(): void {
    this.#socket.unref();
  }
}
