// `type`, the class of classes: what a class is made by, and what it answers as an object (reference, 3.3.3).

import { ownDoc } from "../protocols/documentation.ts";
import { type Class, isClass, METACLASS, metaclassOf } from "../protocols/lookup.ts";
import { object, setClassHook } from "../protocols/object.ts";
import { registerPlainHook } from "../protocols/plain-access.ts";
import { rawOf } from "../protocols/raw.ts";
import { qualifiedName } from "../protocols/repr.ts";
import { callClass } from "./construction.ts";
import { constructClass, createClass, enrollInherited, newClass } from "./creation.ts";
import { isinstance, issubclass } from "./isinstance.ts";
import { baseOf } from "./link.ts";
import { type Namespace, namespaceOf } from "./namespace.ts";
import { nativeClass } from "./native.ts";

/** A metaclass as a value: `type` itself, or a class that extends it. */
export interface Metaclass<M extends type = type> {
  new (name: string, bases: readonly Class[], namespace: Namespace): M;
  readonly prototype: M;
  /** Makes the class. An override ends in `super.__new__(mcs, name, bases, namespace)`. */
  __new__(mcs: Metaclass, name: string, bases: readonly Class[], namespace: Namespace): type;
}

/**
 * A class, seen as an instance of its metaclass.
 *
 * A metaclass may override, in the order in which they run: `static __new__(mcs, name, bases, namespace)`, which makes
 * the class; `__init__(name, bases, namespace)`, which sets it up; `__call__(...args)`, which makes an instance of it.
 * `this` is the class. Methods of its own are on the class, and not on the class's instances.
 */
export interface type {
  // biome-ignore lint/suspicious/noExplicitAny: a class takes the arguments that its author chose
  new (...args: any[]): object;
  readonly prototype: object;
  readonly name: string;
  readonly __name__: string;
  readonly __qualname__: string;
  readonly __module__: string;
  readonly __doc__: string | null;
  readonly __base__: Class | null;
  readonly __bases__: readonly Class[];
  readonly __dict__: Readonly<Namespace>;
  /** Sets the class up; its result is not used. */
  __init__(name: string, bases: readonly Class[], namespace: Namespace): void;
  /** Makes an instance: `__new__`, then `__init__` if that gave an instance of this class. */
  __call__(...args: unknown[]): unknown;
  __repr__(): string;
  __instancecheck__(instance: unknown): boolean;
  __subclasscheck__(subclass: Class): boolean;
}

interface TypeConstructor extends Metaclass {
  /** The class of a value. */
  <T>(value: T): Class<T>;
  /** Makes a class. */
  (name: string, bases: readonly Class[], namespace: Namespace): type;
}

/**
 * `type(x)` is the class of `x`; `type(name, bases, namespace)` makes a class; `class Meta extends type` is a metaclass.
 *
 * @throws TypeError `type() takes 1 or 3 arguments`, and CPython's words for arguments of a wrong type
 * @example
 * class Meta extends type {
 *   __call__(...args: unknown[]) { console.log("making a", this.name); return super.__call__(...args); }
 * }
 */
export const type = function type(this: unknown, ...args: unknown[]): unknown {
  if (args.length === 3) {
    const [name, bases, namespace] = args as [string, readonly Class[], Namespace];
    if (new.target === undefined) return createClass(type as unknown as Metaclass, name, bases, namespace);
    return constructClass(new.target as unknown as Metaclass, [name, bases, namespace]);
  }
  if (args.length === 1) return classOf(args[0]);
  throw new TypeError("type() takes 1 or 3 arguments");
} as unknown as TypeConstructor;

/** The class of a value, as `type(x)` gives it. */
function classOf(value: unknown): Class {
  if (isClass(value)) return metaclassOf(value) ?? (type as unknown as Class);
  return nativeClass(value) ?? Object.getPrototypeOf(rawOf(value as object)).constructor;
}

const methods = {
  __init__(this: type): void {},
  __call__: callClass,
  __repr__(this: type): string {
    return `<class '${qualifiedName(this)}'>`;
  },
  __instancecheck__(this: type, instance: unknown): boolean {
    return isinstance(instance, this);
  },
  __subclasscheck__(this: type, subclass: Class): boolean {
    return issubclass(subclass, this);
  },
  get __name__(): string {
    return (this as unknown as type).name;
  },
  get __qualname__(): string {
    return (this as unknown as type).name;
  },
  get __module__(): string {
    return "__main__";
  },
  get __doc__(): string | null {
    return ownDoc(this as unknown as Class);
  },
  get __base__(): Class | null {
    return baseOf(this as unknown as Class);
  },
  get __bases__(): readonly Class[] {
    const base = baseOf(this as unknown as Class);
    return base === null ? [] : [base];
  },
  get __dict__(): Readonly<Namespace> {
    return Object.freeze(namespaceOf(this as unknown as Class));
  },
};

for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(methods))) {
  Object.defineProperty(type.prototype, key, { ...descriptor, enumerable: false });
}
Object.setPrototypeOf(type.prototype, Function.prototype);
Object.defineProperties(type, {
  name: { value: "type" },
  prototype: { writable: false },
  __new__: { value: newClass, writable: true, configurable: true },
  [METACLASS]: { value: type },
  [Symbol.hasInstance]: { value: isMadeBy },
});

/** `Foo instanceof Meta`: whether a class's metaclass is `Meta` or inherits from it. */
function isMadeBy(this: Metaclass, value: unknown): boolean {
  return isClass(value) && issubclass(metaclassOf(value) ?? type, this);
}

for (const hook of [
  newClass,
  callClass,
  methods.__init__,
  methods.__instancecheck__,
  methods.__subclasscheck__,
]) {
  registerPlainHook(hook);
}

// From here on every class that extends `object` is an instance of `type`.
Object.setPrototypeOf(object, type.prototype);
Object.defineProperty(object, METACLASS, { value: type });
setClassHook(enrollInherited);
