// Which question to ask of two keys: looked at once for all keys, so that keys of one type need no look at each comparison.

import { same } from "../comparison/equality.ts";
import { typeIdentity } from "../comparison/kind.ts";
import { NotImplemented } from "../comparison/notimplemented.ts";
import { guardedOrder, isLess, LESS } from "../comparison/ordering.ts";
import { compareText, isPlainText } from "../comparison/text-order.ts";
import { bool } from "../comparison/truth.ts";
import { type Hook, isClass } from "../lookup.ts";
import type { Less } from "./runs.ts";

/** The comparison that fits `keys`: as {@link isLess}, and quicker where they are of one kind. */
export function lessFor(keys: readonly unknown[]): Less<unknown> {
  const [first] = keys;
  if (keys.every(isReal)) return lessReal as Less<unknown>;
  if (typeof first === "string") return textLess(keys);
  if (isFilledTuple(first) && keys.every(isFilledTuple)) return tupleLess(keys as readonly Tuple[]);
  if (!isOneType(keys)) return isLess;
  const type = Object.getPrototypeOf(first);
  return type === Array.prototype ? (lessList as Less<unknown>) : lessOfType(type);
}

const lessList: Less<readonly unknown[]> = (a, b) => bool(guardedOrder(a, b, LESS));

function isReal(key: unknown): key is number | bigint | boolean {
  return typeof key === "number" || typeof key === "bigint" || typeof key === "boolean";
}

/** The comparison of numbers of any type. */
export const lessReal: Less<number> = (a, b) => a < b;

function textLess(keys: readonly unknown[]): Less<unknown> {
  if (!keys.every((key) => typeof key === "string")) return isLess;
  const less: Less<string> = keys.every(isPlainText) ? (a, b) => a < b : (a, b) => compareText(a, b) < 0;
  return less as Less<unknown>;
}

type Tuple = readonly [unknown, ...unknown[]];

function isFilledTuple(key: unknown): key is Tuple {
  return isTuple(key) && key.length > 0;
}

/** True for a tuple that is not of a subclass, which may have an order of its own. */
function isTuple(key: unknown): key is readonly unknown[] {
  return Array.isArray(key) && typeIdentity(Object.getPrototypeOf(key)) === "tuple";
}

/** Most comparisons of tuples are decided by their first items, so those get a comparison of their own. */
function tupleLess(keys: readonly Tuple[]): Less<unknown> {
  const firsts = keys.map(([first]) => first);
  const firstLess = isTuple(firsts[0]) ? isLess : lessFor(firsts);
  const less: Less<Tuple> = (a, b) => {
    const length = Math.min(a.length, b.length);
    let i = 0;
    while (i < length && same(a[i], b[i])) i++;
    if (i === length) return a.length < b.length;
    return i === 0 ? firstLess(a[0], b[0]) : isLess(a[i], b[i]);
  };
  return less as Less<unknown>;
}

/** Whether all keys are objects of one and the same class; classes themselves, whose type is elsewhere, are not looked at. */
function isOneType(keys: readonly unknown[]): boolean {
  const [first] = keys;
  if (!isInstance(first)) return false;
  const type = Object.getPrototypeOf(first);
  return keys.every((key) => isInstance(key) && Object.getPrototypeOf(key) === type);
}

function isInstance(key: unknown): key is object {
  return typeof key === "object" ? key !== null : typeof key === "function" && !isClass(key);
}

/**
 * Among objects of one class the left one is asked alone. Where it does not know, the whole question is put again, so
 * that it is asked twice: CPython does the same.
 */
function lessOfType(type: { readonly __lt__?: Hook | null } | null): Less<unknown> {
  return (a, b) => {
    const hook = type?.__lt__;
    if (hook == null) return isLess(a, b);
    const answer = hook.call(a, b);
    return answer === NotImplemented ? isLess(a, b) : bool(answer);
  };
}
