// `@metaclass(Meta)`: a TypeScript class made by a metaclass.

import type { Class } from "../protocols/lookup.ts";
import { adoptClass, type ClassKeywords } from "./creation.ts";
import type { Metaclass, type } from "./type.ts";

/** What a metaclass adds to its classes: the methods of its own. */
export type ClassMembers<M extends type> = Omit<M, keyof type>;

/** Lets `new` take the arguments of a class's `__init__`, which a metaclass passes on to it. */
export type Initialized<C extends Class> = C extends abstract new (
  ...args: never[]
) => {
  __init__(...args: infer Args): unknown;
}
  ? Args extends readonly never[]
    ? unknown
    : new (
        ...args: Args
      ) => InstanceType<C>
  : unknown;

/**
 * Makes a class an instance of a metaclass, as `class Foo(metaclass=Meta)` does: `Meta.__new__` and `Meta.__init__` run
 * now, `Meta.__call__` at each `new Foo(…)`. A decorator in both dialects, and a function, which also types the class
 * with the metaclass's methods and with the arguments of its `__init__`.
 *
 * The class is changed and returned itself. Only where `new` must be intercepted (`Meta.__call__`, or `__init__` or
 * `__new__` in the class) is it returned behind a Proxy. A subclass inherits the metaclass; it needs the decorator too
 * where `new` must be intercepted, and says so at its first construction.
 *
 * @param keywords the keyword arguments of the declaration (`class Foo(metaclass=Meta, x=1)`), as the last argument of
 *   `__prepare__`, `__new__` and `__init__`; `type.__new__` hands on to `__init_subclass__` what it is given.
 * @throws TypeError `metaclass conflict: …` where a base's metaclass is neither above nor below `Meta`
 * @example
 * const Foo = metaclass(Singleton)(class Foo extends object {});
 * new Foo() === new Foo(); // true
 */
export function metaclass<M extends type>(
  Meta: Metaclass<M>,
  keywords?: ClassKeywords,
): <C extends Class>(cls: C, context?: ClassDecoratorContext) => C & ClassMembers<M> & Initialized<C> {
  return (cls) => adoptClass(Meta, cls, keywords) as never;
}
