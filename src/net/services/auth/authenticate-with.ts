// The client's side of this library's handshake.

import { randomBytes, timingSafeEqual } from "node:crypto";
import { AuthenticationError } from "./authentication-error.ts";
import type { Authenticate, StreamLike } from "./authenticator.ts";
import {
  BINDING,
  bindingOf,
  frame,
  hexBytes,
  NONCE_SIZE,
  proofOf,
  readFrame,
  SCHEME,
  type Transcript,
} from "./hmac-wire.ts";
import { type Credentials, checkKeyId, secretKey } from "./keys.ts";
import { HANDSHAKE_TIME, inTime, type TimedWire } from "./timed-wire.ts";

/** How {@link authenticateWith} works. */
export interface AuthenticateOptions extends Credentials {
  /** Seconds for the whole handshake; {@link HANDSHAKE_TIME} unless told, `null` for ever. */
  readonly timeout?: number | null;
  /**
   * Whether the proofs are good for this TLS connection alone, as they are unless told. False where TLS ends in a proxy
   * before the server, which has to say the same.
   */
  readonly channelBinding?: boolean;
}

/**
 * Makes the function that proves to a server that this client has the key, and does not return before the server has
 * proved the same. Nothing of the key leaves this side.
 *
 * @throws ValueError for an id that is none, or a key that is too short
 * @example
 * const authenticate = authenticateWith({ id: "laptop", key });
 * const connection = await create_connection(["127.0.0.1", 8080]);
 * await authenticate(connection);
 */
export function authenticateWith(options: AuthenticateOptions): Authenticate {
  const { timeout = HANDSHAKE_TIME, channelBinding = true } = options;
  const id = checkKeyId(options.id);
  const key = secretKey(options.key);
  return (connection: StreamLike) =>
    inTime(connection, timeout, async (wire) => {
      const binding = bindingOf(connection, channelBinding);
      const serverNonce = await challenged(wire, binding);
      const clientNonce = randomBytes(NONCE_SIZE);
      const transcript: Transcript = { serverNonce, clientNonce, id, binding };
      const proof = proofOf("client", key, transcript).toString("hex");
      await wire.write(frame({ auth: SCHEME, key: id, nonce: clientNonce.toString("hex"), proof }));
      const expected = proofOf("server", key, transcript);
      const answer = await readFrame(wire);
      if (answer.ok !== true) throw refused(answer.error);
      const shown = hexBytes(answer.proof);
      if (shown === null || !timingSafeEqual(shown, expected)) {
        throw new AuthenticationError("wrong_proof", "the server has not proved that it has the key");
      }
    });
}

/** The server's nonce, from what it says first. */
async function challenged(wire: TimedWire, binding: Uint8Array | null): Promise<Buffer> {
  const { auth, error, nonce, binding: theirs } = await readFrame(wire);
  const serverNonce = hexBytes(nonce);
  if (error !== "authentication_required") throw refused(error);
  if (auth !== SCHEME || serverNonce === null) {
    throw new AuthenticationError("malformed", `the server does not speak ${SCHEME}`);
  }
  if (theirs !== (binding === null ? null : BINDING)) {
    throw new AuthenticationError(
      "channel",
      binding === null
        ? "the server speaks TLS and this client does not: something stands between them"
        : "this client speaks TLS and the server does not: something stands between them",
    );
  }
  return serverNonce;
}

/** What a server that refuses says, in our own words: nothing that it sends is shown. */
function refused(error: unknown): AuthenticationError {
  switch (error) {
    case "authentication_failed":
      return new AuthenticationError("rejected", "rejected: the server does not accept this key");
    case "too_many_failures":
      return new AuthenticationError("blocked", "rejected: too many failures from this address, try later");
    default:
      return new AuthenticationError("malformed", `the server does not speak ${SCHEME}`);
  }
}
