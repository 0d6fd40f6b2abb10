// The methods of `list`.

import { define, makePlain } from "../builtin-class.ts";
import { isPlain } from "../comparison/equality.ts";
import { NotImplemented, type NotImplementedType } from "../comparison/notimplemented.ts";
import { GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL, type Ordering } from "../comparison/ordering.ts";
import { IndexError, ValueError } from "../errors.ts";
import { deleteListItem, listItem, setListItem } from "../items/sequences.ts";
import { iter } from "../iteration/iteration.ts";
import type { PyIterator } from "../iteration/iteration-types.ts";
import { splitKeywords } from "../kw.ts";
import { INSPECT } from "../names.ts";
import { checkNames, keyOf, reverseOf } from "../sorting/arguments.ts";
import { sortList } from "../sorting/index.ts";
import { nativeRepr, repr, str } from "../text/repr.ts";
import { typeName } from "../typename.ts";
import { atMostOne, refuseKeywords } from "./arguments.ts";
import { isList } from "./kinds.ts";
import { isSlice } from "./positions.ts";
import { ListIterator, ListReverseIterator } from "./sequence-iterator.ts";
import {
  count,
  find,
  itemsEqual,
  itemsOrder,
  machineIndex,
  repeated,
  searchBound,
} from "./sequence-methods.ts";
import { slicedItems } from "./slicing.ts";
import { isFilled } from "./subclass.ts";

/** What `list` is a front of: an `Array` whose instances engines make quickly. */
export class ListMethods extends Array<unknown> {
  static readonly __module__: string = "builtins";
  static get name(): string {
    return "list";
  }
  declare readonly __hash__: null;

  __init__(...args: unknown[]): void {
    if (isFilled(this)) return;
    this.length = 0;
    fill(this, args);
  }

  append(item: unknown): void {
    this[this.length] = item;
  }

  extend(iterable: unknown): void {
    extendWith(this, iterable);
  }

  insert(index: unknown, item: unknown): void {
    const given = machineIndex(index);
    const { length } = this;
    const at = given < 0 ? Math.max(given + length, 0) : Math.min(given, length);
    for (let i = length; i > at; i--) this[i] = this[i - 1];
    this[at] = item;
  }

  remove(item: unknown): void {
    const at = find(this, item, 0, Number.POSITIVE_INFINITY);
    if (at === -1) throw new ValueError("list.remove(x): x not in list");
    removeAt(this, at);
  }

  override pop(index?: unknown): unknown {
    if (index === undefined && this.length > 0) return super.pop();
    const given = index === undefined ? -1 : machineIndex(index);
    const { length } = this;
    if (length === 0) throw new IndexError("pop from empty list");
    const at = given < 0 ? given + length : given;
    if (at < 0 || at >= length) throw new IndexError("pop index out of range");
    return removeAt(this, at);
  }

  clear(): void {
    this.length = 0;
  }

  index(item: unknown, start?: unknown, stop?: unknown): number {
    const { length } = this;
    const at = find(this, item, searchBound(start, length, 0), searchBound(stop, length, MAX));
    if (at === -1) throw new ValueError("list.index(x): x not in list");
    return at;
  }

  count(item: unknown): number {
    return count(this, item);
  }

  copy(): unknown[] {
    const { length } = this;
    const made = new ListMethods(length);
    for (let i = 0; i < length; i++) made[i] = this[i];
    return made;
  }

  override reverse(): this {
    for (let i = 0, j = this.length - 1; i < j; i++, j--) {
      const item = this[i];
      this[i] = this[j];
      this[j] = item;
    }
    return this;
  }

  override sort(...args: unknown[]): this {
    const [positional, keywords] = splitKeywords(args);
    const [first] = positional;
    if (typeof first === "function") return super.sort(first as (a: unknown, b: unknown) => number);
    const options = positional.length === 1 && isPlain(first) ? first : keywords;
    if (positional.length > 0 && options !== first)
      throw new TypeError("sort() takes no positional arguments");
    checkNames("sort", options ?? {}, ["key", "reverse"]);
    sortList(this, { key: keyOf(options ?? {}), reverse: reverseOf(options ?? {}) });
    return this;
  }

