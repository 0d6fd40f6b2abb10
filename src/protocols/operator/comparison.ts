// The comparison operators as functions, and those that ask for truth and identity (library reference, "operator").

import { richEq, richNe } from "../comparison/equality.ts";
import { GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL, richOrder } from "../comparison/ordering.ts";
import type { Answer, IfComparable } from "../comparison/ordering-types.ts";
import { bool } from "../comparison/truth.ts";

/**
 * `a == b`, as the class's `__eq__` answers it, which need not be a boolean; {@link bool} makes one of it.
 *
 * @example operator.eq([1, { a: 2n }], [true, new Map([["a", 2]])]) // true
 */
export function eq<A, B>(a: A, b: B): Answer<A, B, "__eq__", "__eq__">;
export function eq(a: unknown, b: unknown): unknown {
  return richEq(a, b);
}

/** `a != b`: what `__ne__` answers, and the contrary of `__eq__` where the class has none. */
export function ne<A, B>(a: A, b: B): Answer<A, B, "__ne__", "__ne__">;
export function ne(a: unknown, b: unknown): unknown {
  return richNe(a, b);
}

/**
 * `a < b`.
 *
 * Asks `a`'s type for `__lt__`, then `b`'s for `__gt__` (which goes first where its class is a subclass of `a`'s); each
 * may answer `NotImplemented`. Native values compare as Python's: numbers by their exact value whatever their type,
 * strings by code point, arrays, bytes and typed arrays by the first items that differ, sets by inclusion.
 *
 * @throws TypeError `'<' not supported between instances of 'int' and 'str'`
 * @example operator.lt([1, "a"], [1, "b"]) // true
 */
export function lt<A, B>(a: A, b: B & IfComparable<A, B>): Answer<A, B, "__lt__", "__gt__">;
export function lt(a: unknown, b: unknown): unknown {
  return richOrder(a, b, LESS);
}

/**
 * `a <= b`, by `__le__` and `__ge__`; see {@link lt}.
 *
 * @throws TypeError `'<=' not supported between instances of 'int' and 'str'`
 */
export function le<A, B>(a: A, b: B & IfComparable<A, B>): Answer<A, B, "__le__", "__ge__">;
export function le(a: unknown, b: unknown): unknown {
  return richOrder(a, b, LESS_OR_EQUAL);
}

/**
 * `a > b`, by `__gt__` and `__lt__`; see {@link lt}.
 *
 * @throws TypeError `'>' not supported between instances of 'int' and 'str'`
 */
export function gt<A, B>(a: A, b: B & IfComparable<A, B>): Answer<A, B, "__gt__", "__lt__">;
export function gt(a: unknown, b: unknown): unknown {
  return richOrder(a, b, GREATER);
}

/**
 * `a >= b`, by `__ge__` and `__le__`; see {@link lt}.
 *
 * @throws TypeError `'>=' not supported between instances of 'int' and 'str'`
 */
export function ge<A, B>(a: A, b: B & IfComparable<A, B>): Answer<A, B, "__ge__", "__le__">;
export function ge(a: unknown, b: unknown): unknown {
  return richOrder(a, b, GREATER_OR_EQUAL);
}

/** Whether `obj` counts as true: {@link bool}. */
export function truth(obj: unknown): boolean {
  return bool(obj);
}

/** `not obj`. */
export function not_(obj: unknown): boolean {
  return !bool(obj);
}

/** `a is b`: one and the same object. `null` and `undefined` are both None, and `NaN` is taken for one object. */
export function is_(a: unknown, b: unknown): boolean {
  return Object.is(a, b) || (a == null && b == null);
}

/** `a is not b`. */
export function is_not(a: unknown, b: unknown): boolean {
  return !is_(a, b);
}

/** `obj is None`. */
export function is_none(obj: unknown): obj is null | undefined {
  return obj == null;
}

/** `obj is not None`. */
export function is_not_none<T>(obj: T): obj is NonNullable<T> {
  return obj != null;
}
