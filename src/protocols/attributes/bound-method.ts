// Bound methods: what `getattr` gives for a method (reference, 3.2.8.2).

import { isClass } from "../lookup.ts";

type AnyFunction = (...args: never[]) => unknown;

const parts = new WeakMap<object, { readonly self: unknown; readonly func: AnyFunction }>();

/** Binds a function that was found on a type to the object that it was asked of; any other value is left as it is. */
export function bindMethod(value: unknown, self: unknown): unknown {
  if (typeof value !== "function" || isClass(value) || parts.has(value)) return value;
  const bound: AnyFunction = value.bind(self);
  parts.set(bound, { self, func: value as AnyFunction });
  return bound;
}

/** The object and the function that a bound method was made of (`__self__` and `__func__`). */
export function boundParts(
  method: unknown,
): { readonly self: unknown; readonly func: AnyFunction } | undefined {
  return typeof method === "function" ? parts.get(method) : undefined;
}
