// Hashes for the look-up of keys within one dict or set: 32 bits, quick, and equal for equal values.

import { hashHook, identityHash as identity, isMutableContainer } from "../comparison/hash.ts";
import { typeName } from "../typename.ts";

/** A built-in type that hashes by value and may be extended: instances that kept its methods are hashed here. */
interface ValueType {
  __eq__: unknown;
  __hash__: unknown;
}

const tuples: ValueType = { __eq__: undefined, __hash__: undefined };
const frozensets: ValueType = { __eq__: undefined, __hash__: undefined };

/** Says which methods are the built-in ones of tuples and frozensets. */
export function registerValueType(kind: "tuple" | "frozenset", { __eq__, __hash__ }: ValueType): void {
  Object.assign(kind === "tuple" ? tuples : frozensets, { __eq__, __hash__ });
}

/**
 * The hash of a key; `undefined` where a class of the user's takes part, whose `__hash__` may agree with any other value's.
 *
 * @throws TypeError `unhashable type: 'list'`
 */
export function quickHash(key: unknown): number | undefined {
  switch (typeof key) {
    case "string":
      return textHash(key);
    case "number":
      return numberHash(key);
    case "bigint":
      return numberHash(Number(key));
    case "boolean":
      return key ? 1 : 0;
    case "object":
    case "function":
      return key === null ? 0x5eed : objectHash(key as object);
    default:
      // Symbols are few; `undefined` is None.
      return 0x5eed;
  }
}

/** True for tuples that hash and compare as the built-in type has it. */
export function isPlainTuple(key: unknown): key is readonly unknown[] {
  if (!Array.isArray(key)) return false;
  const { __hash__, __eq__ } = key as unknown as ValueType;
  return __eq__ !== undefined && __eq__ === tuples.__eq__ && __hash__ === tuples.__hash__;
}

function objectHash(key: object): number | undefined {
  if (isPlainTuple(key)) return tupleHash(key);
  const { __hash__, __eq__ } = key as ValueType;
  if (__hash__ !== undefined && __hash__ === frozensets.__hash__ && __eq__ === frozensets.__eq__) {
    return setHash(key as ReadonlySet<unknown>);
  }
  const hook = hashHook(key);
  if (hook === null || (hook === undefined && isMutableContainer(key))) {
    throw new TypeError(`unhashable type: '${typeName(key)}'`);
  }
  return hook === undefined ? nativeHash(key) : undefined;
}

function nativeHash(key: object): number {
  if (key instanceof Uint8Array) return itemsHash(key);
  if (key instanceof Date) return numberHash(key.getTime()) ^ 0xda7e;
  return isBoxed(key) ? (quickHash(key.valueOf()) as number) : identityHash(key);
}

function isBoxed(key: object): boolean {
  return key instanceof Number || key instanceof String || key instanceof Boolean || key instanceof BigInt;
}

function tupleHash(items: readonly unknown[]): number | undefined {
  let hash = items.length;
  for (let i = 0; i < items.length; i++) {
    const item = quickHash(items[i]);
    if (item === undefined) return undefined;
    hash = mix(hash, item);
  }
  return hash;
}

/** The same in whatever order the elements come. */
function setHash(items: ReadonlySet<unknown>): number | undefined {
  let hash = items.size;
  for (const element of items) {
    const item = quickHash(element);
    if (item === undefined) return undefined;
    hash ^= mix(0, item);
  }
  return hash;
}

function itemsHash(items: Uint8Array): number {
  let hash = items.length;
  for (let i = 0; i < items.length; i++) hash = mix(hash, items[i] as number);
  return hash;
}

function mix(hash: number, item: number): number {
  const mixed = Math.imul(hash ^ item, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}

const LONG_TEXT = 128;

/** Long texts have the same hash where their two ends are the same. */
function textHash(text: string): number {
  const { length } = text;
  let hash = length;
  const head = length > LONG_TEXT ? LONG_TEXT / 2 : length;
  for (let i = 0; i < head; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  for (let i = Math.max(head, length - LONG_TEXT / 2); i < length; i++) {
    hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  }
  return hash;
}

const double = new Float64Array(1);
const words = new Int32Array(double.buffer);

function numberHash(n: number): number {
  if ((n | 0) === n) return n | 0;
  double[0] = n;
  return (words[0] as number) ^ (words[1] as number);
}

function identityHash(key: object): number {
  return identity.call(key) | 0;
}
