// Functions that are classes too: Python's built-in types, which are called without `new`.

import { registerBuiltinType } from "./comparison/kind.ts";
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
 * A class whose name in Python is not free in TypeScript says it by `static get name()`: V8 makes instances of a derived
 * class twenty times slower once its `name` was redefined.
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
  Object.setPrototypeOf(fn, baseOf(cls));
  define(cls.prototype as object, "constructor", fn);
  fronts.add(fn);
  registerBuiltinType(cls.prototype as object, fn.name);
  if (hasInstance !== undefined) {
    define(fn, Symbol.hasInstance, function (this: Class, value: unknown) {
      return this.prototype === cls.prototype ? hasInstance(value) : isPrototypeOf(this.prototype, value);
    });
  }
  return fn;
}

const fronts = new WeakSet<object>();
const NATIVE: ReadonlySet<unknown> = new Set([Array, Map, Set, Uint8Array, String, Number]);

/** True for the functions that {@link asClass} made classes of. */
export function isFront(cls: object): boolean {
  return fronts.has(cls);
}

/** What Python counts as the base: another such function, or nothing where JavaScript has a native class. */
function baseOf(cls: Class): object {
  const base = Object.getPrototypeOf(cls) as object;
  for (let level = base; typeof level === "function"; level = Object.getPrototypeOf(level)) {
    const front = (level as { prototype?: { constructor?: object } }).prototype?.constructor;
    if (front !== undefined && fronts.has(front)) return front;
    if (NATIVE.has(level)) return Function.prototype;
  }
  return base;
}

/**
 * Lets `map`, `filter`, `slice` … make plain arrays of a subclass's instances: the class itself is called otherwise.
 *
 * Not by a `static get [Symbol.species]`: a computed static key slows V8 down tenfold in making instances.
 */
export function makePlain(cls: object, plain: object): void {
  Object.defineProperty(cls, Symbol.species, { get: () => plain, configurable: true });
}

/** Defines a property as a class body would: not enumerable. */
export function define(target: object, key: PropertyKey, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: false, configurable: true });
}

/** Whether `prototype` is among the prototypes of `value`. */
export function isPrototypeOf(prototype: unknown, value: unknown): boolean {
  return Object.prototype.isPrototypeOf.call(prototype as object, value as object);
}
