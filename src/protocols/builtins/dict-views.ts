// The live views that `keys()`, `values()` and `items()` of a dict give (library reference, "Dictionary view objects").

import { define } from "../builtin-class.ts";
import { same } from "../comparison/equality.ts";
import { NotImplemented, type NotImplementedType } from "../comparison/notimplemented.ts";
import type { PyIterator } from "../iteration/iteration-types.ts";
import { PythonIterator } from "../iteration/python-iterator.ts";
import { INSPECT } from "../names.ts";
import { guarded, repr, str } from "../text/repr.ts";
import { typeName } from "../typename.ts";
import { iterateBackwards, iterateOver, type Part } from "./dict-iterators.ts";
import { fetch, holds, MISSING, type Store } from "./dict-store.ts";
import { isTuple } from "./kinds.ts";
import { type set, setOf } from "./set.ts";
import { contains, isSet, iterate } from "./set-methods.ts";

/** What the three views share. */
abstract class View {
  static readonly __module__: string = "builtins";
  readonly #store: Store;
  readonly #part: Part;
  #iterator: Iterator<unknown> | undefined;

  constructor(store: Store, part: Part) {
    this.#store = store;
    this.#part = part;
  }

  get mapping(): Store {
    return this.#store;
  }

  /** Makes the view pass for the iterator that a `Map` gives. */
  next(): IteratorResult<unknown> {
    this.#iterator ??= this.__iter__();
    return this.#iterator.next();
  }

  [Symbol.iterator](): Iterator<unknown> {
    return iterateOver(this.#store, this.#part);
  }

  __len__(): number {
    return this.#store.size;
  }

  abstract __contains__(item: unknown): boolean;

  __iter__(): PyIterator<unknown> {
    return iterateOver(this.#store, this.#part);
  }

  __reversed__(): PyIterator<unknown> {
    return iterateBackwards(this.#store, this.#part);
  }

  __repr__(): string {
    return guarded(this, "...", () => `${typeName(this)}([${Array.from(this.__iter__(), repr).join(", ")}])`);
  }

  toString(): string {
    return str(this);
  }

  [INSPECT](): string {
    return repr(this);
  }
}

// Iterator helpers (`map`, `take` …) come along where the engine has them.
Object.setPrototypeOf(View.prototype, Object.getPrototypeOf(PythonIterator.prototype));

/** A view that is a set. */
abstract class SetView extends View {
  declare readonly __hash__: null;

  isdisjoint(other: unknown): boolean {
    if (other === this) return this.__len__() === 0;
    for (const item of iterate(other)) if (this.__contains__(item)) return false;
    return true;
  }

  __and__(other: unknown): set {
    // As CPython: the items of the operand that is gone through are taken.
    if (isSet(other) && this.__len__() <= other.size) return asSet(other).intersection(this.__iter__());
    const common: unknown[] = [];
    for (const item of iterate(other)) if (this.__contains__(item)) common.push(item);
    return setOf(common);
  }

  __rand__(other: unknown): set {
    return this.__and__(other);
  }

  __or__(other: unknown): set {
    return asSet(this.__iter__()).union(iterate(other));
  }

  __ror__(other: unknown): set {
    return asSet(other).union(this.__iter__());
  }

  __sub__(other: unknown): set {
    return asSet(this.__iter__()).difference(iterate(other));
  }

  __rsub__(other: unknown): set {
    return asSet(other).difference(this.__iter__());
  }

  __xor__(other: unknown): set {
    return asSet(this.__iter__()).symmetric_difference(iterate(other));
  }

  __rxor__(other: unknown): set {
    return this.__xor__(other);
  }

  __eq__(other: unknown): boolean | NotImplementedType {
    return isSetLike(other) ? sizeOf(this) === sizeOf(other) && isWithin(this, other) : NotImplemented;
  }
  __le__(other: unknown): boolean | NotImplementedType {
    return isSetLike(other) ? sizeOf(this) <= sizeOf(other) && isWithin(this, other) : NotImplemented;
  }
  __lt__(other: unknown): boolean | NotImplementedType {
    return isSetLike(other) ? sizeOf(this) < sizeOf(other) && isWithin(this, other) : NotImplemented;
  }
  __ge__(other: unknown): boolean | NotImplementedType {
    return isSetLike(other) ? sizeOf(this) >= sizeOf(other) && isWithin(other, this) : NotImplemented;
  }
  __gt__(other: unknown): boolean | NotImplementedType {
    return isSetLike(other) ? sizeOf(this) > sizeOf(other) && isWithin(other, this) : NotImplemented;
  }
}

define(SetView.prototype, "__hash__", null);

type SetLike = SetView | Set<unknown>;

function isSetLike(x: unknown): x is SetLike {
  return x instanceof SetView || isSet(x);
}

function sizeOf(x: SetLike): number {
  return isSet(x) ? x.size : x.__len__();
}

function isWithin(items: SetLike, other: SetLike): boolean {
  for (const item of iterate(items)) {
    if (!(isSet(other) ? contains(other, item) : other.__contains__(item))) return false;
  }
  return true;
}

function asSet(source: unknown): set {
  return setOf(iterate(source));
}

/** What `keys()` gives. */
export class KeysView extends SetView {
  static override readonly __module__: string = "builtins";
  static get name(): string {
    return "dict_keys";
  }

  constructor(store: Store) {
    super(store, "key");
  }

  __contains__(key: unknown): boolean {
    return holds(this.mapping, key);
  }
}

/** What `values()` gives. */
export class ValuesView extends View {
  static override readonly __module__: string = "builtins";
  static get name(): string {
    return "dict_values";
  }

  constructor(store: Store) {
    super(store, "value");
  }

  __contains__(value: unknown): boolean {
    for (const each of this.__iter__()) if (same(each, value)) return true;
    return false;
  }
}

/** What `items()` gives. */
export class ItemsView extends SetView {
  static override readonly __module__: string = "builtins";
  static get name(): string {
    return "dict_items";
  }

  constructor(store: Store) {
    super(store, "item");
  }

  __contains__(item: unknown): boolean {
    if (!isTuple(item) || item.length !== 2) return false;
    const value = fetch(this.mapping, item[0]);
    return value !== MISSING && same(value, item[1]);
  }
}
