// `min` and `max`: the least and the greatest item (library reference, "Built-in Functions").

import { GREATER, LESS, type Ordering, richOrder } from "../comparison/ordering.ts";
import type { IfOrderable } from "../comparison/ordering-types.ts";
import { bool } from "../comparison/truth.ts";
import { ValueError } from "../errors.ts";
import { iter, next } from "../iteration/iteration.ts";
import type { IterableLike, Iterated } from "../iteration/iteration-types.ts";
import { type Keywords, splitKeywords } from "../kw.ts";
import { callKey, checkNames, keyOf } from "./arguments.ts";

type ByKey<T> = Keywords<{ readonly key: (item: T) => unknown }>;
type ByKeyOr<T, D> = Keywords<{ readonly key: (item: T) => unknown; readonly default: D }>;

/**
 * The least item of an iterable, or the least of several arguments; of several equal ones the first. Asks
 * `item < least` for one item after the other.
 *
 * @throws ValueError `min() iterable argument is empty`, where no `default` is given
 * @throws TypeError where two items have no order
 * @example
 * min([3, 1, 2]); // 1
 * min("pear", "fig", kw({ key: len })); // "fig"
 * min([], kw({ default: 0 })); // 0
 */
export function min<C>(iterable: IterableLike<C> & IfOrderable<Iterated<C>>): Iterated<C>;
export function min<C>(iterable: IterableLike<C>, keywords: ByKey<Iterated<C>>): Iterated<C>;
export function min<C, D>(iterable: IterableLike<C>, keywords: ByKeyOr<Iterated<C>, D>): Iterated<C> | D;
export function min<C, D>(
  iterable: IterableLike<C> & IfOrderable<Iterated<C>>,
  keywords: Keywords<{ readonly default: D }>,
): Iterated<C> | D;
export function min<T extends readonly [unknown, unknown, ...unknown[]]>(
  ...items: [...T, ByKey<T[number]>]
): T[number];
export function min<T extends readonly [unknown, unknown, ...unknown[]]>(
  ...items: T & IfOrderable<T[number]>
): T[number];
export function min(...args: unknown[]): unknown {
  return extreme("min", LESS, args);
}

/**
 * The greatest item of an iterable, or the greatest of several arguments; of several equal ones the first. Asks
 * `item > greatest` for one item after the other.
 *
 * @throws ValueError `max() iterable argument is empty`, where no `default` is given
 * @throws TypeError where two items have no order
 * @example max("pear", "fig", kw({ key: len })) // "pear"
 */
export function max<C>(iterable: IterableLike<C> & IfOrderable<Iterated<C>>): Iterated<C>;
export function max<C>(iterable: IterableLike<C>, keywords: ByKey<Iterated<C>>): Iterated<C>;
export function max<C, D>(iterable: IterableLike<C>, keywords: ByKeyOr<Iterated<C>, D>): Iterated<C> | D;
export function max<C, D>(
  iterable: IterableLike<C> & IfOrderable<Iterated<C>>,
  keywords: Keywords<{ readonly default: D }>,
): Iterated<C> | D;
export function max<T extends readonly [unknown, unknown, ...unknown[]]>(
  ...items: [...T, ByKey<T[number]>]
): T[number];
export function max<T extends readonly [unknown, unknown, ...unknown[]]>(
  ...items: T & IfOrderable<T[number]>
): T[number];
export function max(...args: unknown[]): unknown {
  return extreme("max", GREATER, args);
}

function extreme(caller: "min" | "max", ordering: Ordering, args: readonly unknown[]): unknown {
  const [items, keywords = {}] = splitKeywords(args);
  if (items.length === 0) throw new TypeError(`${caller} expected at least 1 argument, got 0`);
  checkNames(caller, keywords, ["key", "default"]);
  const hasDefault = "default" in keywords;
  if (hasDefault && items.length > 1) {
    throw new TypeError(`Cannot specify a default for ${caller}() with multiple positional arguments`);
  }
  const found = best(
    iter(items.length > 1 ? items : (items[0] as readonly unknown[])),
    ordering,
    keyOf(keywords),
  );
  if (found !== NOTHING) return found;
  if (hasDefault) return keywords.default;
  throw new ValueError(`${caller}() iterable argument is empty`);
}

const NOTHING = Symbol("nothing");

/** The first item that no later one goes before in this order. */
function best(items: unknown, ordering: Ordering, key: ReturnType<typeof keyOf>): unknown {
  let found: unknown = NOTHING;
  let foundKey: unknown;
  // Not `for…of`: it would close a generator that raises an error here, and Python does not.
  for (let item = next(items, NOTHING); item !== NOTHING; item = next(items, NOTHING)) {
    const itemKey = key === undefined ? item : callKey(key, item);
    if (found === NOTHING || bool(richOrder(itemKey, foundKey, ordering))) {
      found = item;
      foundKey = itemKey;
    }
  }
  return found;
}
