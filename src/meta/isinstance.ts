// `isinstance` and `issubclass`, as type guards (library reference, "Built-in Functions"; reference, 3.3.4).

import { isPlainHook } from "../protocols/attributes/plain-access.ts";
import type { Instances } from "../protocols/builtin-class.ts";
import { bool } from "../protocols/comparison/truth.ts";
import { type Class, isClass, lookup, metaclassOf } from "../protocols/lookup.ts";
import { object } from "../protocols/object.ts";
import { derives, inherits } from "./inherits.ts";

/** A class, or classes of which one is enough; lists nest, as Python's tuples do. */
export type ClassInfo = Class | readonly ClassInfo[];

/** The instances that a {@link ClassInfo} covers. */
export type InstanceOf<C> =
  // Where nothing better is known than that it is one, there is no end to its lists of lists.
  ClassInfo extends C
    ? unknown
    : C extends Builtin<infer T>
      ? T
      : C extends Class<infer T>
        ? T
        : C extends readonly (infer Each)[]
          ? InstanceOf<Each>
          : never;

/** A builtin type: unlike its subclasses it can be called, and native values are its instances. */
type Builtin<T> = ((...args: never[]) => unknown) & Instances<T>;

/**
 * Whether `obj` is an instance of a class, of a subclass of it, or of one of several classes. A metaclass's
 * `__instancecheck__` is asked. Primitives are instances of JavaScript's wrapper classes (`isinstance("x", String)`).
 *
 * @throws TypeError `isinstance() arg 2 must be a type, a tuple of types, or a union`
 */
export function isinstance<const C extends ClassInfo>(obj: unknown, cls: C): obj is InstanceOf<C> {
  // `instanceof` asks a metaclass's `__instancecheck__` too.
  if (typeof cls === "function" && cls.prototype !== undefined) {
    if (obj instanceof cls) return true;
    const isSettled = typeof obj === "object" && obj !== null && metaclassOf(cls) !== undefined;
    if (isSettled && (cls as unknown) !== object) return false;
  }
  return isinstanceOfAny(obj, cls);
}

/** What is left to {@link isinstance}, apart so that the engine can inline that. */
function isinstanceOfAny(obj: unknown, cls: unknown): boolean {
  if (Array.isArray(cls)) return cls.some((each: ClassInfo) => isinstance(obj, each));
  if (!isClass(cls)) throw new TypeError("isinstance() arg 2 must be a type, a tuple of types, or a union");
  // A metaclass's own check has said no just now.
  return hasOwnCheck(cls) ? false : isInstanceByType(obj, cls);
}

/**
 * Whether a class is another one or inherits from it, or from one of several. `__subclasscheck__` is asked.
 *
 * @throws TypeError `issubclass() arg 1 must be a class`, `issubclass() arg 2 must be a class, a tuple of classes, or a union`
 */
export function issubclass<const C extends ClassInfo>(cls: unknown, base: C): cls is Class<InstanceOf<C>> {
  if (Array.isArray(base)) return base.some((each: ClassInfo) => issubclass(cls, each));
  if (!isClass(base)) {
    throw new TypeError("issubclass() arg 2 must be a class, a tuple of classes, or a union");
  }
  const check = lookup(base, "__subclasscheck__");
  if (check != null && !isPlainHook(check)) return bool(check.call(base, cls));
  return isSubclassByType(cls, base);
}

/** Whether a class's metaclass decides by an `__instancecheck__` of its own. */
function hasOwnCheck(cls: Class): boolean {
  const check = lookup(cls, "__instancecheck__");
  return check != null && !isPlainHook(check);
}

/** `type.__instancecheck__`: what the type of `obj` says, without asking any hook. */
export function isInstanceByType(obj: unknown, cls: Class): boolean {
  if (cls === object) return true;
  if (hasOwnCheck(cls)) return isObject(obj) && derives(obj, cls);
  if (obj instanceof cls) return true;
  return obj != null && !isObject(obj) && derives(Object(obj), cls);
}

/** `type.__subclasscheck__`. */
export function isSubclassByType(cls: unknown, base: Class): boolean {
  if (!isClass(cls)) throw new TypeError("issubclass() arg 1 must be a class");
  return base === object || inherits(cls, base);
}

function isObject(value: unknown): value is object {
  return typeof value === "object" ? value !== null : typeof value === "function";
}
