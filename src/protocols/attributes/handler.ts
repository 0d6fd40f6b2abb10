// The Proxy handler of a class whose hooks see what plain property access would not tell (design, 4).

import { AttributeError } from "../errors.ts";
import { contains } from "../items/items.ts";
import type { Hook } from "../lookup.ts";
import { PROBES } from "../names.ts";
import { defineAttribute, removeAttribute, writeAttribute } from "./plain-access.ts";
import { expectRawOf, handleOf } from "./raw.ts";

/** Which traps a class needs. The first three are for attributes, the others for a class that opted in to brackets. */
export interface TrappedHooks {
  readonly getattribute: boolean;
  readonly setattr: boolean;
  readonly delattr: boolean;
  readonly getitem: boolean;
  readonly setitem: boolean;
  readonly delitem: boolean;
  readonly contains: boolean;
  /** The names that are attributes of a class with brackets before they are set. */
  readonly attributes: ReadonlySet<string>;
  /** Whether the handle's end is to be noticed, so that nothing here may hold on to it. */
  readonly finalized: boolean;
}

interface Hooked {
  readonly __getattribute__: Hook;
  readonly __getattr__?: Hook | null;
  readonly __setattr__: Hook;
  readonly __delattr__: Hook;
  readonly __getitem__: Hook;
  readonly __setitem__: Hook;
  readonly __delitem__: Hook;
}

type Handler = ProxyHandler<Hooked>;
type Trap<Name extends keyof Handler> = NonNullable<Handler[Name]>;

/** Builds a class's handler, with just the traps that its hooks need: a missing trap costs nothing. */
export function handlerFor(hooks: TrappedHooks): Handler {
  const handler: Handler = {};
  if (hooks.getattribute || hooks.getitem) handler.get = getTrap(hooks);
  if (hooks.setattr || hooks.setitem) handler.set = setTrap(hooks);
  if (hooks.setattr) handler.defineProperty = defineTrap;
  if (hooks.delattr || hooks.delitem) handler.deleteProperty = deleteTrap(hooks);
  if (hooks.contains) handler.has = hasTrap(hooks);
  return handler;
}

function getTrap({ getattribute, getitem, finalized, attributes }: TrappedHooks): Trap<"get"> {
  return (raw, key, self) => {
    if (typeof key === "symbol" || PROBES.has(key)) return Reflect.get(raw, key, self);
    if (!finalized) expectRawOf(self, raw);
    if (getitem && !(key in raw) && !attributes.has(key)) return raw.__getitem__.call(self, itemKey(key));
    return getattribute ? attributeThroughHooks(raw, key, self) : Reflect.get(raw, key, self);
  };
}

/** `__getattribute__` first; its AttributeError falls to `__getattr__` where the class has one. */
function attributeThroughHooks(raw: Hooked, name: string, self: object): unknown {
  const { __getattribute__, __getattr__ } = raw;
  if (__getattr__ == null) return __getattribute__.call(self, name);
  try {
    return __getattribute__.call(self, name);
  } catch (error) {
    if (!(error instanceof AttributeError)) throw error;
    return __getattr__.call(self, name);
  }
}

function setTrap({ setattr, setitem, finalized, attributes }: TrappedHooks): Trap<"set"> {
  return (raw, key, value, self) => {
    if (!finalized) expectRawOf(self, raw);
    if (typeof key === "symbol") defineAttribute(raw, key, value);
    else if (setitem && !(key in raw) && !attributes.has(key))
      raw.__setitem__.call(self, itemKey(key), value);
    else if (setattr) raw.__setattr__.call(self, key, value);
    else writeAttribute(self, key, value);
    return true;
  };
}

/**
 * Class fields arrive here and never at `set`. A field with a value is a write; one without is a declaration, as
 * `name: str` in a Python class body is, and no hook hears of it.
 */
const defineTrap: Trap<"defineProperty"> = (raw, key, descriptor) => {
  if (typeof key === "symbol" || descriptor.value === undefined)
    return Reflect.defineProperty(raw, key, descriptor);
  raw.__setattr__.call(handleOf(raw), key, descriptor.value);
  return true;
};

function deleteTrap({ delattr, delitem, attributes }: TrappedHooks): Trap<"deleteProperty"> {
  return (raw, key) => {
    const self = handleOf(raw);
    if (typeof key === "symbol") return Reflect.deleteProperty(raw, key);
    if (delitem && !(key in raw) && !attributes.has(key)) raw.__delitem__.call(self, itemKey(key));
    else if (delattr) raw.__delattr__.call(self, key);
    else removeAttribute(self, key);
    return true;
  };
}

function hasTrap({ attributes }: TrappedHooks): Trap<"has"> {
  return (raw, key) => {
    if (typeof key === "symbol" || PROBES.has(key) || attributes.has(key)) return key in raw;
    return contains(handleOf(raw), itemKey(key));
  };
}

/** Brackets give every key as a string; one that is a canonical integer was written as a number. */
function itemKey(key: string): string | number {
  const number = Number(key);
  return Number.isSafeInteger(number) && String(number) === key ? number : key;
}
