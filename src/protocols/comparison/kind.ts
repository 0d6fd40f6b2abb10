// The kinds of native containers that JavaScript's classes alone do not tell apart: a tuple is an array too.

/** Under this key the prototype of a built-in type says what its instances are, where that is not what they extend. */
export const KIND: unique symbol = Symbol("dunder.kind");

/** Whether two arrays are of one kind: both lists, or both tuples. A list is never equal to a tuple. */
export function isSameKind(a: object, b: object): boolean {
  return (a as Kinded)[KIND] === (b as Kinded)[KIND];
}

interface Kinded {
  readonly [KIND]?: "tuple" | "bytearray";
}

/** Whether an array is a tuple. */
export function isTuple(x: object): boolean {
  return (x as Kinded)[KIND] === "tuple";
}

/** Whether a `Uint8Array` is a bytearray. */
export function isByteArray(x: object): boolean {
  return (x as Kinded)[KIND] === "bytearray";
}

const builtinTypes = new WeakMap<object, string>([
  [Array.prototype, "list"],
  [Map.prototype, "dict"],
  [Set.prototype, "set"],
  [Uint8Array.prototype, "bytes"],
  [Date.prototype, "datetime"],
]);

/** Says that the instances with this prototype are of a built-in type; native ones and ours may go by one name. */
export function registerBuiltinType(prototype: object, name: string): void {
  builtinTypes.set(prototype, name);
}

/**
 * What tells the type of the instances with this prototype from others: the name of a built-in type, which a native class
 * and one of this library's may share; else the prototype itself.
 */
export function typeIdentity(prototype: object): string | object {
  return builtinTypes.get(prototype) ?? prototype;
}

/** Whether a class with this prototype is a built-in type or extends one. */
export function extendsBuiltinType(prototype: object): boolean {
  for (let level: object | null = prototype; level !== null; level = Object.getPrototypeOf(level)) {
    if (builtinTypes.has(level)) return true;
  }
  return false;
}
