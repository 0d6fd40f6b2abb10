// Which values are tuples: the ones that `%` takes apart.

/** The items of a tuple; `undefined` for every other value, lists too. */
export function tupleItems(value: unknown): readonly unknown[] | undefined {
  return isTuple(value) ? Array.from(value) : undefined;
}

// By its name, since the class `tuple` imports more of the library than this may.
function isTuple(value: unknown): value is Iterable<unknown> {
  if (typeof value !== "object" || value === null || !(Symbol.iterator in value)) return false;
  for (let level = Object.getPrototypeOf(value); level !== null; level = Object.getPrototypeOf(level)) {
    if (level.constructor?.name === "tuple") return true;
    if (level === Array.prototype) return false;
  }
  return false;
}
