// What a TLS connection is made with: certificates, trust, versions (ssl.SSLContext).

import { readFileSync } from "node:fs";
import {
  createSecureContext,
  rootCertificates,
  type SecureContext,
  type SecureContextOptions,
} from "node:tls";
import { NotImplementedError, ValueError } from "../../protocols/errors.ts";
import { asOSError } from "../oserror.ts";
import type { Family } from "../socket/address.ts";
import { SOCK_STREAM } from "../socket/constants.ts";
import type { socket } from "../socket/socket.ts";
import * as c from "./constants.ts";
import { SSLError } from "./errors.ts";
import { SSLSocket, type WrapOptions } from "./ssl-socket.ts";

const VERSIONS = { 769: "TLSv1", 770: "TLSv1.1", 771: "TLSv1.2", 772: "TLSv1.3" } as const;

/**
 * The settings of TLS connections, for many of them.
 *
 * @example
 * const context = create_default_context();
 * const sock = await context.wrap_socket(await create_connection(["example.org", 443]), {
 *   server_hostname: "example.org",
 * });
 */
export class SSLContext {
  readonly protocol: number;
  /** The oldest version to speak. */
  minimum_version: c.TLSVersion = c.TLSVersion.TLSv1_2;
  /** The newest version to speak. */
  maximum_version: c.TLSVersion = c.TLSVersion.MAXIMUM_SUPPORTED;
  #verify_mode: number = c.CERT_NONE;
  #check_hostname = false;
  #options: SecureContextOptions = {};
  #authorities: (string | Buffer)[] = [];
  #alpn: string[] = [];
  #made: SecureContext | undefined;

  /** @param protocol `PROTOCOL_TLS_CLIENT`, which checks certificates and host names, or `PROTOCOL_TLS_SERVER` */
  constructor(protocol: number = c.PROTOCOL_TLS) {
    if (![c.PROTOCOL_TLS, c.PROTOCOL_TLS_CLIENT, c.PROTOCOL_TLS_SERVER].includes(protocol as 2)) {
      throw new ValueError("invalid or unsupported protocol version");
    }
    this.protocol = protocol;
    if (protocol !== c.PROTOCOL_TLS_CLIENT) return;
    this.#verify_mode = c.CERT_REQUIRED;
    this.#check_hostname = true;
  }

  /** Whether the peer has to show a certificate that is trusted: `CERT_NONE`, `CERT_OPTIONAL`, `CERT_REQUIRED`. */
  get verify_mode(): number {
    return this.#verify_mode;
  }

  set verify_mode(mode: number) {
    if (![c.CERT_NONE, c.CERT_OPTIONAL, c.CERT_REQUIRED].includes(mode as 0)) {
      throw new ValueError("invalid value for verify_mode");
    }
    if (mode === c.CERT_NONE && this.#check_hostname) {
      throw new ValueError("Cannot set verify_mode to CERT_NONE when check_hostname is enabled.");
    }
    this.#verify_mode = mode;
  }

  /** Whether the certificate has to be the host's that was asked for. */
  get check_hostname(): boolean {
    return this.#check_hostname;
  }

