// `hash`: one integer for all values that are equal (reference, 3.3.1, `__hash__`; library, "Hashing of numeric types").

import { type Hook, lookup } from "../lookup.ts";
import { typeName } from "../typename.ts";

/** What surely has a hash, as far as the compiler can tell: everything but the containers that change. */
export type Hashable<T> = unknown extends T
  ? T
  : T extends { readonly __hash__: (...args: never[]) => unknown }
    ? T
    : T extends { readonly __hash__: null } | readonly unknown[] | ReadonlyMap<unknown, unknown>
      ? never
      : T extends ReadonlySet<unknown>
        ? never
        : T;

/**
 * The hash of an object: an integer that equal objects share (`1`, `1n`, `float(1)` and `true` have one hash).
 *
 * Calls the type's `__hash__`; an object without one has a hash of its own for as long as it lives. Numbers have the
 * hashes that 64-bit CPython gives them; those of strings and bytes, which differ from run to run there, are fixed.
 *
 * @throws TypeError `unhashable type: 'list'`, also for objects whose class defines `__eq__` without `__hash__`, or sets
 *   `__hash__` to `null`; `__hash__ method should return an integer`
 * @example hash(2 ** 61 - 1) // 0
 */
export function hash<T>(obj: Hashable<T>): number | bigint;
export function hash(obj: unknown): number | bigint {
  switch (typeof obj) {
    case "number":
      return numberHash(obj);
    case "bigint":
      return intHash(obj);
    case "boolean":
      return obj ? 1 : 0;
    case "string":
      return textHash(obj);
    case "undefined":
      return NONE_HASH;
    case "symbol":
      return textHash(String(obj));
    default:
      return obj === null ? NONE_HASH : objectHash(obj as object);
  }
}

function objectHash(obj: object): number | bigint {
  const hook = hashHook(obj);
  if (hook) return fromHook(hook.call(obj));
  if (hook === null) throw unhashable(obj);
  if (obj instanceof Uint8Array) return bytesHash(obj);
  if (obj instanceof Date) return numberHash(obj.getTime());
  if (obj instanceof Number || obj instanceof Boolean || obj instanceof BigInt || obj instanceof String) {
    return hash(obj.valueOf());
  }
  if (isMutableContainer(obj)) throw unhashable(obj);
  return identityHash.call(obj);
}

function unhashable(obj: object): TypeError {
  return new TypeError(`unhashable type: '${typeName(obj)}'`);
}

/** What a `__hash__` returned, cut to 64 bits as CPython cuts it. */
function fromHook(answer: unknown): number | bigint {
  if (typeof answer === "boolean") return answer ? 1 : 0;
  if (typeof answer === "bigint") {
    return BigInt.asIntN(64, answer) === answer ? minusTwo(narrow(answer)) : intHash(answer);
  }
  if (typeof answer !== "number" || typeName(answer) !== "int") {
    throw new TypeError("__hash__ method should return an integer");
  }
  return Number.isSafeInteger(answer) ? minusTwo(answer) : fromHook(BigInt(answer));
}

/** In C a hash of -1 would mean an error, so that no object has it. */
function minusTwo(hashed: number | bigint): number | bigint {
  return hashed === -1 ? -2 : hashed;
}

const MODULUS = 2n ** 61n - 1n;

function intHash(n: bigint): number | bigint {
  return minusTwo(narrow(n % MODULUS));
}

function narrow(n: bigint): number | bigint {
  return n >= Number.MIN_SAFE_INTEGER && n <= Number.MAX_SAFE_INTEGER ? Number(n) : n;
}

function numberHash(x: number): number | bigint {
  // Adding 0 makes an int of -0.
  if (Number.isSafeInteger(x)) return x === -1 ? -2 : x + 0;
  if (Number.isInteger(x)) return intHash(BigInt(x));
  if (Number.isNaN(x)) return 0;
  return Number.isFinite(x) ? fractionHash(x) : x > 0 ? 314159 : -314159;
}

/** `m * 2 ** e` modulo 2 ** 61 - 1, where 2 ** 61 is 1: a negative exponent turns into the positive one above it. */
function fractionHash(x: number): number | bigint {
  let exponent = 0;
  let mantissa = Math.abs(x);
  // Ever smaller powers keep each product exact and finite.
  for (let power = 512; power >= 1; power /= 2) {
    while (mantissa < 2 ** (53 - power)) {
      mantissa *= 2 ** power;
      exponent -= power;
    }
  }
  const shift = ((exponent % 61) + 61) % 61;
  const size = (BigInt(mantissa) << BigInt(shift)) % MODULUS;
  return minusTwo(narrow(x < 0 ? -size : size));
}

// CPython's own, which no address decides since 3.12.
const NONE_HASH = 0xfca86420;

/** FNV-1a over the units of a string; that of an ASCII string is that of its bytes. */
function textHash(text: string): number {
  if (text === "") return 0;
  let hashed = FNV_BASIS;
  for (let i = 0; i < text.length; i++) hashed = Math.imul(hashed ^ text.charCodeAt(i), FNV_PRIME);
  return hashed >>> 0;
}

function bytesHash(bytes: Uint8Array): number {
  if (bytes.length === 0) return 0;
  let hashed = FNV_BASIS;
  for (let i = 0; i < bytes.length; i++) hashed = Math.imul(hashed ^ (bytes[i] as number), FNV_PRIME);
  return hashed >>> 0;
}

const FNV_BASIS = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

const identities = new WeakMap<object, number>();
let nextIdentity = 0x7f0dee5e401;

/** `object.__hash__`: a number that the object alone has. */
export function identityHash(this: object): number {
  let hashed = identities.get(this);
  if (hashed === undefined) {
    hashed = nextIdentity;
    nextIdentity += 4;
    identities.set(this, hashed);
  }
  return hashed;
}

/**
 * The type's `__hash__`; `null` where it has none because it is unhashable, `undefined` where identity will do: for
 * native values, and for classes that define neither `__hash__` nor `__eq__`.
 */
export function hashHook(obj: object): Hook | null | undefined {
  const hook = lookup(obj, "__hash__");
  if (hook === null || lookup(obj, "__eq__") === undefined) return hook;
  // A class that defines `__eq__` and no `__hash__` beside it takes the inherited one away.
  for (let type = Object.getPrototypeOf(obj); type !== null; type = Object.getPrototypeOf(type)) {
    if (Object.hasOwn(type, "__hash__")) return hook === (identityHash as Hook) ? undefined : hook;
    if (Object.hasOwn(type, "__eq__")) return null;
  }
  return hook;
}

/** Whether a native value may change, and so has no hash: an array, `Map`, `Set`, plain object or typed array. */
export function isMutableContainer(obj: object): boolean {
  if (Array.isArray(obj) || obj instanceof Map || obj instanceof Set) return true;
  if (ArrayBuffer.isView(obj)) return !(obj instanceof Uint8Array);
  return typeName(obj) === "dict";
}
