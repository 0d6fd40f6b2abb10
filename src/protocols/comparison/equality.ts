// Equality as `==` has it in Python: by value for native containers, by `__eq__` for objects (reference, 3.3.1 and 6.10.1).

import { isPlainHook } from "../attributes/plain-access.ts";
import { RecursionError } from "../errors.ts";
import { findKey, MISSING } from "../items/keys.ts";
import { type Hook, isClass, lookup } from "../lookup.ts";
import { typeName } from "../typename.ts";
import { isByteArray, isSameKind, isTuple, typeIdentity } from "./kind.ts";
import { NotImplemented, type NotImplementedType } from "./notimplemented.ts";
import { bool } from "./truth.ts";

export { NotImplemented, type NotImplementedType } from "./notimplemented.ts";

/**
 * Whether `a == b` in Python.
 *
 * Asks `a`'s type for `__eq__`, then `b`'s (which goes first where its class is a subclass of `a`'s); each may answer
 * {@link NotImplemented}. Where nobody answers, identity decides. Native values compare by value and in depth: `1`, `1n`
 * and `true` are equal, arrays are lists, `Map`s and plain objects are dicts (the order of keys does not matter),
 * `Uint8Array`s are bytes. Values that contain `NaN` are equal to themselves, as in Python with one `nan` object.
 *
 * @throws RecursionError when both values contain themselves
 * @example eq([1, { a: 2n }], [true, new Map([["a", 2]])]) // true
 */
export function eq(a: unknown, b: unknown): boolean {
  return bool(richEq(a, b));
}

/** Whether `a is b or a == b`: the test by which containers search. `NaN` is taken for one object. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a === "string" && typeof b === "string") return false;
  if (typeof a === "number" && typeof b === "number") return Number.isNaN(a) && Number.isNaN(b);
  return eq(a, b);
}

/** The answer of `a == b` as the hook gave it, which need not be a boolean. */
export function richEq(a: unknown, b: unknown): unknown {
  const left = hookOf(a, "__eq__");
  const right = hookOf(b, "__eq__");
  if (left === undefined && right === undefined) {
    const answer = isSubclassInstance(b, a) ? nativeEq(b, a) : nativeEq(a, b);
    return answer === NotImplemented ? identical(a, b) : answer;
  }
  const reflectedFirst = isSubclassInstance(b, a);
  let answer = reflectedFirst ? ask(right, b, a) : ask(left, a, b);
  if (answer === NotImplemented) answer = reflectedFirst ? ask(left, a, b) : ask(right, b, a);
  return answer === NotImplemented ? identical(a, b) : answer;
}

/**
 * The answer of `a != b` as the hook gave it: that of `__ne__`, which a class without one derives from its `__eq__`.
 * Where nobody answers, identity decides.
 */
export function richNe(a: unknown, b: unknown): unknown {
  const reflectedFirst = isSubclassInstance(b, a);
  let answer = reflectedFirst ? askNe(b, a) : askNe(a, b);
  if (answer === NotImplemented) answer = reflectedFirst ? askNe(a, b) : askNe(b, a);
  return answer === NotImplemented ? !identical(a, b) : answer;
}

function askNe(self: unknown, other: unknown): unknown {
  const hook = hookOf(self, "__ne__");
  if (hook !== undefined) return ask(hook, self, other);
  // The native types have a `!=` of their own, which a subclass's `__eq__` does not change.
  if (!isNativeValue(self)) return neByEq(self, other);
  return isWider(other, self) ? NotImplemented : contrary(nativeEq(self, other));
}

/** `object.__ne__`: the contrary of what the type's `__eq__` says. */
export function neByEq(self: unknown, other: unknown): boolean | NotImplementedType {
  return contrary(ask(hookOf(self, "__eq__"), self, other));
}

function contrary(answer: unknown): boolean | NotImplementedType {
  return answer === NotImplemented ? NotImplemented : !bool(answer);
}

function hookOf(obj: unknown, name: "__eq__" | "__ne__"): Hook | null | undefined {
  return typeof obj === "object" || typeof obj === "function" ? lookup(obj, name) : undefined;
}

function ask(hook: Hook | null | undefined, self: unknown, other: unknown): unknown {
  if (hook === null) throw new TypeError("'NoneType' object is not callable");
  if (hook !== undefined) return hook.call(self, other);
  return isWider(other, self) ? NotImplemented : nativeEq(self, other);
}

/**
 * Whether `other` is of a type that knows `self`'s, and not the other way round: an int leaves the comparison with a float
 * to the float, bytes theirs with a bytearray. It shows where a subclass of the wider type has methods of its own.
 */
export function isWider(other: unknown, self: unknown): boolean {
  if (other instanceof Number) return typeName(self) === "int" || typeof self === "boolean";
  return (
    self instanceof Uint8Array && other instanceof Uint8Array && isByteArray(other) && !isByteArray(self)
  );
}

/** Whether the class of `b` is a true subclass of `a`'s. */
export function isSubclassInstance(b: unknown, a: unknown): boolean {
  if (!isObject(b) || a === null || a === undefined) return false;
  const base: object | null = Object.getPrototypeOf(a);
  const derived: object | null = Object.getPrototypeOf(b);
  if (base === derived || base === null || derived === null) return false;
  const type = isObject(a) ? typeIdentity(base) : typeName(a);
  if (typeIdentity(derived) === type) return false;
  for (let level = derived; level !== null; level = Object.getPrototypeOf(level)) {
    const identity = typeIdentity(level);
    if (identity === type) return true;
    // No built-in type is a subclass of another, whatever JavaScript's classes extend.
    if (typeof identity === "string") return false;
  }
  return isCombinedOf(b, base.constructor);
}