  __len__(): number {
    return this.length;
  }

  __getitem__(key: unknown): unknown {
    return isSlice(key) ? listOf(slicedItems(this, key)) : listItem(this, key);
  }

  __setitem__(key: unknown, value: unknown): void {
    setListItem(this, key, value);
  }

  __delitem__(key: unknown): void {
    deleteListItem(this, key);
  }

  __contains__(item: unknown): boolean {
    return find(this, item, 0, MAX) !== -1;
  }

  __iter__(): PyIterator<unknown> {
    return new ListIterator(this);
  }

  __reversed__(): PyIterator<unknown> {
    return new ListReverseIterator(this);
  }

  __add__(other: unknown): unknown[] {
    if (!isList(other)) throw new TypeError(`can only concatenate list (not "${typeName(other)}") to list`);
    const sum = listOf(this);
    for (let i = 0; i < other.length; i++) sum[sum.length] = other[i];
    return sum;
  }

  __iadd__(other: unknown): this {
    extendWith(this, other);
    return this;
  }

  __mul__(times: unknown): unknown[] {
    return listOf(repeated(this, times));
  }

  __rmul__(times: unknown): unknown[] {
    return listOf(repeated(this, times));
  }

  __imul__(times: unknown): this {
    const items = repeated(this, times);
    this.length = 0;
    for (let i = 0; i < items.length; i++) this[i] = items[i];
    return this;
  }

  __eq__(other: unknown): boolean | NotImplementedType {
    return isList(other) ? itemsEqual(this, other) : NotImplemented;
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

  __repr__(): string {
    return nativeRepr(this);
  }

  override toString(): string {
    return str(this);
  }

  [INSPECT](): string {
    return repr(this);
  }
}

makePlain(ListMethods, Array);

define(ListMethods, "of", (...items: unknown[]) => listOf(items));
define(ListMethods, "from", (iterable: unknown) => listOf([...(iter(iterable) as Iterable<unknown>)]));
define(ListMethods.prototype, "__hash__", null);
define(ListMethods.prototype, Symbol.iterator, function (this: unknown[]) {
  return new ListIterator(this);
});

// On an array that is not JavaScript's own, `splice`, `slice`, `push` and `shift` cost ten to a hundred times as much as
// loops do.
const { pop } = Array.prototype;

const MAX = Number.POSITIVE_INFINITY;

function order(self: readonly unknown[], other: unknown, ordering: Ordering): unknown {
  return isList(other) ? itemsOrder(self, other, ordering) : NotImplemented;
}

/** An empty list. */
export function newList(): unknown[] {
  return new ListMethods();
}

/** A list of an array's items. */
export function listOf(items: readonly unknown[]): unknown[] {
  const made = new ListMethods(items.length);
  for (let i = 0; i < items.length; i++) made[i] = items[i];
  return made;
}

/** Fills an empty list from the arguments of `list(…)`. */
export function fill(self: unknown[], args: readonly unknown[]): void {
  if (args.length === 0) return;
  refuseKeywords("list", args.at(-1));
  atMostOne("list", args.length);
  extendWith(self, args[0]);
}

/** Removes and returns an item. */
function removeAt(self: unknown[], at: number): unknown {
  const item = self[at];
  const last = self.length - 1;
  for (let i = at; i < last; i++) self[i] = self[i + 1];
  pop.call(self);
  return item;
}

function extendWith(self: unknown[], iterable: unknown): void {
  if (!Array.isArray(iterable)) {
    for (const item of iter(iterable) as Iterable<unknown>) self[self.length] = item;
    return;
  }
  // A list that extends itself ends where it ended.
  const { length } = iterable;
  for (let i = 0; i < length; i++) self[self.length] = iterable[i];
}
