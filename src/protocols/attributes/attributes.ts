// `getattr` and its kin: attribute access by name, through every hook (library reference, "Built-in Functions").

import { docOf, ownDoc } from "../documentation/documentation.ts";
import { AttributeError } from "../errors.ts";
import { iter } from "../iteration/iteration.ts";
import { type Class, isClass, lookup } from "../lookup.ts";
import { typeName } from "../typename.ts";
import { type AttributeDict, attributeDict } from "./attribute-dict.ts";
import { boundParts } from "./bound-method.ts";
import {
  findAttribute,
  isPlainHook,
  MISSING,
  noAttribute,
  removeAttribute,
  writeAttribute,
} from "./plain-access.ts";

/**
 * The attribute `name` of an object: its own, or its class's, with methods bound to the object; `__getattribute__` and
 * `__getattr__` are asked as Python asks them. Works on any value, a `Map` or a number too.
 *
 * @param fallback returned instead of raising where there is no such attribute.
 * @throws AttributeError `'Foo' object has no attribute 'x'`
 * @example getattr(new Map([["a", 1]]), "get")("a") // 1: the method keeps its own `this`
 */
export function getattr<T, const K extends keyof T>(obj: T, name: K): T[K];
export function getattr<T, const K extends keyof T, D>(obj: T, name: K, fallback: D): T[K] | D;
export function getattr(obj: unknown, name: string): unknown;
export function getattr<D>(obj: unknown, name: string, fallback: D): unknown;
export function getattr(obj: unknown, name: PropertyKey, ...fallback: [unknown?]): unknown {
  try {
    const value = readAttribute(obj, name);
    if (value !== MISSING) return value;
  } catch (error) {
    if (fallback.length === 0 || !(error instanceof AttributeError)) throw error;
  }
  if (fallback.length === 0) throw new AttributeError(noAttribute(obj, name));
  return fallback[0];
}

/**
 * Sets the attribute `name` as `obj.name = value` does, through `__setattr__` or the class's setter.
 *
 * @throws AttributeError on primitives, and where the class has no setter for its property.
 */
export function setattr<T, const K extends keyof T>(obj: T, name: K, value: T[K]): void;
export function setattr<T, const Name extends string>(
  obj: T,
  name: Name extends keyof T ? never : Name,
  value: unknown,
): void;
export function setattr(obj: unknown, name: PropertyKey, value: unknown): void {
  checkName(name);
  if (!isObject(obj)) throw new AttributeError(notWritable(obj, name));
  const hook = lookup(obj, "__setattr__");
  if (hook == null) writeAttribute(obj, name, value);
  else hook.call(obj, name, value);
}

/**
 * Deletes the attribute `name` as `delete obj.name` does, through `__delattr__`.
 *
 * @throws AttributeError where the object itself has no such attribute.
 */
export function delattr(obj: unknown, name: string | symbol): void {
  checkName(name);
  if (!isObject(obj)) throw new AttributeError(notWritable(obj, name));
  const hook = lookup(obj, "__delattr__");
  if (hook == null) removeAttribute(obj, name);
  else hook.call(obj, name);
}

/** True when `getattr(obj, name)` finds something. Errors other than `AttributeError` are thrown on. */
export function hasattr<const K extends string>(obj: unknown, name: K): obj is { [P in K]: unknown } {
  return getattr(obj, name, MISSING) !== MISSING;
}

/** The object's own attributes as a live mapping that passes by every hook (`obj.__dict__`). */
export function vars(obj: object): AttributeDict {
  if (!isObject(obj)) throw new TypeError("vars() argument must have __dict__ attribute");
  return (obj as { __dict__?: AttributeDict }).__dict__ ?? attributeDict(obj);
}

/** The names of an object's attributes in order: what its `__dir__` gives, else its own and its prototypes'. */
export function dir(obj: unknown): string[] {
  const hook = lookup(obj, "__dir__");
  const names = hook == null ? propertyNames(obj) : (iter(hook.call(obj)) as Iterable<string>);
  return [...names].sort(byCodePoints);
}

/** Reads an attribute as the language does; {@link MISSING} where only the message of the error is left to say. */
function readAttribute(obj: unknown, name: PropertyKey): unknown {
  checkName(name);
  const getattribute = lookup(obj, "__getattribute__");
  const fallback = lookup(obj, "__getattr__");
  const find = getattribute == null || isPlainHook(getattribute) ? findBound : undefined;
  try {
    const value = find === undefined ? getattribute?.call(obj, name) : find(obj, name);
    if (value !== MISSING || fallback == null) return value;
  } catch (error) {
    if (fallback == null || !(error instanceof AttributeError)) throw error;
  }
  return fallback.call(obj, name);
}

/** What functions, classes and bound methods answer in Python, though JavaScript keeps it elsewhere or nowhere. */
function describe(obj: unknown, name: PropertyKey): unknown {
  if (typeof obj !== "function") return MISSING;
  switch (name) {
    case "__name__":
    case "__qualname__":
      return obj.name;
    case "__doc__":
      return isClass(obj) ? ownDoc(obj) : docOf(obj as Callee);
    case "__self__":
      return boundParts(obj)?.self ?? MISSING;
    case "__func__":
      return boundParts(obj)?.func ?? MISSING;
    default:
      return MISSING;
  }
}

type Callee = (...args: never[]) => unknown;

function findBound(obj: unknown, name: PropertyKey): unknown {
  if (obj == null) return MISSING;
  const described = describe(obj, name);
  if (described !== MISSING) return described;
  const found = findAttribute(obj as object, name);
  return found === MISSING && isClass(obj) ? methodOf(obj, name) : found;
}

/** A method read from its class comes as the plain function, which takes any `this`. */
function methodOf(cls: Class, name: PropertyKey): unknown {
  const { prototype } = cls;
  if (name === "constructor" || !(name in prototype)) return MISSING;
  for (
    let level = prototype;
    level !== Object.prototype && level !== null;
    level = Object.getPrototypeOf(level)
  ) {
    const member = Object.getOwnPropertyDescriptor(level, name);
    if (member !== undefined) return "value" in member ? member.value : MISSING;
  }
  return MISSING;
}

function notWritable(obj: unknown, name: PropertyKey): string {
  return `${noAttribute(obj, name)} and no __dict__ for setting new attributes`;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" ? value !== null : typeof value === "function";
}

function checkName(name: unknown): void {
  if (typeof name === "string" || typeof name === "symbol") return;
  throw new TypeError(`attribute name must be string, not '${typeName(name)}'`);
}

function propertyNames(obj: unknown): Set<string> {
  const names = new Set<string>();
  for (
    let level: object | null = obj == null ? null : Object(obj);
    level !== null;
    level = Object.getPrototypeOf(level)
  ) {
    for (const name of Object.getOwnPropertyNames(level)) names.add(name);
  }
  return names;
}

function byCodePoints(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
