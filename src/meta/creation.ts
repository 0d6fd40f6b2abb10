// How a class comes to be: `__prepare__`, `__new__` and `__init__` of its metaclass (reference, 3.3.3).

import { isPlainHook } from "../protocols/attributes/plain-access.ts";
import { rawOf } from "../protocols/attributes/raw.ts";
import { tupleFrom } from "../protocols/builtins/tuple.ts";
import { settleDoc } from "../protocols/documentation/documentation.ts";
import { addNote, ValueError } from "../protocols/errors.ts";
import { type Class, isClass, lookup, metaclassOf } from "../protocols/lookup.ts";
import { object } from "../protocols/object.ts";
import { typeName } from "../protocols/typename.ts";
import { bases as combine } from "./bases.ts";
import { interceptingHook, interceptNew } from "./construction.ts";
import { inherits } from "./inherits.ts";
import { basesOf, linkMetaclass, recordSubclass } from "./link.ts";
import { applyNamespace, type Namespace, namespaceOf, setMember, showClassAttributes } from "./namespace.ts";
import type { Metaclass, type } from "./type.ts";
import { mostDerived } from "./winner.ts";

/** The keyword arguments of a class declaration. */
export type ClassKeywords = Readonly<Record<string, unknown>>;

/** What a metaclass is called with. */
export type ClassArguments = readonly [
  name: string,
  bases: readonly Class[],
  namespace: Namespace,
  keywords?: ClassKeywords,
];

/** The creation under way: what `type.__new__` must know and a metaclass's `__new__` does not pass on. */
interface Creation {
  readonly meta: Metaclass;
  /** The class that is being decorated, until `type.__new__` takes it. */
  adoptee: Class | undefined;
  readonly bases: readonly Class[];
  /** Its members as they were, before the metaclass changed anything. */
  readonly before: Namespace;
  made: unknown;
}

let current: Creation | undefined;
const made = new WeakSet<Class>();

/**
 * Makes a class as `meta(name, bases, namespace)` does in Python.
 *
 * @param adopted the class that a decorator was given, and its members: it is changed to fit and not built anew.
 */
export function createClass(
  meta: Metaclass,
  args: ClassArguments,
  adopted?: { readonly cls: Class; readonly members: Namespace },
): unknown {
  const outer = current;
  const creation: Creation = {
    meta,
    adoptee: adopted?.cls,
    bases: args[1],
    before: adopted?.members ?? {},
    made: undefined,
  };
  current = creation;
  try {
    // The metaclass's own fields are initialized here, on the class, between `__new__` and `__init__`.
    Reflect.construct(meta, args);
  } finally {
    current = outer;
  }
  return initialize(creation.made, meta, args);
}

/** What `type` does as the base constructor of the metaclass `meta`. */
export function constructClass(meta: Metaclass, args: ClassArguments): unknown {
  if (current?.meta === meta && current.made === undefined) {
    current.made = meta.__new__(meta, ...args);
    return current.made;
  }
  // `new Meta(name, bases, namespace)` by hand.
  return initialize(meta.__new__(meta, ...args), meta, args);
}

function initialize(cls: unknown, meta: Metaclass, args: ClassArguments): unknown {
  if (!isClass(cls) || !inherits(metaclassOf(cls) ?? meta, meta)) return cls;
  const result: unknown = meta.prototype.__init__.call(cls as never, ...args);
  if (result != null) throw new TypeError(`__init__() should return None, not '${typeName(result)}'`);
  return cls;
}

/** Gives a TypeScript class the metaclass `meta`, or the more derived one that its bases have. */
export function adoptClass(meta: Metaclass, decorated: Class, keywords?: ClassKeywords): unknown {
  if (!isClass(decorated)) throw new TypeError(`a metaclass decorates classes, not ${typeName(decorated)}`);
  const cls = rawOf(decorated);
  // `class Foo {}` names no base, and the metaclass is told of none, though the class will have `object`.
  const bases = tupleFrom(Object.getPrototypeOf(cls) === Function.prototype ? [] : basesOf(cls));
  const winner = mostDerived(meta, [...bases, cls]);
  const rest = keywords === undefined ? ([] as const) : ([keywords] as const);
  const namespace: unknown = winner.__prepare__(cls.name, bases, ...rest);
  const members = namespaceOf(cls);
  fill(namespace, members, winner);
  return createClass(winner, [cls.name, bases, namespace as Namespace, ...rest], { cls, members });
}

/** Puts the class's members where the metaclass wants them, as running the class body does in Python. */
function fill(namespace: unknown, members: Namespace, meta: Metaclass): void {
  const setItem = lookup(namespace, "__setitem__");
  for (const [name, value] of Object.entries(members)) {
    if (setItem != null) setItem.call(namespace, name, value);
    else if (namespace instanceof Map) namespace.set(name, value);
    else if (isRecord(namespace)) namespace[name] = value;
    else throw new TypeError(`${meta.name}.__prepare__() must return a mapping, not ${typeName(namespace)}`);
  }
}

