// The static prototype chain of a class: how it is an instance of its metaclass, and what its bases are (design, 6).

import { isPlainHook } from "../protocols/attributes/plain-access.ts";
import { handleOf, rawOf } from "../protocols/attributes/raw.ts";
import { bool } from "../protocols/comparison/truth.ts";
import { type Class, METACLASS, metaclassOf } from "../protocols/lookup.ts";
import { installBridges, makeRoot, object } from "../protocols/object.ts";
import type { Metaclass, type } from "./type.ts";

const rootByMetaclass = new WeakMap<Metaclass, Class>();
// Constructors that stand in the static chain and are no classes of the program.
const hidden = new WeakSet<Class>();
const combinations = new WeakMap<Class, readonly Class[]>();

/** Keeps a constructor of the library's own out of `__bases__` and the method resolution order. */
export function hide(constructor: Class): void {
  hidden.add(constructor);
}

/** Records what classes the hidden constructor `combined` was made of, to stand as one base for them all. */
export function recordBases(combined: Class, bases: readonly Class[]): void {
  combinations.set(combined, bases);
}

/** The bases of a class in Python's sense (`__bases__`). */
export function basesOf(cls: Class): readonly Class[] {
  const raw = rawOf(cls);
  if (raw === object) return [];
  let base = Object.getPrototypeOf(raw);
  while (hidden.has(base)) base = Object.getPrototypeOf(base);
  const several = combinations.get(base);
  if (several !== undefined) return several;
  return [typeof base !== "function" || base === Function.prototype ? object : handleOf(base)];
}

const subclasses = new WeakMap<Class, WeakRef<Class>[]>();

/** Remembers a new class with each of its bases, without keeping it alive. */
export function recordSubclass(cls: Class, bases: readonly Class[]): void {
  for (const base of bases) {
    const known = subclasses.get(base);
    if (known === undefined) subclasses.set(base, [new WeakRef(cls)]);
    else known.push(new WeakRef(cls));
  }
}

/** The direct subclasses of a class that are known and still alive, in the order of their creation. */
export function subclassesOf(cls: Class): Class[] {
  const alive = (subclasses.get(cls) ?? []).filter((reference) => reference.deref() !== undefined);
  subclasses.set(cls, alive);
  return alive.map((reference) => reference.deref() as Class);
}

/** Makes `cls` an instance of `meta`: its methods come into reach on the class, and on its subclasses with it. */
export function linkMetaclass(cls: Class, meta: Metaclass): void {
  const base = rawOf(Object.getPrototypeOf(cls));
  if (base === object || isRoot(base)) {
    Object.setPrototypeOf(cls, rootOf(meta));
  } else if (base === Function.prototype) {
    // `class Foo {}` without a base, which in Python means `object`.
    Object.setPrototypeOf(cls, rootOf(meta));
    Object.setPrototypeOf(cls.prototype, object.prototype);
  } else {
    // `super()` goes to the base itself, past what intercepts `new` in front of it.
    Object.setPrototypeOf(cls, base);
    if (metaclassOf(base) !== meta) copyMethods(cls, meta);
  }
  Object.defineProperty(cls, METACLASS, { value: meta, configurable: true });
  bridgeMetaclass(meta);
  const check = (meta.prototype as type).__instancecheck__;
  if (!isPlainHook(check)) setInstanceCheck(cls, check);
}

/** Has `instanceof` ask a metaclass's `__instancecheck__`, as `isinstance` does: not for instances of this very class. */
function setInstanceCheck(cls: Class, check: (instance: unknown) => unknown): void {
  const value = function (this: Class, instance: unknown): boolean {
    const isObject = typeof instance === "object" ? instance !== null : typeof instance === "function";
    if (isObject && Object.getPrototypeOf(instance) === this.prototype) return true;
    return bool(check.call(this as never, instance));
  };
  Object.defineProperty(cls, Symbol.hasInstance, { value, configurable: true });
}

/** The hooks of a metaclass reach JavaScript's protocols on its classes: `for (const member of Color)`. */
function bridgeMetaclass(meta: Metaclass): void {
  for (let level: object = meta.prototype; Object.getPrototypeOf(level) !== Function.prototype; ) {
    installBridges(level);
    level = Object.getPrototypeOf(level);
  }
}

function isRoot(constructor: Class): boolean {
  const meta = metaclassOf(constructor) as Metaclass | undefined;
  return meta !== undefined && rootByMetaclass.get(meta) === constructor;
}

/** The constructor that stands between the classes of a metaclass and `object`, made once for each metaclass. */
function rootOf(meta: Metaclass): Class {
  let root = rootByMetaclass.get(meta);
  if (root === undefined) {
    root = makeRoot();
    for (const name of ["__new__", "__init_subclass__"] as const) {
      Object.defineProperty(root, name, { value: object[name], writable: true, configurable: true });
    }
    Object.defineProperty(root, METACLASS, { value: meta });
    Object.setPrototypeOf(root, meta.prototype);
    rootByMetaclass.set(meta, root);
    hide(root);
  }
  return root;
}

/** Where `super()` needs the static chain as it is, the metaclass's methods come onto the class itself. */
export function copyMethods(cls: Class, meta: Metaclass): void {
  const inherited = metaclassOf(Object.getPrototypeOf(cls))?.prototype ?? Function.prototype;
  for (
    let level = meta.prototype;
    level !== inherited && level !== null;
    level = Object.getPrototypeOf(level)
  ) {
    for (const key of Reflect.ownKeys(level)) {
      if (key === "constructor" || Object.hasOwn(cls, key)) continue;
      Object.defineProperty(cls, key, Object.getOwnPropertyDescriptor(level, key) as PropertyDescriptor);
    }
  }
}
