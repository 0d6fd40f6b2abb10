// `object`, the base class: what every instance can do, and how a class's hooks are put in force.

import { type AttributeDict, attributeDict, replaceAttributes } from "./attributes/attribute-dict.ts";
import { bracketsOf } from "./attributes/brackets.ts";
import { handlerFor, type TrappedHooks } from "./attributes/handler.ts";
import {
  findAttribute,
  MISSING,
  noAttribute,
  registerPlainHook,
  removeAttribute,
  writeAttribute,
} from "./attributes/plain-access.ts";
import { handleOf, pair, rawOf } from "./attributes/raw.ts";
import { attachTail } from "./attributes/tail.ts";
import { awaitableBridges } from "./awaitable.ts";
import type { Bridge } from "./bridge.ts";
import { define } from "./builtin-class.ts";
import { callableInstance } from "./callable.ts";
import { neByEq } from "./comparison/equality.ts";
import { identityHash } from "./comparison/hash.ts";
import { NotImplemented, type NotImplementedType } from "./comparison/notimplemented.ts";
import { contextBridges } from "./context/context.ts";
import { ownDoc, settleDoc } from "./documentation/documentation.ts";
import { AttributeError } from "./errors.ts";
import { finalizeWhenCollected } from "./finalization.ts";
import { iterationBridges } from "./iteration/iteration.ts";
import type { Class, ConcreteClass } from "./lookup.ts";
import { primitiveBridges } from "./numbers/primitive.ts";
import { defaultRepr, repr, str } from "./text/repr.ts";
import { textBridges } from "./text/text.ts";
import { typeName } from "./typename.ts";

/** What the root constructor does for one class; found on the class's prototype. */
interface Plan {
  readonly cls: unknown;
  /** Makes the handle out of the raw object; absent for a class that needs none, which then pays nothing. */
  readonly make: ((raw: object) => object) | undefined;
}

const PLAN: unique symbol = Symbol("dunder.plan");

/**
 * The base of every class whose dunder methods JavaScript's own syntax should reach.
 *
 * `class Foo extends object` gives `Foo` Python's attribute hooks (`__getattr__`, `__getattribute__`, `__setattr__`,
 * `__delattr__`), calls (`__call__`), finalizers (`__del__`) and the bridges to `for…of`, `using`, `String(…)` and the
 * rest. A class pays only for the hooks that it defines. Mirrors Python's `object` (reference, 3.3.1 and 3.3.2).
 *
 * @example
 * class Config extends object {
 *   __getattr__(name: string) { return `no ${name}`; }
 * }
 */
class DunderObject {
  declare readonly [PLAN]: Plan;

  /** The class's own docstring, by `static __doc__` or `@doc`; it is not inherited. */
  declare static readonly __doc__: string | null;

  constructor() {
    const found = this[PLAN];
    const { make } = found.cls === new.target ? found : enroll(new.target);
    // The constructor's result becomes `this`: subclass fields and #private names must land on the handle.
    if (make !== undefined) return make(this) as this;
  }

  /**
   * Makes an instance of `cls`: its TypeScript constructor runs with `args`, its `__init__` does not.
   *
   * @throws TypeError for a metaclass: `object.__new__(Meta) is not safe, use type.__new__()`
   */
  static __new__(cls: Class, ...args: unknown[]): object {
    if (typeof cls !== "function") {
      throw new TypeError(`object.__new__(X): X is not a type object (${typeName(cls)})`);
    }
    const raw = rawOf(cls) as new (...args: unknown[]) => object;
    // The instances of a metaclass are classes, which another one makes.
    if (raw.prototype instanceof Function) {
      throw new TypeError(`object.__new__(${cls.name}) is not safe, use type.__new__()`);
    }
    const outer = expectNew(raw);
    try {
      return new raw(...args);
    } finally {
      expectNew(outer);
    }
  }

  /**
   * Called with each new subclass as `this`, and with the keyword arguments of its declaration, as its parent has it.
   *
   * @throws TypeError `Foo.__init_subclass__() takes no keyword arguments`
   */
  static __init_subclass__(keywords?: Readonly<Record<string, unknown>>): void {
    if (keywords === undefined || Object.keys(keywords).length === 0) return;
    throw new TypeError(`${this.name}.__init_subclass__() takes no keyword arguments`);
  }

  /** The instance's own attributes as a live mapping that passes by every hook. */
  get __dict__(): AttributeDict {
    return attributeDict(this);
  }
  set __dict__(attributes: Readonly<Record<string, unknown>>) {
    replaceAttributes(this, attributes);
  }

