// `obj.__dict__`: a live view of an instance's own attributes that passes by every hook.

import { eq } from "../comparison/equality.ts";
import { KeyError } from "../errors.ts";
import { repr } from "../text/repr.ts";
import { typeName } from "../typename.ts";
import { rawOf } from "./raw.ts";

/** Python's dict methods, on the attributes of one object. */
interface AttributeDictMethods {
  /** The attribute's value, or `fallback` (`None`) where there is no such attribute. */
  get(name: string, fallback?: unknown): unknown;
  /** Removes the attribute and returns its value; without a `fallback` a missing name raises `KeyError`. */
  pop(name: string, fallback?: unknown): unknown;
  /** Removes the attribute that was set last and returns it with its name. */
  popitem(): [name: string, value: unknown];
  setdefault(name: string, value?: unknown): unknown;
  update(
    ...others: ReadonlyArray<Readonly<Record<string, unknown>> | Iterable<readonly [string, unknown]>>
  ): void;
  keys(): IterableIterator<string>;
  values(): IterableIterator<unknown>;
  items(): IterableIterator<[name: string, value: unknown]>;
  copy(): Record<string, unknown>;
  clear(): void;
  __getitem__(name: string): unknown;
  __setitem__(name: string, value: unknown): void;
  __delitem__(name: string): void;
  __contains__(name: unknown): boolean;
  __len__(): number;
  __iter__(): IterableIterator<string>;
  [Symbol.iterator](): IterableIterator<string>;
}

/**
 * What `obj.__dict__` gives: the instance's own attributes as a mapping, written and read without any hook.
 *
 * `d[name]`, `d[name] = value`, `delete d[name]` and `name in d` work on the attributes. Where an attribute has the name
 * of a dict method (`get`, `pop` …), the brackets give the method and {@link getitem} gives the attribute.
 */
export type AttributeDict = AttributeDictMethods & Record<string, unknown>;

const rawByView = new WeakMap<object, Record<string, unknown>>();
const viewByRaw = new WeakMap<object, AttributeDict>();

/** The attribute view of an object; the same view for the same object. */
export function attributeDict(obj: object): AttributeDict {
  const raw = rawOf(obj) as Record<string, unknown>;
  let view = viewByRaw.get(raw);
  if (view === undefined) {
    view = new Proxy(raw, handler) as AttributeDict;
    rawByView.set(view, raw);
    viewByRaw.set(raw, view);
  }
  return view;
}

/** True for what `obj.__dict__` gives. */
export function isAttributeDict(value: unknown): value is AttributeDict {
  return typeof value === "object" && value !== null && rawByView.has(value);
}

const owns = Object.prototype.hasOwnProperty;

function has(raw: object, name: unknown): name is string {
  return typeof name === "string" && owns.call(raw, name) && isAttribute(raw, name);
}

/** Data that the library or the engine keeps on an object is not enumerable, and no attribute. */
function isAttribute(raw: object, name: string): boolean {
  return Object.prototype.propertyIsEnumerable.call(raw, name);
}

/** Writes an own attribute: setters on the class are passed by, as Python's descriptors are. */
function write(raw: Record<string, unknown>, name: string, value: unknown): void {
  if (owns.call(raw, name) && isAttribute(raw, name)) raw[name] = value;
  else Object.defineProperty(raw, name, { value, writable: true, enumerable: true, configurable: true });
}

function rawOfView(view: object): Record<string, unknown> {
  return rawByView.get(view) ?? (rawOf(view) as Record<string, unknown>);
}

function given(args: IArguments): boolean {
  return args.length > 1;
}

interface Shown {
  __eq__(other: unknown): boolean;
  __repr__(): string;
  toJSON(): object;
  [Symbol.toStringTag]: string;
}

type Attributes = Readonly<Record<string, unknown>> | Iterable<readonly [string, unknown]>;

/** The entries of another object's attributes, of a `Map` or other iterable of pairs, or of a plain object. */
function entriesOf(attributes: Attributes): Iterable<readonly [string, unknown]> {
  if (isAttributeDict(attributes)) return Object.entries(rawOfView(attributes));
  if (Symbol.iterator in attributes) return attributes as Iterable<readonly [string, unknown]>;
  return Object.entries(attributes);
}

