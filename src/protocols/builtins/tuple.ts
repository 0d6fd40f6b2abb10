// `tuple`: an immutable sequence, an `Array` to JavaScript (library reference, "Tuples").

import { asClass, define, type Instances, makePlain } from "../builtin-class.ts";
import { KIND } from "../comparison/kind.ts";
import { NotImplemented, type NotImplementedType } from "../comparison/notimplemented.ts";
import { GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL, type Ordering } from "../comparison/ordering.ts";
import { IndexError, ValueError } from "../errors.ts";
import type { Index } from "../items/item-types.ts";
import { indexSized } from "../items/sequences.ts";
import { iter } from "../iteration/iteration.ts";
import type { IterableLike, Iterated, PyIterator } from "../iteration/iteration-types.ts";
import { INSPECT } from "../names.ts";
import { guarded, repr, str } from "../text/repr.ts";
import { typeName } from "../typename.ts";
import { atMostOne, refuseKeywords } from "./arguments.ts";
import { isTuple } from "./kinds.ts";
import { isSlice } from "./positions.ts";
import { registerValueType } from "./quick-hash.ts";
import { TupleIterator } from "./sequence-iterator.ts";
import { count, find, itemsEqual, itemsOrder, repeated, searchBound } from "./sequence-methods.ts";
import type { SliceKey } from "./slice.ts";
import { slicedItems } from "./slicing.ts";
import { instanceOf } from "./subclass.ts";
import { hashItems } from "./tuple-hash.ts";

/** An immutable sequence: what TypeScript knows as a tuple, with Python's methods. */
export type tuple<T extends readonly unknown[] = readonly unknown[]> = Readonly<T> & TupleMethods<T>;

/** The methods of {@link tuple}. */
export interface TupleMethods<T extends readonly unknown[]> {
  /** How many items are, or equal, `item`. */
  count(item: unknown): number;
  /**
   * Where the first item that equals `item` stands, between `start` and `stop`.
   * @throws ValueError `tuple.index(x): x not in tuple`
   */
  index(item: unknown, start?: Index, stop?: Index): number;
  __len__(): T["length"];
  /** @throws IndexError `tuple index out of range` */
  __getitem__<const K extends Index | SliceKey>(key: K): TupleItem<T, K>;
  __contains__(item: unknown): boolean;
  __iter__(): PyIterator<T[number]>;
  /** @throws TypeError `can only concatenate tuple (not "list") to tuple` */
  __add__<U extends readonly unknown[]>(other: tuple<U>): tuple<[...T, ...U]>;
  __mul__(times: Index): tuple<readonly T[number][]>;
  __rmul__(times: Index): tuple<readonly T[number][]>;
  __eq__(other: unknown): boolean | NotImplementedType;
  __lt__(other: unknown): unknown;
  __le__(other: unknown): unknown;
  __gt__(other: unknown): unknown;
  __ge__(other: unknown): unknown;
  /** @throws TypeError when an item is unhashable */
  __hash__(): number | bigint;
  __repr__(): string;
}

/** The item that a key gives of a tuple. */
export type TupleItem<T extends readonly unknown[], K> = K extends SliceKey
  ? tuple<readonly T[number][]>
  : `${K & number}` extends keyof T
    ? T[K & keyof T]
    : T[number];

/** The type of {@link tuple}, callable with and without `new`. */
export interface TupleConstructor extends Instances<tuple> {
  new <T extends readonly unknown[] = readonly unknown[]>(items?: T): tuple<T>;
  (): tuple<readonly []>;
  <T extends readonly unknown[] | []>(items: T): tuple<T>;
  <C>(iterable: IterableLike<C>): tuple<readonly Iterated<C>[]>;
  readonly prototype: tuple;
  /** A tuple of the arguments; of mutable numbers and strings rather than of literals. */
  of<T extends readonly unknown[]>(...items: T): tuple<T>;
  from<C>(iterable: IterableLike<C>): tuple<readonly Iterated<C>[]>;
}

class Tuple extends Array<unknown> {
  static readonly __module__: string = "builtins";
  static get name(): string {
    return "tuple";
  }

  count(item: unknown): number {
    return count(this, item);
  }

  index(item: unknown, start?: unknown, stop?: unknown): number {
    const { length } = this;
    const at = find(this, item, searchBound(start, length, 0), searchBound(stop, length, length));
    if (at === -1) throw new ValueError("tuple.index(x): x not in tuple");
    return at;
  }

  __len__(): number {
    return this.length;
  }

  __getitem__(key: unknown): unknown {
    if (isSlice(key)) return tupleFrom(slicedItems(this, key));
    const given = indexSized(key);
    if (given === undefined) {
      throw new TypeError(`tuple indices must be integers or slices, not ${typeName(key)}`);
    }
    const at = Number(given) + (given < 0 ? this.length : 0);
    if (at < 0 || at >= this.length) throw new IndexError("tuple index out of range");
    return this[at];
  }

