// The kinds of iterator that `iter` makes: over native values, `__next__`, `__getitem__` and a repeated call.

import { same } from "../comparison/equality.ts";
import { IndexError } from "../errors.ts";
import { type Hook, lookup } from "../lookup.ts";
import type { SupportsNext } from "./iteration-types.ts";
import { END, endOf, isStopIteration, PythonIterator, renamed } from "./python-iterator.ts";

/** Over a native iterator: a generator's, an array's … */
export class NativeIterator<T> extends PythonIterator<T> {
  readonly #source: Iterator<T, unknown>;

  constructor(source: Iterator<T, unknown>) {
    super();
    this.#source = source;
  }

  next(): IteratorResult<T, unknown> {
    return this.#source.next();
  }
}

const KINDS = {
  Array: renamed("list_iterator", NativeIterator),
  Map: renamed("dict_keyiterator", NativeIterator),
  Object: renamed("dict_keyiterator", NativeIterator),
  Set: renamed("set_iterator", NativeIterator),
  Uint8Array: renamed("bytes_iterator", NativeIterator),
  String: renamed("str_iterator", NativeIterator),
  AsciiString: renamed("str_ascii_iterator", NativeIterator),
  Generator: renamed("generator", NativeIterator),
  Other: renamed("iterator", NativeIterator),
};

/** A native iterator, under the name that Python has for an iterator over such an `obj`. */
export function iteratorOver<T>(obj: unknown, source: Iterator<T, unknown>): NativeIterator<T> {
  return new KINDS[kindOf(obj)](source) as NativeIterator<T>;
}

function kindOf(obj: unknown): keyof typeof KINDS {
  if (Array.isArray(obj)) return "Array";
  // CPython names iterators over pure ASCII apart.
  if (typeof obj === "string") return /^[\x00-\x7f]*$/.test(obj) ? "AsciiString" : "String";
  if (obj instanceof Map) return "Map";
  if (obj instanceof Set) return "Set";
  if (obj instanceof Uint8Array) return "Uint8Array";
  const tag = Object.prototype.toString.call(obj).slice("[object ".length, -1);
  return tag === "Generator" || tag === "Object" ? tag : "Other";
}

/** Over an object with `__next__` that `for…of` cannot use as it is. */
export class HookedIterator<T> extends PythonIterator<T> {
  readonly #source: SupportsNext<T>;

  constructor(source: SupportsNext<T>) {
    super();
    this.#source = source;
  }

  next(): IteratorResult<T, unknown> {
    try {
      return { done: false, value: (lookup(this.#source, "__next__") as Hook).call(this.#source) as T };
    } catch (error) {
      return endOf(error);
    }
  }
}

/** The old protocol: items from 0 on, until `__getitem__` raises `IndexError`. */
export class SequenceIterator<T> extends PythonIterator<T> {
  static get name(): string {
    return "iterator";
  }

  #sequence: unknown;
  #index = 0;

  constructor(sequence: unknown) {
    super();
    this.#sequence = sequence;
  }

  next(): IteratorResult<T, unknown> {
    if (this.#sequence === undefined) return END;
    try {
      const getitem = lookup(this.#sequence, "__getitem__") as Hook;
      return { done: false, value: getitem.call(this.#sequence, this.#index++) as T };
    } catch (error) {
      if (!(error instanceof IndexError) && !isStopIteration(error)) throw error;
      this.#sequence = undefined;
      return END;
    }
  }
}

/** Calls a function until it returns the sentinel. */
export class CallableIterator<T> extends PythonIterator<T> {
  static get name(): string {
    return "callable_iterator";
  }

  #function: (() => T) | undefined;
  readonly #sentinel: unknown;

  constructor(f: () => T, sentinel: unknown) {
    super();
    this.#function = f;
    this.#sentinel = sentinel;
  }

  next(): IteratorResult<T, unknown> {
    if (this.#function === undefined) return END;
    try {
      const value = this.#function();
      if (!same(this.#sentinel, value)) return { done: false, value };
    } catch (error) {
      if (!isStopIteration(error)) throw error;
    }
    this.#function = undefined;
    return END;
  }
}
