// The server's side of this library's handshake.

import { createSecretKey, randomBytes, timingSafeEqual } from "node:crypto";
import { OSError } from "../../../protocols/errors.ts";
import { AuthenticationError } from "./authentication-error.ts";
import type { Authenticator, StreamLike } from "./authenticator.ts";
import { FailureLimit } from "./failure-limit.ts";
import {
  askFor,
  bindingOf,
  frame,
  hexBytes,
  NONCE_SIZE,
  proofOf,
  readFrame,
  refusal,
  SCHEME,
} from "./hmac-wire.ts";
import { isKeyId, KEY_SIZE, type KeySource, secretKey } from "./keys.ts";
import { HANDSHAKE_TIME, inTime, type TimedWire } from "./timed-wire.ts";

/** How an {@link HmacAuthenticator} works. */
export interface HmacAuthenticatorOptions {
  /** The keys by their ids. */
  readonly keys: KeySource;
  /** Seconds for a whole handshake; {@link HANDSHAKE_TIME} unless told, `null` for ever. */
  readonly timeout?: number | null;
  /** Failures that an address may have; a {@link FailureLimit} of its own unless told, `null` for no limit. */
  readonly limit?: FailureLimit | null;
  /**
   * Whether a proof is good for this TLS connection alone, as it is unless told. False for a server whose TLS ends in a
   * proxy before it; its clients have to say the same.
   */
  readonly channelBinding?: boolean;
}

/**
 * Lets in whoever has one of the keys, and proves to them that this server has it too.
 *
 * The handshake costs one round trip. Nonces of both sides make every proof good once; a proof of one role is none of the
 * other; over TLS it is good on this very connection alone. A peer that fails is told so at once, and not whether the id
 * or the key was wrong. The frames are described in hmac-wire.ts, and {@link authenticateWith} is the client's side.
 *
 * Make one for all connections of a server, not one for each handler: it counts the failures.
 *
 * @example
 * const authenticator = new HmacAuthenticator({ keys: await KeyFile.open("/etc/dunder/keys") });
 * class Files extends FileTransferHandler {
 *   override authenticator = authenticator;
 * }
 */
export class HmacAuthenticator implements Authenticator {
  // Private, so that no inspection shows the keys.
  readonly #keys: KeySource;
  readonly #timeout: number | null;
  readonly #limit: FailureLimit | null;
  readonly #channelBinding: boolean;
  /** Stands in for the key of an unknown id, so that it takes the same path and the same time. */
  readonly #nobody = createSecretKey(randomBytes(KEY_SIZE));

  /** @throws ValueError for a `Map` with a key that is too short */
  constructor(options: HmacAuthenticatorOptions) {
    const { keys, timeout = HANDSHAKE_TIME, limit = new FailureLimit(), channelBinding = true } = options;
    // Other sources are asked when there is a client.
    if (keys instanceof Map) for (const key of keys.values()) secretKey(key);
    this.#keys = keys;
    this.#timeout = timeout;
    this.#limit = limit;
    this.#channelBinding = channelBinding;
  }

  async authenticate(connection: StreamLike): Promise<string> {
    return inTime(connection, this.#timeout, async (wire) => {
      const work = (refuse: () => void) => this.#handshake(connection, wire, refuse);
      try {
        return await (this.#limit === null ? work(() => {}) : this.#limit.guard(connection, work));
      } catch (error) {
        if (error instanceof AuthenticationError) await tell(wire, error);
        throw error;
      }
    });
  }

  async #handshake(connection: StreamLike, wire: TimedWire, refuse: () => void): Promise<string> {
    const serverNonce = randomBytes(NONCE_SIZE);
    const binding = bindingOf(connection, this.#channelBinding);
    await wire.write(askFor(serverNonce, binding));
    const { auth, key: id, ...rest } = await readFrame(wire);
    const [clientNonce, proof] = [hexBytes(rest.nonce), hexBytes(rest.proof)];
    if (auth !== SCHEME || !isKeyId(id) || clientNonce === null || proof === null) {
      throw new AuthenticationError("malformed", `no answer of ${SCHEME}`);
    }
    // Others of this address may have failed while this one was on its way.
    refuse();
    const found = await this.#keys.get(id);
    const key = found === undefined ? this.#nobody : secretKey(found);
    const transcript = { serverNonce, clientNonce, id, binding };
    const right = timingSafeEqual(proof, proofOf("client", key, transcript));
    if (found === undefined) throw new AuthenticationError("unknown_key", `unknown key ${id}`, { key: id });
    if (!right) throw new AuthenticationError("wrong_proof", `wrong proof for key ${id}`, { key: id });
    await wire.write(
      frame({ ok: true, auth: SCHEME, proof: proofOf("server", key, transcript).toString("hex") }),
    );
    return id;
  }
}

/** Tells the peer that it is refused, if it can still be told. */
async function tell(wire: TimedWire, error: AuthenticationError): Promise<void> {
  if (error.reason === "closed") return;
  try {
    await wire.write(refusal(error.reason === "blocked" ? "too_many_failures" : "authentication_failed"));
  } catch (lost) {
    // A peer that is gone needs no answer, and the reason matters more than that.
    if (!(lost instanceof OSError)) throw lost;
  }
}
