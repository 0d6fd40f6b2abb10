// The classes that an instance's look-up goes through.

import { rawOf } from "../attributes/raw.ts";
import { isFront } from "../builtin-class.ts";
import { type Class, isClass } from "../lookup.ts";

/** A class and its bases in the order of look-up (`__mro__`), without JavaScript's `Object`. */
export function classChain(cls: Class): Class[] {
  const chain: Class[] = [];
  let level: object | null = rawOf(cls).prototype as object | null;
  for (; level !== null && level !== Object.prototype; level = Object.getPrototypeOf(level)) {
    const constructor: unknown = Object.getOwnPropertyDescriptor(level, "constructor")?.value;
    // The Proxy that carries `__getattr__` stands for the level behind it: the same class twice.
    if (isConstructor(constructor) && chain.at(-1) !== constructor) chain.push(constructor);
    // Behind a builtin type stands JavaScript's own class, which is not another one in Python's eyes.
    if (isLastFront(constructor)) break;
  }
  return chain;
}

function isLastFront(cls: unknown): boolean {
  return typeof cls === "function" && isFront(cls) && Object.getPrototypeOf(cls) === Function.prototype;
}

function isConstructor(value: unknown): value is Class {
  return typeof value === "function" && value.prototype !== undefined;
}

/** The class of a value, a primitive's too; `undefined` for `null` and objects without a prototype. */
export function classOf(value: unknown): Class | undefined {
  if (value === null || value === undefined) return undefined;
  const constructor: unknown = Object.getPrototypeOf(Object(value))?.constructor;
  return isConstructor(constructor) ? constructor : undefined;
}

/** The class that an attribute of `owner` is looked up on: itself if it is one, else that of the instance. */
export function lookupClass(owner: unknown): Class | undefined {
  return isClass(owner) ? owner : classOf(owner);
}

/** Whether a class or function is the engine's own, or made by `bind`: its source cannot be read. */
export function isNative(code: object): boolean {
  return /\{\s*\[native code\]\s*\}\s*$/.test(Function.prototype.toString.call(rawOf(code)));
}
