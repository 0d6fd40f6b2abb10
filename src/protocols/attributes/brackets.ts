// `obj[key]` for real: classes that opt in to JavaScript's brackets, `in` and `delete` (reference, 3.3.7).

import type { Class } from "../lookup.ts";
import { rawOf } from "./raw.ts";

const BRACKETS: unique symbol = Symbol("dunder.brackets");

/** What {@link subscriptable} gives when it is told attributes: a class decorator in both dialects, and a function. */
export type Subscriptable<Name extends string> = <C extends Class<{ [N in Name]: unknown }>>(
  cls: C,
  context?: ClassDecoratorContext,
) => C;

/**
 * Lets a class's `__getitem__`, `__setitem__`, `__delitem__` and `__contains__` answer JavaScript's own `obj[key]`,
 * `obj[key] = value`, `delete obj[key]` and `key in obj`. A class decorator in both dialects, and a function.
 *
 * JavaScript has one kind of key where Python tells attributes from items. Here a name that a class field or the class
 * itself defines is an attribute, every other string is an item; canonical integers (`"-1"`) arrive as numbers. Where the
 * compiler makes class fields plain assignments (`useDefineForClassFields: false`, and esbuild with legacy decorators), or
 * a constructor assigns attributes that are no fields, name them: `@subscriptable("books")`.
 *
 * @example
 * const Shelf = subscriptable("books")(class Shelf extends object {
 *   readonly books = new Map<unknown, string>();
 *   __getitem__(key: unknown) { return this.books.get(key); }
 *   __setitem__(key: unknown, book: string) { this.books.set(key, book); }
 * });
 */
export function subscriptable<C extends Class>(cls: C, context?: ClassDecoratorContext): C;
export function subscriptable<const Name extends string>(...attributes: Name[]): Subscriptable<Name>;
export function subscriptable(...args: readonly unknown[]): unknown {
  if (typeof args[0] === "function") return optIn(args[0] as Class, []);
  return (cls: Class) => optIn(cls, args as readonly string[]);
}

function optIn<C extends Class>(cls: C, attributes: readonly string[]): C {
  const names = new Set([...(bracketsOf(cls) ?? []), ...attributes]);
  Object.defineProperty(rawOf(cls), BRACKETS, { value: names, configurable: true });
  return cls;
}

/** The names told to be attributes of a class that opted in, or that inherits from one; `undefined` for other classes. */
export function bracketsOf(cls: Class): ReadonlySet<string> | undefined {
  return (cls as { [BRACKETS]?: ReadonlySet<string> })[BRACKETS];
}
