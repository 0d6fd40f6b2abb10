// `aiter` and `anext`, and the bridges between `__aiter__`/`__anext__` and `for await` (reference, 3.4.3).

import { rawOf } from "../attributes/raw.ts";
import type { Bridge } from "../bridge.ts";
import { isThenable } from "../context/thenable.ts";
import { StopAsyncIteration } from "../errors.ts";
import { type Hook, lookup } from "../lookup.ts";
import { typeName } from "../typename.ts";
import type { AnextOf, AsyncIterated, Methods, PyAsyncIterator, SupportsAnext } from "./iteration-types.ts";

/**
 * An asynchronous iterator over `obj`, for Python's protocol and for `for await` alike: what the type's `__aiter__`
 * returns, or JavaScript's own `Symbol.asyncIterator`. As with `iter`, leaving a loop early closes nothing.
 *
 * @throws TypeError `'list' object is not an async iterable`
 * @example const ticks = aiter(clock); await anext(ticks);
 */
export function aiter<C extends object>(obj: C): PyAsyncIterator<AsyncIterated<C>>;
export function aiter(obj: unknown): PyAsyncIterator<unknown> {
  if (obj instanceof PythonAsyncIterator) return obj;
  const hook = lookup(obj, "__aiter__");
  if (hook === undefined) {
    const native = nativeIteration(obj);
    if (native !== undefined) return new NativeAsyncIterator(native.call(obj) as AsyncIterator<unknown>);
    throw new TypeError(`'${typeName(obj)}' object is not an async iterable`);
  }
  return forBoth(callable(hook).call(obj), aiterRefuses);
}

/**
 * The next item of an asynchronous iterator: one with `__anext__`, or a native one such as an async generator.
 *
 * @param fallback the result at the end, where otherwise `StopAsyncIteration` is raised.
 * @throws TypeError `'list' object is not an async iterator`
 */
export function anext<I extends object>(iterator: I): Promise<AnextOf<I>>;
export function anext<I extends object, D>(iterator: I, fallback: D): Promise<AnextOf<I> | D>;
export function anext(iterator: unknown, ...fallback: [unknown?]): Promise<unknown> {
  const hook = lookup(iterator, "__anext__");
  if (hook === undefined && !isNativeAsyncIterator(iterator)) {
    throw new TypeError(`'${typeName(iterator)}' object is not an async iterator`);
  }
  const item =
    hook === undefined ? itemOf(iterator as AsyncIterator<unknown>) : callable(hook).call(iterator);
  return awaited(item, fallback);
}

async function awaited(item: unknown, fallback: [unknown?]): Promise<unknown> {
  if (!isThenable(item)) throw new TypeError(`'${typeName(item)}' object can't be awaited`);
  try {
    return await item;
  } catch (error) {
    if (isStop(error) && fallback.length > 0) return fallback[0];
    throw error === StopAsyncIteration ? new StopAsyncIteration() : error;
  }
}

async function itemOf(iterator: AsyncIterator<unknown>): Promise<unknown> {
  const { done, value } = await iterator.next();
  if (done === true) throw new StopAsyncIteration();
  return value;
}

/** The base of the iterators of `aiter`: Python's protocol beside JavaScript's. */
abstract class PythonAsyncIterator<T> implements PyAsyncIterator<T> {
  abstract next(): Promise<IteratorResult<T, unknown>>;

  __aiter__(): this {
    return this;
  }