  /** The instance's class. */
  get __class__(): ConcreteClass<this> {
    return Object.getPrototypeOf(rawOf(this)).constructor;
  }

  /** The docstring of the instance's class. */
  get __doc__(): string | null {
    return ownDoc(this.__class__);
  }

  /** Called for a new instance of a class made by a metaclass; the default does nothing. */
  __init__(..._args: never[]): void {}

  /** The attribute `name`, found without any hook. */
  __getattribute__(name: string): unknown {
    const value = findAttribute(this, name);
    if (value === MISSING) throw new AttributeError(noAttribute(this, name));
    return value;
  }

  /** Sets the attribute `name` without any hook, through the class's setter where there is one. */
  __setattr__(name: string, value: unknown): void {
    writeAttribute(this, name, value);
  }

  /** Deletes the attribute `name` without any hook. */
  __delattr__(name: string): void {
    removeAttribute(this, name);
  }

  /** The names of the instance's attributes, its own and its classes'. */
  __dir__(): Iterable<string> {
    const names = new Set(Object.keys(rawOf(this)));
    for (
      let level = Object.getPrototypeOf(this);
      level !== Object.prototype;
      level = Object.getPrototypeOf(level)
    ) {
      for (const name of Object.getOwnPropertyNames(level)) if (!JAVASCRIPT_NAMES.has(name)) names.add(name);
    }
    return names;
  }

  /** `this == other`: an object is equal to itself; of others it knows nothing. */
  __eq__(other: unknown): boolean | NotImplementedType {
    return this === other || NotImplemented;
  }

  /** `this != other`: the contrary of what `__eq__` says. */
  __ne__(other: unknown): boolean | NotImplementedType {
    return neByEq(this, other);
  }

  __repr__(): string {
    return defaultRepr(this);
  }

  __str__(): string {
    return repr(this);
  }

  __format__(spec: string): string {
    if (spec === "") return str(this);
    throw new TypeError(`unsupported format string passed to ${typeName(this)}.__format__`);
  }

  toString(): string {
    return str(this);
  }
}

interface DunderObject {
  /** An integer that the object alone has. A class that defines `__eq__` and not this method is unhashable. */
  __hash__(): number | bigint;
}

export { DunderObject as object };

define(DunderObject.prototype, "__hash__", identityHash);
// Not declared: to the compiler an object has an order only where its class says so.
for (const name of ["__lt__", "__le__", "__gt__", "__ge__"] as const) {
  const method = { [name]: (_other: unknown) => NotImplemented }[name];
  define(DunderObject.prototype, name, method);
}

const JAVASCRIPT_NAMES = new Set(["constructor", "toString"]);

/**
 * Makes the root of a metaclass's classes: a constructor with `object`'s prototype that stands between such a class and
 * `object`, so that the class can have a static prototype of its own (design, 6).
 */
export function makeRoot(): Class<DunderObject> {
  function object(this: DunderObject): object | undefined {
    const found = this[PLAN];
    const { make } = found.cls === new.target ? found : enroll(new.target as unknown as Class);
    if (make !== undefined) return make(this);
  }
  object.prototype = DunderObject.prototype;
  // V8 constructs twenty times slower through a base that no class declaration has named; this one does it for all.
  void class extends (object as unknown as Class<DunderObject>) {};
  return object as unknown as Class<DunderObject>;
}

let classHook: (cls: Class) => void = refuseInit;

/** Sets what is told of each class before its first instance is made; metaclasses do their work there. */
export function setClassHook(hook: (cls: Class) => void): void {
  classHook = hook;
}

/** Without metaclasses nothing would run `__init__` at the right time, after the class's fields are there. */
function refuseInit(cls: Class): void {
  if (!defines(cls.prototype, "__init__")) return;
  throw new TypeError(
    `class '${cls.name}' has an __init__ that nothing runs: write a constructor, or use @metaclass(type)`,
  );
}

const bridged = new WeakSet<object>([DunderObject.prototype]);
const BRIDGES: readonly Bridge[] = [
  ...iterationBridges,
  ...contextBridges,
  ...textBridges,
  ...primitiveBridges,
  ...awaitableBridges,
];
Object.defineProperty(DunderObject, "name", { value: "object" });
plan(DunderObject, undefined);
for (const hook of [
  DunderObject.__new__,
  DunderObject.__init_subclass__,
  DunderObject.prototype.__init__,
  DunderObject.prototype.__getattribute__,
]) {
  registerPlainHook(hook);
}