  set check_hostname(check: boolean) {
    if (check && this.#verify_mode === c.CERT_NONE) this.#verify_mode = c.CERT_REQUIRED;
    this.#check_hostname = check;
  }

  /** The protocols that {@link set_alpn_protocols} offers. */
  get alpn_protocols(): readonly string[] {
    return this.#alpn;
  }

  /**
   * Loads this side's certificate and its key, in PEM.
   *
   * @param keyfile the file of the key; that of the certificate unless told
   * @throws FileNotFoundError …; SSLError for what is no certificate or key
   */
  load_cert_chain(certfile: string, keyfile: string | null = null, password: string | null = null): void {
    const cert = readPem(certfile);
    const key = keyfile === null ? cert : readPem(keyfile);
    this.#change({ ...this.#options, cert, key, ...(password === null ? {} : { passphrase: password }) });
  }

  /** Trusts further authorities, in PEM. @throws TypeError where there are none; FileNotFoundError …; SSLError */
  load_verify_locations(options: {
    readonly cafile?: string | null;
    readonly cadata?: string | Uint8Array | null;
  }): void {
    const { cafile = null, cadata = null } = options;
    if (cafile === null && cadata === null)
      throw new TypeError("cafile, capath and cadata cannot be all omitted");
    const added = cafile === null ? [] : [readPem(cafile)];
    if (cadata !== null) added.push(typeof cadata === "string" ? Buffer.from(cadata) : Buffer.from(cadata));
    this.#authorities.push(...added);
    this.#change(this.#options);
  }

  /** Trusts the authorities that Node comes with. */
  load_default_certs(_purpose: c.Purpose = c.Purpose.SERVER_AUTH): void {
    this.#authorities.push(...rootCertificates);
    this.#made = undefined;
  }

  /** Limits the ciphers, in OpenSSL's notation. @throws SSLError `No cipher can be selected.` */
  set_ciphers(ciphers: string): void {
    try {
      this.#change({ ...this.#options, ciphers });
    } catch (error) {
      throw new SSLError("No cipher can be selected.", { cause: error });
    }
  }

  /** What protocols to offer over TLS (ALPN), the preferred one first. */
  set_alpn_protocols(alpn_protocols: readonly string[]): void {
    for (const protocol of alpn_protocols) {
      if (protocol.length === 0 || protocol.length > 255)
        throw new SSLError("ALPN protocols must be 1 to 255 in length");
    }
    this.#alpn = [...alpn_protocols];
  }

  /**
   * Puts TLS over a socket. A connected one shakes hands first; a listening one gives TLS connections from `accept`, one
   * that is neither shakes hands with `connect`. The socket that was given is closed from then on, without its connection.
   *
   * @throws SSLCertVerificationError where the peer is not who it should be, SSLError for every other failure of TLS
   * @throws ValueError for options that do not go together; TimeoutError
   */
  async wrap_socket<F extends Family>(sock: socket<F>, options: WrapOptions = {}): Promise<SSLSocket<F>> {
    const { server_side = false, server_hostname = null } = options;
    if (sock.type !== SOCK_STREAM) throw new NotImplementedError("only stream sockets are supported");
    if (server_side && server_hostname !== null) {
      throw new ValueError("server_hostname can only be specified in client mode");
    }
    if (!server_side && this.#check_hostname && server_hostname === null) {
      throw new ValueError("check_hostname requires server_hostname");
    }
    const wrong = server_side ? c.PROTOCOL_TLS_CLIENT : c.PROTOCOL_TLS_SERVER;
    if (this.protocol === wrong) {
      const [side, name] = server_side ? ["server", "CLIENT"] : ["client", "SERVER"];
      throw new SSLError(`Cannot create a ${side} socket with a PROTOCOL_TLS_${name} context`);
    }
    return SSLSocket.wrap(this, sock, options);
  }

  /** Ours: what Node calls a context; made anew after a change. */
  get native(): SecureContext {
    this.#made ??= createSecureContext(this.nativeOptions);
    return this.#made;
  }

  /** Ours: the settings in Node's words. */
  get nativeOptions(): SecureContextOptions {
    const { minimum_version: low, maximum_version: high } = this;
    return {
      ...this.#options,
      // Without authorities nobody is trusted, where Node would trust those that it comes with.
      ca: this.#authorities,
      minVersion: VERSIONS[low as 771] ?? "TLSv1.2",
      maxVersion: VERSIONS[high as 772] ?? "TLSv1.3",
    };
  }

  #change(options: SecureContextOptions): void {
    try {
      createSecureContext({ ...options, ca: this.#authorities });
    } catch (error) {
      throw new SSLError("[SSL] PEM lib", { cause: error });
    }
    this.#options = options;
    this.#made = undefined;
  }
}

function readPem(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw asOSError(error);
  }
}

/**
 * A context with safe settings (`ssl.create_default_context`).
 *
 * @param purpose `Purpose.SERVER_AUTH` for clients: certificates and host names are checked, by the authorities given or
 *   those that Node comes with; `Purpose.CLIENT_AUTH` for servers
 * @example const context = create_default_context(Purpose.SERVER_AUTH, { cafile: "authority.pem" })
 */
export function create_default_context(
  purpose: c.Purpose = c.Purpose.SERVER_AUTH,
  options: { readonly cafile?: string | null; readonly cadata?: string | Uint8Array | null } = {},
): SSLContext {
  const forClient = purpose === c.Purpose.SERVER_AUTH;
  const context = new SSLContext(forClient ? c.PROTOCOL_TLS_CLIENT : c.PROTOCOL_TLS_SERVER);
  if (options.cafile != null || options.cadata != null) context.load_verify_locations(options);
  else if (forClient) context.load_default_certs(purpose);
  return context;
}
