// What a service asks of authentication, on its two sides: who is at the other end of this connection?

import type { BytesLike } from "../../stream.ts";

/** The part of a connection that authentication needs: a `StreamSocket`, a `socket` or an `SSLSocket` has it. */
export interface StreamLike {
  recv(bufsize: number): Promise<Uint8Array>;
  sendall(data: BytesLike): Promise<void>;
  gettimeout(): number | null;
  settimeout(seconds: number | null): void;
  getpeername(): unknown;
  /** What names this very TLS connection and no other; a connection without TLS has no such method, or gives `null`. */
  get_channel_binding?(cb_type: string): Uint8Array | null;
}

/**
 * The server's side: asks for proof, before the first command of a connection.
 *
 * An authenticator is shared by all connections and works on many at once. It sets a deadline of its own and leaves the
 * connection's timeout as it was. When it throws, the peer has been told what it may know: close the connection.
 */
export interface Authenticator {
  /**
   * @returns the id of the key that the peer has
   * @throws AuthenticationError when the peer has given no proof; OSError when the connection broke
   */
  authenticate(connection: StreamLike): Promise<string>;
}

/**
 * The client's side: gives the proof, right after the connection is there, and takes the server's.
 *
 * @throws AuthenticationError when the server refused, or could not prove itself; OSError when the connection broke
 */
export type Authenticate = (connection: StreamLike) => Promise<void>;
