// The iterator over a set.

import { RuntimeError } from "../errors.ts";
import { END, PythonIterator } from "../iteration/python-iterator.ts";
import { elementsOf } from "./set-store.ts";

/** What `iter(set)` gives. It notices when the set changes its size meanwhile. */
export class SetIterator<T> extends PythonIterator<T> {
  static get name(): string {
    return "set_iterator";
  }

  #set: Set<unknown> | undefined;
  readonly #elements: Iterator<unknown>;
  #size: number;

  constructor(set: Set<unknown>) {
    super();
    this.#set = set;
    this.#elements = elementsOf(set);
    this.#size = set.size;
  }

  next(): IteratorResult<T, unknown> {
    const set = this.#set;
    if (set === undefined) return END;
    if (this.#size !== set.size) {
      // Stays so, whatever the size is later.
      this.#size = -1;
      throw new RuntimeError("Set changed size during iteration");
    }
    const { done, value } = this.#elements.next();
    if (done !== true) return { done: false, value: value as T };
    this.#set = undefined;
    return END;
  }
}
