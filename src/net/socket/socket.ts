// The class `socket`: Python's socket objects, with `await` where Python blocks.

import type { FileHandle } from "node:fs/promises";
import type { Socket as NodeSocket } from "node:net";
import { OSError, ValueError } from "../../protocols/errors.ts";
import { index } from "../../protocols/numbers/integer.ts";
import { gaierror, osError } from "../oserror.ts";
import { asBytes, type BytesLike, type StreamPort } from "../stream.ts";
import { type AddressLike, type AddressOf, checkAddress, type Endpoint, type Family } from "./address.ts";
import { type Abortable, newSetup, openConnection, type Setup } from "./connecting.ts";
import * as c from "./constants.ts";
import type { Host } from "./datagram.ts";
import { type FileOptions, makeFile, type SocketFile } from "./file.ts";
import type { SenderOf, SocketKind } from "./kind.ts";
import { connectionOf, Listener, MIN_BACKLOG } from "./listener.ts";
import { receive, sendNow, writable } from "./receive.ts";
import { resolveEndpoint } from "./resolve.ts";
import { sendFile } from "./sendfile.ts";
import { SocketBase } from "./socket-base.ts";

/**
 * A socket (`socket.socket`): one end of a connection, a listening address, or a datagram address.
 *
 * What may wait returns a promise; so does `bind`, which in Node takes a turn of the event loop. Calls that overlap are
 * served in the order they were made. What a peer sends and nobody asks for is held back by the system: memory is
 * bounded, in both directions.
 *
 * @typeParam F the family, which says what an address looks like
 * @typeParam T the type, which says whether what is received has a sender
 * @example
 * const server = new socket(AF_INET, SOCK_STREAM);
 * server.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1);
 * await server.bind(["127.0.0.1", 8080]);
 * await server.listen(5);
 * const [conn, addr] = await server.accept();
 * for (let data = await conn.recv(1024); data.length > 0; data = await conn.recv(1024)) {
 *   await conn.sendall(data);
 * }
 * await conn.close();
 */
export class socket<
  F extends Family = typeof c.AF_INET,
  T extends SocketKind = SocketKind,
