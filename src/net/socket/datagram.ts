// A datagram socket: messages in, messages out, the system's socket made when it is first needed.

import { createSocket, type RemoteInfo, type Socket, type SocketOptions } from "node:dgram";
import { isIP } from "node:net";
import { asOSError, osError } from "../oserror.ts";
import { MAX_UNSENT } from "../stream.ts";
import {
  type Address6,
  type AddressOf,
  addressFrom,
  boundAddress,
  type Family,
  noAddress,
} from "./address.ts";
import { AF_INET6, SO_RCVBUF, SOL_SOCKET } from "./constants.ts";
import { Mailbox } from "./mailbox.ts";
import type { Options } from "./options.ts";

/** A message and its sender. */
export interface Datagram<F extends Family> {
  readonly data: Uint8Array;
  readonly from: AddressOf<F>;
}

/** What Linux counts for a datagram beside its bytes, so that a flood of empty ones is bounded too. */
const OVERHEAD = 512;

/** An internet host that was resolved. */
export interface Host {
  readonly host: string;
  readonly port: number;
}

/**
 * Node cannot leave datagrams with the system, so those that nobody asked for wait here, up to the size of the receive
 * buffer (`SO_RCVBUF`); what comes then is lost, as the system would lose it.
 */
export class DatagramPort<F extends Family> {
  readonly #family: F;
  readonly #options: () => Options;
  readonly #arrived = new Mailbox<Datagram<F>>();
  #waitingBytes = 0;
  #unsentBytes = 0;
  #socket: Socket | undefined;
  #opening: Promise<Socket> | undefined;
  #peer: AddressOf<F> | undefined;
  #closed = false;

  /** @param options those of its socket, which may change until it is bound */
  constructor(family: F, options: () => Options) {
    this.#family = family;
    this.#options = options;
  }

  /** Node's socket, once there is one. */
  get node(): Socket | undefined {
    return this.#socket;
  }

  /** Binds an address. @throws OSError EINVAL where there is one already, EADDRINUSE … */
  async bind(at: Host): Promise<void> {
    if (this.#opening !== undefined) throw osError("EINVAL");
    await this.#open(at);
  }

  /** Sets the one peer that `send` goes to and that is listened to. */
  async connect(to: Host): Promise<void> {
    const socket = await this.#ready();
    if (this.#peer !== undefined) socket.disconnect();
    this.#peer = undefined;
    await new Promise<void>((resolve, reject) => {
      socket.connect(to.port, to.host, (error?: Error) => (error ? reject(asOSError(error)) : resolve()));
    });
    this.#peer = addressFrom(this.#family, to.host, to.port);
  }

  /**
   * Sends one message, an empty one too; resolves when the system has taken it, which says nothing of whether anybody
   * gets it.
   *
   * @throws OSError EMSGSIZE for more than fits a datagram, EISCONN for another address than the peer's,
   *   EDESTADDRREQ without an address, ENOBUFS where 64 MiB are under way that nobody awaits
   */
  async send(data: Uint8Array, to?: Host): Promise<number> {
    const peer = this.#peer as Address6 | undefined;
    if (to === undefined && peer === undefined) throw osError("EDESTADDRREQ");
    if (to !== undefined && peer !== undefined && (to.host !== peer[0] || to.port !== peer[1])) {
      throw osError("EISCONN");
    }
    if (to?.port === 0) throw osError("EINVAL");
    const size = data.length + OVERHEAD;
    if (this.#unsentBytes > 0 && this.#unsentBytes + size > MAX_UNSENT) throw osError("ENOBUFS");
    this.#unsentBytes += size;
    try {
      return await this.#sendNow(data, to, peer !== undefined);
    } finally {
      this.#unsentBytes -= size;
    }
  }

  async #sendNow(data: Uint8Array, to: Host | undefined, connected: boolean): Promise<number> {
    const socket = await this.#ready();
    return new Promise((resolve, reject) => {
      const done = (error: Error | null) => (error ? reject(asOSError(error)) : resolve(data.length));
      if (to === undefined || connected) socket.send(data, done);
      else socket.send(data, to.port, to.host, done);
    });
  }

  /** The next message. @throws TimeoutError, BlockingIOError, ConnectionRefusedError where the peer's host said so */
  async receive(timeout: number | null, peek: boolean): Promise<Datagram<F>> {
    const datagram = await this.#arrived.take(timeout, { peek });
    if (!peek) this.#waitingBytes -= datagram.data.length + OVERHEAD;
    return datagram;
  }

  /** Whether there is a message within so many seconds, and before the signal aborts. */
  ready(seconds: number | null, signal?: AbortSignal): Promise<boolean> {
    return this.#arrived.ready(seconds, signal);
  }

  /** The address of this end. */
  get name(): AddressOf<F> {
    const info = this.#socket?.address() ?? null;
    return boundAddress(this.#family, info) ?? noAddress(this.#family);
  }

  /** What `connect` set. */
  get peer(): AddressOf<F> | undefined {
    return this.#peer;
  }

  /** Gives up the address, and every call that waits. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#arrived.close(osError("EBADF"));
    const socket = await this.#opening?.catch(() => undefined);
    if (socket === undefined) return;
    await new Promise<void>((resolve) => socket.close(resolve));
  }

  #ready(): Promise<Socket> {
    return this.#opening ?? this.#open(undefined);
  }

  #open(at: Host | undefined): Promise<Socket> {
    const opening = this.#bound(at);
    this.#opening = opening;
    // An address that could not be had leaves the socket as it was.
    opening.catch(() => {
      this.#opening = undefined;
    });
    return opening;
  }

  async #bound(at: Host | undefined): Promise<Socket> {
    const type = this.#family === AF_INET6 ? "udp6" : "udp4";
    const options: SocketOptions = { type, lookup: alreadyResolved, ...this.#options().forDatagrams() };
    const socket = createSocket(options);
    socket.on("message", (data, from) => this.#arrive(data, from));
    await new Promise<void>((resolve, reject) => {
      socket.once("error", (error) => reject(asOSError(error)));
      const address = at === undefined ? {} : { address: at.host };
      // In a worker of node:cluster the socket would be its primary's, too.
      socket.bind({ port: at?.port ?? 0, exclusive: true, ...address }, resolve);
    });
    socket.removeAllListeners("error");
    // What a peer's host says of an earlier message is the next call's error, as in Python.
    socket.on("error", (error) => this.#arrived.put(asOSError(error)));
    this.#options().applyToDatagrams(socket);
    if (!this.#closed) this.#socket = socket;
    return socket;
  }

  #arrive(data: Uint8Array, from: RemoteInfo): void {
    const size = data.length + OVERHEAD;
    if (this.#closed || this.#waitingBytes + size > this.#options().get(SOL_SOCKET, SO_RCVBUF)) return;
    this.#waitingBytes += size;
    this.#arrived.put({ data, from: addressFrom(this.#family, from.address, from.port) });
  }
}

// Only resolved addresses come here, and Node would ask the system again for each message.
const alreadyResolved = ((
  host: string,
  _options: unknown,
  done: (error: Error | null, address: string, family: number) => void,
) => done(null, host, isIP(host))) as unknown as NonNullable<SocketOptions["lookup"]>;
