// How a dict or set finds the stored key that equals a given one, where JavaScript's own identity does not.

import { eq, same } from "../comparison/equality.ts";
import { hash, hashHook } from "../comparison/hash.ts";
import { checkHashable, MISSING } from "../items/keys.ts";
import { typeName } from "../typename.ts";
import { isTuple } from "./kinds.ts";
import { isPlainTuple, quickHash } from "./quick-hash.ts";

export { MISSING };

/** What a key is to be, in the words of the message that refuses it. */
export type Role = "a dict key" | "a set element";

/** Under this key a dict or set holds its index, once it needs one. */
export const INDEX: unique symbol = Symbol("dunder.keyIndex");

/** JavaScript's own operations on the `Map` or `Set` that a dict or set is. */
export interface Native {
  readonly role: Role;
  has(store: Indexed, key: unknown): boolean;
  keys(store: Indexed): IterableIterator<unknown>;
}

/** A dict or set, as far as its keys go. */
export interface Indexed {
  [INDEX]: KeyIndex | undefined;
}

/**
 * The stored key that equals `key` in Python's sense, or {@link MISSING}.
 *
 * Most keys are found by the `Map` itself: strings, numbers, and objects that are equal to themselves alone. `true`, `1n`,
 * `float(1)`, tuples, bytes and objects with a `__hash__` are looked for in the index, which exists once such a key is
 * stored.
 *
 * @throws TypeError `cannot use 'list' as a dict key (unhashable type: 'list')`
 */
export function findStored(store: Indexed, key: unknown, native: Native): unknown {
  return native.has(store, key) ? key : findEqual(store, key, native);
}

/** As {@link findStored}, for a key that JavaScript's own look-up did not find. */
export function findEqual(store: Indexed, key: unknown, native: Native): unknown {
  const index = store[INDEX];
  switch (typeof key) {
    case "string":
      return index?.isGeneral ? index.find(key) : MISSING;
    case "number":
      return index === undefined ? MISSING : index.find(key);
    case "bigint":
    case "boolean":
      return findAlias(store, key, native);
    case "symbol":
      return MISSING;
    case "undefined":
      return native.has(store, null) ? null : MISSING;
    default:
      if (key === null) return native.has(store, undefined) ? undefined : MISSING;
      return findObject(store, key as object, native);
  }
}

/** A boolean or bigint may be stored as the number that it equals. */
function findAlias(store: Indexed, key: bigint | boolean, native: Native): unknown {
  const number = Number(key);
  // biome-ignore lint/suspicious/noDoubleEquals: compares a bigint by its exact value
  if (number == (key as unknown) && native.has(store, number)) return number;
  return store[INDEX]?.find(key) ?? MISSING;
}

function findObject(store: Indexed, key: object, native: Native): unknown {
  const index = store[INDEX];
  if (!Array.isArray(key) && isBoxedNumber(key)) {
    const value: unknown = key.valueOf();
    return native.has(store, value) ? value : (index?.find(value) ?? MISSING);
  }
  const hashed = hashOf(key, native.role);
  lastHash = hashed;
  // Any stored key may be the equal of one with its own `__eq__`: all are found by their hashes from now on.
  if (hashed === undefined) return generalIndex(store, native).find(key);
  if (index === undefined) return MISSING;
  return index.isGeneral ? index.find(key) : index.findHashed(key, hashed);
}

// The hash of the object that was looked for last. It is wanted again at once when the object turns out to be a new key.
let lastHash: number | undefined;

/** To be told of each new key before it is stored, right after {@link findStored} did not find it. */
export function noteNewKey(store: Indexed, key: unknown, native: Native): void {
  const index = store[INDEX];
  if (index?.isGeneral) index.add(key);
  else if (!isFoundByItself(key)) {
    const hashed = typeof key === "object" && !isBoxedNumber(key as object) ? lastHash : quickHash(key);
    if (hashed === undefined) generalIndex(store, native).add(key);
    else (index ?? setIndex(store, new KeyIndex(false))).addHashed(key, hashed);
  }
}

/** To be told of each key that was removed. */
export function noteRemoved(store: Indexed, key: unknown): void {
  const index = store[INDEX];
  if (index !== undefined && (index.isGeneral || !isFoundByItself(key))) index.remove(key);
}

/** To be told when all keys were removed. */
export function noteCleared(store: Indexed): void {
  if (store[INDEX] !== undefined) store[INDEX] = undefined;
}

