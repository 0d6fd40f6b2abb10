// Context managers: the `with` statement as functions, and the bridge to `using` (reference, 3.3.9 and 3.4.4).

import type { Bridge } from "../bridge.ts";
import { bool } from "../comparison/truth.ts";
import { type Class, type Hook, lookup } from "../lookup.ts";
import { typeName } from "../typename.ts";
import { asyncHooks, awaitable, syncHooks } from "./context-hooks.ts";
import { chainContext, excInfo, handledError, NO_ERROR, whileHandling } from "./handling.ts";
import { ASYNC_DISPOSE, DISPOSE } from "./polyfill.ts";
import { isThenable } from "./thenable.ts";

/** An object for `with_`: `T` is what the body gets, `S` what `__exit__` answers (true suppresses the body's error). */
export interface ContextManager<T = unknown, S = unknown> {
  __enter__(): T;
  __exit__(exc_type: Class | null, exc: unknown, traceback: string | null): S;
}

/** An object for `async_with`. */
export interface AsyncContextManager<T = unknown, S = unknown> {
  __aenter__(): PromiseLike<T>;
  __aexit__(exc_type: Class | null, exc: unknown, traceback: string | null): PromiseLike<S>;
}

/** A body's result: also `undefined` where `__exit__` answers what may be true, since then it may suppress an error. */
export type Outcome<R, S> = R | (S extends undefined | null | void | false | 0 | "" ? never : undefined);

/**
 * The `with` statement: enters the context manager, calls `body` with what `__enter__` returned, and exits whatever
 * happens.
 *
 * An error of the body is passed to `__exit__(exc_type, exc, traceback)` (its class, the error, its stack); a true answer
 * suppresses it, and the result is `undefined`. An error that `__exit__` raises has the body's as its context. The
 * methods are looked up on the type. Native disposables (`Symbol.dispose`) are entered as themselves.
 *
 * @returns what the body returned
 * @throws TypeError `'Foo' object does not support the context manager protocol (missed __exit__ method)`; also where the
 *   body or `__exit__` returns a promise, which `async_with` is for
 * @example with_(open("notes.txt"), (file) => file.read())
 */
export function with_<T, S, R>(cm: ContextManager<T, S>, body: (value: T) => R): Outcome<R, S>;
export function with_<M extends Disposable, R>(cm: M, body: (value: M) => R): R;
export function with_(cm: unknown, body: (value: unknown) => unknown): unknown {
  if (typeof cm !== "object" || cm === null) return runByLookup(cm, body);
  // Reading a property makes the engine check the object's shape; it then knows the type below, and inlines the calls:
  // 5 ns instead of 25. A symbol is no attribute, so no hook hears of it.
  const native: unknown = (cm as Disposable)[DISPOSE];
  const type = Object.getPrototypeOf(cm) as { __enter__?: unknown; __exit__?: unknown } | null;
  if (type === null || native === null) return runByLookup(cm, body);
  const { __enter__: enter, __exit__: exit } = type;
  if (typeof exit !== "function" || typeof enter !== "function") return runByLookup(cm, body);
  return run(cm, enter as Hook, exit as Hook, body);
}

function runByLookup(cm: unknown, body: (value: unknown) => unknown): unknown {
  const { enter, exit } = syncHooks(cm, unsupported);
  return run(cm, enter, exit, body);
}

function run(cm: unknown, enter: Hook, exit: Hook, body: (value: unknown) => unknown): unknown {
  const value = enter.call(cm);
  let result: unknown;
  try {
    result = body(value);
  } catch (error) {
    if (suppresses(cm, exit, error)) return undefined;
    throw error;
  }
  const answer = exit.call(cm, null, null, null);
  return isThenable(result) || isThenable(answer) ? refusePromise(result) : result;
}

