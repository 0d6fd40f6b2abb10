// `type`, the class of classes: what a class is made by, and what it answers as an object (reference, 3.3.3).

import { registerPlainHook } from "../protocols/attributes/plain-access.ts";
import { rawOf } from "../protocols/attributes/raw.ts";
import { type tuple, tupleFrom } from "../protocols/builtins/tuple.ts";
import { ownDoc } from "../protocols/documentation/documentation.ts";
import { type Keywords, splitKeywords } from "../protocols/kw.ts";
import { type Class, isClass, METACLASS, metaclassOf } from "../protocols/lookup.ts";
import { object, setClassHook } from "../protocols/object.ts";
import { qualifiedName } from "../protocols/text/repr.ts";
import { deleteClassMember, setClassMember } from "./class-members.ts";
import { callClass } from "./construction.ts";
import {
  type ClassArguments,
  type ClassKeywords,
  constructClass,
  createClass,
  enrollInherited,
  newClass,
} from "./creation.ts";
import { isInstanceByType, isSubclassByType, issubclass } from "./isinstance.ts";
import { basesOf, subclassesOf } from "./link.ts";
import type { Made, MadeInstance } from "./made.ts";
import { mro } from "./mro.ts";
import { type Namespace, namespaceOf } from "./namespace.ts";
import { nativeClass } from "./native.ts";

/** A metaclass as a value: `type` itself, or a class that extends it. */
export interface Metaclass<M extends type = type> {
  new (name: string, bases: readonly Class[], namespace: Namespace, keywords?: ClassKeywords): M;
  readonly prototype: M;
  /** Gives the namespace that the class body is to fill: a plain object, a `Map`, or an object with `__setitem__`. */
  __prepare__(name: string, bases: readonly Class[], keywords?: ClassKeywords): object;
  /** Makes the class. An override ends in `super.__new__(mcs, name, bases, namespace)`. */
  __new__(
    mcs: Metaclass,
    name: string,
    bases: readonly Class[],
    namespace: Namespace,
    keywords?: ClassKeywords,
  ): type;
}

/**
 * A class, seen as an instance of its metaclass.
 *
 * A metaclass may override, in the order in which they run: `static __new__(mcs, name, bases, namespace)`, which makes
 * the class; `__init__(name, bases, namespace)`, which sets it up; `__call__(...args)`, which makes an instance of it.
 * `this` is the class. Methods of its own are on the class, and not on the class's instances.
 */
export interface type {
  new (...args: unknown[]): object;
  readonly prototype: object;
  readonly name: string;
  readonly __name__: string;
  readonly __qualname__: string;
  readonly __module__: string;
  readonly __doc__: string | null;
  readonly __base__: Class | null;
  readonly __bases__: tuple<readonly Class[]>;
  readonly __mro__: tuple<readonly Class[]>;
  readonly __dict__: Readonly<Namespace>;
  /** Sets the class up; its result is not used. */
  __init__(name: string, bases: readonly Class[], namespace: Namespace, keywords?: ClassKeywords): void;
  /** Makes an instance of `cls` and does not initialize it: the class's own static method, or `object.__new__`. */
  __new__(cls: Class, ...args: unknown[]): unknown;
  /** Makes an instance: `__new__`, then `__init__` if that gave an instance of this class. */
  __call__(...args: unknown[]): unknown;
  /** The method resolution order. */
  mro(): Class[];
  /** The direct subclasses; one that no decorator was applied to is known from its first instance on. */
  __subclasses__(): Class[];
  __repr__(): string;
  /** `setattr(cls, name, value)`: a function becomes a method, other values class attributes; hooks come into force. */
  __setattr__(name: string, value: unknown): void;
  __delattr__(name: string): void;
  __instancecheck__(instance: unknown): boolean;
  __subclasscheck__(subclass: Class): boolean;
}

interface TypeConstructor extends Metaclass {
  /** The metaclass of a class. */
  (cls: Class): Metaclass;
  /** The class of a value. */
  <T>(value: T): Class<T>;
  /** Makes a class. */
  <const B extends readonly Class[], N extends object>(
    name: string,
    bases: B,
    namespace: N & ThisType<MadeInstance<B, N>>,
    keywords?: Keywords<object>,
  ): Made<B, N>;
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
  if (new.target !== undefined && args.length > 2) {
    return constructClass(new.target as unknown as Metaclass, args as unknown as ClassArguments);
  }
  const [positional, keywords] = splitKeywords(args);
  if (positional.length === 3) {
    const rest = keywords === undefined ? [] : [keywords];
    return createClass(type as unknown as Metaclass, [...positional, ...rest] as unknown as ClassArguments);
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
    return isInstanceByType(instance, this);
  },
  __subclasscheck__(this: type, subclass: Class): boolean {
    return isSubclassByType(subclass, this);
  },
  __setattr__: setClassMember,
  __delattr__: deleteClassMember,
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
    return basesOf(this as unknown as Class)[0] ?? null;
  },
  get __bases__(): tuple<readonly Class[]> {
    return tupleFrom(basesOf(this as unknown as Class));
  },
  get __mro__(): tuple<readonly Class[]> {
    return tupleFrom(mro(this as unknown as Class));
  },
  mro(this: type): Class[] {
    return mro(this);
  },
  __subclasses__(this: type): Class[] {
    return subclassesOf(this);
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
  __prepare__: { value: prepare, writable: true, configurable: true },
  [METACLASS]: { value: type },
  [Symbol.hasInstance]: { value: isMadeBy },
});

function prepare(): Namespace {
  return {};
}

/** `Foo instanceof Meta`: whether a class's metaclass is `Meta` or inherits from it. */
function isMadeBy(this: Metaclass, value: unknown): boolean {
  return isClass(value) && issubclass(metaclassOf(value) ?? type, this);
}

for (const hook of [
  prepare,
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
