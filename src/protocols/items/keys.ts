// Keys of dicts and elements of sets: which are hashable, and which stored one a given one is equal to.

import { hashHook, isMutableContainer } from "../comparison/hash.ts";
import { typeName } from "../typename.ts";

/** What {@link findKey} answers when there is no such key; no user value is it. */
export const MISSING: unique symbol = Symbol("missing key");

/** The part of `Map` and `Set` that a search needs. */
export interface KeyStore {
  readonly size: number;
  has(key: unknown): boolean;
  keys(): Iterable<unknown>;
}

type Equal = (a: unknown, b: unknown) => boolean;

/**
 * The stored key that equals `key` in Python's sense, or {@link MISSING}: `1`, `1n`, `true` and `float(1)` are one key,
 * bytes and dates are keys by value, objects by their `__hash__` and `__eq__`.
 *
 * Identity is tried first and costs what the store's own `has` costs; strings never cost more. Only a number that is not
 * there, and a key that has a value of its own, may need a look at all keys.
 */
export function findKey(store: KeyStore, key: unknown, equal: Equal): unknown {
  if (store.has(key)) return key;
  switch (typeof key) {
    case "string":
    case "symbol":
      return MISSING;
    case "undefined":
      return store.has(null) ? null : MISSING;
    case "number":
    case "bigint":
    case "boolean":
      return findNumber(store, key, equal);
    default:
      return key === null ? findNone(store) : findObject(store, key as object, equal);
  }
}

function findNone(store: KeyStore): unknown {
  return store.has(undefined) ? undefined : MISSING;
}

function findNumber(store: KeyStore, key: number | bigint | boolean, equal: Equal): unknown {
  for (const alias of aliases(key)) if (store.has(alias)) return alias;
  if (primitiveSizes.get(store) === store.size) return MISSING;
  return scan(store, key, equal);
}

/** The other primitives that are the same number. */
function aliases(key: number | bigint | boolean): unknown[] {
  const number = Number(key);
  // biome-ignore lint/suspicious/noDoubleEquals: compares a bigint by its exact value
  if (!Number.isInteger(number) || number != (key as number)) return [];
  const found: unknown[] = [number, BigInt(number)];
  if (number === 0 || number === 1) found.push(number === 1);
  return found;
}

function findObject(store: KeyStore, key: object, equal: Equal): unknown {
  if (isBoxed(key)) {
    const value: unknown = key.valueOf();
    return store.has(value) ? value : typeof value === "string" ? MISSING : findBoxed(store, value, equal);
  }
  return hashOf(key) === undefined ? MISSING : scan(store, key, equal);
}

function findBoxed(store: KeyStore, value: unknown, equal: Equal): unknown {
  return findNumber(store, value as number | bigint | boolean, equal);
}

// The size that a store had when it was seen to hold primitive keys only. It saves the scan for a number that is not
// there (a loop of insertions would be quadratic); other code that swaps a primitive key for an equal object in between
// goes unnoticed until the size changes.
const primitiveSizes = new WeakMap<KeyStore, number>();

/** To be told before a new key is added, so that what is known about the store stays known. */
export function noteNewKey(store: KeyStore, key: unknown): void {
  if (!isObject(key) && primitiveSizes.get(store) === store.size) primitiveSizes.set(store, store.size + 1);
}

function scan(store: KeyStore, key: unknown, equal: Equal): unknown {
  const hash = hashOf(key);
  let primitive = true;
  for (const stored of store.keys()) {
    if (isObject(stored)) primitive = false;
    else if (!isObject(key)) continue;
    // biome-ignore lint/suspicious/noDoubleEquals: hashes are integers, number or bigint
    if (hash == hashOf(stored) && equal(stored, key)) return stored;
  }
  if (primitive) primitiveSizes.set(store, store.size);
  return MISSING;
}

function isObject(x: unknown): x is object {
  return typeof x === "object" ? x !== null : typeof x === "function";
}

function isBoxed(x: object): boolean {
  return x instanceof Number || x instanceof BigInt || x instanceof Boolean || x instanceof String;
}

const BYTES = Symbol("bytes");
const DATE = Symbol("date");
const SET = Symbol("set");

/** A number or symbol that equal keys have in common; `undefined` for keys that are equal to themselves alone. */
function hashOf(key: unknown): unknown {
  if (!isObject(key)) return typeof key === "string" ? undefined : key;
  if (isBoxed(key)) return key.valueOf();
  const hook = hashHook(key);
  if (hook) return hook.call(key);
  if (key instanceof Uint8Array) return BYTES;
  if (key instanceof Date) return DATE;
  return key instanceof Set ? SET : undefined;
}

/**
 * Checks that `key` may be a dict key or a set element.
 *
 * @param role what it is to be, in the words of the message
 * @throws TypeError for lists, dicts, sets, and objects that define `__eq__` without `__hash__`
 */
export function checkHashable(key: unknown, role: "a dict key" | "a set element"): void {
  if (!isObject(key)) return;
  const reason = unhashableReason(key);
  if (reason !== undefined) throw new TypeError(`cannot use '${typeName(key)}' as ${role} (${reason})`);
}

function unhashableReason(key: object): string | undefined {
  const hook = hashHook(key);
  if (hook === null || (hook === undefined && isMutableContainer(key)))
    return `unhashable type: '${typeName(key)}'`;
  if (hook === undefined) return undefined;
  try {
    const hash = hook.call(key);
    const isInteger = typeof hash === "bigint" || typeof hash === "boolean" || Number.isInteger(hash);
    return isInteger ? undefined : "__hash__ method should return an integer";
  } catch (error) {
    if (error instanceof TypeError && error.constructor === TypeError) return error.message;
    throw error;
  }
}
