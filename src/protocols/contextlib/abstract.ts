// The bases of this module's context managers: `__enter__` that returns the object, and the bridge to `using`.

import type { ContextManager } from "../context/context.ts";
import { awaitable } from "../context/context-hooks.ts";
import { NO_ERROR } from "../context/handling.ts";
import { ASYNC_DISPOSE, DISPOSE } from "../context/polyfill.ts";
import type { Class } from "../lookup.ts";

/** `contextlib.AbstractContextManager`: a subclass writes `__exit__`, and `__enter__` where it has to do something. */
export abstract class AbstractContextManager implements ContextManager {
  static readonly __module__: string = "contextlib";

  __enter__(): unknown {
    return this;
  }

  abstract __exit__(exc_type: Class | null, exc: unknown, traceback: string | null): unknown;

  /** For `using`: exits without an error; `using` itself enters nothing. */
  [DISPOSE](): void {
    this.__exit__(...NO_ERROR);
  }
}

/** `contextlib.AbstractAsyncContextManager`: its asynchronous twin. */
export abstract class AbstractAsyncContextManager {
  static readonly __module__: string = "contextlib";

  __aenter__(): Promise<unknown> {
    return Promise.resolve(this);
  }

  abstract __aexit__(exc_type: Class | null, exc: unknown, traceback: string | null): PromiseLike<unknown>;

  /** For `await using`: exits without an error; `await using` itself enters nothing. */
  async [ASYNC_DISPOSE](): Promise<void> {
    await awaitable(this.__aexit__(...NO_ERROR), "__aexit__");
  }
}