/**
 * Puts the hooks that a class has by now in force; done once, before its first instance is made.
 */
function enroll(cls: Class): Plan {
  classHook(cls);
  const levels: object[] = [];
  for (let level: object = cls.prototype; !bridged.has(level); level = Object.getPrototypeOf(level))
    levels.push(level);
  // From the top down, so that one tail serves all that inherit from it.
  for (const level of levels.reverse()) {
    settleDoc(level.constructor as unknown as Class);
    installBridges(level);
    if (Object.hasOwn(level, "__getattr__")) bridged.add(attachTail(level));
    bridged.add(level);
  }
  const make = makerFor(cls);
  return plan(cls, handleOf(cls) === cls ? make : guarded(cls, make));
}

/** Has a class look at its hooks again before its next instance is made. */
export function forgetPlan(cls: Class): void {
  Reflect.deleteProperty(cls.prototype, PLAN);
  bridged.delete(cls.prototype);
}

// The class that a metaclass is making an instance of, until its root constructor has been reached.
let allocating: Class | undefined;

/**
 * Says that `new cls(…)` comes next, for a class with something in front of it that takes part in making its instances.
 *
 * @returns what to say when it is over.
 */
export function expectNew(cls: Class | undefined): Class | undefined {
  const outer = allocating;
  allocating = cls;
  return outer;
}

/** Refuses `new Foo()` by the inner name of the class, which goes past what stands in front of it. */
function guarded(cls: Class, make: Plan["make"]): NonNullable<Plan["make"]> {
  return (raw) => {
    if (allocating !== cls) {
      throw new TypeError(
        `new ${cls.name}() by the name that the class has inside its own body goes past its metaclass: ` +
          "write 'new this()' in a static method, 'new this.__class__()' in others",
      );
    }
    allocating = undefined;
    return make === undefined ? raw : make(raw);
  };
}

function plan(cls: Class, make: Plan["make"]): Plan {
  const value: Plan = { cls, make };
  Object.defineProperty(cls.prototype, PLAN, { value, configurable: true });
  return value;
}

/** Gives a prototype the JavaScript forms of the special methods that it defines. */
export function installBridges(prototype: object): void {
  for (const { hook, key, method } of BRIDGES) {
    if (!Object.hasOwn(prototype, hook) || Object.hasOwn(prototype, key)) continue;
    const supported = (prototype as Record<string, unknown>)[hook] !== null;
    const value = supported ? method : undefined;
    Object.defineProperty(prototype, key, { value, writable: true, configurable: true });
  }
}

/** The maker of a class's instances; `undefined` where the raw object itself will do. */
function makerFor(cls: Class): Plan["make"] {
  const prototype: DunderObject = cls.prototype;
  const hooks = trappedHooks(cls);
  const isCallable = defines(prototype, "__call__");
  const { finalized } = hooks;
  if (!Object.values(hooks).includes(true)) {
    return isCallable ? () => callableInstance(prototype, false) : undefined;
  }
  const handler = handlerFor(hooks);
  return (raw) => {
    const target = isCallable ? callableInstance(prototype, true) : raw;
    const handle = new Proxy(target, handler as ProxyHandler<object>);
    pair(handle, target, finalized);
    if (finalized) finalizeWhenCollected(handle, target);
    return handle;
  };
}

function trappedHooks(cls: Class): TrappedHooks {
  const prototype: DunderObject = cls.prototype;
  const attributes = bracketsOf(cls);
  const brackets = attributes !== undefined;
  return {
    getattribute: defines(prototype, "__getattribute__"),
    setattr: defines(prototype, "__setattr__"),
    delattr: defines(prototype, "__delattr__"),
    getitem: brackets && defines(prototype, "__getitem__"),
    setitem: brackets && defines(prototype, "__setitem__"),
    delitem: brackets && defines(prototype, "__delitem__"),
    attributes: attributes ?? new Set(),
    finalized: defines(prototype, "__del__"),
    contains:
      brackets && ["__contains__", "__iter__", "__getitem__"].some((hook) => defines(prototype, hook)),
  };
}

/** Whether a class has a hook that is not `object`'s own default. */
function defines(prototype: object, hook: string): boolean {
  const method = (prototype as Record<string, unknown>)[hook];
  return method != null && method !== (DunderObject.prototype as unknown as Record<string, unknown>)[hook];
}
