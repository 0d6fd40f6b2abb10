// The iterators over a dict's keys, values and items, forwards and backwards.

import { RuntimeError } from "../errors.ts";
import { END, PythonIterator, renamed } from "../iteration/python-iterator.ts";
import { keysOf, type Store } from "./dict-store.ts";
import { pair } from "./tuple.ts";

const mapGet = Map.prototype.get;

/** Goes over the keys, and notices when the dict changes meanwhile. */
abstract class DictIterator extends PythonIterator<unknown> {
  #store: Store | undefined;
  readonly #keys: Iterator<unknown>;
  #size: number;
  #left: number;

  constructor(store: Store, isReversed: boolean) {
    super();
    this.#store = store;
    this.#keys = isReversed ? Array.from(keysOf(store)).reverse().values() : keysOf(store);
    this.#size = this.#left = store.size;
  }

  abstract item(store: Store, key: unknown): unknown;

  next(): IteratorResult<unknown, unknown> {
    const store = this.#store;
    if (store === undefined) return END;
    if (this.#size !== store.size) {
      // Stays so, whatever the size is later.
      this.#size = -1;
      throw new RuntimeError("dictionary changed size during iteration");
    }
    const { done, value } = this.#keys.next();
    if (done === true) {
      this.#store = undefined;
      return END;
    }
    if (this.#left === 0) {
      this.#store = undefined;
      throw new RuntimeError("dictionary keys changed during iteration");
    }
    this.#left--;
    return { done: false, value: this.item(store, value) };
  }
}

class KeyIterator extends DictIterator {
  item(_store: Store, key: unknown): unknown {
    return key;
  }
}

class ValueIterator extends DictIterator {
  item(store: Store, key: unknown): unknown {
    return mapGet.call(store, key);
  }
}

class ItemIterator extends DictIterator {
  item(store: Store, key: unknown): unknown {
    return pair(key, mapGet.call(store, key));
  }
}

const NAMES = {
  key: [renamed("dict_keyiterator", KeyIterator), renamed("dict_reversekeyiterator", KeyIterator)],
  value: [renamed("dict_valueiterator", ValueIterator), renamed("dict_reversevalueiterator", ValueIterator)],
  item: [renamed("dict_itemiterator", ItemIterator), renamed("dict_reverseitemiterator", ItemIterator)],
} as const;

/** What a dict's iterator gives. */
export type Part = keyof typeof NAMES;

/** An iterator over the keys, values or items of a dict. */
export function iterateOver(store: Store, part: Part): PythonIterator<unknown> {
  return new NAMES[part][0](store, false);
}

/** The same from the end; the keys are those that there are now. */
export function iterateBackwards(store: Store, part: Part): PythonIterator<unknown> {
  return new NAMES[part][1](store, true);
}
