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
