// `contextlib.asynccontextmanager`: an asynchronous context manager written as an async generator function.

import { noAttribute } from "../attributes/plain-access.ts";
import type { AsyncContextManager } from "../context/context.ts";
import { chainContext, NO_ERROR, whileHandling } from "../context/handling.ts";
import { ASYNC_DISPOSE } from "../context/polyfill.ts";
import { AttributeError, RuntimeError, StopAsyncIteration, setContext } from "../errors.ts";
import { isStopIteration } from "../iteration/python-iterator.ts";
import type { Class } from "../lookup.ts";
import { AsyncContextDecorator, type Decorating } from "./decorator.ts";
import { type Recreate, wrapped } from "./generator-manager.ts";

/** What a function made by {@link asynccontextmanager} returns: for one `async_with`, and a decorator. */
export interface AsyncGeneratorContextManager<T>
  extends AsyncContextManager<T, boolean>,
    AsyncDisposable,
    Decorating<(this: never, ...args: never[]) => Promise<unknown>> {}

class AsyncManager<T> extends AsyncContextDecorator implements AsyncContextManager<T, boolean> {
  readonly #generator: AsyncGenerator<T, unknown, unknown>;
  #recreate: Recreate<AsyncGenerator<T, unknown, unknown>> | undefined;

  constructor(recreate: Recreate<AsyncGenerator<T, unknown, unknown>>) {
    super();
    this.#generator = recreate();
    this.#recreate = recreate;
  }

  override _recreate_cm(): AsyncManager<T> {
    if (this.#recreate === undefined) throw new AttributeError(noAttribute(this, "func"));
    return new AsyncManager(this.#recreate);
  }

  async __aenter__(): Promise<T> {
    if (this.#recreate === undefined) throw new AttributeError(noAttribute(this, "args"));
    this.#recreate = undefined;
    const { done, value } = await step(() => this.#generator.next());
    if (done === true) throw new RuntimeError("generator didn't yield");
    return value;
  }

  async __aexit__(exc_type: Class | null, exc: unknown, _traceback: string | null): Promise<boolean> {
    if (exc_type === null) {
      if ((await step(() => this.#generator.next())).done === true) return false;
      return this.#refuse("generator didn't stop");
    }
    const error = exc ?? new (exc_type as new () => unknown)();
    try {
      const thrown = step(() => whileHandling(error, () => this.#generator.throw(error)));
      if ((await thrown).done === true) return true;
    } catch (raised) {
      // `__aexit__` must not raise what it was given: it answers that it did not suppress it.
      if (raised === error || wraps(raised, error)) return false;
      chainContext(raised, error);
      throw raised;
    }
    return this.#refuse("generator didn't stop after athrow()");
  }

  /** Raises the error of a generator that yields twice, and closes the generator. */
  async #refuse(message: string): Promise<never> {
    const refusal = new RuntimeError(message);
    try {
      if ((await this.#generator.return(undefined)).done === false) {
        throw new RuntimeError("async generator ignored GeneratorExit");
      }
    } catch (raised) {
      setContext(raised, refusal);
      throw raised;
    }
    throw refusal;
  }

  async [ASYNC_DISPOSE](): Promise<void> {
    await this.__aexit__(...NO_ERROR);
  }
}
Object.defineProperty(AsyncManager, "name", { value: "_AsyncGeneratorContextManager" });

/** Whether this is the error that was put in place of a stop signal of the body. */
function wraps(raised: unknown, error: unknown): boolean {
  return isStop(error) && raised instanceof RuntimeError && raised.__cause__ === error;
}

function isStop(error: unknown): boolean {
  return isStopIteration(error) || error instanceof StopAsyncIteration;
}

/** Runs a generator on. What its code raises must not pass for its end (PEP 479 and 525). */
async function step<R>(run: () => Promise<R>): Promise<R> {
  try {
    return await run();
  } catch (error) {
    if (isStopIteration(error)) throw wrapped(error, "async generator raised StopIteration");
    if (error instanceof StopAsyncIteration)
      throw wrapped(error, "async generator raised StopAsyncIteration");
    throw error;
  }
}

/**
 * Makes an asynchronous context manager out of an async generator function, as {@link contextmanager} does (library,
 * "contextlib.asynccontextmanager").
 *
 * @example
 * const connected = asynccontextmanager(async function* (port: number) {
 *   const connection = await connect(port);
 *   try { yield connection; } finally { await connection.close(); }
 * });
 * await async_with(connected(8080), (connection) => connection.send("hello"));
 */
export function asynccontextmanager<This, Args extends unknown[], T>(
  f: (this: This, ...args: Args) => AsyncGenerator<T, unknown, unknown>,
): (this: This, ...args: Args) => AsyncGeneratorContextManager<T> {
  const helper = function (this: This, ...args: Args): AsyncGeneratorContextManager<T> {
    return new AsyncManager(() => f.apply(this, args)) as unknown as AsyncGeneratorContextManager<T>;
  };
  Object.defineProperty(helper, "name", { value: f.name, configurable: true });
  Object.defineProperty(helper, "__wrapped__", { value: f, writable: true, configurable: true });
  return helper;
}
