// What `new Foo(…)` does for a class made by a metaclass: `Meta.__call__`, `__new__`, `__init__` (reference, 3.3.3).

import { isPlainHook } from "../protocols/attributes/plain-access.ts";
import { pair } from "../protocols/attributes/raw.ts";
import type { Class } from "../protocols/lookup.ts";
import { INSPECT } from "../protocols/names.ts";
import { expectNew, forgetPlan, object } from "../protocols/object.ts";
import { typeName } from "../protocols/typename.ts";
import type { Metaclass, type } from "./type.ts";

type Constructor = new (...args: unknown[]) => object;
type Initialized = { __init__?(...args: unknown[]): unknown };
type Factory = { __new__(cls: unknown, ...args: unknown[]): unknown };

/** Under this key the class that stands in front of another answers it, quicker than `rawOf` does. */
const RAW: unique symbol = Symbol("dunder.rawClass");

/** `type.__call__`: makes an instance and, if it is one of this class, initializes it. */
export function callClass(this: type, ...args: unknown[]): unknown {
  const cls = ((this as { [RAW]?: object })[RAW] ?? this) as Constructor & Factory;
  if (cls.__new__ === object.__new__ || cls.__new__ === undefined) {
    const outer = expectNew(cls);
    try {
      return initialize(new cls(...args), args);
    } finally {
      expectNew(outer);
    }
  }
  const instance = cls.__new__(this, ...args);
  const isOurs = Object.prototype.isPrototypeOf.call(cls.prototype, instance as object);
  return isOurs ? initialize(instance as object, args) : instance;
}

function initialize(instance: object, args: unknown[]): object {
  // From the type: neither an attribute of this name nor `__getattribute__` has a say.
  const { __init__ } = Object.getPrototypeOf(instance) as Initialized;
  if (__init__ === undefined || __init__ === object.prototype.__init__) return instance;
  const result = __init__.apply(instance, args);
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

// What stands in front of a class; a second decorator changes its metaclass, and does not put another in front of it.
const fronts = new WeakMap<Class, { meta: type; front: Class }>();

/**
 * Puts the metaclass's `__call__` behind `new`, where that makes a difference.
 *
 * @param refuse throws for a subclass that no decorator was applied to.
 * @returns the class itself where plain `new` will do; else a function that stands in front of it. Engines inline a
 *   function: it costs a fifth of what a Proxy's `construct` trap does.
 */
export function interceptNew(cls: Class, meta: Metaclass, refuse: (subclass: Class) => void): Class {
  if (interceptingHook(cls, meta) === undefined) return cls;
  const known = fronts.get(cls);
  if (known !== undefined) {
    known.meta = meta.prototype as type;
    return known.front;
  }
  const state = { meta: meta.prototype as type, front: cls };
  const front = function (this: unknown, ...args: unknown[]): object {
    if (new.target === undefined)
      throw new TypeError(`Class constructor ${cls.name} cannot be invoked without 'new'`);
    if ((new.target as unknown) !== front) {
      refuse(new.target as unknown as Class);
      return Reflect.construct(cls as Constructor, args, new.target);
    }
    const instance = state.meta.__call__.call(front as unknown as type, ...args);
    if (typeof instance === "object" ? instance !== null : typeof instance === "function")
      return instance as object;
    throw new TypeError(
      `${meta.name}.__call__() returned ${typeName(instance)}; 'new ${cls.name}()' can only give an object`,
    );
  } as unknown as Class;
  state.front = front;
  fronts.set(cls, state);
  standInFront(front, cls);
  // What was made before, by a static initializer, must not have settled how instances are made from now on.
  forgetPlan(cls);
  return front;
}

/** Makes `front` pass for `cls`: its prototype, its names, and its static members, which stay stored in `cls`. */
function standInFront(front: Class, cls: Class): void {
  const statics = cls as unknown as Record<PropertyKey, unknown>;
  Object.setPrototypeOf(front, cls);
  for (const key of Reflect.ownKeys(cls)) {
    const own = Object.getOwnPropertyDescriptor(cls, key) as PropertyDescriptor;
    if (!own.configurable || "get" in own || key === "name" || key === "length") {
      if (Object.getOwnPropertyDescriptor(front, key)?.configurable ?? true)
        Object.defineProperty(front, key, own);
      continue;
    }
    Object.defineProperty(front, key, {
      get: () => statics[key],
      // As for any inherited member, an assignment gives a subclass one of its own.
      set(this: object, value: unknown) {
        if (this === front) statics[key] = value;
        else
          Object.defineProperty(this, key, { value, writable: true, enumerable: true, configurable: true });
      },
      enumerable: own.enumerable ?? false,
      configurable: true,
    });
  }
  Object.defineProperties(front, {
    prototype: { value: cls.prototype, writable: false },
    [RAW]: { value: cls },
    [INSPECT]: { value: (_depth: number, options: object, inspect: Inspect) => inspect(cls, options) },
  });
  Object.defineProperty(cls.prototype, "constructor", { value: front, writable: true, configurable: true });
  pair(front, cls, false);
}

type Inspect = (value: unknown, options: object) => string;
