// The tutorial's wire: the server sends 32 random bytes, the client answers with their HMAC, raw. For peers that speak it.

import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { ValueError } from "../../../protocols/errors.ts";
import { asBytes, type BytesLike } from "../../stream.ts";
import { AuthenticationError } from "./authentication-error.ts";
import type { StreamLike } from "./authenticator.ts";
import { HANDSHAKE_TIME, inTime } from "./timed-wire.ts";

/** Bytes of a challenge. */
const CHALLENGE_SIZE = 32;

/** Bytes of a digest, by the name that `hashlib` has for its algorithm. */
const DIGEST_SIZES = { md5: 16, sha256: 32, sha384: 48, sha512: 64 } as const;

/** What {@link challenge} and {@link answer} can be told; both sides have to agree. */
export interface ChallengeOptions {
  /** The hash under the HMAC: `"sha256"` unless told. `"md5"` is for peers that know no other. */
  readonly digest?: keyof typeof DIGEST_SIZES;
  /** Seconds for the whole handshake; {@link HANDSHAKE_TIME} unless told, `null` for ever. */
  readonly timeout?: number | null;
}

/**
 * Asks the client for the proof that it has the key, as the server does in the tutorial: sends 32 bytes from the system's
 * random source, used for this connection alone, and wants `hmac.new(key, challenge, digest).digest()` back.
 *
 * This wire proves the client to the server and nothing else: not the server to the client, and not who speaks afterwards.
 * Where both ends are this library's, take {@link HmacAuthenticator}.
 *
 * @throws AuthenticationError when the answer is wrong, short or late; close the connection then
 * @throws ValueError for an empty key or an unknown digest; OSError when the connection broke
 * @example await challenge(this.request, key);
 */
export async function challenge(
  connection: StreamLike,
  key: BytesLike,
  options: ChallengeOptions = {},
): Promise<void> {
  const { digest, timeout } = checked(key, options);
  const nonce = randomBytes(CHALLENGE_SIZE);
  const expected = createHmac(digest, asBytes(key)).update(nonce).digest();
  const response = await inTime(connection, timeout, async (wire) => {
    await wire.write(nonce);
    return wire.read(expected.length);
  });
  if (!timingSafeEqual(response, expected)) {
    throw new AuthenticationError("wrong_proof", "the answer to the challenge is wrong");
  }
}

/**
 * Answers the server's {@link challenge}, as the client does in the tutorial. Whether the server is content it does not
 * say: one that is not closes the connection.
 *
 * Whoever is at the other end gets a digest of 32 bytes of its own choice: use a key here that is used for nothing else.
 *
 * @throws AuthenticationError when the challenge does not come, or not all of it
 * @throws ValueError for an empty key or an unknown digest; OSError when the connection broke
 * @example
 * const connection = await create_connection(["127.0.0.1", 9999]);
 * await answer(connection, key);
 */
export async function answer(
  connection: StreamLike,
  key: BytesLike,
  options: ChallengeOptions = {},
): Promise<void> {
  const { digest, timeout } = checked(key, options);
  await inTime(connection, timeout, async (wire) => {
    const nonce = await wire.read(CHALLENGE_SIZE);
    await wire.write(createHmac(digest, asBytes(key)).update(nonce).digest());
  });
}

/** The options with their defaults. @throws ValueError */
export function checked(key: BytesLike, options: ChallengeOptions) {
  const { digest = "sha256", timeout = HANDSHAKE_TIME } = options;
  if (!Object.hasOwn(DIGEST_SIZES, digest)) {
    throw new ValueError(`digest must be one of ${Object.keys(DIGEST_SIZES).join(", ")}, got ${digest}`);
  }
  if (asBytes(key).length === 0) throw new ValueError("the key must not be empty");
  return { digest, timeout };
}
