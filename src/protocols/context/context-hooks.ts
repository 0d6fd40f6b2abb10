// How a context manager's methods are found: on the type, with native disposables as context managers.

import { type Hook, lookup } from "../lookup.ts";
import { typeName } from "../typename.ts";
import { ASYNC_DISPOSE, DISPOSE } from "./polyfill.ts";
import { isThenable } from "./thenable.ts";

/** The two methods of a context manager; call them with it as `this`. */
export interface ContextHooks {
  readonly enter: Hook;
  readonly exit: Hook;
}

/** Makes the error for an object that is no context manager, given the name of the method that it misses. */
export type Refusal = (cm: unknown, missed: string) => TypeError;

/** `__enter__` and `__exit__` of a type, or their stand-ins for an object that has `Symbol.dispose` alone. */
export function syncHooks(cm: unknown, refuse: Refusal): ContextHooks {
  const enter = lookup(cm, "__enter__");
  const exit = lookup(cm, "__exit__");
  if (enter !== undefined && exit !== undefined) return { enter: called(enter), exit: called(exit) };
  const dispose = enter === exit ? nativeMethod(cm, DISPOSE) : undefined;
  if (dispose !== undefined) return { enter: itself, exit: disposing(dispose) };
  throw refuse(cm, exit === undefined ? "__exit__" : "__enter__");
}

/** `__aenter__` and `__aexit__` of a type, or their stand-ins for an object that `await using` takes. */
export function asyncHooks(cm: unknown, refuse: Refusal): ContextHooks {
  const enter = lookup(cm, "__aenter__");
  const exit = lookup(cm, "__aexit__");
  if (enter !== undefined && exit !== undefined) return { enter: called(enter), exit: called(exit) };
  const isNative = [enter, exit, lookup(cm, "__enter__"), lookup(cm, "__exit__")].every(
    (hook) => hook === undefined,
  );
  const dispose = isNative ? (nativeMethod(cm, ASYNC_DISPOSE) ?? nativeMethod(cm, DISPOSE)) : undefined;
  if (dispose !== undefined) return { enter: asyncItself, exit: asyncDisposing(dispose) };
  throw refuse(cm, exit === undefined ? "__aexit__" : "__aenter__");
}

/** Checks that an asynchronous method gave something to await. */
export function awaitable(answer: unknown, name: "__aenter__" | "__aexit__"): PromiseLike<unknown> {
  if (isThenable(answer)) return answer;
  throw new TypeError(
    `'async with' received an object from ${name} that does not implement __await__: ${typeName(answer)}`,
  );
}

function called(hook: Hook | null): Hook {
  return hook ?? notCallable;
}

function notCallable(): never {
  throw new TypeError("'NoneType' object is not callable");
}

function nativeMethod(cm: unknown, key: symbol): Hook | undefined {
  const method = cm === null || cm === undefined ? undefined : (cm as Record<symbol, unknown>)[key];
  return typeof method === "function" ? (method as Hook) : undefined;
}

function itself(this: unknown): unknown {
  return this;
}

async function asyncItself(this: unknown): Promise<unknown> {
  return this;
}

function disposing(dispose: Hook): Hook {
  return function (this: unknown): void {
    dispose.call(this);
  };
}

function asyncDisposing(dispose: Hook): Hook {
  return async function (this: unknown): Promise<void> {
    await dispose.call(this);
  };
}
