// `obj[key]` for real: classes that opt in to JavaScript's brackets, `in` and `delete` (reference, 3.3.7).

import type { Class } from "./lookup.ts";

const BRACKETS: unique symbol = Symbol("dunder.brackets");

/**
 * Lets a class's `__getitem__`, `__setitem__`, `__delitem__` and `__contains__` answer JavaScript's own `obj[key]`,
 * `obj[key] = value`, `delete obj[key]` and `key in obj`. A class decorator in both dialects, and a function.
 *
 * JavaScript has one kind of key where Python tells attributes from items. Here a name that a class field or the class
 * itself defines is an attribute, every other string is an item. Canonical integers (`"-1"`) arrive as numbers.
 *
 * @example
 * const Shelf = subscriptable(class Shelf extends object {
 *   readonly books = new Map<unknown, string>();
 *   __getitem__(key: unknown) { return this.books.get(key); }
 *   __setitem__(key: unknown, book: string) { this.books.set(key, book); }
 * });
 */
export function subscriptable<C extends Class>(cls: C, _context?: ClassDecoratorContext): C {
  Object.defineProperty(cls, BRACKETS, { value: true });
  return cls;
}

/** True for a class that opted in, or that inherits from one. */
export function hasBrackets(cls: Class): boolean {
  return (cls as { [BRACKETS]?: boolean })[BRACKETS] === true;
}
