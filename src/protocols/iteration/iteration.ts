// `iter` and `next`, and the bridges between `__iter__`/`__next__` and `for…of` (reference, 3.3.7; library, "Iterator Types").

import { rawOf } from "../attributes/raw.ts";
import type { Bridge } from "../bridge.ts";
import { StopIteration } from "../errors.ts";
import { lookup } from "../lookup.ts";
import { typeName } from "../typename.ts";
import { asyncIterationBridges } from "./async-iteration.ts";
import type {
  IterableLike,
  Iterated,
  IteratorLike,
  Methods,
  NextOf,
  PyIterator,
  SupportsNext,
} from "./iteration-types.ts";
import { CallableIterator, HookedIterator, iteratorOver, SequenceIterator } from "./iterators.ts";
import { endOf, isStopIteration, PythonIterator, stopIteration } from "./python-iterator.ts";

/**
 * An iterator over `obj`, for Python's protocol and for `for…of`, spread and `Array.from` alike.
 *
 * Asks the type for `__iter__` (`null` there means "not iterable"), then for JavaScript's own `Symbol.iterator`, then
 * for `__getitem__`, which is called with 0, 1, 2 … until it raises `IndexError`. Native values give what their Python
 * counterparts give: a `Map` or a plain object its keys, a string its code points.
 *
 * Leaving a loop early leaves the iterator where it is, as in Python: a generator is not closed, and the next loop goes
 * on. With a `sentinel`, calls `obj` without arguments until it returns something equal to the sentinel.
 *
 * @throws TypeError `'Foo' object is not iterable`; `iter() returned non-iterator of type 'Foo'`
 * @example
 * const it = iter([1, 2, 3]);
 * next(it); // 1
 * [...it]; // [2, 3]
 * iter(() => stdin.readLine(), ""); // the lines up to the empty one
 */
export function iter<C>(obj: IterableLike<C>): PyIterator<Iterated<C>>;
export function iter<T, S>(callable: () => T, sentinel: S): PyIterator<Exclude<T, S>>;
export function iter(...args: [obj?: unknown, sentinel?: unknown]): PyIterator<unknown> {
  const [obj, sentinel] = args;
  if (args.length === 1) return iterate(obj);
  if (args.length < 1) throw new TypeError("iter expected at least 1 argument, got 0");
  if (args.length > 2) throw new TypeError(`iter expected at most 2 arguments, got ${args.length}`);
  if (typeof obj !== "function") throw new TypeError("iter(v, w): v must be callable");
  return new CallableIterator(obj as () => unknown, sentinel);
}

/**
 * The next item of an iterator: one with `__next__`, or a native one such as a generator.
 *
 * @param fallback returned at the end, where otherwise `StopIteration` is raised (with the value a generator returned).
 * @throws TypeError `'list' object is not an iterator`
 */
export function next<I>(iterator: IteratorLike<I>): NextOf<I>;
export function next<I, D>(iterator: IteratorLike<I>, fallback: D): NextOf<I> | D;
export function next(...args: [iterator?: unknown, fallback?: unknown]): unknown {
  const [iterator, fallback] = args;
  if (args.length < 1) throw new TypeError("next expected at least 1 argument, got 0");
  if (args.length > 2) throw new TypeError(`next expected at most 2 arguments, got ${args.length}`);
  const result = iterator instanceof PythonIterator ? iterator.next() : advance(iterator);
  if (result.done !== true) return result.value;
  if (args.length === 2) return fallback;
  // An error that came from the iterator itself goes on as it is, with the attributes that it may have.
  throw result instanceof Stopped ? result.error : stopIteration(result.value);
}

/** The end of an iteration, with the error that told of it. */
class Stopped {
  readonly done = true;
  readonly value = undefined;
  readonly error: StopIteration;
  constructor(error: StopIteration | typeof StopIteration) {
    this.error = error === StopIteration ? new StopIteration() : (error as StopIteration);
  }
}

function advance(iterator: unknown): IteratorResult<unknown, unknown> | Stopped {
  const hook = lookup(iterator, "__next__");
  if (hook === null) throw new TypeError("'NoneType' object is not callable");
  if (hook === undefined) return advanceNative(iterator);
  try {
    return { done: false, value: hook.call(iterator) };
  } catch (error) {
    if (isStopIteration(error)) return new Stopped(error);
    throw error;
  }
}

function advanceNative(iterator: unknown): IteratorResult<unknown, unknown> {
  const result = isNativeIterator(iterator) ? iterator.next() : undefined;
  if (typeof result === "object" && result !== null) return result;
  throw new TypeError(`'${typeName(iterator)}' object is not an iterator`);
}

