// `set`: Python's mutable set, a `Set` to JavaScript (library reference, "Set Types").

import { registerPlainHook } from "../attributes/plain-access.ts";
import { asClass, define, type Instances } from "../builtin-class.ts";
import { NotImplemented, type NotImplementedType } from "../comparison/notimplemented.ts";
import { KeyError } from "../errors.ts";
import type { IterableLike, Iterated, PyIterator } from "../iteration/iteration-types.ts";
import { atMostOne, refuseKeywords } from "./arguments.ts";
import { equalIn, isFrozen, isSet, putAll, removeAll, SetMethods, toggleAll } from "./set-methods.ts";
import { elementsOf, empty, MISSING, put, type Store, take } from "./set-store.ts";
import { fillsInConstructor, instanceOf, isFilled } from "./subclass.ts";

/** The methods that `set` and `frozenset` share; an operation makes a set of the left operand's kind. */
export interface AnySet<T, Self> {
  copy(): Self;
  union(...others: Iterable<T>[]): Self;
  intersection(...others: Iterable<unknown>[]): Self;
  difference(...others: Iterable<unknown>[]): Self;
  symmetric_difference(other: Iterable<T>): Self;
  issubset(other: Iterable<unknown>): boolean;
  issuperset(other: Iterable<unknown>): boolean;
  isdisjoint(other: Iterable<unknown>): boolean;
  toJSON(): T[];
  __len__(): number;
  __contains__(element: unknown): boolean;
  __iter__(): PyIterator<T>;
  __and__(other: unknown): Self | NotImplementedType;
  __or__(other: unknown): Self | NotImplementedType;
  __sub__(other: unknown): Self | NotImplementedType;
  __xor__(other: unknown): Self | NotImplementedType;
  __rand__(other: unknown): Self | NotImplementedType;
  __ror__(other: unknown): Self | NotImplementedType;
  __rsub__(other: unknown): Self | NotImplementedType;
  __rxor__(other: unknown): Self | NotImplementedType;
  __eq__(other: unknown): boolean | NotImplementedType;
  __lt__(other: unknown): boolean | NotImplementedType;
  __le__(other: unknown): boolean | NotImplementedType;
  __gt__(other: unknown): boolean | NotImplementedType;
  __ge__(other: unknown): boolean | NotImplementedType;
  __repr__(): string;
}

/** The methods of JavaScript's `Set` that newer engines have under names of Python's. */
export type Shared = keyof AnySet<unknown, unknown>;

/**
 * A mutable set, which finds elements by `__hash__` and `__eq__` as a {@link dict} finds keys.
 *
 * It is a `Set` (`has`, `add`, `delete`, `size`, `forEach` …), and has Python's methods beside. `add` returns the set, as
 * JavaScript wants it, where Python returns `None`. Elements come in the order of insertion.
 */
export interface set<T = unknown> extends Omit<Set<T>, Shared>, AnySet<T, set<T>> {
  /** Fills the set anew; a class with a metaclass may override it. */
  __init__(elements?: unknown): void;
  /** @throws TypeError `cannot use 'list' as a set element (unhashable type: 'list')` */
  add(element: T): this;
  /** @throws KeyError with the element */
  remove(element: unknown): void;
  /** Removes an element if it is there. */
  discard(element: unknown): void;
  /**
   * Removes and returns an element, the oldest one.
   * @throws KeyError `'pop from an empty set'`
   */
  pop(): T;
  update(...others: Iterable<T>[]): void;
  intersection_update(...others: Iterable<unknown>[]): void;
  difference_update(...others: Iterable<unknown>[]): void;
  symmetric_difference_update(other: Iterable<T>): void;
  __iand__(other: unknown): this | NotImplementedType;
  __ior__(other: unknown): this | NotImplementedType;
  __isub__(other: unknown): this | NotImplementedType;
  __ixor__(other: unknown): this | NotImplementedType;
  readonly __hash__: null;
}

/** The type of {@link set}, callable with and without `new`. */
export interface SetConstructor extends Instances<Set<unknown>> {
  new <T = unknown>(elements?: Iterable<T>): set<T>;
  <T = never>(): set<T>;
  <C>(iterable: IterableLike<C>): set<Iterated<C>>;
  readonly prototype: set;
}

class MutableSet extends SetMethods {
  static override readonly __module__: string = "builtins";
  static get name(): string {
    return "set";
  }

  declare readonly __hash__: null;

  protected override fresh(): Store {
    return new MutableSet();
  }

  __init__(...args: unknown[]): void {
    if (isFilled(this)) return;
    empty(this);
    fill(this, args);
  }

  override add(element: unknown): this {
    put(this, element);
    return this;
  }

  override delete(element: unknown): boolean {
    const stored = equalIn(this, element);
    return stored !== MISSING && take(this, stored);
  }

  override clear(): void {
    empty(this);
  }

  remove(element: unknown): void {
    const stored = equalIn(this, element);
    if (stored === MISSING) throw new KeyError(element);
    take(this, stored);
  }

  discard(element: unknown): void {
    const stored = equalIn(this, element);
    if (stored !== MISSING) take(this, stored);
  }

  pop(): unknown {
    for (const element of elementsOf(this)) {
      take(this, element);
      return element;
    }
    throw new KeyError("pop from an empty set");
  }

  update(...others: unknown[]): void {
    for (const other of others) putAll(this, other);
  }

  intersection_update(...others: unknown[]): void {
    const kept = this.intersection(...others);
    empty(this);
    putAll(this, kept);
  }

  difference_update(...others: unknown[]): void {
    for (const other of others) removeAll(this, other);
  }

  symmetric_difference_update(other: unknown): void {
    toggleAll(this, other, this.fresh());
  }

  __iand__(other: unknown): this | NotImplementedType {
    return inPlace(this, other, (set) => this.intersection_update(set));
  }
  __ior__(other: unknown): this | NotImplementedType {
    return inPlace(this, other, (set) => putAll(this, set));
  }
  __isub__(other: unknown): this | NotImplementedType {
    return inPlace(this, other, (set) => removeAll(this, set));
  }
  __ixor__(other: unknown): this | NotImplementedType {
    return inPlace(this, other, (set) => this.symmetric_difference_update(set));
  }
}

function inPlace<T>(self: T, other: unknown, change: (other: Set<unknown>) => void): T | NotImplementedType {
  if (!isSet(other)) return NotImplemented;
  change(other);
  return self;
}

define(MutableSet.prototype, "__hash__", null);

/** A set of these elements. */
export function setOf(elements: Iterable<unknown>): set {
  const made = new MutableSet();
  for (const element of elements) put(made, element);
  return made as unknown as set;
}

function construct(this: unknown, ...args: unknown[]): object {
  const isExact = new.target === undefined || new.target === construct;
  const made: Store = isExact
    ? new MutableSet()
    : (instanceOf(new Set(), new.target, MutableSet.prototype) as Store);
  if (isExact || fillsInConstructor(made, MutableSet.prototype.__init__)) fill(made, args);
  return made;
}

function fill(store: Store, args: readonly unknown[]): void {
  refuseKeywords("set", args.at(-1));
  atMostOne("set", args.length);
  if (args.length > 0) putAll(store, args[0]);
}

registerPlainHook(MutableSet.prototype.__init__);

/**
 * `set(iterable)`: a set of the items.
 *
 * @throws TypeError `'int' object is not iterable`, `cannot use 'list' as a set element (unhashable type: 'list')`
 * @example set([1, 1n, true]).size // 1
 */
export const set: SetConstructor = asClass(
  construct,
  MutableSet,
  (value) => value instanceof Set && !isFrozen(value),
) as never;
