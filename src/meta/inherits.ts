// Whether one class inherits from another, along the prototype chain or through `bases(…)`.

import { rawOf } from "../protocols/attributes/raw.ts";
import type { Class } from "../protocols/lookup.ts";
import { internalSymbol } from "../protocols/names.ts";

const brands = new WeakMap<Class, symbol>();

/**
 * Marks `level`, which stands for the prototype of `cls` in a combined chain, and has `instanceof cls` see the mark: the
 * chain does not hold the prototype itself.
 */
export function brand(level: object, cls: Class): void {
  const raw = rawOf(cls);
  let symbol = brands.get(raw);
  if (symbol === undefined) {
    symbol = internalSymbol(`brand of ${cls.name}`);
    brands.set(raw, symbol);
    if (!Object.hasOwn(raw, Symbol.hasInstance)) seeBrand(raw, symbol);
  }
  Object.defineProperty(level, symbol, { value: true });
}

function seeBrand(cls: Class, symbol: symbol): void {
  const inherited = (cls as { [Symbol.hasInstance](value: unknown): boolean })[Symbol.hasInstance];
  const value = function (this: Class, instance: unknown): boolean {
    if (this.prototype !== cls.prototype) return inherited.call(this, instance);
    return isObject(instance) && (instance as Branded)[symbol] === true;
  };
  Object.defineProperty(cls.prototype, symbol, { value: true });
  Object.defineProperty(cls, Symbol.hasInstance, { value, configurable: true });
}

/** Whether `cls` is `base` or inherits from it; works for metaclasses too. */
export function inherits(cls: Class, base: Class): boolean {
  return cls.prototype === base.prototype || derives(cls.prototype, base);
}

/** Whether the prototype of `base`, or what stands for it in a combined chain, is above `obj`. */
export function derives(obj: object, base: Class): boolean {
  if (Object.prototype.isPrototypeOf.call(base.prototype, obj)) return true;
  const symbol = brands.get(rawOf(base));
  return symbol !== undefined && (obj as Branded)[symbol] === true;
}

type Branded = { [key: symbol]: unknown };

function isObject(value: unknown): value is object {
  return typeof value === "object" ? value !== null : typeof value === "function";
}
