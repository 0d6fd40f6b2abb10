// `dict`: Python's dict, a `Map` to JavaScript (library reference, "Mapping Types - dict").

import { registerPlainHook } from "../attributes/plain-access.ts";
import { asClass, type Instances } from "../builtin-class.ts";
import { isPlain } from "../comparison/equality.ts";
import type { NotImplementedType } from "../comparison/notimplemented.ts";
import type { PyIterator } from "../iteration/iteration-types.ts";
import type { Keywords } from "../kw.ts";
import { DictMethods, fill } from "./dict-methods.ts";
import type { dict_items, dict_keys, dict_values } from "./dict-view-types.ts";
import { fillsInConstructor, instanceOf } from "./subclass.ts";
import type { tuple } from "./tuple.ts";

/** What a dict can be filled from: a mapping, or an iterable of pairs. */
export type DictSource<K, V> = ReadonlyMap<K, V> | Iterable<readonly [K, V]> | SupportsKeys<K, V>;

/** A mapping of any class. */
export interface SupportsKeys<K, V> {
  keys(): Iterable<K>;
  __getitem__(key: K): V;
}

/** The keyword arguments of a call; only a dict with string keys takes some. */
type Named<V> = Keywords<{ readonly [name: string]: V }>;

/**
 * A mapping that keeps the order of insertion, and finds keys by `__hash__` and `__eq__`: `1`, `1n`, `float(1)` and `true`
 * are one key, tuples are keys by value. Of equal keys the first one stays.
 *
 * It is a `Map`, whose methods (`get`, `set`, `has`, `delete`, `size` …) look keys up in the same way, and has Python's
 * methods beside. Where the two meet: `get` takes a default, and gives `undefined` (which is None) without one; `keys()`
 * and `values()` are Python's live views, which are JavaScript's iterators too (`d.keys().next()`), and raise
 * `RuntimeError` when the dict changes its size under a loop. `for…of` and spread give pairs, as a `Map` does; in Python's
 * protocol (`iter`, `list(d)`, `contains`) a dict stands for its keys. `JSON.stringify` makes an object of it.
 */
export interface dict<K = unknown, V = unknown> extends Map<K, V> {
  /** Sets items as {@link dict.update} does; a class with a metaclass may override it. */
  __init__(source?: unknown, keywords?: unknown): void;
  get(key: K): V | undefined;
  get<D>(key: K, fallback: D): V | D;
  /** A live view of the keys, with set operations. */
  keys(): dict_keys<K>;
  /** A live view of the values. */
  values(): dict_values<V>;
  /** A live view of the items as tuples, with set operations. */
  items(): dict_items<K, V>;
  /**
   * Removes a key and returns its value.
   * @throws KeyError without a default
   */
  pop(key: K): V;
  pop<D>(key: K, fallback: D): V | D;
  /**
   * Removes and returns the item that was inserted last. (A `Map` is read from its start: the time grows with its size.)
   * @throws KeyError `'popitem(): dictionary is empty'`
   */
  popitem(): tuple<[K, V]>;
  /** The value of a key, which is set to `value` if it is not there. */
  setdefault(key: K, value: V): V;
  /**
   * Sets the items of a mapping or of an iterable of pairs, and keyword arguments.
   * @throws ValueError `dictionary update sequence element #0 has length 1; 2 is required`
   */
  update(source: DictSource<K, V> | { readonly [name in string & K]: V }, keywords?: Named<V>): void;
  update(keywords: Named<V>): void;
  /** A new dict of the same items. */
  copy(): dict<K, V>;
  toJSON(): Record<string, V>;
  __len__(): number;
  /** @throws KeyError with the key, unless the class has a `__missing__` */
  __getitem__(key: K): V;
  __setitem__(key: K, value: V): void;
  /** @throws KeyError with the key */
  __delitem__(key: K): void;
  __contains__(key: unknown): boolean;
  __iter__(): PyIterator<K>;
  __reversed__(): PyIterator<K>;
  __or__<K2, V2>(other: ReadonlyMap<K2, V2>): dict<K | K2, V | V2>;
  __or__(other: unknown): dict | NotImplementedType;
  __ror__<K2, V2>(other: ReadonlyMap<K2, V2>): dict<K | K2, V | V2>;
  __ror__(other: unknown): dict | NotImplementedType;
  __ior__(other: DictSource<K, V>): this;
  __eq__(other: unknown): boolean | NotImplementedType;
  readonly __hash__: null;
  __repr__(): string;
}

/** The type of {@link dict}, callable with and without `new`. */
export interface DictConstructor extends Instances<Map<unknown, unknown> | Record<string, unknown>> {
  new <K = unknown, V = unknown>(
    source?: DictSource<K, V> | { readonly [name in string & K]: V } | Named<V>,
    keywords?: Named<V>,
  ): dict<K, V>;
  <K = never, V = never>(): dict<K, V>;
  <V>(keywords: Named<V>): dict<string, V>;
  <K, V>(mapping: ReadonlyMap<K, V> | SupportsKeys<K, V>): dict<K, V>;
  <K, V>(pairs: Iterable<readonly [K, V]>): dict<K, V>;
  <K, V>(source: DictSource<K, V>, keywords: Named<V>): dict<K | string, V>;
  <V>(object: { readonly [name: string]: V }, keywords?: Named<V>): dict<string, V>;
  readonly prototype: dict;
  /** A dict of these keys, all with one value. */
  fromkeys<K>(keys: Iterable<K>): dict<K, null>;
  fromkeys<K, V>(keys: Iterable<K>, value: V): dict<K, V>;
}

function construct(this: unknown, ...args: unknown[]): Map<unknown, unknown> {
  const isExact = new.target === undefined || new.target === construct;
  const made: DictMethods = isExact
    ? new DictMethods()
    : (instanceOf(new Map(), new.target, DictMethods.prototype) as DictMethods);
  if (isExact || fillsInConstructor(made, DictMethods.prototype.__init__)) fill(made, args, "dict");
  return made;
}

registerPlainHook(DictMethods.prototype.__init__);

/**
 * `dict(mapping)`, `dict(pairs)`, `dict(kw({ … }))`: a dict of these items.
 *
 * @throws TypeError `'int' object is not iterable`, `cannot use 'list' as a dict key (unhashable type: 'list')`
 * @throws ValueError `dictionary update sequence element #0 has length 1; 2 is required`
 * @example
 * const board = dict([[tuple([0, 0]), "rook"]]);
 * board.get(tuple([0, 0])) // "rook"
 */
export const dict: DictConstructor = asClass(
  construct,
  DictMethods,
  (value) => value instanceof Map || isPlain(value),
) as never;
