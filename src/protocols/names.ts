// The names that JavaScript and its tools read from any object they meet, and that no hook may invent.

/**
 * Names that `await`, `console.log`, `JSON.stringify`, test runners and UI libraries probe for on every object.
 *
 * An existing attribute with such a name is read as usual; a missing one stays `undefined` without asking
 * `__getattr__` or `__getattribute__`, because an answer would make the object pass for a promise, a mock or a
 * DOM node. Symbols are treated the same way. The explicit `getattr(obj, name)` does ask the hooks.
 */
export const PROBES: ReadonlySet<string> = Object.freeze(
  new Set([
    "then",
    "catch",
    "finally",
    "constructor",
    "toString",
    "toLocaleString",
    "valueOf",
    "toJSON",
    "inspect",
    "prototype",
    "asymmetricMatch",
    "nodeType",
    "tagName",
    "hasAttribute",
    "$$typeof",
    "_isMockFunction",
    "@@__IMMUTABLE_ITERABLE__@@",
    "@@__IMMUTABLE_RECORD__@@",
    "__esModule",
    "__proto__",
    "__defineGetter__",
    "__defineSetter__",
    "__lookupGetter__",
    "__lookupSetter__",
  ]),
);

/** Node's inspection hook; `Symbol.for` reaches it without importing a `node:` module. */
export const INSPECT: unique symbol = Symbol.for("nodejs.util.inspect.custom") as never;

/** True for `__name__`: Python's mark of a special method. */
export function isDunder(name: string): boolean {
  return name.length > 4 && name.startsWith("__") && name.endsWith("__");
}

const internals = new Set<symbol>();

/** Makes a symbol under which the library keeps something on a class or prototype that no copy may take along. */
export function internalSymbol(description: string): symbol {
  const symbol = Symbol(`dunder.${description}`);
  internals.add(symbol);
  return symbol;
}

/** True for a key made by {@link internalSymbol}. */
export function isInternal(key: PropertyKey): boolean {
  return typeof key === "symbol" && internals.has(key);
}
