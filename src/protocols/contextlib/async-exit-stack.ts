// `contextlib.AsyncExitStack`: an exit stack of synchronous and asynchronous context managers and clean-ups.

import type { AsyncContextManager, ContextManager } from "../context/context.ts";
import { asyncHooks } from "../context/context-hooks.ts";
import { NO_ERROR } from "../context/handling.ts";
import { isThenable } from "../context/thenable.ts";
import { type Class, lookup } from "../lookup.ts";
import { typeName } from "../typename.ts";
import { withoutNew } from "../without-new.ts";
import { AbstractAsyncContextManager } from "./abstract.ts";
import { bound, calledLater, ExitCallbacks, type ExitFunction, notManager } from "./exit-stack.ts";
import { Unwinding } from "./unwind.ts";

/** A function with `__aexit__`'s parameters. */
export type AsyncExitFunction = (
  exc_type: Class | null,
  exc: unknown,
  traceback: string | null,
) => PromiseLike<unknown>;

class AsyncStack extends AbstractAsyncContextManager {
  readonly #callbacks = new ExitCallbacks();

  override __aenter__(): Promise<this> {
    return Promise.resolve(this);
  }

  /** Calls what was pushed, last in first out, one at a time; see `ExitStack`. */
  async __aexit__(_exc_type: Class | null, exc: unknown, _traceback: string | null): Promise<boolean> {
    const unwinding = new Unwinding(exc);
    for (let next = this.#callbacks.take(); next !== undefined; next = this.#callbacks.take()) {
      try {
        const answer = unwinding.call(next);
        unwinding.answered(next.isSync ? refusePromise(answer) : await awaitable(answer));
      } catch (error) {
        unwinding.raised(error);
      }
    }
    return unwinding.finish();
  }

  /** As `ExitStack.enter_context`: enters a synchronous context manager. */
  enter_context<T>(cm: ContextManager<T>): T;
  enter_context<D extends Disposable>(cm: D): D;
  enter_context(cm: unknown): unknown {
    return this.#callbacks.enter(cm);
  }

  /**
   * Enters an asynchronous context manager, and has it exited at the end.
   *
   * @returns what `__aenter__` gave
   * @throws TypeError `'__main__.Foo' object does not support the asynchronous context manager protocol`
   */
  enter_async_context<T>(cm: AsyncContextManager<T>): Promise<T>;
  enter_async_context<D extends AsyncDisposable | Disposable>(cm: D): Promise<D>;
  async enter_async_context(cm: unknown): Promise<unknown> {
    const { enter, exit } = asyncHooks(cm, notManager);
    const value = await awaitable(enter.call(cm));
    this.#callbacks.add(exit.bind(cm), false);
    return value;
  }

  /** As `ExitStack.push`. */
  push<E extends ExitFunction | Pick<ContextManager, "__exit__">>(exit: E): E {
    this.#callbacks.push(exit);
    return exit;
  }

  /** Has a context manager's `__aexit__` awaited at the end, or an async function with its parameters. */
  push_async_exit<E extends AsyncExitFunction | Pick<AsyncContextManager, "__aexit__">>(exit: E): E {
    const hook = lookup(exit, "__aexit__");
    this.#callbacks.add(hook === undefined ? calledLater(exit) : bound(hook, exit), false);
    return exit;
  }

  /** As `ExitStack.callback`. */
  callback<Args extends unknown[], R>(f: (...args: Args) => R, ...args: Args): (...args: Args) => R {
    this.#callbacks.call(f, args);
    return f;
  }

  /** Has an async function called with these arguments, and awaited, at the end; it cannot suppress errors. */
  push_async_callback<Args extends unknown[], R>(
    f: (...args: Args) => PromiseLike<R>,
    ...args: Args
  ): (...args: Args) => PromiseLike<R> {
    const call = calledLater(f);
    this.#callbacks.add(async () => {
      await awaitable(call.apply(undefined, args));
    }, false);
    return f;
  }

  /** A new stack with everything that was pushed; this one has nothing left to do. */
  pop_all(): this {
    const stack = new (this.constructor as new () => this)();
    this.#callbacks.moveTo(stack.#callbacks);
    return stack;
  }

  /** Calls what was pushed, now. */
  async aclose(): Promise<void> {
    await this.__aexit__(...NO_ERROR);
  }
}

function refusePromise(answer: unknown): unknown {
  if (!isThenable(answer)) return answer;
  throw new TypeError("a synchronous callback of AsyncExitStack returned a promise: use push_async_exit");
}

function awaitable(answer: unknown): PromiseLike<unknown> {
  if (isThenable(answer)) return answer;
  throw new TypeError(`'${typeName(answer)}' object can't be awaited`);
}

/**
 * The asynchronous {@link ExitStack}, for `async_with` and `await using`; takes both kinds of context managers
 * (library, "contextlib.AsyncExitStack"). Called with or without `new`.
 */
export const AsyncExitStack = withoutNew(
  Object.defineProperty(AsyncStack, "name", { value: "AsyncExitStack" }),
);
export type AsyncExitStack = AsyncStack;