  __contains__(item: unknown): boolean {
    return find(this, item, 0, this.length) !== -1;
  }

  __iter__(): PyIterator<unknown> {
    return new TupleIterator(this);
  }

  __add__(other: unknown): readonly unknown[] {
    if (isTuple(other)) return tupleFrom([...this, ...other]);
    throw new TypeError(`can only concatenate tuple (not "${typeName(other)}") to tuple`);
  }

  __mul__(times: unknown): readonly unknown[] {
    return tupleFrom(repeated(this, times));
  }

  __rmul__(times: unknown): readonly unknown[] {
    return tupleFrom(repeated(this, times));
  }

  __eq__(other: unknown): boolean | NotImplementedType {
    return isTuple(other) ? itemsEqual(this, other) : NotImplemented;
  }

  __lt__(other: unknown): unknown {
    return order(this, other, LESS);
  }
  __le__(other: unknown): unknown {
    return order(this, other, LESS_OR_EQUAL);
  }
  __gt__(other: unknown): unknown {
    return order(this, other, GREATER);
  }
  __ge__(other: unknown): unknown {
    return order(this, other, GREATER_OR_EQUAL);
  }

  __hash__(): number | bigint {
    return hashItems(this);
  }

  __repr__(): string {
    return guarded(this, "(...)", (items: readonly unknown[]) => {
      const shown = Array.from(items, repr).join(", ");
      return items.length === 1 ? `(${shown},)` : `(${shown})`;
    });
  }

  override toString(): string {
    return str(this);
  }

  [INSPECT](): string {
    return repr(this);
  }
}

makePlain(Tuple, Array);

function order(self: readonly unknown[], other: unknown, ordering: Ordering): unknown {
  return isTuple(other) ? itemsOrder(self, other, ordering) : NotImplemented;
}

define(Tuple, "of", tupleOf);
define(Tuple, "from", (iterable: unknown) => tupleFrom([...(iter(iterable) as Iterable<unknown>)]));
define(Tuple.prototype, KIND, "tuple");
define(Tuple.prototype, Symbol.iterator, function (this: readonly unknown[]) {
  return new TupleIterator(this);
});
registerValueType("tuple", Tuple.prototype);

// V8 freezes an array of small integers three times slower than one that has held anything else.
const ANYTHING = null;

/** A tuple of these items. */
export function tupleOf<T extends readonly unknown[]>(...items: T): tuple<T> {
  return tupleFrom(items);
}

/** A tuple of an array's items. */
export function tupleFrom<T extends readonly unknown[]>(items: T): tuple<T> {
  const made = new Tuple(items.length);
  if (items.length > 0) made[0] = ANYTHING;
  for (let i = 0; i < items.length; i++) made[i] = items[i];
  return Object.freeze(made) as unknown as tuple<T>;
}

/** A tuple of two: what `enumerate` and `dict.items()` give for each item. */
export function pair<A, B>(first: A, second: B): tuple<[A, B]> {
  const made = new Tuple(2);
  made[0] = ANYTHING;
  made[0] = first;
  made[1] = second;
  return Object.freeze(made) as unknown as tuple<[A, B]>;
}

/** The items are fixed, but a subclass may have attributes of its own. */
function subclassInstance(cls: object, items: unknown[]): object {
  instanceOf(items, cls, Tuple.prototype);
  for (const key of [...items.keys(), "length"]) {
    Object.defineProperty(items, key, { writable: false, configurable: false });
  }
  return items;
}

function construct(this: unknown, ...args: unknown[]): object {
  refuseKeywords("tuple", args.at(-1));
  atMostOne("tuple", args.length);
  const isExact = new.target === undefined || new.target === construct;
  if (args.length === 0) return isExact ? tupleFrom([]) : subclassInstance(new.target, []);
  const [iterable] = args;
  if (isExact && isTuple(iterable) && Object.getPrototypeOf(iterable) === Tuple.prototype) return iterable;
  const items = Array.isArray(iterable) ? [...iterable] : [...(iter(iterable) as Iterable<unknown>)];
  return isExact ? tupleFrom(items) : subclassInstance(new.target, items);
}

/**
 * `tuple(iterable)`: an immutable sequence of the items. It destructures, spreads and stringifies as an array does, is
 * frozen, and can be a key of a {@link dict}.
 *
 * @throws TypeError `'int' object is not iterable`
 * @example
 * const point = tuple([3, 4]); // typed as [number, number]
 * const [x, y] = point;
 * dict([[point, "here"]]).get(tuple([3, 4])) // "here"
 */
export const tuple: TupleConstructor = asClass(construct, Tuple) as never;
