// `__getattr__` as the tail of the prototype chain: only a failed look-up reaches it (design, 3).

import type { Hook } from "../lookup.ts";
import { INSPECT, internalSymbol, PROBES } from "../names.ts";

const TAILED: unique symbol = internalSymbol("tailed") as never;
type Tailed = { [TAILED]?: true };

/**
 * Puts a tail between the prototype that defines `__getattr__` and its base: a Proxy that stands for the base, and asks
 * the hook for names that the base does not have either. Hits on the instance and on the class never come here.
 *
 * @returns the tail; the base where a tail further up serves already.
 */
export function attachTail(prototype: object): object {
  const base: object = Object.getPrototypeOf(prototype);
  if ((base as Tailed)[TAILED]) return base;
  const tail = new Proxy(Object.create(base), tailHandler(base));
  Object.setPrototypeOf(prototype, tail);
  Object.defineProperty(prototype, TAILED, { value: true });
  if (!(INSPECT in prototype)) {
    Object.defineProperty(prototype, INSPECT, { value: inspectOwn, writable: true, configurable: true });
  }
  return tail;
}

/** What Node shows of an instance. Its own way asks objects whether they are URLs (`obj.href`), which wakes the hook. */
function inspectOwn(
  this: object,
  _depth: number,
  options: object,
  inspect: (value: object, options: object) => string,
): string {
  const { name } = this.constructor;
  const namesake = { [name]: class {} }[name] as new () => object;
  return inspect(Object.assign(new namesake(), this), options);
}

/**
 * What the tail does for one base. Its target is an empty object that inherits from the base, since the engine looks each
 * answer of a trap up in the target itself.
 */
function tailHandler(base: object): ProxyHandler<object> {
  const known = withProbes(base);
  return {
    get(_target, key, receiver) {
      // Base and probes in one look-up, which is the greater part of what a miss costs.
      if (typeof key === "symbol" || key in known || isPrototype(receiver))
        return Reflect.get(base, key, receiver);
      const hook = (receiver as { __getattr__?: Hook | null }).__getattr__;
      return hook == null ? undefined : hook.call(receiver, key);
    },
    // `instanceof` walks on behind the tail as if it were the base itself.
    getPrototypeOf() {
      return base;
    },
  };
}

/** An object that has the names of `base`, and all that must never wake the hook. */
function withProbes(base: object): object {
  const known = Object.create(base);
  for (const name of PROBES) Object.defineProperty(known, name, { value: undefined });
  return known;
}

/** Implicit look-ups read the prototype itself; they, and tools that print classes, must not wake the hook. */
function isPrototype(receiver: object): boolean {
  const { constructor } = receiver;
  return constructor !== undefined && constructor.prototype === receiver;
}
