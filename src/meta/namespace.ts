// A class body as the dict that a metaclass sees, and a changed dict put back onto the class (reference, 3.3.3.4).

import { rawOf } from "../protocols/attributes/raw.ts";
import { type Class, isClass } from "../protocols/lookup.ts";
import { isDunder } from "../protocols/names.ts";

/** A class body: what `type(name, bases, namespace)` and a metaclass's `__new__` and `__init__` are given. */
export type Namespace = Record<string, unknown>;

/** An accessor of a class, as it stands in a {@link Namespace} (Python's `property`). */
export class Property {
  readonly fget: (() => unknown) | undefined;
  readonly fset: ((value: unknown) => void) | undefined;
  constructor(fget: (() => unknown) | undefined, fset: ((value: unknown) => void) | undefined) {
    this.fget = fget;
    this.fset = fset;
  }
}

const JAVASCRIPT_STATICS = new Set(["prototype", "length", "name", "arguments", "caller"]);

// Python takes these as static or class methods without being told.
const IMPLICIT_STATICS = new Set(["__new__", "__init_subclass__", "__class_getitem__", "__prepare__"]);
const CLASS_DATA = new Set(["__doc__", "__module__"]);

/** The members of a class in the order in which they were defined, methods before static members. */
export function namespaceOf(cls: Class): Namespace {
  const namespace: Namespace = { __module__: "__main__", __qualname__: cls.name };
  for (const place of [cls.prototype as object, rawOf(cls)]) {
    for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(place))) {
      const isNew = !Object.hasOwn(namespace, name) && !shown.has(descriptor.get as never);
      if (isNew && isMember(place, name)) namespace[name] = valueOf(descriptor);
    }
  }
  return namespace;
}

function isMember(place: object, name: string): boolean {
  return typeof place === "function" ? !JAVASCRIPT_STATICS.has(name) : name !== "constructor";
}

function valueOf({ get, set, value }: PropertyDescriptor): unknown {
  return get === undefined && set === undefined ? value : new Property(get, set);
}

/**
 * Makes a class's members those of `after`, where they were those of `before`: what a metaclass dropped goes, what it
 * changed or added comes. A function becomes a method, any other value a class attribute that instances see too.
 */
export function applyNamespace(cls: Class, before: Namespace, after: Namespace): void {
  for (const name of Object.keys(before)) {
    if (name in after) continue;
    Reflect.deleteProperty(cls, name);
    Reflect.deleteProperty(cls.prototype, name);
  }
  for (const [name, value] of Object.entries(after)) {
    if (name in before && sameValue(before[name], value)) continue;
    setMember(cls, name, value);
  }
}

function sameValue(a: unknown, b: unknown): boolean {
  if (a instanceof Property && b instanceof Property) return a.fget === b.fget && a.fset === b.fset;
  return Object.is(a, b);
}

/** Sets a class member as an assignment in a Python class body does. */
export function setMember(cls: Class, name: string, value: unknown): void {
  if (name === "__qualname__") return;
  if (name === "__module__" && value === "__main__") return;
  if (name === "constructor")
    throw new TypeError(`class '${cls.name}': JavaScript keeps 'constructor' for itself`);
  if (JAVASCRIPT_STATICS.has(name)) {
    // On the class such a name says something else (`Foo.name`); its instances can have it.
    Object.defineProperty(cls.prototype, name, { value, writable: true, configurable: true });
    return;
  }
  const isStatic = Object.hasOwn(cls, name) || IMPLICIT_STATICS.has(name) || CLASS_DATA.has(name);
  const place: object = isStatic ? cls : cls.prototype;
  if (value instanceof Property) {
    const { fget: get, fset: set } = value;
    Object.defineProperty(place, name, { ...(get && { get }), ...(set && { set }), configurable: true });
  } else if ((typeof value === "function" && !isClass(value)) || isDunder(name)) {
    Object.defineProperty(place, name, { value, writable: true, configurable: true });
  } else {
    setClassAttribute(cls, name, value);
  }
}

/** A data attribute of a class: on the class itself, and seen through its instances until they have their own. */
function setClassAttribute(cls: Class, name: string, value: unknown): void {
  Object.defineProperty(cls, name, { value, writable: true, enumerable: true, configurable: true });
  showOnInstances(cls, name);
}

/** Lets the static data of a class be read through its instances, as Python's class attributes are. */
export function showClassAttributes(cls: Class): void {
  for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(cls))) {
    const isData = value !== undefined && typeof value !== "function";
    if (isData && !isDunder(name) && isMember(cls, name) && !Object.hasOwn(cls.prototype, name)) {
      showOnInstances(cls, name);
    }
  }
}

// The getters made below: they are no members of the class, but a view of one.
const shown = new WeakSet<() => unknown>();

function showOnInstances(cls: Class, name: string): void {
  // A subclass may have a value of its own.
  const get = function (this: object): unknown {
    return (this.constructor as unknown as Namespace)[name];
  };
  shown.add(get);
  Object.defineProperty(cls.prototype, name, {
    get,
    set(this: object, own: unknown) {
      // On the raw object: whoever assigns has asked `__setattr__` already.
      Object.defineProperty(rawOf(this), name, {
        value: own,
        writable: true,
        enumerable: true,
        configurable: true,
      });
    },
    configurable: true,
  });
}
