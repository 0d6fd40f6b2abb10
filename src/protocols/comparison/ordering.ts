// Order as `<`, `<=`, `>` and `>=` have it in Python (reference, 3.3.1 and 6.10.1).

import { findKey, MISSING } from "../items/keys.ts";
import { type Hook, lookup } from "../lookup.ts";
import { typeName } from "../typename.ts";
import { asRecursionError, eq, isSubclassInstance, isWider, same, unboxed } from "./equality.ts";
import { isSameKind } from "./kind.ts";
import { NotImplemented } from "./notimplemented.ts";
import { compareText } from "./text-order.ts";
import { bool } from "./truth.ts";

/** One of the four comparisons by order. */
export interface Ordering {
  readonly symbol: "<" | "<=" | ">" | ">=";
  /** The special method, asked of the left operand. */
  readonly hook: OrderingHook;
  /** The special method that asks the right operand the same question. */
  readonly reflected: OrderingHook;
  /** The answer for two numbers; JavaScript compares a bigint with a number by their exact values. */
  readonly numbers: (a: Real, b: Real) => boolean;
}

/** The names of the special methods of order. */
export type OrderingHook = "__lt__" | "__le__" | "__gt__" | "__ge__";

type Real = number | bigint | boolean;

/** `<` */
export const LESS: Ordering = {
  symbol: "<",
  hook: "__lt__",
  reflected: "__gt__",
  numbers: (a, b) => a < b,
};
/** `<=` */
export const LESS_OR_EQUAL: Ordering = {
  symbol: "<=",
  hook: "__le__",
  reflected: "__ge__",
  numbers: (a, b) => a <= b,
};
/** `>` */
export const GREATER: Ordering = {
  symbol: ">",
  hook: "__gt__",
  reflected: "__lt__",
  numbers: (a, b) => a > b,
};
/** `>=` */
export const GREATER_OR_EQUAL: Ordering = {
  symbol: ">=",
  hook: "__ge__",
  reflected: "__le__",
  numbers: (a, b) => a >= b,
};

const ORDERINGS: Readonly<Record<OrderingHook, Ordering>> = {
  __lt__: LESS,
  __le__: LESS_OR_EQUAL,
  __gt__: GREATER,
  __ge__: GREATER_OR_EQUAL,
};

/**
 * The answer of `a < b` (or one of its kin) as the hook gave it, which need not be a boolean.
 *
 * @throws TypeError `'<' not supported between instances of 'int' and 'str'`
 * @throws RecursionError when both values contain themselves
 */
export function richOrder(a: unknown, b: unknown, ordering: Ordering): unknown {
  if (typeof a === "number" && typeof b === "number") return ordering.numbers(a, b);
  const answer = askBoth(a, b, ordering);
  if (answer !== NotImplemented) return answer;
  throw new TypeError(
    `'${ordering.symbol}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`,
  );
}

/** Whether `a < b` in Python: the one question that sorting asks. */
export function isLess(a: unknown, b: unknown): boolean {
  return bool(richOrder(a, b, LESS));
}

function askBoth(a: unknown, b: unknown, ordering: Ordering): unknown {
  const left = hookOf(a, ordering.hook);
  const right = hookOf(b, ordering.reflected);
  const reflected = ORDERINGS[ordering.reflected];
  if (left === undefined && right === undefined) {
    return isSubclassInstance(b, a) ? nativeOrder(b, a, reflected) : nativeOrder(a, b, ordering);
  }
  if (isSubclassInstance(b, a)) {
    const answer = ask(right, b, a, reflected);
    return answer === NotImplemented ? ask(left, a, b, ordering) : answer;
  }
  const answer = ask(left, a, b, ordering);
  return answer === NotImplemented ? ask(right, b, a, reflected) : answer;
}

function hookOf(obj: unknown, name: OrderingHook): Hook | null | undefined {
  return typeof obj === "object" || typeof obj === "function" ? lookup(obj, name) : undefined;
}

function ask(hook: Hook | null | undefined, self: unknown, other: unknown, ordering: Ordering): unknown {
  if (hook === null) throw new TypeError("'NoneType' object is not callable");
  if (hook !== undefined) return hook.call(self, other);
  return isWider(other, self) ? NotImplemented : nativeOrder(self, other, ordering);
}

/** What the native types say; `NotImplemented` where the two have no order. */
function nativeOrder(a: unknown, b: unknown, ordering: Ordering): unknown {
  if (Array.isArray(a)) {
    return Array.isArray(b) && isSameKind(a, b) ? guardedOrder(a, b, ordering) : NotImplemented;
  }
  const left = unboxed(a);
  const right = unboxed(b);
  if (isReal(left)) return isReal(right) ? ordering.numbers(left, right) : NotImplemented;
  if (typeof left === "string") {
    return typeof right === "string" ? ordering.numbers(compareText(left, right), 0) : NotImplemented;
  }
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) {
    return NotImplemented;
  }
  return objectOrder(left, right, ordering);
}

function isReal(x: unknown): x is Real {
  return typeof x === "number" || typeof x === "bigint" || typeof x === "boolean";
}

function objectOrder(a: object, b: object, ordering: Ordering): unknown {
  if (a instanceof Set) return b instanceof Set ? setOrder(a, b, ordering) : NotImplemented;
  if (a instanceof Uint8Array)
    return b instanceof Uint8Array ? sequenceOrder(a, b, ordering) : NotImplemented;
  if (isTypedArray(a)) return isTypedArray(b) ? sequenceOrder(a, b, ordering) : NotImplemented;
  if (a instanceof Date && b instanceof Date) return ordering.numbers(a.getTime(), b.getTime());
  return NotImplemented;
}

function isTypedArray(x: object): x is ArrayLike<number | bigint> & object {
  return ArrayBuffer.isView(x) && !(x instanceof DataView) && !(x instanceof Uint8Array);
}

/** The order of two arrays of one kind. Only arrays that contain themselves exhaust the stack. */
export function guardedOrder(a: readonly unknown[], b: readonly unknown[], ordering: Ordering): unknown {
  try {
    return sequenceOrder(a, b, ordering);
  } catch (error) {
    throw asRecursionError(error);
  }
}

/** The first two items that differ decide; without any, the shorter sequence is less. */
export function sequenceOrder(a: ArrayLike<unknown>, b: ArrayLike<unknown>, ordering: Ordering): unknown {
  for (let i = 0; i < a.length && i < b.length; i++) {
    if (!same(a[i], b[i])) return richOrder(a[i], b[i], ordering);
  }
  return ordering.numbers(a.length, b.length);
}

/** Sets are ordered by inclusion. */
function setOrder(a: Set<unknown>, b: Set<unknown>, ordering: Ordering): boolean {
  if (!ordering.numbers(a.size, b.size)) return false;
  const [small, large] = ordering === LESS || ordering === LESS_OR_EQUAL ? [a, b] : [b, a];
  for (const item of small) if (findKey(large, item, eq) === MISSING) return false;
  return true;
}
