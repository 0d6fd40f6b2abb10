// `zip`: several iterables side by side (library, "Built-in Functions").

import { type tuple, tupleFrom } from "../builtins/tuple.ts";
import { bool } from "../comparison/truth.ts";
import { ValueError } from "../errors.ts";
import { type Keywords, splitKeywords } from "../kw.ts";
import { iter } from "./iteration.ts";
import type { IterableLike, Iterated, PyIterator } from "./iteration-types.ts";
import { END, PythonIterator } from "./python-iterator.ts";

/** One item of each iterable. */
export type Zipped<Iterables extends readonly unknown[]> = {
  -readonly [I in keyof Iterables]: Iterated<Iterables[I]>;
};

type IterablesLike<T extends readonly unknown[]> = { [I in keyof T]: IterableLike<T[I]> };

/**
 * Tuples of one item from each iterable, until the shortest ends. With `kw({ strict: true })` it is an error if they do
 * not end together.
 *
 * @throws TypeError `'int' object is not iterable`
 * @throws ValueError `zip() argument 2 is shorter than argument 1`, at the tuple where that shows
 * @example [...zip(["a", "b"], [1, 2])] // [("a", 1), ("b", 2)]
 */
export function zip<T extends readonly unknown[]>(
  ...iterables: [...IterablesLike<T>, Keywords<{ strict?: unknown }>]
): PyIterator<tuple<Zipped<T>>>;
export function zip<T extends readonly unknown[]>(
  ...iterables: IterablesLike<T>
): PyIterator<tuple<Zipped<T>>>;
export function zip(...args: unknown[]): PyIterator<unknown> {
  const [iterables, keywords = {}] = splitKeywords(args);
  for (const name of Object.keys(keywords)) {
    if (name !== "strict") throw new TypeError(`zip() got an unexpected keyword argument '${name}'`);
  }
  return new Zip(
    iterables.map((iterable) => iter(iterable)),
    bool(keywords.strict ?? false),
  );
}

class Zip extends PythonIterator<tuple> {
  static get name(): string {
    return "zip";
  }

  readonly #iterators: readonly PyIterator<unknown>[];
  readonly #strict: boolean;

  constructor(iterators: readonly PyIterator<unknown>[], strict: boolean) {
    super();
    this.#iterators = iterators;
    this.#strict = strict;
  }

  next(): IteratorResult<tuple, unknown> {
    const items: unknown[] = [];
    for (const iterator of this.#iterators) {
      const { done, value } = iterator.next();
      if (done === true) return this.#end(items.length);
      items.push(value);
    }
    return items.length === 0 ? END : { done: false, value: tupleFrom(items) };
  }

  /** The iterator after the first `filled` ones has ended. */
  #end(filled: number): IteratorResult<tuple, unknown> {
    if (!this.#strict) return END;
    if (filled > 0) throw new ValueError(disagreement(filled, "shorter"));
    for (const [i, iterator] of this.#iterators.entries()) {
      if (i > 0 && iterator.next().done !== true) throw new ValueError(disagreement(i, "longer"));
    }
    return END;
  }
}

/** How the argument after the first `before` ones differs from them. */
function disagreement(before: number, how: "shorter" | "longer"): string {
  const others = before === 1 ? "argument 1" : `arguments 1-${before}`;
  return `zip() argument ${before + 1} is ${how} than ${others}`;
}