  __anext__(): Promise<T> {
    return itemOf(this) as Promise<T>;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

class NativeAsyncIterator<T> extends PythonAsyncIterator<T> {
  readonly #source: AsyncIterator<T, unknown>;

  constructor(source: AsyncIterator<T, unknown>) {
    super();
    this.#source = source;
  }

  next(): Promise<IteratorResult<T, unknown>> {
    return this.#source.next();
  }
}

/** Over an object with `__anext__` that `for await` cannot use as it is. */
class HookedAsyncIterator<T> extends PythonAsyncIterator<T> {
  readonly #source: SupportsAnext<T>;

  constructor(source: SupportsAnext<T>) {
    super();
    this.#source = source;
  }

  next(): Promise<IteratorResult<T, unknown>> {
    return resultOf(this.#source) as Promise<IteratorResult<T, unknown>>;
  }
}

/** One step of `for await`, by the type's `__anext__`. */
async function resultOf(iterator: object): Promise<IteratorResult<unknown, unknown>> {
  try {
    const item = callable(lookup(iterator, "__anext__") as Hook | null).call(iterator);
    if (isThenable(item)) return { done: false, value: await item };
    throw new TypeError(`'async for' received an invalid object from __anext__: ${typeName(item)}`);
  } catch (error) {
    if (isStop(error)) return { done: true, value: undefined };
    throw error;
  }
}

/** Makes sure that what `__aiter__` returned can be looped over by JavaScript too. */
function forBoth(iterator: unknown, refuse: (iterator: unknown) => TypeError): PyAsyncIterator<unknown> {
  if (lookup(iterator, "__anext__") === undefined) {
    if (isNativeAsyncIterator(iterator)) return new NativeAsyncIterator(iterator);
    throw refuse(iterator);
  }
  const { [Symbol.asyncIterator]: loop } = iterator as Methods;
  const ready = typeof loop === "function" && typeof lookup(iterator, "next") === "function";
  return ready ? (iterator as PyAsyncIterator<unknown>) : new HookedAsyncIterator(iterator as SupportsAnext);
}

function aiterRefuses(iterator: unknown): TypeError {
  return new TypeError(`aiter() returned not an async iterator of type '${typeName(iterator)}'`);
}

function loopRefuses(iterator: unknown): TypeError {
  const message = "'async for' received an object from __aiter__ that does not implement __anext__";
  return new TypeError(`${message}: ${typeName(iterator)}`);
}

/** `Symbol.asyncIterator` of a class with `__aiter__`. */
function asyncIteratorBridge(this: unknown): AsyncIterator<unknown> {
  const iterator = callable(lookup(this, "__aiter__") as Hook | null).call(this);
  if (lookup(iterator, "__anext__") === undefined) {
    if (isNativeAsyncIterator(iterator)) return iterator;
    throw loopRefuses(iterator);
  }
  // A class that also has `__next__` has that behind its `next`.
  const ready = iterator instanceof PythonAsyncIterator || lookup(iterator, "next") === anextBridge;
  return ready && rawOf(iterator as object) === iterator
    ? (iterator as unknown as AsyncIterator<unknown>)
    : new HookedAsyncIterator(iterator as SupportsAnext);
}

/** `next` of a class with `__anext__`. */
function anextBridge(this: object): Promise<IteratorResult<unknown, unknown>> {
  return resultOf(this);
}

/** How asynchronous iteration reaches `for await`. */
export const asyncIterationBridges: readonly Bridge[] = [
  { hook: "__aiter__", key: Symbol.asyncIterator, method: asyncIteratorBridge },
  { hook: "__anext__", key: "next", method: anextBridge },
];

function nativeIteration(obj: unknown): Hook | undefined {
  if (obj === null || obj === undefined) return undefined;
  const method = (obj as Methods)[Symbol.asyncIterator];
  return typeof method === "function" ? method : undefined;
}

/** A native iterator tells by its symbols which kind it is; a bare `next` may be either. */
function isNativeAsyncIterator(obj: unknown): obj is AsyncIterator<unknown, unknown> {
  if (typeof obj !== "object" || obj === null) return false;
  const next = Object.hasOwn(obj, "next") ? (obj as { next: unknown }).next : lookup(obj, "next");
  return typeof next === "function" && (Symbol.asyncIterator in obj || !(Symbol.iterator in obj));
}

function callable(hook: Hook | null): Hook {
  if (hook === null) throw new TypeError("'NoneType' object is not callable");
  return hook;
}

function isStop(error: unknown): boolean {
  return error === StopAsyncIteration || error instanceof StopAsyncIteration;
}
