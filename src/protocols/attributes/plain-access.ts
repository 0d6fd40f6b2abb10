// What reading, writing and deleting an attribute do when no hook is asked (`object.__getattribute__` and its kin).

import { AttributeError } from "../errors.ts";
import { isClass } from "../lookup.ts";
import { typeName } from "../typename.ts";
import { bindMethod } from "./bound-method.ts";
import { rawOf } from "./raw.ts";

type Raw = Record<PropertyKey, unknown>;

/** Says that {@link findAttribute} found nothing; `undefined` would be an attribute's value. */
export const MISSING: unique symbol = Symbol("dunder.missing");

const plainHooks = new WeakSet<object>();

/** Registers `object`'s own hooks, whose work can be done without calling them. */
export function registerPlainHook(hook: object): void {
  plainHooks.add(hook);
}

/** True for a hook that does no more than {@link findAttribute} does. */
export function isPlainHook(hook: object): boolean {
  return plainHooks.has(hook);
}

/**
 * The attribute of a value, its own or its type's, read without any hook; {@link MISSING} where there is none. Methods
 * come bound; functions kept in the object itself do not, as in Python.
 */
export function findAttribute(obj: unknown, name: PropertyKey): unknown {
  const raw = withoutHandle(Object(obj));
  if (!(name in raw) || isItem(raw, name)) return MISSING;
  const value = Reflect.get(raw, name, obj);
  if (typeof value !== "function") return value;
  return Object.hasOwn(raw, name) && typeof raw !== "function" ? value : bindMethod(value, obj);
}

/** What JavaScript keeps as properties and Python as items: the elements of sequences. */
function isItem(obj: object, name: PropertyKey): boolean {
  if (typeof name !== "string" || !(Array.isArray(obj) || ArrayBuffer.isView(obj) || obj instanceof String))
    return false;
  return String(Number(name)) === name;
}

/** The object behind a Proxy; a class stays what the program calls it, since its static members are read through that. */
function withoutHandle(obj: object): Raw {
  return (typeof obj === "function" && isClass(obj) ? obj : rawOf(obj)) as Raw;
}

/** Writes an attribute without asking `__setattr__`: through the class's setter where it has one. */
export function writeAttribute(obj: object, name: PropertyKey, value: unknown): void {
  const raw = rawOf(obj) as Raw;
  if (Object.hasOwn(raw, name)) {
    raw[name] = value;
    return;
  }
  const inherited = name in raw ? findDescriptor(raw, name) : undefined;
  if (inherited?.set !== undefined) inherited.set.call(obj, value);
  else if (inherited?.get !== undefined) throw new AttributeError(propertyLacks(obj, name, "setter"));
  else defineAttribute(raw, name, value);
}

/** Deletes an own attribute without asking `__delattr__`. */
export function removeAttribute(obj: object, name: PropertyKey): void {
  const raw = rawOf(obj) as Raw;
  if (!Object.hasOwn(raw, name)) {
    const accessor = name in raw && findDescriptor(raw, name)?.get !== undefined;
    throw new AttributeError(accessor ? propertyLacks(obj, name, "deleter") : noAttribute(obj, name));
  }
  if (!Reflect.deleteProperty(raw, name)) throw new AttributeError(readOnly(obj, name));
}

/** Makes an own attribute, whatever the class has under that name. */
export function defineAttribute(raw: object, name: PropertyKey, value: unknown): void {
  const made = Reflect.defineProperty(raw, name, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
  if (!made) throw new AttributeError(readOnly(raw, name));
}

/** `'Foo' object has no attribute 'x'`, in CPython's words for instances and for classes. */
export function noAttribute(obj: unknown, name: PropertyKey): string {
  return `${subject(obj)} has no attribute '${String(name)}'`;
}

function subject(obj: unknown): string {
  const isType = typeof obj === "function" && Object.hasOwn(obj, "prototype") && typeName(obj) !== "function";
  return isType ? `type object '${(obj as { name: string }).name}'` : `'${typeName(obj)}' object`;
}

function propertyLacks(obj: object, name: PropertyKey, what: string): string {
  return `property '${String(name)}' of '${typeName(obj)}' object has no ${what}`;
}

function readOnly(obj: object, name: PropertyKey): string {
  return `'${typeName(obj)}' object attribute '${String(name)}' is read-only`;
}

function findDescriptor(obj: object, name: PropertyKey): PropertyDescriptor | undefined {
  for (let level: object | null = obj; level !== null; level = Object.getPrototypeOf(level)) {
    const descriptor = Object.getOwnPropertyDescriptor(level, name);
    if (descriptor !== undefined) return descriptor;
  }
  return undefined;
}
