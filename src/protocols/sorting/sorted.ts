// `sorted`: a new list of an iterable's items in order (library reference, "Built-in Functions").

import type { IfOrderable } from "../comparison/ordering-types.ts";
import { iter } from "../iteration/iteration.ts";
import type { IterableLike, Iterated } from "../iteration/iteration-types.ts";
import { type Keywords, splitKeywords } from "../kw.ts";
import { checkNames, keyOf, reverseOf } from "./arguments.ts";
import { sortItems } from "./sort.ts";

/** Sorts from the greatest down; equal items keep their order all the same. */
interface Direction {
  readonly reverse?: unknown;
}

/** Gives what an item is sorted by; called once for each item. */
interface ByKey<T> {
  readonly key: (item: T) => unknown;
}

/** {@link ByKey} where there may be no key: `null` is as good as none. */
interface ByMaybeKey<T> {
  readonly key?: ((item: T) => unknown) | null;
}

/**
 * A new list of the items of `iterable` in ascending order: Python's `sorted`.
 *
 * Stable; asks `<` alone (`__lt__`, then the other's `__gt__`), in the order in which CPython asks. Native values
 * compare as Python's: numbers by value whatever their type, strings by code point, arrays item by item. Arrays of
 * numbers or of strings are sorted without a call for each comparison.
 *
 * @throws TypeError `'<' not supported between instances of 'str' and 'int'`; `'int' object is not iterable`
 * @example
 * sorted([3, 1n, 2.5]); // [1n, 2.5, 3]
 * sorted(["b", "C", "a"], kw({ key: (s: string) => s.toLowerCase(), reverse: true })); // ["C", "b", "a"]
 */
export function sorted<C>(
  iterable: IterableLike<C>,
  keywords: Keywords<ByKey<Iterated<C>> & Direction>,
): Iterated<C>[];
export function sorted<C>(
  iterable: IterableLike<C> & IfOrderable<Iterated<C>>,
  keywords?: Keywords<ByMaybeKey<Iterated<C>> & Direction>,
): Iterated<C>[];
export function sorted(...args: unknown[]): unknown[] {
  const [positional, keywords = {}] = splitKeywords(args);
  if (positional.length !== 1) {
    throw new TypeError(`sorted expected 1 argument, got ${positional.length}`);
  }
  const items = listOf(positional[0]);
  checkNames("sort", keywords, ["key", "reverse"]);
  sortItems(items, { key: keyOf(keywords), reverse: reverseOf(keywords) });
  return items;
}

/** A new array of what an iterable gives; an array's own iteration needs no iterator. */
function listOf(iterable: unknown): unknown[] {
  if (Array.isArray(iterable) && iterable[Symbol.iterator] === Array.prototype.values)
    return iterable.slice();
  return [...iter(iterable as Iterable<unknown>)];
}
