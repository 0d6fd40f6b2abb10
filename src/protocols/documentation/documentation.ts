// Docstrings: `__doc__` of functions and classes, the `@doc` decorator, and `getdoc` (library reference, "inspect").

import { boundParts } from "../attributes/bound-method.ts";
import { rawOf } from "../attributes/raw.ts";
import { type Class, isClass } from "../lookup.ts";
import { classChain, classOf, lookupClass } from "./class-chain.ts";
import { cleandoc, dedentDocstring } from "./cleandoc.ts";
import { readFunction } from "./function-source.ts";
import { OBJECT_DOCS } from "./object-docs.ts";

export { cleandoc } from "./cleandoc.ts";

/** Any function or method; what it takes and returns is left open. */
export type Callee = (...args: never[]) => unknown;
type Constructor = abstract new (...args: never[]) => unknown;

/**
 * The docstring of a function: Python's `fn.__doc__`.
 *
 * An own property `__doc__` wins (what {@link doc} sets). Else it is the string literal that the body begins with, read
 * from the function's source: methods, accessors, arrow functions with a block, async functions and generators alike.
 * A template literal without substitutions serves for text of several lines. Minifiers may drop either; `@doc` stays.
 * As CPython's compiler does, the indentation of the code around a literal is taken off. A class answers its own
 * `__doc__`.
 *
 * @returns `null` without a docstring, and for native code.
 * @example docOf(function add(a, b) { "The sum of a and b."; return a + b; }) // "The sum of a and b."
 */
export function docOf(fn: Callee | Constructor): string | null {
  if (isClass(fn)) return ownDoc(fn);
  const given = Object.getOwnPropertyDescriptor(fn, "__doc__");
  if (given !== undefined) return textOrNull((fn as { __doc__?: unknown }).__doc__);
  const func = boundParts(fn)?.func;
  return func === undefined ? literalDoc(fn as Callee) : docOf(func);
}

const literalDocs = new WeakMap<Callee, string | null>();

function literalDoc(fn: Callee): string | null {
  let found = literalDocs.get(fn);
  if (found === undefined) {
    const literal = readFunction(Function.prototype.toString.call(rawOf(fn)))?.docstring ?? null;
    found = literal === null ? null : dedentDocstring(literal);
    literalDocs.set(fn, found);
  }
  return found;
}

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** The docstring that a class itself has, by `static __doc__` or {@link doc}; its bases' are not inherited. */
export function ownDoc(cls: Class): string | null {
  const raw = rawOf(cls);
  return Object.hasOwn(raw, "__doc__") ? textOrNull((raw as { __doc__?: unknown }).__doc__) : null;
}

/**
 * Gives a class a `__doc__` that its subclasses do not inherit: read through one of them it is `null`, and an assignment
 * to one of them gives it a docstring of its own.
 */
export function defineDoc(cls: object, text: string | null): void {
  const owner = rawOf(cls);
  Object.defineProperty(owner, "__doc__", {
    get(this: object) {
      return rawOf(this) === owner ? text : null;
    },
    set(this: object, changed: string | null) {
      defineDoc(this, changed);
    },
    enumerable: false,
    configurable: true,
  });
}

/** Makes a `static __doc__` that was written as plain data one that subclasses do not inherit. */
export function settleDoc(cls: Class): void {
  const doc = Object.getOwnPropertyDescriptor(rawOf(cls), "__doc__");
  if (doc !== undefined && "value" in doc && doc.configurable) defineDoc(cls, textOrNull(doc.value));
}

/** What {@link doc} returns: a decorator for classes, methods, getters and setters in both dialects, and a function. */
export interface DocDecorator {
  /** A standard decorator, a legacy class decorator, or a plain call; gives back what it was given. */
  <T extends Callee | Constructor>(value: T, context?: DecoratorContext): T;
  /** A standard decorator of an `accessor`. */
  <T, V>(value: ClassAccessorDecoratorTarget<T, V>, context: ClassAccessorDecoratorContext<T, V>): void;
  /** A legacy member decorator. */
  (target: object, name: string | symbol, descriptor: PropertyDescriptor): void;
}

