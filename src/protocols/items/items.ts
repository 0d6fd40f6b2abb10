// Items and membership: `obj[key]`, `len(obj)` and `item in obj` as functions (reference, 3.3.7).

// Each function has a signature that reads the keys and items off the container's type, and simpler ones after it for
// containers whose type is not settled yet (`this`, a type parameter).

import { isList, isTuple } from "../builtins/kinds.ts";
import type { SliceKey } from "../builtins/slice.ts";
import { eq, isPlain, same } from "../comparison/equality.ts";
import { bool } from "../comparison/truth.ts";
import { classOf, isNative } from "../documentation/class-chain.ts";
import { KeyError } from "../errors.ts";
import { iter, next } from "../iteration/iteration.ts";
import { type Hook, isClass, lookup, metaclassOf } from "../lookup.ts";
import { checkLength } from "../numbers/integer.ts";
import { qualifiedName } from "../text/repr.ts";
import { typeName } from "../typename.ts";
import type {
  ContainerLike,
  DeletableKeyOf,
  Index,
  ItemOf,
  KeyOf,
  Searchable,
  SettableKeyOf,
  Sized,
  ValueOf,
} from "./item-types.ts";
import { checkHashable, findKey, MISSING, noteNewKey } from "./keys.ts";
import {
  arrayItem,
  byteAt,
  characterAt,
  deleteListItem,
  hasBytes,
  hasText,
  indexSized,
  listItem,
  type NumberArray,
  setArrayItem,
  setListItem,
  textLength,
} from "./sequences.ts";

/**
 * `obj[key]`.
 *
 * Calls the type's `__getitem__`. Native values answer as their Python counterparts: arrays, strings (by code point),
 * `Uint8Array`s (bytes: integers) and typed arrays by index, negative ones from the end; `Map`s and plain objects by key,
 * where `1`, `1n` and `true` are one key. A {@link slice} of a sequence gives a sequence of its kind. A `Map` subclass may
 * define `__missing__`. A class answers by its static `__class_getitem__`.
 *
 * @throws IndexError `list index out of range`
 * @throws KeyError with the key
 * @throws TypeError where `obj` has no items or the key is of the wrong kind
 * @example getitem([10, 20, 30], -1) // 30
 * getitem("abcdef", slice(null, null, -2)) // "fdb"
 */
export function getitem<C, const K extends KeyOf<C>>(obj: C, key: K): ItemOf<C, K>;
export function getitem<K, V>(obj: { __getitem__(key: K): V }, key: NoInfer<K>): V;
export function getitem<K, V>(obj: ReadonlyMap<K, V>, key: NoInfer<K>): V;
export function getitem<T>(obj: readonly T[], key: Index): T;
export function getitem<T>(obj: readonly T[], key: SliceKey): T[];
export function getitem(obj: unknown, key: unknown): unknown {
  if (typeof obj === "string") return characterAt(obj, key);
  if (isObject(obj)) {
    const hook = lookup(obj, "__getitem__");
    if (hook !== undefined) return callable(hook).call(obj, key);
    if (Array.isArray(obj)) return listItem(obj, key);
    if (obj instanceof Map) return mapItem(obj, key);
    if (obj instanceof Uint8Array) return byteAt(obj, key);
    if (isNumberArray(obj)) return arrayItem(obj, key);
    if (isClass(obj)) return classItem(obj, key);
    if (isPlain(obj)) return plainItem(obj, key);
  }
  throw new TypeError(`'${typeName(obj)}' object is not subscriptable`);
}

/**
 * `obj[key] = value`.
 *
 * Calls the type's `__setitem__`. Arrays and typed arrays replace an item that exists, `Map`s and plain objects also add
 * one. A {@link slice} of an array is replaced by the items of any iterable. Strings and `Uint8Array`s (bytes) refuse. The keys of a plain object are strings: other keys need a `Map`.
 *
 * @throws IndexError `list assignment index out of range`
 * @throws TypeError where `obj` cannot change: `'str' object does not support item assignment`
 */
export function setitem<C, const K extends SettableKeyOf<C>>(obj: C, key: K, value: ValueOf<C, K>): void;
export function setitem<K, V>(
  obj: { __setitem__(key: K, value: V): unknown },
  key: NoInfer<K>,
  value: NoInfer<V>,
): void;
export function setitem<K, V>(obj: Map<K, V>, key: NoInfer<K>, value: NoInfer<V>): void;
export function setitem<T>(obj: T[], key: Index, value: NoInfer<T>): void;
export function setitem<T>(obj: T[], key: SliceKey, values: Iterable<NoInfer<T>>): void;
export function setitem(obj: unknown, key: unknown, value: unknown): void {
  const hook = lookup(obj, "__setitem__");
  if (hook !== undefined) callable(hook).call(obj, key, value);
  else if (isList(obj)) setListItem(obj, key, value);
  else if (obj instanceof Map) setMapItem(obj, key, value);
  else if (isNumberArray(obj)) setArrayItem(obj, key, value);
  else if (isPlain(obj)) setPlainItem(obj, key, value);
  else refuseChange(obj, key, "assignment");
}