/** A class made of several bases does not have them all in its prototype chain: they answer `instanceof` themselves. */
function isCombinedOf(obj: object, cls: unknown): boolean {
  if (!isClass(cls) || !Object.hasOwn(cls, Symbol.hasInstance)) return false;
  const check = lookup(cls, "__instancecheck__");
  return (check == null || isPlainHook(check)) && obj instanceof cls;
}

function isObject(x: unknown): x is object {
  return typeof x === "object" ? x !== null : typeof x === "function";
}

function identical(a: unknown, b: unknown): boolean {
  return a === b || (a == null && b == null);
}

/** What the native types say: a boolean, or `NotImplemented` where the two have nothing in common. */
function nativeEq(a: unknown, b: unknown): boolean | typeof NotImplemented {
  const left = unboxed(a);
  const right = unboxed(b);
  if (isNumber(left) && isNumber(right)) {
    // biome-ignore lint/suspicious/noDoubleEquals: `==` compares number, bigint and boolean by their exact value
    return left == right;
  }
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) {
    return identical(left, right) || NotImplemented;
  }
  return objectEq(left, right);
}

function isNumber(x: unknown): x is number | bigint | boolean {
  return typeof x === "number" || typeof x === "bigint" || typeof x === "boolean";
}

/** The primitive in a box such as `float(1)`; any other value itself. */
export function unboxed(x: unknown): unknown {
  if (typeof x !== "object" || x === null) return x;
  if (x instanceof Number || x instanceof String || x instanceof Boolean || x instanceof BigInt)
    return x.valueOf();
  return x;
}

function objectEq(a: object, b: object): boolean | typeof NotImplemented {
  if (Array.isArray(a))
    return Array.isArray(b) && isSameKind(a, b) ? guarded(sequenceEq, a, b) : NotImplemented;
  if (isDict(a)) return isDict(b) ? guarded(dictEq, a, b) : NotImplemented;
  if (a instanceof Set) return b instanceof Set ? guarded(setEq, a, b) : NotImplemented;
  if (a instanceof Uint8Array) return b instanceof Uint8Array ? sequenceEq(a, b) : NotImplemented;
  if (isTypedArray(a)) return isTypedArray(b) ? sequenceEq(a, b) : NotImplemented;
  if (a instanceof Date) return b instanceof Date ? a.getTime() === b.getTime() : NotImplemented;
  return NotImplemented;
}

/** Whether JavaScript's own class of a value, or of what its class extends, stands for one of Python's types. */
function isNativeValue(x: unknown): boolean {
  if (typeof x !== "object" || x === null) return true;
  if (Array.isArray(x) || ArrayBuffer.isView(x) || isDict(x)) return true;
  return x instanceof Set || x instanceof Date || unboxed(x) !== x;
}

type TypedArray = ArrayLike<number | bigint>;

function isTypedArray(x: object): x is TypedArray {
  return ArrayBuffer.isView(x) && !(x instanceof DataView) && !(x instanceof Uint8Array);
}

function isDict(x: object): x is Dict {
  return x instanceof Map || isPlain(x);
}

/** True for the objects that stand for a dict: `{}`, what `JSON.parse` makes, and objects without a prototype. */
export function isPlain(x: unknown): x is Record<string, unknown> {
  if (typeof x !== "object" || x === null) return false;
  const prototype: unknown = Object.getPrototypeOf(x);
  return prototype === Object.prototype || prototype === null;
}

/** Runs a comparison of containers; only values that contain themselves exhaust the stack. */
export function guarded<A, B, R>(compare: (a: A, b: B) => R, a: A, b: B): R {
  try {
    return compare(a, b);
  } catch (error) {
    throw asRecursionError(error);
  }
}

/** The error that stands for an exhausted stack; any other error itself. */
export function asRecursionError(error: unknown): unknown {
  if (!(error instanceof RangeError)) return error;
  return new RecursionError("maximum recursion depth exceeded in comparison");
}

/** Whether two sequences of one kind have the same items. CPython looks at those of tuples before it does at their length. */
export function sequenceEq(a: ArrayLike<unknown>, b: ArrayLike<unknown>): boolean {
  if (a.length !== b.length && !isTuple(a)) return false;
  for (let i = 0; i < a.length && i < b.length; i++) if (!same(a[i], b[i])) return false;
  return a.length === b.length;
}

type Dict = Map<unknown, unknown> | Record<string, unknown>;

function dictEq(a: Dict, b: Dict): boolean {
  const left = asMap(a);
  const right = asMap(b);
  if (left.size !== right.size) return false;
  for (const [key, value] of left) {
    const stored = findKey(right, key, eq);
    if (stored === MISSING || !same(value, right.get(stored))) return false;
  }
  return true;
}

function asMap(dict: Dict): Map<unknown, unknown> {
  return dict instanceof Map ? dict : new Map(Object.entries(dict));
}

function setEq(a: Set<unknown>, b: Set<unknown>): boolean {
  if (a.size !== b.size) return false;
  for (const item of a) if (findKey(b, item, eq) === MISSING) return false;
  return true;
}
