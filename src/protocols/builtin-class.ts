// Functions that are classes too: Python's built-in types, which are called without `new`.

import type { Class } from "./lookup.ts";

declare const INSTANCES: unique symbol;

/**
 * Says which values `isinstance(x, C)` narrows to, for a class whose instances are not only objects that it made: `int`,
 * `list`. Known to the compiler alone; a subclass, which cannot be called without `new`, does not inherit it.
 */
export interface Instances<T> {
  readonly [INSTANCES]: T;
}

/**
 * Lets the function `fn` stand for the class `cls`: it takes the name, the prototype and the static members, and decides
 * by itself (`new.target`) what a call and what `new` give.
 *
 * @param hasInstance tells the instances of the class itself where the prototype does not, primitives for example; those
 *   of a subclass are told by their prototype.
 */
export function asClass<F extends (...args: never[]) => unknown>(
  fn: F,
  cls: Class,
  hasInstance?: (value: unknown) => boolean,
): F {
  for (const key of Reflect.ownKeys(cls)) {
    Object.defineProperty(fn, key, Object.getOwnPropertyDescriptor(cls, key) as PropertyDescriptor);
  }
  Object.setPrototypeOf(fn, Object.getPrototypeOf(cls));
  define(cls.prototype as object, "constructor", fn);
  if (hasInstance !== undefined) {
    define(fn, Symbol.hasInstance, function (this: Class, value: unknown) {
      return this.prototype === cls.prototype ? hasInstance(value) : isPrototypeOf(this.prototype, value);
    });
  }
  return fn;
}

/** The class under a name of Python's that TypeScript would not let it have. */
export function named<C extends object>(name: string, cls: C): C {
  return Object.defineProperty(cls, "name", { value: name, configurable: true });
}

/** Defines a property as a class body would: not enumerable. */
export function define(target: object, key: PropertyKey, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: false, configurable: true });
}

/** Whether `prototype` is among the prototypes of `value`. */
export function isPrototypeOf(prototype: unknown, value: unknown): boolean {
  return Object.prototype.isPrototypeOf.call(prototype as object, value as object);
}