/**
 * `del obj[key]`.
 *
 * Calls the type's `__delitem__`. Arrays close the gap, or the gaps of a {@link slice}.
 *
 * @throws IndexError `list assignment index out of range`
 * @throws KeyError with the key
 * @throws TypeError where `obj` cannot change: `'str' object doesn't support item deletion`
 */
export function delitem<C, const K extends DeletableKeyOf<C>>(obj: C, key: K): void;
export function delitem<K>(obj: { __delitem__(key: K): unknown }, key: NoInfer<K>): void;
export function delitem<K>(obj: Map<K, unknown>, key: NoInfer<K>): void;
export function delitem(obj: unknown[], key: Index | SliceKey): void;
export function delitem(obj: unknown, key: unknown): void {
  const hook = lookup(obj, "__delitem__");
  if (hook !== undefined) callable(hook).call(obj, key);
  else if (isList(obj)) deleteListItem(obj, key);
  else if (obj instanceof Map) deleteMapItem(obj, key);
  else if (isPlain(obj)) deletePlainItem(obj, key);
  else refuseChange(obj, key, "deletion");
}

/**
 * The number of items: `len(obj)`.
 *
 * Calls the type's `__len__`, whose result must be an integer, not negative and at most 2 ** 53 - 1. A string counts its
 * code points, a plain object its keys.
 *
 * @throws TypeError `object of type 'int' has no len()`
 * @throws ValueError `__len__() should return >= 0`
 */
export function len<C>(obj: ContainerLike<C, "__len__">): number;
export function len(obj: Sized): number;
export function len(obj: unknown): number {
  if (typeof obj === "string") return textLength(obj);
  if (isObject(obj)) {
    const hook = lookup(obj, "__len__");
    if (hook !== undefined) return checkLength(callable(hook).call(obj));
    if (Array.isArray(obj) || obj instanceof Uint8Array || isNumberArray(obj)) return obj.length;
    if (obj instanceof Map || obj instanceof Set) return obj.size;
    if (isPlain(obj)) return Object.keys(obj).length;
  }
  throw new TypeError(`object of type '${typeName(obj)}' has no len()`);
}

/**
 * `item in container`.
 *
 * Calls the type's `__contains__` and takes the truth of its answer; without one it looks through what `__iter__` gives,
 * then `__getitem__` from 0 on, for an item that is identical or equal. Arrays and typed arrays are searched by value,
 * `Map`s and plain objects for a key, strings for a substring, bytes for a byte or a run of bytes.
 *
 * @throws TypeError `argument of type 'int' is not a container or iterable`
 * @example contains([1n, 2n], true) // true: 1n == true
 */
export function contains<C>(
  container: ContainerLike<C, "__contains__">,
  item: C extends string ? string : unknown,
): boolean;
export function contains(container: Searchable, item: unknown): boolean;
export function contains(container: unknown, item: unknown): boolean {
  if (typeof container === "string") return hasText(container, item);
  if (isObject(container)) {
    const hook = lookup(container, "__contains__");
    if (hook === null) throw new TypeError(`'${typeName(container)}' object is not a container`);
    if (hook !== undefined) return bool(hook.call(container, item));
    if (Array.isArray(container) || isNumberArray(container)) return hasItem(container, item);
    if (container instanceof Map) return hasKey(container, item);
    if (container instanceof Set) return hasElement(container, item);
    if (container instanceof Uint8Array) return hasBytes(container, item);
    if (isPlain(container)) return hasProperty(container, item);
  }
  return isFound(container, item);
}

/** `item in container`, in the order of Python's operator: {@link contains} with its arguments swapped. */
export function in_<C>(
  item: C extends string ? string : unknown,
  container: ContainerLike<C, "__contains__">,
): boolean;
export function in_(item: unknown, container: Searchable): boolean;
export function in_(item: unknown, container: unknown): boolean {
  return contains(container, item);
}

function isObject(obj: unknown): obj is object {
  return typeof obj === "object" ? obj !== null : typeof obj === "function";
}

function callable(hook: Hook | null): Hook {
  if (hook === null) throw new TypeError("'NoneType' object is not callable");
  return hook;
}

