// Classes that are called without `new`, as Python's are: `range(3)`, `list("ab")`, `suppress(KeyError)`.

import { asClass } from "./builtin-class.ts";
import type { Class } from "./lookup.ts";

/** A class whose instances are made by `new C(…)` and by `C(…)` alike. */
export type WithoutNew<Args extends unknown[], T> = {
  new (...args: Args): T;
  (...args: Args): T;
  readonly prototype: T;
};

/**
 * Makes a class callable without `new`. The result is the class for every purpose: `instanceof`, `extends`, statics and
 * `constructor` see no difference.
 *
 * @example const point = withoutNew(class point { constructor(readonly x: number) {} });
 * point(1).x === new point(1).x;
 */
export function withoutNew<Args extends unknown[], T>(cls: new (...args: Args) => T): WithoutNew<Args, T> {
  // A subclass alone pays for `Reflect.construct`; it needs its own prototype.
  function callable(this: unknown, ...args: Args): T {
    if (new.target === undefined || new.target === callable) return new cls(...args);
    return Reflect.construct(cls, args, new.target);
  }
  return asClass(callable, cls as Class) as unknown as WithoutNew<Args, T>;
}