/** Calls `__exit__` with the body's error. */
function suppresses(cm: unknown, exit: Hook, error: unknown): boolean {
  // The body itself may run inside another `__exit__`.
  chainContext(error, handledError());
  try {
    return whileHandling(error, () => {
      const answer = exit.call(cm, ...excInfo(error));
      // Any promise is true: every error would be suppressed.
      if (isThenable(answer)) throw wantsAsync("__exit__");
      return bool(answer);
    });
  } catch (raised) {
    chainContext(raised, error);
    throw raised;
  }
}

/**
 * The `async with` statement: {@link with_} for `__aenter__` and `__aexit__`, which are awaited, as is the body. Native
 * disposables (`Symbol.asyncDispose`, `Symbol.dispose`) are entered as themselves.
 *
 * @throws TypeError (by the promise) as `with_`
 * @example await async_with(connect(), async (connection) => { await connection.send("hello"); })
 */
export function async_with<T, S, R>(
  cm: AsyncContextManager<T, S>,
  body: (value: T) => R | PromiseLike<R>,
): Promise<Outcome<R, S>>;
export function async_with<M extends AsyncDisposable | Disposable, R>(
  cm: M,
  body: (value: M) => R | PromiseLike<R>,
): Promise<R>;
export async function async_with(cm: unknown, body: (value: unknown) => unknown): Promise<unknown> {
  const { enter, exit } = asyncHooks(cm, unsupported);
  const value = await awaitable(enter.call(cm), "__aenter__");
  let result: unknown;
  try {
    result = await body(value);
  } catch (error) {
    if (await suppressesAsync(cm, exit, error)) return undefined;
    throw error;
  }
  await awaitable(exit.call(cm, ...NO_ERROR), "__aexit__");
  return result;
}

async function suppressesAsync(cm: unknown, exit: Hook, error: unknown): Promise<boolean> {
  chainContext(error, handledError());
  try {
    const answer = whileHandling(error, () => exit.call(cm, ...excInfo(error)));
    return bool(await awaitable(answer, "__aexit__"));
  } catch (raised) {
    chainContext(raised, error);
    throw raised;
  }
}

/** Says which method a type misses for `with`, and whether it was meant for `async with`. */
function unsupported(cm: unknown, missed: string): TypeError {
  const otherwise = missed.startsWith("__a")
    ? { protocol: "asynchronous context manager", hooks: ["__enter__", "__exit__"], hint: SYNC_HINT }
    : { protocol: "context manager", hooks: ["__aenter__", "__aexit__"], hint: ASYNC_HINT };
  const { protocol, hooks, hint } = otherwise;
  const supported = hooks.every((name) => typeof lookup(cm, name) === "function");
  return new TypeError(
    `'${typeName(cm)}' object does not support the ${protocol} protocol (missed ${missed} method)${supported ? hint : ""}`,
  );
}

const SYNC_HINT = " but it supports the context manager protocol. Did you mean to use 'with'?";
const ASYNC_HINT =
  " but it supports the asynchronous context manager protocol. Did you mean to use 'async with'?";

function wantsAsync(what: string): TypeError {
  return new TypeError(`${what} of with_ returned a promise, which it does not wait for: use async_with`);
}

function refusePromise(result: unknown): never {
  throw wantsAsync(isThenable(result) ? "the body" : "__exit__");
}

function disposeBridge(this: unknown): void {
  (lookup(this, "__exit__") as Hook).call(this, ...NO_ERROR);
}

async function asyncDisposeBridge(this: unknown): Promise<void> {
  await awaitable((lookup(this, "__aexit__") as Hook).call(this, ...NO_ERROR), "__aexit__");
}

/**
 * How context managers reach `using` and `await using`: for clean-up alone. They enter nothing, and cannot tell
 * `__exit__` of an error; `with_` does both.
 */
export const contextBridges: readonly Bridge[] = [
  { hook: "__exit__", key: DISPOSE, method: disposeBridge },
  { hook: "__aexit__", key: ASYNC_DISPOSE, method: asyncDisposeBridge },
];
