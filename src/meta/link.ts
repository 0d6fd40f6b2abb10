// The static prototype chain of a class: how it comes to be an instance of its metaclass (design, 6).

import { type Class, METACLASS, metaclassOf } from "../protocols/lookup.ts";
import { makeRoot, object } from "../protocols/object.ts";
import { isPlainHook } from "../protocols/plain-access.ts";
import { handleOf, rawOf } from "../protocols/raw.ts";
import type { Metaclass, type } from "./type.ts";

const rootByMetaclass = new WeakMap<Metaclass, Class>();
const roots = new WeakSet<Class>();

/** Makes `cls` an instance of `meta`: its methods come into reach on the class, and on its subclasses with it. */
export function linkMetaclass(cls: Class, meta: Metaclass): void {
  const base = rawOf(Object.getPrototypeOf(cls));
  if (base === object || roots.has(base)) {
    Object.setPrototypeOf(cls, rootOf(meta));
  } else if (base === Function.prototype) {
    // `class Foo {}` without a base, which in Python means `object`. It has no `super()` that would need a constructor.
    Object.setPrototypeOf(cls, meta.prototype);
    Object.setPrototypeOf(cls.prototype, object.prototype);
  } else {
    // `super()` goes to the base itself, past what intercepts `new` in front of it.
    Object.setPrototypeOf(cls, base);
    if (metaclassOf(base) !== meta) copyMethods(cls, meta);
  }
  Object.defineProperty(cls, METACLASS, { value: meta, configurable: true });
  const check = (meta.prototype as type).__instancecheck__;
  if (!isPlainHook(check))
    Object.defineProperty(cls, Symbol.hasInstance, { value: check, configurable: true });
}

/** The one base of a class in Python's sense: `object` where JavaScript has none or a metaclass's root. */
export function baseOf(cls: Class): Class | null {
  if (cls === object) return null;
  const base = Object.getPrototypeOf(rawOf(cls));
  return typeof base !== "function" || base === Function.prototype || roots.has(base)
    ? object
    : handleOf(base);
}

/** Whether `cls` is `base` or inherits from it; works for classes behind a Proxy, and for metaclasses. */
export function inherits(cls: Class, base: Class): boolean {
  return (
    cls.prototype === base.prototype || Object.prototype.isPrototypeOf.call(base.prototype, cls.prototype)
  );
}

/** The constructor that stands between the classes of a metaclass and `object`, made once for each metaclass. */
function rootOf(meta: Metaclass): Class {
  let root = rootByMetaclass.get(meta);
  if (root === undefined) {
    root = makeRoot();
    Object.defineProperty(root, "__new__", { value: object.__new__, writable: true, configurable: true });
    Object.setPrototypeOf(root, meta.prototype);
    rootByMetaclass.set(meta, root);
    roots.add(root);
  }
  return root;
}

/** Where `super()` needs the static chain as it is, the metaclass's methods come onto the class itself. */
function copyMethods(cls: Class, meta: Metaclass): void {
  const inherited = metaclassOf(Object.getPrototypeOf(cls))?.prototype ?? Function.prototype;
  for (
    let level = meta.prototype;
    level !== inherited && level !== null;
    level = Object.getPrototypeOf(level)
  ) {
    for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(level))) {
      if (key !== "constructor" && !Object.hasOwn(cls, key)) Object.defineProperty(cls, key, descriptor);
    }
  }
}
