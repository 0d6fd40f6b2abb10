// The keyword arguments that `sorted`, `min` and `max` share, checked as CPython checks them.

import { bool } from "../comparison/truth.ts";
import { typeName } from "../typename.ts";

/** What `key` may be: a function of one argument; `null` is as good as none. */
export type KeyFunction = (item: unknown) => unknown;

/** Refuses keyword arguments that a function does not have. */
export function checkNames(
  caller: string,
  keywords: Readonly<Record<string, unknown>>,
  names: readonly string[],
): void {
  const unexpected = Object.keys(keywords).find((name) => !names.includes(name));
  if (unexpected === undefined) return;
  throw new TypeError(`${caller}() got an unexpected keyword argument '${unexpected}'`);
}

/** The key function of a call, if there is one. */
export function keyOf({ key }: Readonly<Record<string, unknown>>): KeyFunction | undefined {
  return key == null ? undefined : (key as KeyFunction);
}

/** `key(item)`; a key that is no function is noticed when it is called, as in Python. */
export function callKey(key: KeyFunction, item: unknown): unknown {
  if (typeof key !== "function") throw new TypeError(`'${typeName(key)}' object is not callable`);
  return key(item);
}

/** Whether a call asks for the reverse order. */
export function reverseOf({ reverse }: Readonly<Record<string, unknown>>): boolean {
  return reverse === undefined ? false : bool(reverse);
}
