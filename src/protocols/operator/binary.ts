// How a binary operator finds its method: on the left operand's type, then on the right one's (reference, 3.3.8).

import { NotImplemented } from "../comparison/notimplemented.ts";
import { type Hook, lookup } from "../lookup.ts";
import { typeName } from "../typename.ts";

/**
 * Asks the left operand's `method`, then the right one's `reflected`, which goes first where its type is a subclass of
 * the left one's. `native` answers for operands without hooks.
 *
 * @throws TypeError `unsupported operand type(s) for %: 'int' and 'str'`
 */
export function binary(
  symbol: string,
  method: string,
  reflected: string,
  native: (a: unknown, b: unknown) => unknown,
  a: unknown,
  b: unknown,
): unknown {
  const left = lookup(a, method);
  const right = lookup(b, reflected);
  if (left === undefined && right === undefined) {
    const answer = native(a, b);
    if (answer !== NotImplemented) return answer;
    throw unsupported(symbol, a, b);
  }
  const askLeft = () => (left === undefined ? native(a, b) : call(left, a, b));
  const askRight = () => (right === undefined ? NotImplemented : call(right, b, a));
  const [first, second] = relation(a, b) === "subclass" ? [askRight, askLeft] : [askLeft, askRight];
  const answer = first();
  if (answer !== NotImplemented) return answer;
  // Two of one type would say the same again.
  const other = relation(a, b) === "same" ? NotImplemented : second();
  if (other !== NotImplemented) return other;
  throw unsupported(symbol, a, b);
}

function call(hook: Hook | null, self: unknown, other: unknown): unknown {
  if (hook === null) throw new TypeError("'NoneType' object is not callable");
  return hook.call(self, other);
}

/** How `b`'s type stands to `a`'s. */
function relation(a: unknown, b: unknown): "same" | "subclass" | "other" {
  if (!isObject(a) || !isObject(b)) return "other";
  const left = Object.getPrototypeOf(a);
  const right = Object.getPrototypeOf(b);
  if (left === right) return "same";
  return left !== null && Object.prototype.isPrototypeOf.call(left, right) ? "subclass" : "other";
}

function isObject(x: unknown): x is object {
  return typeof x === "object" ? x !== null : typeof x === "function";
}

function unsupported(symbol: string, a: unknown, b: unknown): TypeError {
  return new TypeError(`unsupported operand type(s) for ${symbol}: '${typeName(a)}' and '${typeName(b)}'`);
}
