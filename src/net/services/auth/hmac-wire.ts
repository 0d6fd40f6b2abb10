// The handshake of this library, both sides: its frames, and what is proved.
//
// Three frames (four bytes of length, little-endian, and a JSON header; see framing.ts), none longer than 1,024 bytes:
//
//   server: {"ok": false, "error": "authentication_required", "message": …, "auth": "dunder-hmac-sha256",
//            "nonce": 64 hex digits, "binding": "tls-exporter" or null}
//   client: {"auth": "dunder-hmac-sha256", "key": id, "nonce": 64 hex digits, "proof": 64 hex digits}
//   server: {"ok": true, "auth": "dunder-hmac-sha256", "proof": 64 hex digits}
//       or: {"ok": false, "error": "authentication_failed", "message": …}, and the end of the connection
//
// A proof is HMAC-SHA256 with the key over these bytes, so that it is good for one role, one key id, one pair of nonces
// and one TLS connection:
//
//   "dunder-hmac-sha256" 0x00 | "client" or "server" | server's nonce, 32 bytes | client's nonce, 32 bytes
//   | length of the id, 1 byte | id in ASCII | length of the binding, 1 byte, 0 or 32 | binding
//
// The binding is RFC 9266's `tls-exporter` of the TLS connection, nothing where there is no TLS. The first frame is an
// error reply to a client that knows nothing of keys; one that had too many failures gets "too_many_failures" instead.

import { createHmac, type KeyObject } from "node:crypto";
import { LENGTH_SIZE, packHeader, parseHeader, unpackLength } from "../../framing.ts";
import { FramingError } from "../../framing-errors.ts";
import type { JsonObject } from "../../json/index.ts";
import { AuthenticationError } from "./authentication-error.ts";
import type { StreamLike } from "./authenticator.ts";
import type { TimedWire } from "./timed-wire.ts";

/** The name of this handshake; another one would have another name. */
export const SCHEME = "dunder-hmac-sha256";

/** The kind of channel binding (RFC 9266). */
export const BINDING = "tls-exporter";

/** Bytes of a nonce. */
export const NONCE_SIZE = 32;

/** Bytes: a frame of this handshake is never longer. */
export const MAX_HANDSHAKE_FRAME = 1024;

/** What is proved besides the key. */
export interface Transcript {
  readonly serverNonce: Uint8Array;
  readonly clientNonce: Uint8Array;
  readonly id: string;
  readonly binding: Uint8Array | null;
}

/** The proof that one side has the key. */
export function proofOf(role: "client" | "server", key: KeyObject, transcript: Transcript): Buffer {
  const { serverNonce, clientNonce, id, binding } = transcript;
  return createHmac("sha256", key)
    .update(`${SCHEME}\0${role}`)
    .update(serverNonce)
    .update(clientNonce)
    .update(counted(Buffer.from(id)))
    .update(counted(binding ?? new Uint8Array()))
    .digest();
}

function counted(bytes: Uint8Array): Buffer {
  return Buffer.concat([Uint8Array.of(bytes.length), bytes]);
}

/** The 32 bytes that a field tells in hexadecimal; `null` for anything else. */
export function hexBytes(value: unknown): Buffer | null {
  return typeof value === "string" && /^[0-9a-f]{64}$/.test(value) ? Buffer.from(value, "hex") : null;
}

/** What a server says first. */
export function askFor(serverNonce: Buffer, binding: Uint8Array | null): Uint8Array {
  return frame({
    ok: false,
    error: "authentication_required",
    message: "this server wants a proof that you have a key",
    auth: SCHEME,
    nonce: serverNonce.toString("hex"),
    binding: binding === null ? null : BINDING,
  });
}

/** How a server refuses. It tells no more, whatever the reason was. */
export function refusal(error: "authentication_failed" | "too_many_failures"): Uint8Array {
  const message =
    error === "authentication_failed" ? "the proof was not accepted" : "too many failures, try later";
  return frame({ ok: false, error, message });
}

/** A frame's bytes. */
export function frame(header: Readonly<Record<string, unknown>>): Uint8Array {
  return packHeader(header, { maxHeader: MAX_HANDSHAKE_FRAME });
}

/**
 * Receives a frame.
 *
 * @throws AuthenticationError `malformed` for what is none, `closed`, `short`
 */
export async function readFrame(wire: TimedWire): Promise<JsonObject> {
  try {
    const length = unpackLength(await wire.read(LENGTH_SIZE), { maxHeader: MAX_HANDSHAKE_FRAME });
    return parseHeader(await wire.read(length));
  } catch (error) {
    if (!(error instanceof FramingError)) throw error;
    throw new AuthenticationError("malformed", `no frame of a handshake: ${error.message}`, { cause: error });
  }
}

/**
 * What names the TLS connection; `null` without TLS.
 *
 * @throws OSError where the connection is TLS of a version that gives no such name
 */
export function bindingOf(connection: StreamLike, wanted: boolean): Uint8Array | null {
  return wanted ? (connection.get_channel_binding?.(BINDING) ?? null) : null;
}
