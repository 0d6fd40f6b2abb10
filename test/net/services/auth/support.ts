// What the tests of authentication share: both ends of a connection, and how an authentication ended.

import { createSecretKey, randomBytes } from "node:crypto";
import { packHeader } from "../../../../src/net/framing.ts";
import { type JsonObject, loads } from "../../../../src/net/json/index.ts";
import {
  type AuthenticateOptions,
  authenticateWith,
} from "../../../../src/net/services/auth/authenticate-with.ts";
import { AuthenticationError } from "../../../../src/net/services/auth/authentication-error.ts";
import {
  HmacAuthenticator,
  type HmacAuthenticatorOptions,
} from "../../../../src/net/services/auth/hmac-authenticator.ts";
import { proofOf, SCHEME } from "../../../../src/net/services/auth/hmac-wire.ts";
import { MSG_WAITALL, type socket } from "../../../../src/net/socket/index.ts";
import { b, connected } from "../../socket/support.ts";

export const KEY = createSecretKey(b("a key of the tests, 32 bytes long"));
export const OTHER_KEY = createSecretKey(b("another key of the tests, no use"));

/** An authenticator that knows one key, `laptop`. */
export function authenticator(options: Partial<HmacAuthenticatorOptions> = {}): HmacAuthenticator {
  return new HmacAuthenticator({ keys: new Map([["laptop", KEY]]), ...options });
}

/** The bytes of a field in hexadecimal. */
export const bytesOf = (hex: unknown) => Buffer.from(String(hex), "hex");

/** The right answer to a server's first frame, as a peer makes it who knows the key and the protocol. */
export function answerTo(asked: JsonObject, id = "laptop", key = KEY): Record<string, string> {
  const clientNonce = randomBytes(32);
  const transcript = { serverNonce: bytesOf(asked.nonce), clientNonce, id, binding: null };
  const proof = proofOf("client", key, transcript).toString("hex");
  return { auth: SCHEME, key: id, nonce: clientNonce.toString("hex"), proof };
}

/** How an authentication ended: the key's id, `"done"` on a client, or the reason of the failure. */
export async function outcome(work: Promise<string | void>): Promise<string> {
  try {
    return (await work) ?? "done";
  } catch (error) {
    if (error instanceof AuthenticationError) return error.reason;
    throw error;
  }
}

/** A handshake of the two sides over a new connection; how it ended for the server and for the client. */
export async function shakeHands(
  server: HmacAuthenticator,
  options: Partial<AuthenticateOptions> = {},
): Promise<[server: string, client: string]> {
  const { client, conn } = await connected();
  const authenticate = authenticateWith({ id: "laptop", key: KEY, ...options });
  return Promise.all([outcome(server.authenticate(conn)), outcome(authenticate(client))]);
}

/** Receives one frame as a peer who knows only its form. */
export async function receiveFrame(sock: socket): Promise<JsonObject> {
  const length = Buffer.from(await sock.recv(4, MSG_WAITALL)).readInt32LE();
  return loads(Buffer.from(await sock.recv(length, MSG_WAITALL)).toString()) as JsonObject;
}

/** Sends one frame. */
export function sendFrame(sock: socket, header: Readonly<Record<string, unknown>>): Promise<void> {
  return sock.sendall(packHeader(header));
}
