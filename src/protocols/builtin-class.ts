// Functions that are classes too: Python's built-in types, which are called without `new`.

import type { Class } from "./lookup.ts";

/** Defines a property as a class body would: not enumerable. */
export function define(target: object, key: PropertyKey, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: false, configurable: true });
}

/**
 * Gives a function the marks of a class, which a `class` itself could not have: `class` refuses a call without `new`.
 *
 * @param hasInstance tells the values that are instances, primitives included
 */
export function asClass(
  fn: object,
  name: string,
  parent: object,
  hasInstance: (value: unknown) => boolean,
): void {
  const prototype = Object.create(parent);
  define(prototype, "constructor", fn);
  Object.defineProperty(fn, "prototype", { value: prototype, writable: false });
  Object.defineProperty(fn, "name", { value: name });
  define(fn, Symbol.hasInstance, function (this: Class, value: unknown) {
    return this === fn ? hasInstance(value) : isPrototypeOf(this.prototype, value);
  });
}

/** Whether `prototype` is among the prototypes of `value`. */
export function isPrototypeOf(prototype: object, value: unknown): boolean {
  return Object.prototype.isPrototypeOf.call(prototype, value as object);
}
