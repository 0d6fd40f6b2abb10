// `super_(cls, self)`: the attributes that come after `cls` in the order of the instance's class (library reference, `super`).

import { rawOf } from "../protocols/attributes/raw.ts";
import { AttributeError } from "../protocols/errors.ts";
import { type Class, isClass } from "../protocols/lookup.ts";
import { internalSymbol, isDunder } from "../protocols/names.ts";
import { typeName } from "../protocols/typename.ts";
import { inherits } from "./inherits.ts";
import { mro } from "./mro.ts";

/** A class of views on instances: methods of what follows a level of the chain, called with the instance as `this`. */
type View = new (self: object) => object;

type Level = Record<PropertyKey, unknown>;

/** What is kept for a class that {@link super_} was asked about: where its views are found, and the last one given. */
interface Entry {
  readonly cls: Class;
  readonly key: symbol;
  lastPrototype: object | null;
  lastView: View | undefined;
}

const ENTRY = internalSymbol("super");
const SELF: unique symbol = Symbol("dunder.self");

/**
 * The attributes of `self` as the classes after `cls` define them, in the method resolution order of the class of
 * `self`: the cooperative `super()` of Python, where native `super` always goes to the class's own base.
 *
 * With a class as `self`, its static members after `cls` (`super()` in a class method).
 *
 * @throws TypeError `super(type, obj): obj (instance of X) is not an instance or subtype of type (A).`
 * @throws AttributeError `'super' object has no attribute 'x'`, when a name that no class after `cls` has is called
 * @example
 * class A extends Base { greet(): string { return `A, ${super_(A, this).greet()}`; } }
 */
export function super_<C extends Class>(cls: C, self: Class): C;
export function super_<T extends object>(cls: Class<T>, self: NoInfer<T>): T;
export function super_(cls: Class, self: object): object {
  const entry = (cls as unknown as Partial<Record<symbol, Entry>>)[ENTRY];
  if (entry !== undefined && entry.cls === cls && isInstance(self)) {
    const prototype = Object.getPrototypeOf(self);
    if (prototype === entry.lastPrototype && entry.lastView !== undefined) return new entry.lastView(self);
    const view = (self as Level)[entry.key] as View | undefined;
    if (view !== undefined) {
      entry.lastPrototype = prototype;
      entry.lastView = view;
      return new view(self);
    }
  }
  return slowSuper(cls, self);
}

/** Checks the arguments, finds the level of `cls` in the chain of `self`, and keeps its view there for the next time. */
function slowSuper(cls: Class, self: unknown): object {
  if (!isClass(cls)) throw new TypeError(`super() argument 1 must be a type, not ${typeName(cls)}`);
  if (isClass(self) && inherits(self, cls)) return staticView(cls, self);
  const level = levelOf(cls, self);
  if (level === undefined) {
    throw new TypeError(
      `super(type, obj): obj (instance of ${typeName(self)}) is not an instance or subtype of type (${cls.name}).`,
    );
  }
  const { key } = entryOf(cls);
  const view = ((level as Level)[key] as View | undefined) ?? viewOf(Object.getPrototypeOf(level));
  Object.defineProperty(level, key, { value: view, configurable: true });
  return new view(self as object);
}

function entryOf(cls: Class): Entry {
  const known = (cls as unknown as Partial<Record<symbol, Entry>>)[ENTRY];
  if (known?.cls === cls) return known;
  const entry: Entry = {
    cls,
    key: internalSymbol(`super of ${cls.name}`),
    lastPrototype: null,
    lastView: undefined,
  };
  Object.defineProperty(cls, ENTRY, { value: entry, configurable: true });
  return entry;
}

/** The level of a prototype chain that stands for `cls`: its prototype, or the copy of it in a combined chain. */
function levelOf(cls: Class, self: unknown): object | undefined {
  if (self === null || (typeof self !== "object" && typeof self !== "function")) return undefined;
  const { prototype } = cls;
  for (let level = Object.getPrototypeOf(self); level !== null; level = Object.getPrototypeOf(level)) {
    if (level === prototype) return level;
    if (Object.hasOwn(level, "constructor") && level.constructor === prototype.constructor) return level;
  }
  return undefined;
}

/** Makes the class of views on `chain`. Methods are wrapped once, so that a call through the view is two plain calls. */
function viewOf(chain: Level): View {
  class super_ {
    readonly [SELF]: object;
    constructor(self: object) {
      this[SELF] = self;
    }
  }
  const members = new Map<PropertyKey, PropertyDescriptor>();
  for (let level: Level | null = chain; level !== null; level = Object.getPrototypeOf(level)) {
    for (const key of Reflect.ownKeys(level)) {
      if (key === "constructor" || members.has(key)) continue;
      members.set(
        key,
        viewMember(chain, key, Object.getOwnPropertyDescriptor(level, key) as PropertyDescriptor),
      );
    }
  }
  for (const [key, descriptor] of members) Object.defineProperty(super_.prototype, key, descriptor);
  // What was added to the classes later, and what no class has.
  const rest: ProxyHandler<object> = {
    get(_, key, view: super_) {
      if (key in chain) return bound(Reflect.get(chain, key, view[SELF]), view[SELF]);
      // Implicit look-ups of special methods ask too, and are to find nothing.
      if (typeof key === "symbol" || key === "then" || isDunder(key)) return undefined;
      throw new AttributeError(`'super' object has no attribute '${key}'`);
    },
    set(_, key) {
      throw new AttributeError(
        `'super' object has no attribute '${String(key)}' and no __dict__ for setting new attributes`,
      );
    },
  };
  Object.setPrototypeOf(super_.prototype, new Proxy({}, rest));
  return super_;
}

function viewMember(chain: Level, key: PropertyKey, descriptor: PropertyDescriptor): PropertyDescriptor {
  const { value } = descriptor;
  if (typeof value !== "function" || isClass(value)) {
    return {
      get(this: Viewed) {
        return Reflect.get(chain, key, this[SELF]);
      },
      // A setter of the classes after, as it stands; there is nothing else that could be set.
      ...(descriptor.set !== undefined && {
        set(this: Viewed, changed: unknown) {
          descriptor.set?.call(this[SELF], changed);
        },
      }),
      configurable: true,
    };
  }
  const method = function (this: Viewed, ...args: unknown[]): unknown {
    return (chain[key] as (...args: unknown[]) => unknown).apply(this[SELF], args);
  };
  return { value: method, configurable: true };
}

type Viewed = { readonly [SELF]: object };

/** An instance, callable ones included: a class is asked about its static members instead. */
function isInstance(self: unknown): self is object {
  return typeof self === "object" ? self !== null : typeof self === "function" && !isClass(self);
}

function bound(value: unknown, self: object): unknown {
  return typeof value === "function" && !isClass(value) ? value.bind(self) : value;
}

/** The static members of the classes after `cls` in the order of the class `self`. */
function staticView(cls: Class, self: Class): object {
  const order = mro(self);
  const rest = order.slice(order.findIndex((each) => rawOf(each) === rawOf(cls)) + 1).map(rawOf);
  return new Proxy(
    {},
    {
      get(_, key) {
        const owner = rest.find((each) => Object.hasOwn(each, key));
        if (owner !== undefined) return bound(Reflect.get(owner, key, self), self);
        if (typeof key === "symbol" || key === "then") return undefined;
        throw new AttributeError(`'super' object has no attribute '${key}'`);
      },
    },
  );
}
