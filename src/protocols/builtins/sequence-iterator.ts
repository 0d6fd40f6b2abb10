// The iterators over lists and tuples, for Python's protocol and for `for…of`.

import { END, PythonIterator, renamed } from "../iteration/python-iterator.ts";

/**
 * Goes over the items by index, so that items added meanwhile are seen, and ends for good once it has ended.
 *
 * JavaScript's own array iterator would do the same; but engines inline it for plain arrays only, and this one for all.
 */
class SequenceIterator<T> extends PythonIterator<T> {
  #items: readonly T[];
  #at = 0;

  constructor(items: readonly T[]) {
    super();
    this.#items = items;
  }

  next(): IteratorResult<T, unknown> {
    const items = this.#items;
    const at = this.#at;
    if (at < items.length) {
      this.#at = at + 1;
      return { done: false, value: items[at] as T };
    }
    this.#items = NONE;
    return END;
  }
}

/** Goes over a list's items from the last one down; ones that are gone when their turn comes end it. */
class ReverseIterator<T> extends PythonIterator<T> {
  readonly #items: readonly T[];
  #at: number;

  constructor(items: readonly T[]) {
    super();
    this.#items = items;
    this.#at = items.length - 1;
  }

  next(): IteratorResult<T, unknown> {
    const at = this.#at;
    if (at < 0 || at >= this.#items.length) {
      this.#at = -1;
      return END;
    }
    this.#at = at - 1;
    return { done: false, value: this.#items[at] as T };
  }
}

const NONE: readonly never[] = [];

/** What `iter(list)` gives. */
export const ListIterator: typeof SequenceIterator = renamed("list_iterator", SequenceIterator);

/** What `iter(tuple)` gives. */
export const TupleIterator: typeof SequenceIterator = renamed("tuple_iterator", SequenceIterator);

/** What `reversed(list)` gives. */
export const ListReverseIterator: typeof ReverseIterator = renamed("list_reverseiterator", ReverseIterator);