/**
 * `obj.__dict__ = attributes`: these and no others.
 *
 * @throws TypeError `__dict__ must be set to a dictionary, not a 'int'`
 */
export function replaceAttributes(obj: object, attributes: Attributes): void {
  if (typeName(attributes) !== "dict" && !(attributes instanceof Map)) {
    throw new TypeError(`__dict__ must be set to a dictionary, not a '${typeName(attributes)}'`);
  }
  const entries = [...entriesOf(attributes)];
  const dict = attributeDict(obj);
  dict.clear();
  dict.update(entries);
}

const methods: AttributeDictMethods & Shown = {
  get(name, fallback = null) {
    const raw = rawOfView(this);
    return has(raw, name) ? raw[name] : fallback;
  },
  pop(name, fallback) {
    const raw = rawOfView(this);
    if (has(raw, name)) {
      const value = raw[name];
      delete raw[name];
      return value;
    }
    // biome-ignore lint/complexity/noArguments: `pop(name, undefined)` has a fallback, `pop(name)` has none
    if (given(arguments)) return fallback;
    throw new KeyError(name);
  },
  popitem() {
    const raw = rawOfView(this);
    const name = Object.keys(raw).at(-1);
    if (name === undefined) throw new KeyError("popitem(): dictionary is empty");
    const value = raw[name];
    delete raw[name];
    return [name, value];
  },
  setdefault(name, value = null) {
    const raw = rawOfView(this);
    if (!has(raw, name)) write(raw, name, value);
    return raw[name];
  },
  update(...others) {
    const raw = rawOfView(this);
    for (const other of others) for (const [name, value] of entriesOf(other)) write(raw, name, value);
  },
  keys() {
    return Object.keys(rawOfView(this)).values();
  },
  values() {
    return Object.values(rawOfView(this)).values();
  },
  items() {
    return Object.entries(rawOfView(this)).values();
  },
  copy() {
    return { ...rawOfView(this) };
  },
  clear() {
    const raw = rawOfView(this);
    for (const name of Object.keys(raw)) delete raw[name];
  },
  __getitem__(name) {
    const raw = rawOfView(this);
    if (!has(raw, name)) throw new KeyError(name);
    return raw[name];
  },
  __setitem__(name, value) {
    write(rawOfView(this), name, value);
  },
  __delitem__(name) {
    const raw = rawOfView(this);
    if (!has(raw, name)) throw new KeyError(name);
    delete raw[name];
  },
  __contains__(name) {
    return has(rawOfView(this), name);
  },
  __len__() {
    return Object.keys(rawOfView(this)).length;
  },
  __iter__() {
    return Object.keys(rawOfView(this)).values();
  },
  [Symbol.iterator]() {
    return Object.keys(rawOfView(this)).values();
  },
  __eq__(other) {
    return eq({ ...rawOfView(this) }, isAttributeDict(other) ? { ...rawOfView(other) } : other);
  },
  __repr__() {
    return repr({ ...rawOfView(this) });
  },
  toJSON() {
    return { ...rawOfView(this) };
  },
  [Symbol.toStringTag]: "dict",
};
Object.setPrototypeOf(methods, null);

// The view's target is the object itself, so that the engine's own traps keep its keys and descriptors true.
const handler: ProxyHandler<Record<string, unknown>> = {
  get(raw, key) {
    const method = (methods as unknown as Record<PropertyKey, unknown>)[key];
    // The attributes of a frozen object cannot be hidden from the engine.
    if (method !== undefined && Object.isExtensible(raw)) return method;
    return owns.call(raw, key) ? raw[key as string] : method;
  },
  set(raw, key, value) {
    write(raw, key as string, value);
    return true;
  },
  has(raw, key) {
    return owns.call(raw, key);
  },
  // Special methods of a mapping are looked up on this view's type, which is not the object's.
  getPrototypeOf(raw) {
    return Object.isExtensible(raw) ? methods : Object.getPrototypeOf(raw);
  },
};
