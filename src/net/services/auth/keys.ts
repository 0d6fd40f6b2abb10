// Keys and their ids: what is one, how to make one, where a server looks one up.

import { createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import { ValueError } from "../../../protocols/errors.ts";
import type { Awaitable } from "../../request-handler.ts";
import { asBytes, type BytesLike } from "../../stream.ts";

/** 128 bits: nobody tries them all, even with the proofs of one handshake at home. */
export const MIN_KEY_SIZE = 16;

/** 256 bits, what SHA-256 has room for. */
export const KEY_SIZE = 32;

/** A key's bytes, or Node's object for them, which no inspection shows. */
export type SecretKey = BytesLike | KeyObject;

/** Where a server finds the key of an id: a `Map`, a {@link KeyFile}, or anything that can be asked. */
export interface KeySource {
  get(id: string): Awaitable<SecretKey | undefined>;
}

/** Which key a client has. */
export interface Credentials {
  /** The id that the server knows the key by. */
  readonly id: string;
  readonly key: SecretKey;
}

/**
 * Makes a key from the system's random source.
 *
 * @param size bytes, {@link MIN_KEY_SIZE} at least
 * @throws ValueError for a shorter one
 */
export function generateKey(size = KEY_SIZE): Uint8Array {
  if (!(Number.isInteger(size) && size >= MIN_KEY_SIZE)) throw tooShort(size);
  return Uint8Array.from(randomBytes(size));
}

/** Whether this can be a key's id: 1 to 64 of `A-Z a-z 0-9 . _ @ + -`, so that it is safe in logs and file names. */
export function isKeyId(id: unknown): id is string {
  return typeof id === "string" && /^[\w.@+-]{1,64}$/.test(id);
}

/** The id, if it is one. @throws ValueError */
export function checkKeyId(id: string): string {
  if (isKeyId(id)) return id;
  throw new ValueError(`a key's id must be 1 to 64 of A-Z a-z 0-9 . _ @ + -, got ${JSON.stringify(id)}`);
}

/** The key as Node's object. @throws ValueError for one that is too short */
export function secretKey(key: SecretKey): KeyObject {
  if (isKeyObject(key)) {
    const size = key.symmetricKeySize ?? 0;
    if (size < MIN_KEY_SIZE) throw tooShort(size);
    return key;
  }
  const bytes = asBytes(key);
  if (bytes.length < MIN_KEY_SIZE) throw tooShort(bytes.length);
  return createSecretKey(bytes);
}

function isKeyObject(key: SecretKey): key is KeyObject {
  return "symmetricKeySize" in key;
}

function tooShort(size: number): ValueError {
  return new ValueError(`a key must have at least ${MIN_KEY_SIZE} bytes, got ${size}`);
}
