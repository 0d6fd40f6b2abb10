// A socket whose connection is encrypted (ssl.SSLSocket).

import { OSError, ValueError } from "../../protocols/errors.ts";
import { gaierror, osError } from "../oserror.ts";
import type { AddressLike, AddressOf, Family } from "../socket/address.ts";
import type { Abortable } from "../socket/connecting.ts";
import { type AF_INET, SOCK_STREAM } from "../socket/constants.ts";
import { socket } from "../socket/socket.ts";
import { StreamPort } from "../stream.ts";
import { type PeerCertificate, peerCertificate } from "./certificate.ts";
import { CERT_NONE } from "./constants.ts";
import type { SSLContext } from "./context.ts";
import { asSSLError } from "./errors.ts";
import { type Handshake, shakeHands } from "./handshake.ts";

/** What `wrap_socket` can be told. */
export interface WrapOptions {
  /** Whether this side is the server. */
  readonly server_side?: boolean;
  /** Whether to shake hands by itself; else `do_handshake` waits for it. */
  readonly do_handshake_on_connect?: boolean;
  /** The name of the server that a client wants. */
  readonly server_hostname?: string | null;
}

/** A connection whose errors may be those of TLS. */
class SecurePort<F extends Family> extends StreamPort<F> {
  protected override asError(error: Error): Error {
    return asSSLError(error);
  }
}

/**
 * A TLS connection, or a socket that becomes one. It has every method of `socket`; `SSLContext.wrap_socket` makes it.
 */
export class SSLSocket<F extends Family = typeof AF_INET> extends socket<F> {
  readonly context: SSLContext;
  readonly server_side: boolean;
  readonly server_hostname: string | null;
  readonly do_handshake_on_connect: boolean;
  #handshake: Handshake | undefined;

  private constructor(context: SSLContext, like: socket<F>, options: WrapOptions) {
    super(like.family, SOCK_STREAM, like.proto);
    this.context = context;
    this.server_side = options.server_side ?? false;
    this.server_hostname = options.server_hostname ?? null;
    this.do_handshake_on_connect = options.do_handshake_on_connect ?? true;
  }

  /** Ours: `SSLContext.wrap_socket` without its checks. */
  static async wrap<F extends Family>(
    context: SSLContext,
    sock: socket<F>,
    options: WrapOptions,
  ): Promise<SSLSocket<F>> {
    const wrapped = new SSLSocket(context, sock, options);
    wrapped.succeed(sock);
    if (wrapped.stream !== undefined) await wrapped.#secure();
    return wrapped;
  }

  /** Connects, then shakes hands. @throws as `socket.connect`, and SSLError */
  override async connect(address: AddressLike<F>, options: Abortable = {}): Promise<void> {
    if (this.server_side) throw new ValueError("can't connect in server-side mode");
    await super.connect(address, options);
    await this.#secure();
  }

  /** As `connect`, with an errno for an OSError. */
  override async connect_ex(address: AddressLike<F>): Promise<number> {
    try {
      await this.connect(address);
      return 0;
    } catch (error) {
      if (!(error instanceof OSError) || error instanceof gaierror) throw error;
      return error.errno ?? 11;
    }
  }

  /**
   * Waits for a connection and shakes hands with it.
   *
   * @throws as `socket.accept`, and SSLError: the next call waits for the next connection
   */
  override async accept(options: Abortable = {}): Promise<[conn: SSLSocket<F>, address: AddressOf<F>]> {
    const [conn, address] = await super.accept(options);
    const { server_side, do_handshake_on_connect } = this;
    const wrapped = await SSLSocket.wrap(this.context, conn, { server_side, do_handshake_on_connect });
    return [wrapped, address];
  }

  /** Waits until hands are shaken. @throws SSLError, TimeoutError; OSError ENOTCONN without a connection */
  async do_handshake(): Promise<void> {
    this.check();
    if (this.#handshake === undefined) throw osError("ENOTCONN");
    try {
      await this.#handshake.done;
    } catch (error) {
      this.stream?.abort();
      void this.close();
      throw error;
    }
  }

  /**
   * The peer's certificate, as CPython's dict or in DER; `null` where there is none, `{}` where it was not checked.
   *
   * @throws ValueError before hands are shaken
   */
  getpeercert(binary_form?: false): PeerCertificate | Record<string, never> | null;
  getpeercert(binary_form: true): Uint8Array | null;
  getpeercert(binary_form = false): PeerCertificate | Record<string, never> | Uint8Array | null {
    if (this.#handshake?.complete !== true) throw new ValueError("handshake not done yet");
    const certificate = this.#handshake.socket.getPeerCertificate();
    if (certificate?.raw === undefined) return null;
    if (binary_form) return Uint8Array.from(certificate.raw);
    return this.context.verify_mode === CERT_NONE ? {} : peerCertificate(certificate);
  }

  /** Name, protocol version and secret bits of the cipher in use; `null` without a connection. */
  cipher(): [name: string, version: string, bits: number] | null {
    if (this.#handshake?.complete !== true) return null;
    const { name, version } = this.#handshake.socket.getCipher();
    const bits = /128/.test(name) ? 128 : 256;
    return [name, version, bits];
  }

  /** The version of the protocol, `"TLSv1.3"`; `null` without a connection. */
  version(): string | null {
    return this.#handshake?.complete === true ? this.#handshake.socket.getProtocol() : null;
  }

  /** The protocol that both sides chose (ALPN), or `null`. */
  selected_alpn_protocol(): string | null {
    const chosen = this.#handshake?.socket.alpnProtocol;
    return typeof chosen === "string" ? chosen : null;
  }

  /**
   * Bytes that name this TLS connection and no other, alike at both ends, so that a proof can be bound to it.
   *
   * @param cb_type `"tls-exporter"` (RFC 9266), which is ours: CPython has `"tls-unique"` alone, which TLS 1.3 has not
   * @returns 32 bytes; `null` without a connection
   * @throws ValueError for another kind, and for a connection of TLS 1.2, where two connections may share the bytes
   */
  get_channel_binding(cb_type = "tls-unique"): Uint8Array | null {
    if (cb_type !== "tls-exporter") throw new ValueError(`'${cb_type}' channel binding type not implemented`);
    const version = this.version();
    if (version === null || this.#handshake === undefined) return null;
    if (version !== "TLSv1.3") throw new ValueError(`channel binding needs TLS 1.3, this is ${version}`);
    const { socket } = this.#handshake;
    return Uint8Array.from(socket.exportKeyingMaterial(32, "EXPORTER-Channel-Binding", Buffer.alloc(0)));
  }

  async #secure(): Promise<void> {
    const { stream } = this;
    if (stream === undefined) return;
    const { peer } = stream;
    const name = stream.name(this.family);
    this.#handshake = shakeHands(this.context, stream.release(), {
      server_side: this.server_side,
      server_hostname: this.server_hostname,
      timeout: this.gettimeout(),
    });
    if (this.do_handshake_on_connect) {
      try {
        await this.#handshake.done;
      } catch (error) {
        this.#handshake.socket.destroy();
        this.port = undefined;
        void this.close();
        throw error;
      }
    }
    this.port = undefined;
    this.adopt(new SecurePort(this.#handshake.socket, peer, name));
  }
}
