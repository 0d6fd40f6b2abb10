// `list`: Python's list, an `Array` to JavaScript (library reference, "Lists").

import { registerPlainHook } from "../attributes/plain-access.ts";
import { asClass, type Instances } from "../builtin-class.ts";
import type { NotImplementedType } from "../comparison/notimplemented.ts";
import type { Index } from "../items/item-types.ts";
import type { IterableLike, Iterated, PyIterator, SupportsNext } from "../iteration/iteration-types.ts";
import { isList } from "./kinds.ts";
import { fill, ListMethods, newList } from "./list-methods.ts";
import type { SliceKey } from "./slice.ts";
import { fillsInConstructor, instanceOf } from "./subclass.ts";

/** How to sort a list: what Python's `list.sort` and `sorted` take as keyword arguments. */
export interface SortOptions<T> {
  /** What to compare of an item. */
  readonly key?: ((item: T) => unknown) | null;
  readonly reverse?: unknown;
}

/** What gives items of such a type: a type of its own and not a condition, so that a subclass can override `extend`. */
type Giving<T> =
  | Iterable<T>
  | ReadonlyMap<T, unknown>
  | { __iter__(): SupportsNext<T> | Iterator<T> }
  | { __getitem__(index: number): T };

/**
 * A mutable sequence.
 *
 * It is an `Array`, and has Python's methods beside JavaScript's. Where the two share a name: `pop` is Python's (it takes
 * an index, and raises on an empty list); `sort()` orders as Python does, and takes Python's options or JavaScript's
 * comparison function; `sort` and `reverse` return the list, as JavaScript wants it, where Python returns `None`; `keys`,
 * `values`, `entries`, `slice`, `map` … are JavaScript's, and what they make is a plain array.
 */
export interface list<T = unknown> extends Array<T> {
  /** Fills the list anew; a class with a metaclass may override it and call it by `super.__init__(items)`. */
  __init__(items?: unknown): void;
  /** Adds an item at the end. */
  append(item: T): void;
  /** @throws TypeError `'int' object is not iterable` */
  extend(iterable: Giving<T>): void;
  /** Puts an item before the one at `index`; an index beyond either end is that end. */
  insert(index: Index, item: T): void;
  /**
   * Removes the first item that equals `item`.
   * @throws ValueError `list.remove(x): x not in list`
   */
  remove(item: unknown): void;
  /**
   * Removes and returns the item at `index`, the last one by default.
   * @throws IndexError `pop from empty list`, `pop index out of range`
   */
  pop(index?: Index): T;
  clear(): void;
  /**
   * Where the first item that equals `item` stands, between `start` and `stop`.
   * @throws ValueError `list.index(x): x not in list`
   */
  index(item: unknown, start?: Index, stop?: Index): number;
  /** How many items equal `item`. */
  count(item: unknown): number;
  /** A new list of the same items. */
  copy(): list<T>;
  /**
   * Sorts in place, by `<`, stable: `sort({ key, reverse })`, or `sort(kw({ key, reverse }))`. A function instead of the
   * options compares two items, as JavaScript has it.
   *
   * @throws TypeError `'<' not supported between instances of 'str' and 'int'`
   * @throws ValueError `list modified during sort`
   */
  sort(how?: SortOptions<T> | ((a: T, b: T) => number)): this;
  __len__(): number;
  /** @throws IndexError `list index out of range` */
  __getitem__<const K extends Index | SliceKey>(key: K): K extends SliceKey ? list<T> : T;
  __setitem__(key: Index, value: T): void;
  __setitem__(key: SliceKey, values: Iterable<T>): void;
  __delitem__(key: Index | SliceKey): void;
  __contains__(item: unknown): boolean;
  __iter__(): PyIterator<T>;
  __reversed__(): PyIterator<T>;
  /** @throws TypeError `can only concatenate list (not "tuple") to list` */
  __add__<U>(other: readonly U[]): list<T | U>;
  __iadd__(other: Iterable<T>): this;
  __mul__(times: Index): list<T>;
  __rmul__(times: Index): list<T>;
  __imul__(times: Index): this;
  __eq__(other: unknown): boolean | NotImplementedType;
  __lt__(other: unknown): unknown;
  __le__(other: unknown): unknown;
  __gt__(other: unknown): unknown;
  __ge__(other: unknown): unknown;
  readonly __hash__: null;
  __repr__(): string;
}

/** The type of {@link list}, callable with and without `new`. */
export interface ListConstructor extends Instances<unknown[]> {
  new <T = unknown>(items?: Iterable<T>): list<T>;
  <T = never>(): list<T>;
  <C>(iterable: IterableLike<C>): list<Iterated<C>>;
  readonly prototype: list;
  /** A list of the arguments. */
  of<T>(...items: T[]): list<T>;
  from<C>(iterable: IterableLike<C>): list<Iterated<C>>;
}

function construct(this: unknown, ...args: unknown[]): unknown[] {
  const isExact = new.target === undefined || new.target === construct;
  const made = isExact ? newList() : instanceOf([], new.target, ListMethods.prototype);
  if (isExact || fillsInConstructor(made, ListMethods.prototype.__init__)) fill(made, args);
  return made;
}

registerPlainHook(ListMethods.prototype.__init__);

/**
 * `list(iterable)`: a list of the items; of a dict's keys and a string's characters. Extend it to wrap a standard type:
 *
 * @throws TypeError `'int' object is not iterable`
 * @example
 * class Strings extends list<string> {
 *   override append(item: string) {
 *     if (!isinstance(item, str)) throw new TypeError(`${item} must be str`);
 *     super.append(item);
 *   }
 * }
 */
export const list: ListConstructor = asClass(construct, ListMethods, isList) as never;