> extends SocketBase<F> {
  // A connection has none of it.
  #setup: Setup | undefined;

  /**
   * @param family `AF_INET`, `AF_INET6` or `AF_UNIX`
   * @param type `SOCK_STREAM` or, not for `AF_UNIX`, `SOCK_DGRAM`
   * @param proto 0, or the protocol that family and type have anyway
   * @param fileno the number of a socket that is open already, as `detach` gives it
   * @throws OSError for a kind of socket that Node has not got
   */
  constructor(
    family: F = c.AF_INET as F,
    type: T = c.SOCK_STREAM as T,
    proto = 0,
    fileno: number | null = null,
  ) {
    super(family, type, proto, fileno);
  }

  /**
   * Gives the socket an address; port 0 lets the system choose one, which `getsockname` tells.
   *
   * @throws OSError EADDRINUSE, EACCES, EADDRNOTAVAIL; EINVAL where it has an address already; EBADF
   * @throws gaierror for an unknown host
   */
  async bind(address: AddressLike<F>): Promise<void> {
    const binding = this.#bind(checkAddress(this.family, address, "bind"));
    this.#preparing.binding = binding.catch(() => {});
    await binding;
  }

  /**
   * Lets connections in; without an address it is given one by the system.
   *
   * @param backlog how many may wait to be accepted: 511 at least, since fewer only slow down a burst
   * @throws OSError EOPNOTSUPP for datagrams, EINVAL on a connection, EBADF
   */
  async listen(backlog = MIN_BACKLOG): Promise<void> {
    await this.#settled();
    const { listener, stream, datagram } = this;
    if (datagram !== undefined) throw osError("EOPNOTSUPP");
    if (stream !== undefined) throw osError("EINVAL");
    if (listener === undefined) await this.#bind(await resolveEndpoint(this.family, { host: "", port: 0 }));
    this.listener?.listen(Number(index(backlog)));
  }

  /**
   * Waits for a connection.
   *
   * @param options.signal ours: gives up waiting when it aborts, with its reason
   * @returns the connection, with its own timeout (`getdefaulttimeout`) and the options of this socket, and who it is from
   * @throws OSError EINVAL where `listen` was not called, EOPNOTSUPP for datagrams, EBADF once closed
   * @throws TimeoutError, BlockingIOError
   */
  async accept(options: Abortable = {}): Promise<[conn: socket<F>, address: AddressOf<F>]> {
    await this.#settled();
    const { listener, datagram } = this;
    if (datagram !== undefined) throw osError("EOPNOTSUPP");
    if (!listener?.listening) throw osError("EINVAL");
    const stream = await listener.accept(this.gettimeout(), options.signal);
    const conn = new socket(this.family, this.type, this.proto);
    conn.inherit(this);
    conn.adopt(stream);
    return [conn, stream.peer];
  }

  /**
   * Connects to an address. For datagrams: sets the peer of `send`, and the only one listened to.
   *
   * @param options.signal gives up when it aborts
   * @throws ConnectionRefusedError where nobody listens
   * @throws TimeoutError; BlockingIOError EINPROGRESS where it may not wait, and the attempt goes on
   * @throws OSError EISCONN on a connection, EBADF, and what else the system says
   * @throws gaierror for an unknown host
   */
  async connect(address: AddressLike<F>, options: Abortable = {}): Promise<void> {
    await this.#connect(checkAddress(this.family, address, "connect"), options.signal);
  }

  /**
   * As `connect`, but gives the errno (0 for none) where that raises an `OSError`; EAGAIN (11) is a timeout.
   *
   * @throws gaierror for an unknown host
   */
  async connect_ex(address: AddressLike<F>): Promise<number> {
    const to = checkAddress(this.family, address, "connect_ex");
    try {
      await this.#connect(to);
      return 0;
    } catch (error) {
      if (!(error instanceof OSError) || error instanceof gaierror) throw error;
      return error.errno ?? 11;
    }
  }

  /**
   * Receives at most `bufsize` bytes, as soon as there are any; the rest waits for the next call. `b""` (no bytes) is the
   * end of the stream. Of a datagram that is longer, the rest is lost.
   *
   * @param flags `MSG_PEEK`, `MSG_DONTWAIT`, `MSG_WAITALL`
   * @throws ValueError for a negative size
   * @throws OSError ENOTCONN, EBADF; TimeoutError, BlockingIOError, ConnectionResetError
   */
  recv(bufsize: number, flags = 0): Promise<Uint8Array> {
    const { stream } = this;
    // The usual call, without the detour.
    if (stream !== undefined && flags === 0 && bufsize >= 0 && Number.isInteger(bufsize)) {
      return stream.recv(bufsize, this.gettimeout());
    }
    return this.#receive(bufsize, flags, "recv").then(([data]) => data);
  }

  /**
   * Ours: receives exactly `size` bytes of a connection, what a loop around `recv` does in Python. They are gathered in
   * memory, so a size that a peer told must be checked first.
   *
   * @param options.timeout seconds for all of them together; what `settimeout` set unless told
   * @throws ShortReadError when the stream ends before
   * @throws ValueError for a negative size; TimeoutError; OSError ENOTCONN, EBADF, and when the connection broke
   */
  recv_exactly(size: number, options: { readonly timeout?: number | null } = {}): Promise<Uint8Array> {
    const { stream } = this;
    const { timeout = this.gettimeout() } = options;
    if (size < 0) return Promise.reject(new ValueError("negative buffersize in recv_exactly"));
    if (stream === undefined) return Promise.reject(osError(this.closed ? "EBADF" : "ENOTCONN"));
    return stream.recvExactly(size, timeout);
  }

  /** As `recv`, with the sender's address; on a connection that is `null`. */
  recvfrom(bufsize: number, flags = 0): Promise<[data: Uint8Array, address: SenderOf<F, T>]> {
    return this.#receive(bufsize, flags, "recvfrom");
  }

  /**
   * Receives into a buffer.
   *
   * @param nbytes at most so many; 0 is as many as the buffer has
   * @returns how many bytes were received
   * @throws ValueError for a negative size, or one that the buffer has not got
   */
  async recv_into(buffer: BytesLike, nbytes = 0, flags = 0): Promise<number> {
    const target = writable("recv_into", buffer);
    if (nbytes > target.length) throw new ValueError("buffer too small for requested bytes");
    const [data] = await this.#receive(nbytes === 0 ? target.length : nbytes, flags, "recv_into");
    target.set(data);
    return data.length;
  }

  /** As `recv_into`, with the sender's address. */
  async recvfrom_into(
    buffer: BytesLike,
    nbytes = 0,
    flags = 0,
  ): Promise<[nbytes: number, address: SenderOf<F, T>]> {
    const target = writable("recvfrom_into", buffer);
    if (nbytes > target.length) throw new ValueError("nbytes is greater than the length of the buffer");
    const size = nbytes === 0 ? target.length : nbytes;
    const [data, address] = await this.#receive(size, flags, "recvfrom_into");
    target.set(data);
    return [data.length, address];
  }

  /**
   * Sends bytes and says how many: all of them, but for a socket that may not wait, which sends what there is room for.
   * No bytes are nothing on a connection, and a message to a datagram socket's peer.
   *
   * @throws BrokenPipeError where there is no peer (any more), OSError EDESTADDRREQ for datagrams, EBADF
   * @throws TimeoutError, BlockingIOError
   */
  async send(data: BytesLike, flags = 0): Promise<number> {
    const bytes = asBytes(data);
    if (this.stream === undefined) await this.#settled();
    const { datagram } = this;
    if (datagram !== undefined) return datagram.send(bytes);
    const stream = this.#connected();
    if (this.gettimeout() === 0 || (flags & c.MSG_DONTWAIT) !== 0) return sendNow(stream, bytes);
    await stream.send(bytes, this.gettimeout());
    return bytes.length;
  }

  /**
   * Sends all of `data`; awaiting it is what holds a sender back to the pace of its peer. 64 MiB that nobody awaits are
   * refused with ENOBUFS.
   *
   * @throws as `send`; after a TimeoutError nobody knows how much was sent, as in Python
   */
  sendall(data: BytesLike, _flags = 0): Promise<void> {
    const { stream } = this;
    if (stream === undefined) return this.send(data).then(() => {});
    try {
      return stream.send(asBytes(data), this.gettimeout());
    } catch (error) {
      return Promise.reject(error);
    }
  }

  /**
   * Sends one datagram to an address, an empty one too. That it was sent says nothing of whether anybody gets it: where no
   * one is, it is lost without a word. A connection ignores the address.
   *
   * @returns how many bytes were sent
   * @throws OSError EMSGSIZE for more than fits a datagram, EISCONN for another address than that of `connect`
   */
  sendto(data: BytesLike, address: AddressLike<F>): Promise<number>;
  sendto(data: BytesLike, flags: number, address: AddressLike<F>): Promise<number>;
  async sendto(data: BytesLike, ...rest: readonly unknown[]): Promise<number> {
    if (rest.length < 1 || rest.length > 2) {
      throw new TypeError(`sendto() takes 2 or 3 arguments (${rest.length + 1} given)`);
    }
    const bytes = asBytes(data);
    const to = checkAddress(this.family, rest.at(-1), "sendto");
    await this.#settled();
    if (this.datagram === undefined) return this.send(bytes);
    return this.datagram.send(bytes, await resolveEndpoint(this.family, to as Host));
  }

  /**
   * Sends a file from its place `offset` on.
   *
   * @param file what `open` of `node:fs/promises` gives
   * @param offset where to begin
   * @param count how many bytes; all there are unless told
   * @returns how many bytes were sent
   * @throws ValueError for datagrams, a non-blocking socket, or a count that is not positive
   */
  async sendfile(file: FileHandle, offset = 0, count: number | null = null): Promise<number> {
    this.check();
    return sendFile(this, file, offset, count);
  }

  /**
   * A file over this connection (`socket.makefile`): `b` in the mode is bytes, else text; `r`, `w`, `rw`. Files are closed
   * by themselves; the socket stays open until the last one is.
   *
   * @param options a number is `buffering`, as in Python
   * @throws ValueError for another mode
   * @example for await (const line of conn.makefile("r", { encoding: "utf-8" })) console.log(line)
   */
  makefile<const M extends string = "r">(
    mode: M = "r" as M,
    options: FileOptions | number = {},
  ): SocketFile<M> {
    const told = typeof options === "number" ? { buffering: options } : options;
    const file = makeFile(this, mode, told, () => this.letGo());
    this.hold();
    return file;
  }

  protected override takeError(): OSError | undefined {
    const error = this.#setup?.error;
    if (error !== undefined) this.#preparing.error = undefined;
    return error;
  }

  get #preparing(): Setup {
    this.#setup ??= newSetup();
    return this.#setup;
  }

  /** Ours: a socket for a connection of Node's, which nobody else may read, write or listen to from then on. */
  static over<F extends Family = typeof c.AF_INET>(
    connection: NodeSocket,
    family: F = c.AF_INET as F,
    unixName?: AddressOf<F>,
  ): socket<F> {
    const made = new socket(family);
    made.adopt(connectionOf(family, connection, unixName));
    return made;
  }

  async #bind(at: Endpoint): Promise<void> {
    await this.#settled();
    const { listener, stream, datagram } = this;
    if (listener !== undefined || stream !== undefined || this.#setup?.from !== undefined)
      throw osError("EINVAL");
    const where = await resolveEndpoint(this.family, at);
    if (datagram !== undefined) return datagram.bind(where as Host);
    const bound = await Listener.bind(this.family, where, {
      ipv6Only: this.family === c.AF_INET6 && this.options.get(c.IPPROTO_IPV6, c.IPV6_V6ONLY) !== 0,
      reusePort: this.options.get(c.SOL_SOCKET, c.SO_REUSEPORT) !== 0,
    });
    if (this.closed) {
      bound.close();
      this.check();
    }
    this.port = bound;
  }

  async #connect(to: Endpoint, signal?: AbortSignal): Promise<void> {
    await this.#settled();
    const { listener, stream, datagram } = this;
    if (datagram !== undefined) return datagram.connect((await resolveEndpoint(this.family, to)) as Host);
    if (stream !== undefined || listener?.listening) throw osError("EISCONN");
    if (this.#setup?.connecting !== undefined) throw osError("EALREADY");
    const setup = this.#preparing;
    setup.connecting = this.#attempt(to, signal);
    const ended = setup.connecting.finally(() => {
      setup.connecting = undefined;
    });
    if (this.gettimeout() !== 0) return ended;
    ended.catch((error: unknown) => {
      setup.error = error instanceof OSError ? error : osError("ECONNABORTED");
    });
    throw osError("EINPROGRESS");
  }

  async #attempt(to: Endpoint, signal: AbortSignal | undefined): Promise<void> {
    const timeout = this.gettimeout() === 0 ? null : this.gettimeout();
    const where = await resolveEndpoint(this.family, to);
    const stream = await openConnection(this.family, where, { timeout, signal, from: await this.#leave() });
    if (this.closed) {
      stream.abort();
      this.check();
    }
    this.adopt(stream);
  }

  // A bound socket that connects gives its address back to Node, which binds it anew.
  async #leave(): Promise<Host | undefined> {
    const { listener } = this;
    if (listener === undefined) return this.#setup?.from;
    if (this.family === c.AF_UNIX) throw osError("EOPNOTSUPP");
    const [host, port] = listener.address as readonly [string, number];
    const from = { host, port };
    this.#preparing.from = from;
    this.port = undefined;
    listener.close();
    return from;
  }

  async #receive(bufsize: number, flags: number, method: string) {
    const size = Number(index(bufsize));
    if (size < 0) throw new ValueError(`negative buffersize in ${method}`);
    this.check();
    const source = this.datagram ?? this.#connected("ENOTCONN");
    const received = await receive(source, size, flags, this.gettimeout());
    return received as [data: Uint8Array, address: SenderOf<F, T>];
  }

  #connected(otherwise: "EPIPE" | "ENOTCONN" = "EPIPE"): StreamPort<F> {
    this.check();
    const { stream } = this;
    if (stream === undefined) throw osError(otherwise);
    return stream;
  }

  // A `bind` that nobody awaited comes first all the same.
  async #settled(): Promise<void> {
    this.check();
    const binding = this.#setup?.binding;
    if (binding === undefined) return;
    this.#preparing.binding = undefined;
    await binding;
    this.check();
  }
}
