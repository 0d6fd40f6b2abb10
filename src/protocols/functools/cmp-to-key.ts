// `functools.cmp_to_key`: an old comparison function as a key for sorting.

import { define } from "../builtin-class.ts";
import { richEq } from "../comparison/equality.ts";
import { GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL, richOrder } from "../comparison/ordering.ts";
import { splitKeywords } from "../kw.ts";
import { typeName } from "../typename.ts";

/** What {@link cmp_to_key} makes of an item: it compares as the comparison function says. */
export interface KeyWrapper<T> {
  readonly obj: T;
  readonly __hash__: null;
  __lt__(other: KeyWrapper<T>): unknown;
  __le__(other: KeyWrapper<T>): unknown;
  __gt__(other: KeyWrapper<T>): unknown;
  __ge__(other: KeyWrapper<T>): unknown;
  __eq__(other: KeyWrapper<T>): unknown;
}

/**
 * Makes a key function for {@link sorted}, {@link min} and {@link max} of a function that compares two items: negative
 * for less, 0 for equal, positive for greater.
 *
 * @throws TypeError `other argument must be K instance`, where such a key is compared with anything else
 * @example sorted(["b", "A"], kw({ key: functools.cmp_to_key(new Intl.Collator().compare) })) // ["A", "b"]
 */
export function cmp_to_key<T>(mycmp: (x: T, y: T) => unknown): (obj: T) => KeyWrapper<T>;
export function cmp_to_key(...args: unknown[]): (obj: unknown) => KeyWrapper<unknown> {
  const compare = onlyArgument("cmp_to_key", "mycmp", args) as Compare;
  return (...given: unknown[]) => new Key(compare, onlyArgument("K", "obj", given));
}

type Compare = (x: unknown, y: unknown) => unknown;

function onlyArgument(caller: string, name: string, args: readonly unknown[]): unknown {
  const [positional, keywords = {}] = splitKeywords(args);
  const given = positional.length + Object.keys(keywords).length;
  if (given > 1) throw new TypeError(`${caller}() takes at most 1 argument (${given} given)`);
  if (positional.length === 1) return positional[0];
  if (name in keywords) return keywords[name];
  throw new TypeError(`${caller}() missing required argument '${name}' (pos 1)`);
}

class Key implements KeyWrapper<unknown> {
  static readonly __module__ = "functools";
  static readonly __qualname__ = "KeyWrapper";
  readonly #compare: Compare;
  readonly obj: unknown;
  declare readonly __hash__: null;

  constructor(compare: Compare, obj: unknown) {
    this.#compare = compare;
    this.obj = obj;
  }

  __lt__(other: unknown): unknown {
    return richOrder(outcome(this, other), 0, LESS);
  }
  __le__(other: unknown): unknown {
    return richOrder(outcome(this, other), 0, LESS_OR_EQUAL);
  }
  __gt__(other: unknown): unknown {
    return richOrder(outcome(this, other), 0, GREATER);
  }
  __ge__(other: unknown): unknown {
    return richOrder(outcome(this, other), 0, GREATER_OR_EQUAL);
  }
  __eq__(other: unknown): unknown {
    return richEq(outcome(this, other), 0);
  }

  static outcome(key: Key, other: unknown): unknown {
    if (!(other instanceof Key)) throw new TypeError("other argument must be K instance");
    const compare = key.#compare;
    if (typeof compare !== "function") throw new TypeError(`'${typeName(compare)}' object is not callable`);
    return compare(key.obj, other.obj);
  }
}
const { outcome } = Key;
define(Key.prototype, "__hash__", null);
Object.defineProperty(Key, "name", { value: "functools.KeyWrapper" });
