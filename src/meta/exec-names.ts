// The names that executed source sees: its locals, then its globals, then the built-in ones.

import { isPlain } from "../protocols/comparison/equality.ts";
import { KeyError, NameError } from "../protocols/errors.ts";
import { contains, delitem, getitem, setitem } from "../protocols/items/items.ts";
import { lookup } from "../protocols/lookup.ts";

/** The names of one run. */
export interface Names {
  readonly locals: unknown;
  readonly globals: unknown;
  /** Where a name is looked for that neither of them has, one namespace after the other. */
  readonly builtins: readonly unknown[];
}

const MISSING = Symbol("missing name");

/**
 * The scope of a `with` statement in which every name is one of these: reading asks them in their order, writing and
 * deleting go to the locals.
 *
 * The statement's own two names, `eval` and `arguments`, are let pass once, before the source runs.
 */
export function scopeOf(names: Names): object {
  let entered = false;
  return new Proxy(Object.create(null), {
    has(_, key) {
      if (entered) return typeof key === "string";
      entered = key === "arguments";
      return false;
    },
    get: (_, key) => (typeof key === "string" ? read(names, key) : undefined),
    set(_, key, value) {
      setitem(names.locals, key, value);
      return true;
    },
    deleteProperty(_, key) {
      if (find(names.locals, key as string) === MISSING) throw undefinedName(key as string);
      delitem(names.locals, key as string);
      return true;
    },
  });
}

/** Makes a variable that has no value yet, unless there is one of that name. */
export function declare({ locals }: Names, name: string): void {
  if (find(locals, name) === MISSING) setitem(locals, name, undefined);
}

function read({ locals, globals, builtins }: Names, name: string): unknown {
  for (const namespace of [locals, globals, ...builtins]) {
    const value = find(namespace, name);
    if (value !== MISSING) return value;
  }
  throw undefinedName(name);
}

function undefinedName(name: string): NameError {
  return new NameError(`name '${name}' is not defined`);
}

function find(namespace: unknown, name: string): unknown {
  if (namespace === globalThis) return findGlobal(name);
  if (isPlain(namespace)) return Object.hasOwn(namespace, name) ? namespace[name] : MISSING;
  if (namespace instanceof Map && lookup(namespace, "__missing__") === undefined) {
    return contains(namespace, name) ? getitem(namespace, name) : MISSING;
  }
  try {
    return getitem(namespace, name);
  } catch (error) {
    if (!(error instanceof KeyError)) throw error;
    return MISSING;
  }
}

const bound = new WeakMap<object, unknown>();

/** A function found in a `with` scope gets the scope as `this`, which the functions of browsers refuse. */
function findGlobal(name: string): unknown {
  if (!(name in globalThis)) return MISSING;
  const value: unknown = (globalThis as Record<string, unknown>)[name];
  // Only by its own identity does `eval` see the names around it.
  if (typeof value !== "function" || name === "eval" || Object.hasOwn(value, "prototype")) return value;
  if (!bound.has(value)) bound.set(value, value.bind(globalThis));
  return bound.get(value);
}
