// Implicit look-up of special methods: on the type, never on the instance (reference, 3.3.13).

/** A special method as found on a type; call it with the object as `this`. */
export type Hook = (this: unknown, ...args: unknown[]) => unknown;

/** A class of any kind, abstract ones included. */
export type Class<T = unknown> = abstract new (...args: never[]) => T;

/** A class that `new` can be said of. */
export type ConcreteClass<T = unknown> = new (...args: unknown[]) => T;

/** Under this key a class answers its metaclass; subclasses inherit the answer along the static chain. */
export const METACLASS: unique symbol = Symbol("dunder.metaclass");

/** True for what `class` makes and for built-in constructors; false for plain functions and callable instances. */
export function isClass(value: unknown): value is Class {
  if (typeof value !== "function") return false;
  const prototype = Object.getOwnPropertyDescriptor(value, "prototype");
  return prototype !== undefined && prototype.writable === false && "constructor" in prototype.value;
}

/** The metaclass of a class that has one on record, else `undefined`. */
export function metaclassOf(cls: Class): Class | undefined {
  return (cls as { [METACLASS]?: Class })[METACLASS];
}

/**
 * Finds the special method `name` that the type of `obj` defines.
 *
 * @returns the method; `null` when the type says "not supported" by setting it to `null`; `undefined` when it has none.
 *   Primitives have none: the functions of this library know what their types answer.
 */
export function lookup(obj: unknown, name: string): Hook | null | undefined {
  if (typeof obj === "object" ? obj === null : typeof obj !== "function") return undefined;
  return typePrototype(obj as object)?.[name];
}

type Prototype = Record<string, Hook | null | undefined>;

/** The object on which special methods of `obj` are looked up: its class's prototype; a class's metaclass's. */
function typePrototype(obj: object): Prototype | null {
  if (typeof obj === "function" && isClass(obj)) return (metaclassOf(obj)?.prototype as Prototype) ?? null;
  return Object.getPrototypeOf(obj);
}
