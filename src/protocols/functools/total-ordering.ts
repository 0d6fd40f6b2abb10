// `functools.total_ordering`: the comparisons that a class does not define, derived from the one that it does.

import { rawOf } from "../attributes/raw.ts";
import { define } from "../builtin-class.ts";
import { richEq, richNe } from "../comparison/equality.ts";
import { extendsBuiltinType } from "../comparison/kind.ts";
import { NotImplemented, type NotImplementedType } from "../comparison/notimplemented.ts";
import type { OrderingHook } from "../comparison/ordering.ts";
import { bool } from "../comparison/truth.ts";
import { ValueError } from "../errors.ts";
import type { Class } from "../lookup.ts";
import { object } from "../object.ts";

/** What adds members to a class's instances: TypeScript merges constructors of just this form. */
// biome-ignore lint/suspicious/noExplicitAny: with any other argument type the members are not merged
type Mixin<T> = abstract new (...args: any[]) => T;

/** What {@link total_ordering} adds to the instances of a class that has one of these methods. */
export interface TotallyOrdered {
  __lt__(other: unknown): boolean | NotImplementedType;
  __le__(other: unknown): boolean | NotImplementedType;
  __gt__(other: unknown): boolean | NotImplementedType;
  __ge__(other: unknown): boolean | NotImplementedType;
}

/**
 * Adds to a class the methods of order that it does not define, its bases neither: they are derived from `__lt__`, else
 * from `__le__`, `__gt__` or `__ge__`, and from `==`. A decorator in both dialects, and a function that types the class
 * with the methods it adds. The class is changed and returned itself.
 *
 * @throws ValueError `must define at least one ordering operation: < > <= >=`
 * @example
 * const Version = functools.total_ordering(
 *   class Version extends object {
 *     constructor(readonly number: number) { super(); }
 *     __eq__(other: Version) { return this.number === other.number; }
 *     __lt__(other: Version) { return this.number < other.number; }
 *   },
 * );
 * operator.ge(new Version(2), new Version(1)); // true
 */
export function total_ordering<C extends Class>(
  cls: C,
  _context?: ClassDecoratorContext,
): C & Mixin<Omit<TotallyOrdered, keyof InstanceType<C>>> {
  const prototype = rawOf(cls).prototype as Prototype;
  // The built-in types have all four, those included that only say that they do not know.
  if (extendsBuiltinType(prototype)) return cls as never;
  const defined = PREFERENCE.filter((name) => isDefined(prototype, name));
  const [root] = defined;
  if (root === undefined) {
    throw new ValueError("must define at least one ordering operation: < > <= >=");
  }
  for (const name of PREFERENCE) if (!defined.includes(name)) define(prototype, name, derived(name, root));
  return cls as never;
}

type Comparison = (this: object, other: unknown) => unknown;
type Prototype = Partial<Record<OrderingHook, Comparison>>;

/** The order in which a class's own methods are preferred to derive the others from. */
const PREFERENCE: readonly OrderingHook[] = ["__lt__", "__le__", "__gt__", "__ge__"];

/** `object`'s own methods, which know nothing, do not count. */
function isDefined(prototype: Prototype, name: OrderingHook): boolean {
  return prototype[name] !== undefined && prototype[name] !== (object.prototype as Prototype)[name];
}

type Derive = (answer: unknown, self: object, other: unknown) => unknown;

// As Python's `or` and `and`, these pass on an answer that is no boolean where it decides.
const not: Derive = (answer) => !bool(answer);
const orEqual: Derive = (answer, self, other) => (bool(answer) ? answer : richEq(self, other));
const andUnequal: Derive = (answer, self, other) => (bool(answer) ? richNe(self, other) : answer);
const notOrEqual: Derive = (answer, self, other) => !bool(answer) || richEq(self, other);
const notAndUnequal: Derive = (answer, self, other) => !bool(answer) && richNe(self, other);

/** How each method follows from the answer of the one that the class defines. */
const RULES: Readonly<Record<OrderingHook, Readonly<Partial<Record<OrderingHook, Derive>>>>> = {
  __lt__: { __gt__: notAndUnequal, __le__: orEqual, __ge__: not },
  __le__: { __ge__: notOrEqual, __lt__: andUnequal, __gt__: not },
  __gt__: { __lt__: notAndUnequal, __ge__: orEqual, __le__: not },
  __ge__: { __le__: notOrEqual, __gt__: andUnequal, __lt__: not },
};

function derived(name: OrderingHook, root: OrderingHook): Comparison {
  const derive = RULES[root][name] as Derive;
  const method = {
    [name](this: object, other: unknown): unknown {
      const ask = (Object.getPrototypeOf(this) as Prototype)[root];
      if (ask == null) throw new TypeError("'NoneType' object is not callable");
      const answer = ask.call(this, other);
      return answer === NotImplemented ? NotImplemented : derive(answer, this, other);
    },
  };
  return method[name] as Comparison;
}
