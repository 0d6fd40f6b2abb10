// `contextlib.ContextDecorator`: context managers that a function can be decorated with.

import { callableInstance } from "../callable.ts";
import { type AsyncContextManager, async_with, type ContextManager, with_ } from "../context/context.ts";

type Method = (this: never, ...args: never[]) => unknown;

/** A context manager as a decorator: around a plain function, and on methods in both dialects. */
export interface Decorating<F0 extends Method = Method> {
  <F extends F0>(f: F, context?: ClassMethodDecoratorContext): F;
  <F extends F0>(
    target: object,
    key: PropertyKey,
    descriptor: TypedPropertyDescriptor<F>,
  ): TypedPropertyDescriptor<F>;
}

type Wrap = (f: Method) => Method;

/** Finds the function among what a decorator of either dialect gets, and puts the wrapped one in its place. */
function decorate(wrap: Wrap, args: readonly unknown[]): unknown {
  const descriptor = args[2] as PropertyDescriptor | undefined;
  if (descriptor === undefined) return copyName(wrap(args[0] as Method), args[0] as Method);
  return { ...descriptor, value: copyName(wrap(descriptor.value), descriptor.value) };
}

function copyName(wrapper: Method, f: Method): Method {
  for (const key of ["name", "length"])
    Object.defineProperty(wrapper, key, { value: f[key as "name"], configurable: true });
  Object.defineProperty(wrapper, "__wrapped__", { value: f, writable: true, configurable: true });
  return wrapper;
}

/** An instance of a class with `__call__`. */
abstract class Called {
  constructor() {
    // A callable instance is a function with the class's prototype.
    return callableInstance(new.target.prototype, false) as this;
  }
  abstract __call__(...args: unknown[]): unknown;
}

/**
 * The base of context managers that also work as decorators: the decorated function runs inside the context. A call of
 * the instance decorates (library, "contextlib.ContextDecorator").
 */
export abstract class ContextDecorator extends Called {
  static readonly __module__: string = "contextlib";

  /** The context manager for one call; one that can be used once overrides this. */
  _recreate_cm(): ContextManager {
    return this as unknown as ContextManager;
  }

  __call__(...args: unknown[]): unknown {
    const recreate = () => this._recreate_cm();
    const wrap: Wrap = (f) =>
      function (this: never, ...given: never[]) {
        return with_(recreate(), () => f.apply(this, given));
      };
    return decorate(wrap, args);
  }
}

/** The twin for asynchronous context managers and async functions (library, "contextlib.AsyncContextDecorator"). */
export abstract class AsyncContextDecorator extends Called {
  static readonly __module__: string = "contextlib";

  /** The context manager for one call; one that can be used once overrides this. */
  _recreate_cm(): AsyncContextManager {
    return this as unknown as AsyncContextManager;
  }

  __call__(...args: unknown[]): unknown {
    const recreate = () => this._recreate_cm();
    const wrap: Wrap = (f) =>
      async function (this: never, ...given: never[]) {
        return async_with(recreate(), () => f.apply(this, given));
      };
    return decorate(wrap, args);
  }
}
