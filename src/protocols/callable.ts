// `__call__`: instances that are called like functions (reference, 3.3.6).

import { handleOf } from "./attributes/raw.ts";
import { lookup } from "./lookup.ts";

/** An object whose class defines `__call__`, seen with its call signature. */
export type Callable<T extends { __call__: (...args: never[]) => unknown }> = T & T["__call__"];

type CallableInstance = { __call__: (...args: never[]) => unknown };
type CallableConstructor<Args extends unknown[], T extends CallableInstance> = new (
  ...args: Args
) => Callable<T>;

/**
 * Types a class's instances as callable; the class itself is returned as it is. An instance of a class with `__call__`
 * is a function at run time anyway, only TypeScript cannot infer it from a class declaration.
 *
 * @example
 * const Adder = callableClass(class Adder extends object {
 *   constructor(readonly by: number) { super(); }
 *   __call__(n: number) { return n + this.by; }
 * });
 * new Adder(2)(3); // 5
 */
export function callableClass<Args extends unknown[], T extends CallableInstance, Statics>(
  cls: (new (...args: Args) => T) & Statics,
): CallableConstructor<Args, T> & Statics {
  return cls as never;
}

/** True when `obj(…)` is possible: functions, classes, and instances of a class with `__call__`. */
export function callable(obj: unknown): obj is (...args: never[]) => unknown {
  return typeof obj === "function" || lookup(obj, "__call__") != null;
}

// While no callable instance has become one of another class, none need be asked for it, which doubles what a call costs.
let retyped = false;

/** Says that a callable instance is becoming one of another class than it was made by. */
export function retypeCallables(): void {
  retyped = true;
}

/**
 * Makes the function object that is a callable instance: it has the class's prototype, and calls `__call__` of its type
 * on itself. A function costs a tenth of what a Proxy's `apply` trap does.
 *
 * @param hasHandle whether the instance will be reached through a Proxy, which is then the hook's `this`.
 */
export function callableInstance(prototype: object, hasHandle: boolean): object {
  const made = prototype as { __call__: (...args: unknown[]) => unknown };
  const type = (): typeof made => (retyped ? Object.getPrototypeOf(instance) : made);
  const instance: (...args: unknown[]) => unknown = hasHandle
    ? (...args: unknown[]) => type().__call__.apply(handleOf(instance), args)
    : (...args: unknown[]) => type().__call__.apply(instance, args);
  Object.setPrototypeOf(instance, prototype);
  // A function's own `name` and `length` would shadow the attributes of these names, and refuse to be written.
  delete (instance as { name?: string }).name;
  delete (instance as { length?: number }).length;
  return instance;
}