function isBoxedNumber(key: object): boolean {
  return key instanceof Number || key instanceof Boolean || key instanceof BigInt;
}

/** Whether JavaScript's own identity finds a key: it is a string, a number, or an object that equals itself alone. */
function isFoundByItself(key: unknown): boolean {
  switch (typeof key) {
    case "bigint":
    case "boolean":
      return false;
    case "object":
    case "function":
      return key === null || isIdentity(key as object);
    default:
      return true;
  }
}

function isIdentity(key: object): boolean {
  if (isTuple(key) || key instanceof Uint8Array || key instanceof Date || key instanceof String) return false;
  return !isBoxedNumber(key) && hashHook(key) === undefined;
}

/** The quick hash of an object, where it has one. */
function hashOf(key: object, role: Role): number | undefined {
  // A string is not looked for in an index that does not hold all keys.
  if (!Array.isArray(key) && key instanceof String) return undefined;
  try {
    const hashed = quickHash(key);
    if (hashed === undefined) checkHashable(key, role);
    return hashed;
  } catch (error) {
    if (!(error instanceof TypeError) || error.message.startsWith("cannot use")) throw error;
    throw new TypeError(`cannot use '${typeName(key)}' as ${role} (${error.message})`);
  }
}

/** The index in which every key of the store is found by its hash. */
function generalIndex(store: Indexed, native: Native): KeyIndex {
  const index = store[INDEX];
  if (index?.isGeneral) return index;
  const general = setIndex(store, new KeyIndex(true));
  for (const key of native.keys(store)) general.add(key);
  return general;
}

function setIndex(store: Indexed, index: KeyIndex): KeyIndex {
  if (Object.hasOwn(store, INDEX)) store[INDEX] = index;
  else Object.defineProperty(store, INDEX, { value: index, writable: true, configurable: true });
  return index;
}

/** `a == b` for keys with one hash; tuples of plain values are compared without asking anybody. */
function keysEqual(a: unknown, b: unknown): boolean {
  if (!isPlainTuple(a) || !isPlainTuple(b) || a.length !== b.length) return eq(a, b);
  for (let i = 0; i < a.length; i++) if (!itemsEqual(a[i], b[i])) return false;
  return true;
}

function itemsEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  return typeof a === "string" && typeof b === "string" ? false : same(a, b);
}

/** Several keys with one hash. */
class Bucket {
  readonly keys: unknown[];
  constructor(first: unknown, second: unknown) {
    this.keys = [first, second];
  }
}

/** Keys by their hashes. */
export class KeyIndex {
  /** Whether it holds every key of its store by the hash that programs see, or only those that need it, by a quicker one. */
  readonly isGeneral: boolean;
  readonly #byHash = new Map<number | bigint, unknown>();

  constructor(isGeneral: boolean) {
    this.isGeneral = isGeneral;
  }

  find(key: unknown): unknown {
    return this.findHashed(key, this.#hash(key));
  }

  findHashed(key: unknown, hashed: number | bigint): unknown {
    const found = this.#byHash.get(hashed);
    if (found === undefined) return MISSING;
    if (found instanceof Bucket) {
      for (const stored of found.keys) if (stored === key || keysEqual(stored, key)) return stored;
      return MISSING;
    }
    return found === key || keysEqual(found, key) ? found : MISSING;
  }

  add(key: unknown): void {
    // None has one equal, itself, which is looked for elsewhere.
    if (key !== undefined) this.addHashed(key, this.#hash(key));
  }

  addHashed(key: unknown, hashed: number | bigint): void {
    const found = this.#byHash.get(hashed);
    if (found === undefined) this.#byHash.set(hashed, key);
    else if (found instanceof Bucket) found.keys.push(key);
    else this.#byHash.set(hashed, new Bucket(found, key));
  }

  remove(key: unknown): void {
    const hashed = this.#hash(key);
    const found = this.#byHash.get(hashed);
    if (found instanceof Bucket) {
      const at = found.keys.indexOf(key);
      if (at !== -1) found.keys.splice(at, 1);
      if (found.keys.length === 1) this.#byHash.set(hashed, found.keys[0]);
    } else if (found === key) this.#byHash.delete(hashed);
  }

  #hash(key: unknown): number | bigint {
    return this.isGeneral ? hash(key) : (quickHash(key) as number);
  }
}
