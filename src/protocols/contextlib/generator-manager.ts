// `contextlib.contextmanager`: a context manager written as a generator function with one `yield`.

import { noAttribute } from "../attributes/plain-access.ts";
import type { ContextManager } from "../context/context.ts";
import { chainContext, NO_ERROR, whileHandling } from "../context/handling.ts";
import { DISPOSE } from "../context/polyfill.ts";
import { AttributeError, RuntimeError, setContext } from "../errors.ts";
import { next } from "../iteration/iteration.ts";
import { isStopIteration } from "../iteration/python-iterator.ts";
import type { Class } from "../lookup.ts";
import { ContextDecorator, type Decorating } from "./decorator.ts";

/** What a function made by {@link contextmanager} returns: a context manager for one `with_`, and a decorator. */
export interface GeneratorContextManager<T> extends ContextManager<T, boolean>, Disposable, Decorating {}

/** The calls that made a generator, so that a decorator can make another one. */
export type Recreate<G> = () => G;

class Manager<T> extends ContextDecorator implements ContextManager<T, boolean> {
  readonly #generator: Generator<T, unknown, unknown>;
  #recreate: Recreate<Generator<T, unknown, unknown>> | undefined;

  constructor(recreate: Recreate<Generator<T, unknown, unknown>>) {
    super();
    this.#generator = recreate();
    this.#recreate = recreate;
  }

  override _recreate_cm(): Manager<T> {
    if (this.#recreate === undefined) throw new AttributeError(noAttribute(this, "func"));
    return new Manager(this.#recreate);
  }

  __enter__(): T {
    // As in CPython, whose message this is: a generator runs once, and its call is forgotten when it starts.
    if (this.#recreate === undefined) throw new AttributeError(noAttribute(this, "args"));
    this.#recreate = undefined;
    const item = step(() => next<unknown, typeof ENDED>(this.#generator, ENDED));
    if (item === ENDED) throw new RuntimeError("generator didn't yield");
    return item as T;
  }

  __exit__(exc_type: Class | null, exc: unknown, _traceback: string | null): boolean {
    if (exc_type === null) {
      if (step(() => next<unknown, typeof ENDED>(this.#generator, ENDED)) === ENDED) return false;
      return this.#refuse("generator didn't stop");
    }
    const error = exc ?? new (exc_type as new () => unknown)();
    if (typeof this.#generator.throw !== "function") {
      throw new AttributeError(noAttribute(this.#generator, "throw"));
    }
    try {
      if (step(() => whileHandling(error, () => this.#generator.throw(error))).done === true) return true;
    } catch (raised) {
      // `__exit__` must not raise what it was given: it answers that it did not suppress it.
      if (raised === error || wraps(raised, error)) return false;
      chainContext(raised, error);
      throw raised;
    }
    return this.#refuse("generator didn't stop after throw()");
  }

  /** Raises the error of a generator that yields twice, and closes the generator. */
  #refuse(message: string): never {
    const refusal = new RuntimeError(message);
    try {
      if (this.#generator.return?.(undefined).done === false) {
        throw new RuntimeError("generator ignored GeneratorExit");
      }
    } catch (raised) {
      setContext(raised, refusal);
      throw raised;
    }
    throw refusal;
  }

  [DISPOSE](): void {
    this.__exit__(...NO_ERROR);
  }
}
Object.defineProperty(Manager, "name", { value: "_GeneratorContextManager" });

const ENDED = Symbol("ended");

/** Runs a generator on. A StopIteration that its code raises is an error, and must not pass for its end (PEP 479). */
function step<R>(run: () => R): R {
  try {
    return run();
  } catch (error) {
    throw isStopIteration(error) ? wrapped(error, "generator raised StopIteration") : error;
  }
}

/** Whether this is the error that {@link wrapped} put in place of a `StopIteration` of the body. */
function wraps(raised: unknown, error: unknown): boolean {
  return isStopIteration(error) && raised instanceof RuntimeError && raised.__cause__ === error;
}

/** The error in place of one that would pass for the end of a generator. */
export function wrapped(error: unknown, message: string): RuntimeError {
  const wrapper = new RuntimeError(message, { cause: error });
  setContext(wrapper, error);
  return wrapper;
}

/**
 * Makes a context manager out of a generator function: what is before its `yield` enters, what is after it exits, and
 * the body gets the value that it yields. An error of the body is thrown at the `yield`: a generator that ends well then
 * has suppressed it. What the function returns decorates functions, too: `tag("p")(render)` (library,
 * "contextlib.contextmanager").
 *
 * @throws RuntimeError (by `with_`) `generator didn't yield`; `generator didn't stop`
 * @example
 * const tag = contextmanager(function* (name: string) {
 *   print(`<${name}>`);
 *   yield name;
 *   print(`</${name}>`);
 * });
 * with_(tag("h1"), () => print("title"));
 */
export function contextmanager<This, Args extends unknown[], T>(
  f: (this: This, ...args: Args) => Generator<T, unknown, unknown>,
): (this: This, ...args: Args) => GeneratorContextManager<T> {
  const helper = function (this: This, ...args: Args): GeneratorContextManager<T> {
    return new Manager(() => f.apply(this, args)) as unknown as GeneratorContextManager<T>;
  };
  Object.defineProperty(helper, "name", { value: f.name, configurable: true });
  Object.defineProperty(helper, "__wrapped__", { value: f, writable: true, configurable: true });
  return helper;
}
