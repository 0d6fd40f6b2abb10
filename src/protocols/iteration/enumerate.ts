// `enumerate`: items with their numbers (library, "Built-in Functions").

import { pair, type tuple } from "../builtins/tuple.ts";
import type { Index } from "../items/item-types.ts";
import { type Keywords, splitKeywords } from "../kw.ts";
import { index } from "../numbers/integer.ts";
import { iter } from "./iteration.ts";
import type { IterableLike, Iterated, PyIterator } from "./iteration-types.ts";
import { END, PythonIterator } from "./python-iterator.ts";
import { itemAt } from "./range-arithmetic.ts";

/**
 * Tuples of a number and an item: `(start, first)`, `(start + 1, second)` ….
 *
 * @param start the first number; may be given as `kw({ start })`.
 * @throws TypeError `'int' object is not iterable`
 * @example for (const [i, name] of enumerate(["egon", "tank"], 1)) print(i, name);
 */
export function enumerate<C>(
  iterable: IterableLike<C>,
  start?: Index | Keywords<{ start?: Index }>,
): PyIterator<tuple<[index: number, item: Iterated<C>]>>;
export function enumerate(...args: unknown[]): PyIterator<unknown> {
  const [positional, keywords = {}] = splitKeywords(args);
  for (const name of Object.keys(keywords)) {
    if (name !== "start") throw new TypeError(`'${name}' is an invalid keyword argument for enumerate()`);
  }
  if (positional.length === 0) throw new TypeError("enumerate() missing required argument 'iterable'");
  if (positional.length > 2) {
    throw new TypeError(`enumerate() takes at most 2 arguments (${positional.length} given)`);
  }
  const [iterable, start = keywords.start ?? 0] = positional;
  return new Enumeration(start, iterable);
}

class Enumeration extends PythonIterator<tuple<[number | bigint, unknown]>> {
  static get name(): string {
    return "enumerate";
  }

  #count: number | bigint;
  readonly #items: PyIterator<unknown>;

  constructor(start: unknown, iterable: unknown) {
    super();
    this.#count = index(start);
    this.#items = iter(iterable);
  }

  next(): IteratorResult<tuple<[number | bigint, unknown]>, unknown> {
    const { done, value } = this.#items.next();
    if (done === true) return END;
    const count = this.#count;
    this.#count = itemAt(count, 1, 1);
    return { done: false, value: pair(count, value) };
  }
}
