// What `new Foo(…)` does for a class made by a metaclass: `Meta.__call__`, `__new__`, `__init__` (reference, 3.3.3).

import type { Class } from "../protocols/lookup.ts";
import { object } from "../protocols/object.ts";
import { isPlainHook } from "../protocols/plain-access.ts";
import { pair, rawOf } from "../protocols/raw.ts";
import { typeName } from "../protocols/typename.ts";
import type { Metaclass, type } from "./type.ts";

type Constructor = new (...args: unknown[]) => { __init__?(...args: unknown[]): unknown };
type Factory = { __new__(cls: unknown, ...args: unknown[]): unknown };

/** `type.__call__`: makes an instance and, if it is one of this class, initializes it. */
export function callClass(this: type, ...args: unknown[]): unknown {
  const cls = rawOf(this) as unknown as Constructor & Factory;
  if (cls.__new__ === object.__new__ || cls.__new__ === undefined) return initialized(new cls(...args), args);
  const instance = cls.__new__(this, ...args);
  const isOurs = Object.prototype.isPrototypeOf.call(cls.prototype, instance as object);
  return isOurs ? initialized(instance as InstanceType<Constructor>, args) : instance;
}

function initialized(instance: InstanceType<Constructor>, args: unknown[]): object {
  const result = instance.__init__?.(...args);
  if (result != null) throw new TypeError(`__init__() should return None, not '${typeName(result)}'`);
  return instance;
}

/** The hook that takes part in making instances of a class, so that `new` alone would not do; if there is one. */
export function interceptingHook(cls: Class, meta: Metaclass | undefined): string | undefined {
  if (meta !== undefined && !isPlainHook((meta.prototype as type).__call__)) return `${meta.name}.__call__`;
  const { __init__ } = cls.prototype as { __init__?: object };
  if (__init__ !== undefined && !isPlainHook(__init__)) return `${cls.name}.__init__`;
  const { __new__ } = cls as unknown as Partial<Factory>;
  return __new__ !== undefined && !isPlainHook(__new__) ? `${cls.name}.__new__` : undefined;
}

/**
 * Puts the metaclass's `__call__` behind `new`, where that makes a difference.
 *
 * @returns the class itself where plain `new` will do, else the class behind a Proxy with a `construct` trap.
 */
export function interceptNew(cls: Class, meta: Metaclass): Class {
  if (interceptingHook(cls, meta) === undefined) return cls;
  const handle: Class = new Proxy(cls as Constructor, {
    construct(raw, args, newTarget) {
      // A subclass's `super()`; the Proxy itself is never passed on as new.target, which would cost fifty times more.
      if (newTarget !== handle) return Reflect.construct(raw, args, newTarget);
      const instance: unknown = (meta.prototype as type).__call__.apply(handle as unknown as type, args);
      if (typeof instance === "object" ? instance !== null : typeof instance === "function")
        return instance as object;
      throw new TypeError(
        `${meta.name}.__call__() returned ${typeName(instance)}; 'new ${cls.name}()' can only give an object`,
      );
    },
  });
  pair(handle, cls, false);
  Object.defineProperty(cls.prototype, "constructor", { value: handle, writable: true, configurable: true });
  return handle;
}