/** `type.__new__`: makes the class object, or takes the one that is being decorated. */
export function newClass(
  meta: Metaclass,
  name: string,
  bases: readonly Class[],
  namespace: Namespace,
  keywords?: ClassKeywords,
): type {
  checkType(typeof name === "string", 1, "str", name);
  checkType(Array.isArray(bases), 2, "tuple", bases);
  checkType(isRecord(namespace), 3, "dict", namespace);
  const winner = mostDerived(meta, bases);
  if (winner !== meta && !isPlainHook(winner.__new__)) {
    return winner.__new__(winner, name, bases, namespace, keywords);
  }
  const members = recordOf(namespace);
  const raw = takeAdoptee(winner, name, bases, members) ?? buildClass(name, bases, members);
  enrollBases(raw);
  linkMetaclass(raw, winner);
  showClassAttributes(raw);
  settleDoc(raw);
  made.add(raw);
  const cls = interceptNew(raw, winner, (subclass) => enrollInherited(subclass));
  recordSubclass(cls, bases);
  tellNames(cls, members);
  tellParent(raw, cls, keywords);
  return cls as unknown as type;
}

function takeAdoptee(
  meta: Metaclass,
  name: string,
  bases: readonly Class[],
  members: Namespace,
): Class | undefined {
  const cls = current?.meta === meta ? current.adoptee : undefined;
  if (current === undefined || cls === undefined) return undefined;
  if (bases.length !== current.bases.length || bases.some((base, index) => base !== current?.bases[index])) {
    throw new TypeError(
      `${meta.name}.__new__() changed the bases of '${name}', which JavaScript has settled by 'extends': ` +
        "make the class by type(name, bases, namespace)",
    );
  }
  current.adoptee = undefined;
  applyNamespace(cls, current.before, members);
  if (cls.name !== name) Object.defineProperty(cls, "name", { value: name, configurable: true });
  return cls;
}

function buildClass(name: string, bases: readonly Class[], members: Namespace): Class {
  if (name.includes("\0")) throw new ValueError("type name must not contain null characters");
  const [first = object, ...others] = bases;
  const base: Class = others.length > 0 ? combine(first, ...others) : first;
  const cls = { [name]: class extends (base as new () => object) {} }[name] as Class;
  for (const [key, value] of Object.entries(members)) setMember(cls, key, value);
  return cls;
}

/** `__set_name__` of each member that has it, when the class is complete (reference, 3.3.3.6). */
function tellNames(cls: Class, members: Namespace): void {
  for (const [name, value] of Object.entries(members)) {
    const hook = lookup(value, "__set_name__");
    if (hook == null) continue;
    try {
      hook.call(value, cls, name);
    } catch (error) {
      addNote(
        error,
        `Error calling __set_name__ on '${typeName(value)}' instance '${name}' in '${cls.name}'`,
      );
      throw error;
    }
  }
}

/** `__init_subclass__` of the parents, with the new class as `this`. */
function tellParent(raw: Class, cls: Class, keywords: ClassKeywords | undefined): void {
  const parent = Object.getPrototypeOf(raw) as { __init_subclass__?: (keywords?: ClassKeywords) => void };
  (parent.__init_subclass__ ?? object.__init_subclass__).call(cls as never, keywords);
}

/**
 * Enrolls a class that no decorator was applied to, before its first instance is made: it inherits its metaclass, whose
 * `__new__` and `__init__` run now. Where an instance could not be made as Python makes it, a TypeError says so.
 */
export function enrollInherited(cls: Class): void {
  if (made.has(cls)) return;
  enrollBases(cls);
  const meta = metaclassOf(cls) as Metaclass | undefined;
  const hook = interceptingHook(cls, meta);
  if (hook !== undefined) {
    throw new TypeError(
      `class '${cls.name}' needs @metaclass(${meta?.name ?? "type"}): ${hook} takes part in making its instances, ` +
        "and JavaScript tells nobody that a class was declared",
    );
  }
  made.add(cls);
  if (meta === undefined || !isOfInterest(cls, meta)) {
    recordSubclass(cls, basesOf(cls));
    return;
  }
  try {
    adoptClass(meta, cls);
  } catch (error) {
    made.delete(cls);
    throw error;
  }
}

/** Parents first, as they were declared. One that cannot be enrolled says so when an instance of it is asked for. */
function enrollBases(cls: Class): void {
  for (const base of basesOf(cls).map(rawOf)) {
    if (base === object || made.has(base) || !inherits(base, object)) continue;
    if (interceptingHook(base, metaclassOf(base) as Metaclass | undefined) === undefined)
      enrollInherited(base);
  }
}

/** Whether anybody is to be told of a new class: its metaclass, its parents, or a member with `__set_name__`. */
function isOfInterest(cls: Class, meta: Metaclass): boolean {
  const { __init_subclass__ } = Object.getPrototypeOf(cls) as { __init_subclass__?: object };
  if (__init_subclass__ !== undefined && !isPlainHook(__init_subclass__)) return true;
  // A metaclass of the program's own: besides its hooks it may have fields, which each class gets anew.
  if (Object.getPrototypeOf(meta) !== Function.prototype) return true;
  return Object.values(namespaceOf(cls)).some((value) => lookup(value, "__set_name__") != null);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function recordOf(namespace: Namespace): Namespace {
  const isMapping = namespace instanceof Map;
  return isMapping ? Object.fromEntries(namespace as ReadonlyMap<string, unknown>) : { ...namespace };
}

function checkType(ok: boolean, position: number, expected: string, value: unknown): void {
  if (ok) return;
  throw new TypeError(`type.__new__() argument ${position} must be ${expected}, not ${typeName(value)}`);
}
