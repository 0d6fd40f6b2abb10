// The methods of `dict`.

import { define } from "../builtin-class.ts";
import { isPlain } from "../comparison/equality.ts";
import { NotImplemented, type NotImplementedType } from "../comparison/notimplemented.ts";
import { KeyError } from "../errors.ts";
import { iter } from "../iteration/iteration.ts";
import type { PyIterator } from "../iteration/iteration-types.ts";
import { splitKeywords } from "../kw.ts";
import { lookup } from "../lookup.ts";
import { INSPECT } from "../names.ts";
import { nativeRepr, repr, str } from "../text/repr.ts";
import { typeName } from "../typename.ts";
import { atMostOne } from "./arguments.ts";
import { dictsEqual } from "./dict-equality.ts";
import { iterateBackwards, iterateOver } from "./dict-iterators.ts";
import { putAll } from "./dict-sources.ts";
import {
  empty,
  fetch,
  fetchAgain,
  HOLDS_UNDEFINED,
  holds,
  INDEX,
  keysOf,
  MISSING,
  put,
  type Store,
  take,
} from "./dict-store.ts";
import { ItemsView, KeysView, ValuesView } from "./dict-views.ts";
import type { KeyIndex } from "./key-index.ts";
import { isFilled } from "./subclass.ts";
import { pair } from "./tuple.ts";

/** What `dict` is a front of: a `Map` whose instances engines make quickly. */
export class DictMethods extends Map<unknown, unknown> {
  static readonly __module__: string = "builtins";
  static get name(): string {
    return "dict";
  }
  declare readonly __hash__: null;
  declare [INDEX]: KeyIndex | undefined;
  declare [HOLDS_UNDEFINED]: boolean;

  __init__(...args: unknown[]): void {
    if (!isFilled(this)) fill(this, args, "dict");
  }

  override get(key: unknown, fallback?: unknown): unknown {
    const value = super.get(key);
    if (value !== undefined) return value;
    const found = fetchAgain(this, key);
    return found === MISSING ? fallback : found;
  }

  override set(key: unknown, value: unknown): this {
    put(this, key, value);
    return this;
  }

  override has(key: unknown): boolean {
    return holds(this, key);
  }

  override delete(key: unknown): boolean {
    return take(this, key) !== MISSING;
  }

  override clear(): void {
    empty(this);
  }

  override keys(): never {
    return new KeysView(this) as never;
  }

  override values(): never {
    return new ValuesView(this) as never;
  }

  items(): ItemsView {
    return new ItemsView(this);
  }

  pop(key: unknown, ...fallback: [unknown?]): unknown {
    // As CPython, which asks an empty dict no hash.
    const value = this.size === 0 ? MISSING : take(this, key);
    if (value !== MISSING) return value;
    if (fallback.length === 0) throw new KeyError(key);
    return fallback[0];
  }

  popitem(): readonly [unknown, unknown] {
    if (this.size === 0) throw new KeyError("popitem(): dictionary is empty");
    let last: unknown;
    for (const key of keysOf(this)) last = key;
    return pair(last, take(this, last));
  }

  setdefault(key: unknown, value: unknown = null): unknown {
    const found = fetch(this, key);
    if (found !== MISSING) return found;
    put(this, key, value);
    return value;
  }

  update(...args: unknown[]): void {
    fill(this, args, "update");
  }

  copy(): DictMethods {
    return copyOf(this);
  }

  /** Keys as `json.dumps` writes them. */
  toJSON(): Record<string, unknown> {
    const entries: [string, unknown][] = [];
    for (const [key, value] of super.entries()) entries.push([jsonKey(key), value]);
    return Object.fromEntries(entries);
  }

  __len__(): number {
    return this.size;
  }

  __getitem__(key: unknown): unknown {
    const value = super.get(key);
    if (value !== undefined) return value;
    const found = fetchAgain(this, key);
    if (found !== MISSING) return found;
    const missing = lookup(this, "__missing__");
    if (missing == null) throw new KeyError(key);
    return missing.call(this, key);
  }

  __setitem__(key: unknown, value: unknown): void {
    put(this, key, value);
  }

  __delitem__(key: unknown): void {
    if (take(this, key) === MISSING) throw new KeyError(key);
  }

  __contains__(key: unknown): boolean {
    return holds(this, key);
  }

  __iter__(): PyIterator<unknown> {
    return iterateOver(this, "key");
  }

  __reversed__(): PyIterator<unknown> {
    return iterateBackwards(this, "key");
  }

  __or__(other: unknown): DictMethods | NotImplementedType {
    return isDict(other) ? merged(this, other) : NotImplemented;
  }

  __ror__(other: unknown): DictMethods | NotImplementedType {
    return isDict(other) ? merged(other, this) : NotImplemented;
  }

  __ior__(other: unknown): this {
    putAll(other, (key, value) => put(this, key, value));
    return this;
  }

  __eq__(other: unknown): boolean | NotImplementedType {
    return isDict(other) ? dictsEqual(this, other) : NotImplemented;
  }

  __repr__(): string {
    return nativeRepr(this);
  }

  toString(): string {
    return str(this);
  }

  [INSPECT](): string {
    return repr(this);
  }
}

define(DictMethods.prototype, INDEX, undefined);
define(DictMethods.prototype, HOLDS_UNDEFINED, false);
define(DictMethods.prototype, "__hash__", null);
define(DictMethods, "fromkeys", fromkeys);

type DictClass = new () => Store & { __setitem__(key: unknown, value: unknown): void };

function fromkeys(this: DictClass, iterable: unknown, value: unknown = null): Store {
  const made = new this();
  for (const key of iter(iterable) as Iterable<unknown>) made.__setitem__(key, value);
  return made;
}

/** Fills a dict from the arguments of `dict(…)` or `update(…)`. */
export function fill(store: Store, args: readonly unknown[], caller: string): void {
  if (args.length === 0) return;
  const [positional, keywords] = splitKeywords(args);
  atMostOne(caller, positional.length);
  const set = (key: unknown, value: unknown): void => put(store, key, value);
  if (positional.length > 0) putAll(positional[0], set);
  if (keywords !== undefined) putAll(keywords, set);
}

function copyOf(store: Store): DictMethods {
  const made = new DictMethods();
  for (const [key, value] of Map.prototype.entries.call(store)) put(made, key, value);
  return made;
}

function isDict(x: unknown): x is Map<unknown, unknown> | Record<string, unknown> {
  return x instanceof Map || isPlain(x);
}

function merged(first: unknown, second: unknown): DictMethods {
  const made = new DictMethods();
  for (const source of [first, second]) putAll(source, (key, value) => put(made, key, value));
  return made;
}

function jsonKey(key: unknown): string {
  if (typeof key === "string") return key;
  if (key == null) return "null";
  if (typeof key === "boolean") return String(key);
  if (typeof key === "number" || typeof key === "bigint" || key instanceof Number) return repr(key);
  throw new TypeError(`keys must be str, int, float, bool or None, not ${typeName(key)}`);
}
