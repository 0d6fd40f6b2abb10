// The iterators that this library makes itself: in Python's protocol and in JavaScript's at once.

import { StopIteration } from "../errors.ts";
import type { PyIterator } from "./iteration-types.ts";

/**
 * The base of the iterators of `iter`, `enumerate`, `zip` …. A subclass says in `next` what comes next, in JavaScript's
 * form, which costs no exception at the end.
 *
 * None of them has JavaScript's `return`: as in Python, leaving a loop early leaves the iterator where it is, and the
 * next loop goes on from there.
 */
export abstract class PythonIterator<T> implements PyIterator<T> {
  static readonly __module__: string = "builtins";

  static {
    // Iterator helpers (`map`, `take` …) come along where the engine has them.
    Object.setPrototypeOf(
      this.prototype,
      Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())),
    );
  }

  abstract next(): IteratorResult<T, unknown>;

  __iter__(): this {
    return this;
  }

  __next__(): T {
    const result = this.next();
    if (result.done === true) throw stopIteration(result.value);
    return result.value;
  }

  [Symbol.iterator](): this {
    return this;
  }
}

/** A subclass with a name of Python's, for a kind of iterator that differs in nothing else. */
export function renamed<C extends abstract new (...args: never[]) => PythonIterator<unknown>>(
  name: string,
  base: C,
): C {
  const Base = base as unknown as new (...args: unknown[]) => object;
  // Not by `defineProperty`: V8 makes instances of such a class several times slower.
  const named = class extends Base {
    static readonly __module__: string = "builtins";
    static get name(): string {
      return name;
    }
  };
  return named as unknown as C;
}

/** True for what ends an iteration. `throw StopIteration` throws the class itself: Python makes an instance of it. */
export function isStopIteration(error: unknown): error is StopIteration | typeof StopIteration {
  // Every loop ends here: the error classes' own `instanceof` would cost more.
  return error === StopIteration || isPrototypeOf.call(StopIteration.prototype, error as object);
}

const { isPrototypeOf } = Object.prototype;

/** The end of an iteration as an error, with the value that a generator returned. */
export function stopIteration(value?: unknown): StopIteration {
  return value === undefined ? new StopIteration() : new StopIteration(value);
}

/** The end of an iteration in JavaScript's form; any other error is thrown on. */
export function endOf(error: unknown): IteratorResult<never, unknown> {
  if (!isStopIteration(error)) throw error;
  return {
    done: true,
    value: error === StopIteration ? undefined : ((error as StopIteration).value ?? undefined),
  };
}

/** The end of an iteration in JavaScript's form. */
export const END: IteratorReturnResult<undefined> = Object.freeze({ done: true, value: undefined });