/** `iter` with one argument. */
function iterate(obj: unknown): PyIterator<unknown> {
  if (obj instanceof PythonIterator) return obj;
  const hook = lookup(obj, "__iter__");
  if (hook === null) throw notIterable(obj);
  if (hook !== undefined) return forBoth(hook.call(obj));
  const native = nativeIteration(obj);
  if (native !== undefined) return iteratorOver(obj, native.call(obj) as Iterator<unknown>);
  if (lookup(obj, "__getitem__") != null) return new SequenceIterator(obj);
  if (isDict(obj)) return iteratorOver(obj, Object.keys(obj).values());
  throw notIterable(obj);
}

/** Makes sure that what `__iter__` returned can be looped over by JavaScript too. */
function forBoth(iterator: unknown): PyIterator<unknown> {
  if (typeof lookup(iterator, "__next__") !== "function") {
    if (isNativeIterator(iterator)) return iteratorOver(iterator, iterator);
    throw nonIterator(iterator);
  }
  const { [Symbol.iterator]: loop } = iterator as Methods;
  const ready = typeof loop === "function" && typeof lookup(iterator, "next") === "function";
  return ready ? (iterator as PyIterator<unknown>) : new HookedIterator(iterator as SupportsNext);
}

/** Makes sure that `for…of` gets from `__iter__` an object whose `next` it may call. */
function forLoop(iterator: unknown): Iterator<unknown> {
  if (typeof lookup(iterator, "__next__") !== "function") {
    if (isNativeIterator(iterator)) return iterator;
    throw nonIterator(iterator);
  }
  return iterator instanceof PythonIterator || isBridged(iterator as object)
    ? (iterator as Iterator<unknown>)
    : new HookedIterator(iterator as SupportsNext);
}

/**
 * Whether the bridge may call `iterator.__next__()` as it stands, which is much faster than a look-up on the type: no
 * attribute of the instance must hide the method, and no `__getattribute__` see the access.
 */
function isBridged(iterator: object): boolean {
  return (
    lookup(iterator, "next") === nextBridge &&
    !Object.hasOwn(iterator, "__next__") &&
    !Object.hasOwn(iterator, "next") &&
    rawOf(iterator) === iterator
  );
}

/** `Symbol.iterator` of a class with `__iter__` or `__getitem__`. */
function iteratorBridge(this: unknown): Iterator<unknown> {
  const hook = lookup(this, "__iter__");
  if (hook === null) throw notIterable(this);
  if (hook !== undefined) return forLoop(hook.call(this));
  // A subclass of `Array` that defines `__getitem__` iterates as an array does.
  const native = nativeIteration(this);
  return native === undefined ? new SequenceIterator(this) : (native.call(this) as Iterator<unknown>);
}

/** `next` of a class with `__next__`. */
function nextBridge(this: SupportsNext): IteratorResult<unknown, unknown> {
  let value: unknown;
  try {
    value = this.__next__();
  } catch (error) {
    return endOf(error);
  }
  return { done: false, value };
}

/**
 * How iteration reaches `for…of`, spread, destructuring, `Array.from`, and `for await`. A class that has `__iter__` and `__getitem__`
 * is iterated by the former.
 */
export const iterationBridges: readonly Bridge[] = [
  { hook: "__iter__", key: Symbol.iterator, method: iteratorBridge },
  { hook: "__getitem__", key: Symbol.iterator, method: iteratorBridge },
  { hook: "__next__", key: "next", method: nextBridge },
  ...asyncIterationBridges,
];

/** JavaScript's own iteration of an object, bridges left aside; for a `Map`, that over its keys. */
function nativeIteration(obj: unknown): ((this: unknown) => unknown) | undefined {
  if (obj === null || obj === undefined) return undefined;
  let method = (obj as Methods)[Symbol.iterator];
  for (let level: unknown = obj; method === iteratorBridge; ) {
    level = Object.getPrototypeOf(level);
    if (level === null) return undefined;
    method = (level as Methods)[Symbol.iterator];
  }
  if (typeof method !== "function") return undefined;
  return method === Map.prototype.entries ? (Map.prototype.keys as (this: unknown) => unknown) : method;
}

function isNativeIterator(obj: unknown): obj is Iterator<unknown, unknown> {
  // What has Python's `__iter__` and no `__next__` is no iterator: a dict's views have `next` for JavaScript alone.
  if (typeof obj !== "object" || obj === null || lookup(obj, "__iter__") !== undefined) return false;
  // On the type, or in the object itself where it is a literal: no `__getattr__` is to invent it.
  return (
    typeof (Object.hasOwn(obj, "next") ? (obj as { next: unknown }).next : lookup(obj, "next")) === "function"
  );
}

function isDict(obj: unknown): obj is object {
  return typeof obj === "object" && obj !== null && typeName(obj) === "dict";
}

function notIterable(obj: unknown): TypeError {
  return new TypeError(`'${typeName(obj)}' object is not iterable`);
}

function nonIterator(obj: unknown): TypeError {
  return new TypeError(`iter() returned non-iterator of type '${typeName(obj)}'`);
}