function isNumberArray(obj: unknown): obj is NumberArray {
  return ArrayBuffer.isView(obj) && !(obj instanceof DataView) && !(obj instanceof Uint8Array);
}

/** CPython asks a sequence that cannot change as one, and has other words there for a deletion. */
function refuseChange(obj: unknown, key: unknown, what: "assignment" | "deletion"): never {
  const asSequence = isLikeSequence(obj) && indexSized(key) !== undefined;
  const verb = asSequence && what === "deletion" ? "doesn't" : "does not";
  throw new TypeError(`'${typeName(obj)}' object ${verb} support item ${what}`);
}

/** Strings, bytes, tuples, sets, ranges, and the instances of every class that is not built in. */
function isLikeSequence(obj: unknown): boolean {
  if (typeof obj === "string" || obj instanceof Uint8Array || obj instanceof Set || isTuple(obj)) return true;
  if (isClass(obj)) return metaclassOf(obj) !== undefined;
  const cls = isObject(obj) && typeName(obj) !== "function" ? classOf(obj) : undefined;
  if (cls === undefined || isNative(cls)) return false;
  const name = qualifiedName(cls);
  return name.includes(".") || name === "range";
}

function classItem(cls: unknown, key: unknown): unknown {
  const { __class_getitem__: hook, name } = cls as { __class_getitem__?: Hook | null; name: string };
  if (hook == null) throw new TypeError(`type '${name}' is not subscriptable`);
  return hook.call(cls, key);
}

function mapItem(map: Map<unknown, unknown>, key: unknown): unknown {
  const stored = findDictKey(map, key);
  if (stored !== MISSING) return map.get(stored);
  const missing = lookup(map, "__missing__");
  if (missing === undefined) throw new KeyError(key);
  return callable(missing).call(map, key);
}

function setMapItem(map: Map<unknown, unknown>, key: unknown, value: unknown): void {
  const stored = findDictKey(map, key);
  if (stored === MISSING) noteNewKey(map, key);
  map.set(stored === MISSING ? key : stored, value);
}

function deleteMapItem(map: Map<unknown, unknown>, key: unknown): void {
  const stored = findDictKey(map, key);
  if (stored === MISSING) throw new KeyError(key);
  map.delete(stored);
}

function hasKey(map: Map<unknown, unknown>, key: unknown): boolean {
  return findDictKey(map, key) !== MISSING;
}

function findDictKey(map: Map<unknown, unknown>, key: unknown): unknown {
  if (map.has(key)) return key;
  checkHashable(key, "a dict key");
  return findKey(map, key, eq);
}

function hasElement(set: Set<unknown>, item: unknown): boolean {
  if (set.has(item)) return true;
  // As in Python, a set is looked for as the frozenset of the same elements.
  if (!(item instanceof Set)) checkHashable(item, "a set element");
  return findKey(set, item, eq) !== MISSING;
}

type Plain = Record<string, unknown>;

function hasProperty(obj: Plain, key: unknown): key is string {
  checkHashable(key, "a dict key");
  return typeof key === "string" && Object.prototype.propertyIsEnumerable.call(obj, key);
}

function plainItem(obj: Plain, key: unknown): unknown {
  if (!hasProperty(obj, key)) throw new KeyError(key);
  return obj[key];
}

function setPlainItem(obj: Plain, key: unknown, value: unknown): void {
  if (hasProperty(obj, key)) obj[key] = value;
  else if (typeof key === "string") {
    // Defined, not assigned: `__proto__` is a key like any other.
    Object.defineProperty(obj, key, { value, writable: true, enumerable: true, configurable: true });
  } else throw new TypeError(`keys of a plain object must be strings, not ${typeName(key)}: use a Map`);
}

function deletePlainItem(obj: Plain, key: unknown): void {
  if (!hasProperty(obj, key)) throw new KeyError(key);
  delete obj[key];
}

function hasItem(list: ArrayLike<unknown>, item: unknown): boolean {
  for (let i = 0; i < list.length; i++) if (same(list[i], item)) return true;
  return false;
}

function isFound(container: unknown, item: unknown): boolean {
  const iterator = iterate(container);
  // Not `for…of`: it would close a generator that holds more items, and Python does not.
  for (let found = next(iterator, MISSING); found !== MISSING; found = next(iterator, MISSING)) {
    if (same(found, item)) return true;
  }
  return false;
}

function iterate(container: unknown): unknown {
  try {
    return iter(container);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const message = `argument of type '${typeName(container)}' is not a container or iterable`;
    throw new TypeError(message, { cause: error });
  }
}
