// `reversed`: a sequence from its end (library, "Built-in Functions"; reference, 3.3.7).

import { IndexError } from "../errors.ts";
import { type Hook, lookup } from "../lookup.ts";
import { checkLength } from "../numbers/integer.ts";
import { typeName } from "../typename.ts";
import type { Iterated, NextOf, PyIterator } from "./iteration-types.ts";
import { iteratorOver, NativeIterator } from "./iterators.ts";
import { END, isStopIteration, PythonIterator, renamed } from "./python-iterator.ts";

/** What `reversed` gives: what `__reversed__` returns, else an iterator over the items. */
export type Reversed<C> = unknown extends C
  ? unknown
  : C extends { __reversed__(): infer R }
    ? R extends { __next__(): unknown } | { next(): unknown }
      ? PyIterator<NextOf<R>>
      : R
    : PyIterator<Iterated<C>>;

/** What `reversed` takes: sequences, dicts, and what has `__reversed__`. */
export type Reversible<C> = C extends
  | ReadonlyMap<unknown, unknown>
  | { __reversed__: unknown }
  | { __getitem__: unknown }
  ? C
  : C extends
        | number
        | bigint
        | boolean
        | symbol
        | null
        | undefined
        | ReadonlySet<unknown>
        | ((...args: never[]) => unknown)
    ? never
    : C;

/**
 * An iterator over the items of a sequence, the last one first.
 *
 * Calls the type's `__reversed__` and returns its answer as it is; without one it needs `__len__` and `__getitem__`.
 * Arrays, strings (by code point), typed arrays, and the keys of `Map`s and plain objects are reversible; sets are not.
 *
 * @throws TypeError `'set' object is not reversible`
 * @example [...reversed("abc")] // ["c", "b", "a"]
 */
export function reversed<C>(sequence: Reversible<C>): Reversed<C>;
export function reversed(...args: unknown[]): unknown {
  if (args.length !== 1) throw new TypeError(`reversed expected 1 argument, got ${args.length}`);
  const [sequence] = args;
  const hook = lookup(sequence, "__reversed__");
  if (hook === null) throw notReversible(sequence);
  if (hook !== undefined) {
    const answer = hook.call(sequence);
    return isNativeGenerator(answer) ? iteratorOver(answer, answer) : answer;
  }
  if (lookup(sequence, "__getitem__") != null) return new ReversedSequence(sequence);
  if (Array.isArray(sequence)) return new ListReverseIterator(backwards(sequence));
  if (typeof sequence === "string") return new ReversedNative(backwards(Array.from(sequence)));
  if (ArrayBuffer.isView(sequence) && !(sequence instanceof DataView)) {
    return new ReversedNative(backwards(sequence as unknown as ArrayLike<number>));
  }
  if (sequence instanceof Map) return new DictReverseKeyIterator(backwards(Array.from(sequence.keys())));
  if (typeof sequence === "object" && sequence !== null && typeName(sequence) === "dict") {
    return new DictReverseKeyIterator(backwards(Object.keys(sequence)));
  }
  throw notReversible(sequence);
}

const ListReverseIterator = renamed("list_reverseiterator", NativeIterator);
const DictReverseKeyIterator = renamed("dict_reversekeyiterator", NativeIterator);
const ReversedNative = renamed("reversed", NativeIterator);

/** The items at the indexes that there are now; ones that are gone when their turn comes end it. */
function* backwards<T>(items: ArrayLike<T>): Generator<T, undefined> {
  for (let i = items.length - 1; i >= 0 && i < items.length; i--) yield items[i] as T;
}

/** By `__getitem__`, from `__len__` down. */
class ReversedSequence extends PythonIterator<unknown> {
  static get name(): string {
    return "reversed";
  }

  #sequence: unknown;
  #index: number;

  constructor(sequence: unknown) {
    super();
    const len = lookup(sequence, "__len__");
    if (len === undefined) throw new TypeError(`object of type '${typeName(sequence)}' has no len()`);
    if (len === null) throw new TypeError("'NoneType' object is not callable");
    this.#sequence = sequence;
    this.#index = checkLength(len.call(sequence));
  }

  next(): IteratorResult<unknown, unknown> {
    if (this.#index === 0) return END;
    this.#index--;
    try {
      const getitem = lookup(this.#sequence, "__getitem__") as Hook;
      return { done: false, value: getitem.call(this.#sequence, this.#index) };
    } catch (error) {
      if (!(error instanceof IndexError) && !isStopIteration(error)) throw error;
      this.#index = 0;
      return END;
    }
  }
}

function isNativeGenerator(value: unknown): value is Iterator<unknown> {
  return Object.prototype.toString.call(value) === "[object Generator]";
}

function notReversible(obj: unknown): TypeError {
  return new TypeError(`'${typeName(obj)}' object is not reversible`);
}