/**
 * Sets the docstring of a class, function, method or accessor, where a literal in its body would not do: classes have
 * none, and minifiers drop them. A class's docstring is not inherited.
 *
 * @throws TypeError on a field, which has no place for a docstring
 * @example
 * ```ts
 * ;@doc("A file on its way.") class Upload { @doc("Stops it.") cancel() {} }
 * const add = doc("The sum.")((a: number, b: number) => a + b);
 * ```
 */
export function doc(text: string): DocDecorator {
  return ((value: unknown, context?: unknown, descriptor?: PropertyDescriptor): unknown => {
    if (typeof context === "string" || typeof context === "symbol") {
      const member = descriptor ?? Object.getOwnPropertyDescriptor(value, context);
      describe(member?.value ?? member?.get ?? member?.set, text, context);
      return undefined;
    }
    if (typeof value === "function") {
      describe(value, text);
      return value;
    }
    const { get, name } = { name: "", ...(context as object), ...(value as object) } as AccessorParts;
    describe(get, text, name);
    return undefined;
  }) as DocDecorator;
}

interface AccessorParts {
  readonly get?: unknown;
  readonly name: string | symbol;
}

function describe(subject: unknown, text: string, name?: string | symbol): void {
  if (typeof subject !== "function") {
    throw new TypeError(
      `doc() takes a class, a function or an accessor: the field '${String(name)}' has no docstring`,
    );
  }
  if (isClass(subject)) defineDoc(subject, text);
  else Object.defineProperty(subject, "__doc__", { value: text, writable: true, configurable: true });
}

/**
 * The documentation of anything, inherited where it has none of its own, without margins: Python's `inspect.getdoc`.
 *
 * A class inherits its nearest documented base's; a method that `getattr` gave, and a member asked for by `name`, that of
 * the same member of a base. An instance has its class's own docstring and inherits none. JavaScript's functions do not
 * know their class: for a method that is to inherit, ask `getdoc(Foo, "method")` where Python has `getdoc(Foo.method)`.
 *
 * @param owner the thing itself, or the class or instance whose member is meant.
 * @param name the member's name.
 * @returns `null` without documentation.
 */
export function getdoc(owner: unknown, name?: string): string | null {
  const text = name === undefined ? findDoc(owner) : findMemberDoc(owner, name);
  return text === null ? null : cleandoc(text);
}

function findDoc(thing: unknown): string | null {
  if (isClass(thing)) return firstText(classChain(thing), ownDoc);
  const bound = boundParts(thing);
  if (bound !== undefined) return docOf(bound.func) ?? findMemberDoc(bound.self, bound.func.name);
  if (typeof thing === "object" && thing !== null && Object.hasOwn(thing, "__doc__")) {
    return textOrNull((thing as { __doc__?: unknown }).__doc__);
  }
  const cls = classOf(thing);
  if (cls !== undefined && cls !== Function && typeof thing !== "function") return ownDoc(cls);
  return typeof thing === "function" ? docOf(thing as Callee) : null;
}

function findMemberDoc(owner: unknown, name: string): string | null {
  const cls = lookupClass(owner);
  if (cls === undefined) return null;
  const asStatic = isClass(owner) ? inheritedDoc(cls, name, (base) => base) : null;
  return asStatic ?? inheritedDoc(cls, name, (base) => base.prototype) ?? OBJECT_DOCS[name] ?? null;
}

/** The docstring of a class's method or accessor, else that of the nearest base's; `place` says where members are. */
export function inheritedDoc(cls: Class, name: string, place: (cls: Class) => unknown): string | null {
  return firstText(classChain(cls), (base) => memberDoc(place(base) as object, name));
}

function memberDoc(place: object, name: string): string | null {
  const member = Object.getOwnPropertyDescriptor(place, name);
  const code: unknown = member?.get ?? member?.set ?? member?.value;
  return typeof code === "function" ? docOf(code as Callee) : null;
}

/** The first text that `read` finds along a chain of classes. */
export function firstText(chain: readonly Class[], read: (cls: Class) => string | null): string | null {
  for (const cls of chain) {
    const text = read(cls);
    if (text !== null) return text;
  }
  return null;
}
