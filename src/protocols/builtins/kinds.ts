// Which arrays are lists and which are tuples: both are `Array`s to JavaScript.

import { KIND } from "../comparison/kind.ts";

/** True for a `tuple` and the instances of its subclasses. */
export function isTuple(x: unknown): x is readonly unknown[] {
  return Array.isArray(x) && (x as { [KIND]?: unknown })[KIND] === "tuple";
}

/** True for every other array: a native one, a `list`, and the instances of its subclasses. */
export function isList(x: unknown): x is unknown[] {
  return Array.isArray(x) && (x as { [KIND]?: unknown })[KIND] !== "tuple";
}
