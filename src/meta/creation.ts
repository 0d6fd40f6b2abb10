// How a class comes to be: `__new__` and `__init__` of its metaclass, for new classes and for decorated ones.

import { settleDoc } from "../protocols/documentation.ts";
import { type Class, isClass, metaclassOf } from "../protocols/lookup.ts";
import { object } from "../protocols/object.ts";
import { isPlainHook } from "../protocols/plain-access.ts";
import { typeName } from "../protocols/typename.ts";
import { interceptingHook, interceptNew } from "./construction.ts";
import { baseOf, inherits, linkMetaclass } from "./link.ts";
import { applyNamespace, type Namespace, namespaceOf, setMember, showClassAttributes } from "./namespace.ts";
import type { Metaclass, type } from "./type.ts";

/** The creation under way: what `type.__new__` must know and a metaclass's `__new__` does not pass on. */
interface Creation {
  readonly meta: Metaclass;
  /** The class that is being decorated, until `type.__new__` takes it. */
  adoptee: Class | undefined;
  readonly before: Namespace;
  made: unknown;
}

let current: Creation | undefined;
const made = new WeakSet<Class>();

/**
 * Makes a class as `meta(name, bases, namespace)` does in Python.
 *
 * @param adoptee the class that a decorator was given: it is changed to fit and not built anew.
 */
export function createClass(
  meta: Metaclass,
  name: string,
  bases: readonly Class[],
  namespace: Namespace,
  adoptee?: Class,
): unknown {
  const outer = current;
  const creation: Creation = { meta, adoptee, before: { ...namespace }, made: undefined };
  current = creation;
  try {
    // The metaclass's own fields are initialized here, on the class, between `__new__` and `__init__`.
    Reflect.construct(meta, [name, bases, namespace]);
  } finally {
    current = outer;
  }
  return initialize(creation.made, meta, name, bases, namespace);
}

/** What `type` does as the base constructor of the metaclass `meta`. */
export function constructClass(meta: Metaclass, args: [string, readonly Class[], Namespace]): unknown {
  if (current?.meta === meta && current.made === undefined) {
    current.made = meta.__new__(meta, ...args);
    return current.made;
  }
  // `new Meta(name, bases, namespace)` by hand.
  return initialize(meta.__new__(meta, ...args), meta, ...args);
}

function initialize(cls: unknown, meta: Metaclass, ...args: [string, readonly Class[], Namespace]): unknown {
  if (!isClass(cls) || !inherits(metaclassOf(cls) ?? meta, meta)) return cls;
  const result: unknown = meta.prototype.__init__.call(cls as never, ...args);
  if (result != null) throw new TypeError(`__init__() should return None, not '${typeName(result)}'`);
  return cls;
}

/** Gives a TypeScript class the metaclass `meta`, or the more derived one that its base has. */
export function adoptClass(meta: Metaclass, cls: Class): unknown {
  const bases = [baseOf(cls) ?? object];
  return createClass(mostDerived(meta, bases), cls.name, bases, namespaceOf(cls), cls);
}

/** `type.__new__`: makes the class object, or takes the one that is being decorated. */
export function newClass(meta: Metaclass, name: string, bases: readonly Class[], namespace: Namespace): type {
  checkType(typeof name === "string", 1, "str", name);
  checkType(Array.isArray(bases), 2, "tuple", bases);
  checkType(typeof namespace === "object" && namespace !== null, 3, "dict", namespace);
  const winner = mostDerived(meta, bases);
  if (winner !== meta && !isPlainHook(winner.__new__)) return winner.__new__(winner, name, bases, namespace);
  const cls = takeAdoptee(winner, name, namespace) ?? buildClass(name, bases, namespace);
  linkMetaclass(cls, winner);
  showClassAttributes(cls);
  settleDoc(cls);
  made.add(cls);
  return interceptNew(cls, winner, enrollInherited) as unknown as type;
}

function takeAdoptee(meta: Metaclass, name: string, namespace: Namespace): Class | undefined {
  const cls = current?.meta === meta ? current.adoptee : undefined;
  if (current === undefined || cls === undefined) return undefined;
  current.adoptee = undefined;
  applyNamespace(cls, current.before, namespace);
  if (cls.name !== name) Object.defineProperty(cls, "name", { value: name, configurable: true });
  return cls;
}

function buildClass(name: string, bases: readonly Class[], namespace: Namespace): Class {
  const [base = object, ...others] = bases;
  if (others.length > 0) throw new TypeError(`${name}: one base is expected, got ${bases.length}`);
  const cls = { [name]: class extends (base as new () => object) {} }[name] as Class;
  for (const [key, value] of Object.entries(namespace)) setMember(cls, key, value);
  return cls;
}

/**
 * Enrolls a class that no decorator was applied to, before its first instance is made: it inherits its metaclass, whose
 * `__new__` and `__init__` run now. Where an instance could not be made as Python makes it, a TypeError says so.
 */
export function enrollInherited(cls: Class): void {
  if (made.has(cls)) return;
  const meta = metaclassOf(cls) as Metaclass | undefined;
  const hook = interceptingHook(cls, meta);
  if (hook !== undefined) {
    const use = meta === undefined || meta.name === "type" ? "type" : meta.name;
    throw new TypeError(
      `class '${cls.name}' needs @metaclass(${use}): ${hook} takes part in making its instances, ` +
        "and JavaScript tells nobody that a class was declared",
    );
  }
  made.add(cls);
  if (meta === undefined || (isPlainHook(meta.__new__) && isPlainHook(meta.prototype.__init__))) return;
  try {
    adoptClass(meta, cls);
  } catch (error) {
    made.delete(cls);
    throw error;
  }
}

/** The most derived metaclass among `meta` and those of the bases (reference, 3.3.3.3). */
function mostDerived(meta: Metaclass, bases: readonly Class[]): Metaclass {
  let winner = meta;
  for (const base of bases) {
    const other = metaclassOf(base) as Metaclass | undefined;
    if (other === undefined || inherits(winner, other)) continue;
    if (!inherits(other, winner)) {
      throw new TypeError(
        "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases",
      );
    }
    winner = other;
  }
  return winner;
}

function checkType(ok: boolean, position: number, expected: string, value: unknown): void {
  if (ok) return;
  throw new TypeError(`type.__new__() argument ${position} must be ${expected}, not ${typeName(value)}`);
}
