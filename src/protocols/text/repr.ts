// `repr` and `str` of any value: the text forms that Python's own types have (reference, 3.3.1).

import { boundParts } from "../attributes/bound-method.ts";
import { rawOf } from "../attributes/raw.ts";
import { type Class, isClass, lookup } from "../lookup.ts";
import { typeName } from "../typename.ts";
import { floatRepr, hasPoint, intRepr } from "./digits.ts";
import { quoteBytes, quoteText } from "./quote.ts";

/**
 * The text that shows what `x` is: Python's `repr(x)`.
 *
 * Calls the type's `__repr__`; native values print as the Python values they stand for: `null` as `None`, arrays as
 * lists, `Map`s and plain objects as dicts, `Uint8Array`s as bytes.
 *
 * @throws TypeError when `__repr__` returns something else than a string
 * @example repr({ x: 10, y: [1, "2", null, true] }) // "{'x': 10, 'y': [1, '2', None, True]}"
 */
export function repr(x: unknown): string {
  switch (typeof x) {
    case "string":
      return quoteText(x);
    case "number":
      return Number.isInteger(x) && !Object.is(x, -0) ? intRepr(x) : floatRepr(x);
    case "bigint":
      return `${x}`;
    case "boolean":
      return x ? "True" : "False";
    case "undefined":
      return "None";
    case "symbol":
      return String(x);
    default:
      return x === null ? "None" : objectRepr(x as object);
  }
}

function objectRepr(x: object): string {
  // The commonest have no hook to look for.
  switch (Object.getPrototypeOf(x)) {
    case Array.prototype:
      return guarded(x as unknown[], "[...]", listRepr);
    case Object.prototype:
      return guarded(x, "{...}", plainRepr);
    default:
      return callHook(x, "__repr__") ?? nativeRepr(x);
  }
}

/**
 * The text to print for `x`: Python's `str(x)`.
 *
 * Calls the type's `__str__` and falls back to {@link repr}; a string is itself, an error its message.
 *
 * @throws TypeError when `__str__` (or `__repr__` in its place) returns something else than a string
 */
export function str(x: unknown): string {
  if (typeof x === "string") return x;
  if (x === null || (typeof x !== "object" && typeof x !== "function")) return repr(x);
  const hooked = callHook(x, "__str__");
  if (hooked !== undefined) return hooked;
  if (lookup(x, "__repr__") === undefined) {
    if (x instanceof Error) return str(x.message);
    if (x instanceof String) return x.valueOf();
    if (x instanceof Date) return isoText(x);
  }
  return repr(x);
}

/** `object.__repr__`: what an instance prints as when its class says nothing: `<__main__.Foo object at 0x…>`. */
export function defaultRepr(x: object): string {
  const constructor: unknown = Object.getPrototypeOf(x)?.constructor;
  const name = typeof constructor === "function" ? qualifiedName(constructor as Class) : typeName(x);
  return `<${name} object at ${address(x)}>`;
}

let nextAddress = 0x7f0dee5e4010;
const addresses = new WeakMap<object, string>();

/** A stand-in for CPython's `hex(id(x))`: the same for one object for as long as it lives, unique among the living. */
export function address(x: object): string {
  let known = addresses.get(x);
  if (known === undefined) {
    known = `0x${nextAddress.toString(16)}`;
    nextAddress += 0x40;
    addresses.set(x, known);
  }
  return known;
}

/** The result of the type's `hook`, checked to be a string; `undefined` when the type does not define it. */
function callHook(x: object, hook: "__repr__" | "__str__"): string | undefined {
  const method = lookup(x, hook);
  if (method === undefined) return undefined;
  if (method === null) throw new TypeError("'NoneType' object is not callable");
  const text = method.call(x);
  if (typeof text !== "string") throw new TypeError(`${hook} returned non-string (type ${typeName(text)})`);
  return text;
}

/** The `repr` of an object whose class has no `__repr__` of its own, and of a list, dict or set whatever its class. */
export function nativeRepr(x: object): string {
  if (Array.isArray(x)) return guarded(x, "[...]", listRepr);
  if (typeof x === "function") return functionRepr(x as () => unknown);
  if (x instanceof Map) return guarded(x, "{...}", mapRepr);
  if (x instanceof Uint8Array) return `b${quoteBytes(x)}`;
  if (x instanceof Set) return setRepr(x);
  if (x instanceof Error) return errorRepr(x);
  if (x instanceof Date) return dateRepr(x);
  if (x instanceof RegExp) return regexpRepr(x);
  if (x instanceof Number) return floatRepr(x.valueOf());
  if (x instanceof String || x instanceof Boolean || x instanceof BigInt) return repr(x.valueOf());
  if (x instanceof TypedArray) return typedArrayRepr(x);
  return typeName(x) === "dict" ? guarded(x, "{...}", plainRepr) : defaultRepr(x);
}

// From the outermost to the innermost: containers are seldom deep.
const active: object[] = [];

/** Runs `body`, or answers `placeholder` when `x` is being shown already: containers may contain themselves. */
export function guarded<T extends object>(x: T, placeholder: string, body: (x: T) => string): string {
  if (active.includes(x)) return placeholder;
  active.push(x);
  try {
    return body(x);
  } finally {
    active.pop();
  }
}

// From here on the engine's own writer is quicker than a text for each number.
const MANY = 16;

function listRepr(items: readonly unknown[]): string {
  if (items.length >= MANY && areJsonNumbers(items) && !("toJSON" in items)) {
    return JSON.stringify(items).replaceAll(",", ", ");
  }
  let text = "[";
  for (let i = 0; i < items.length; i++) text += i === 0 ? repr(items[i]) : `, ${repr(items[i])}`;
  return `${text}]`;
}

/** Whether all items are numbers that Python writes as JSON does. */
function areJsonNumbers(items: readonly unknown[]): items is readonly number[] {
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (typeof item !== "number") return false;
    const size = Math.abs(item);
    if (Number.isInteger(item) ? !Number.isSafeInteger(item) || Object.is(item, -0) : !hasPoint(size))
      return false;
  }
  return true;
}

function mapRepr(entries: Iterable<readonly [unknown, unknown]>): string {
  let text = "";
  for (const [key, value] of entries) text += `${text === "" ? "" : ", "}${repr(key)}: ${repr(value)}`;
  return `{${text}}`;
}

function plainRepr(x: object): string {
  let text = "";
  for (const key of Object.keys(x)) {
    const value = repr((x as Record<string, unknown>)[key]);
    text += `${text === "" ? "" : ", "}${quoteText(key)}: ${value}`;
  }
  return `{${text}}`;
}

function setRepr(x: Set<unknown>): string {
  const name = typeName(x);
  if (x.size === 0) return `${name}()`;
  return guarded(x, `${name}(...)`, () => {
    const items = Array.from(x, repr).join(", ");
    return name === "set" ? `{${items}}` : `${name}({${items}})`;
  });
}

/** JavaScript's own errors; a subclass rarely sets `name`, and its class has the right one. */
function errorRepr(x: Error): string {
  const name = Object.hasOwn(x, "name") ? x.name : typeName(x);
  return `${name}(${x.message === "" ? "" : repr(x.message)})`;
}

const pad = (n: number, width = 2): string => `${n}`.padStart(width, "0");

function dateRepr(x: Date): string {
  const seconds = x.getSeconds();
  const micros = x.getMilliseconds() * 1000;
  const fields = [x.getFullYear(), x.getMonth() + 1, x.getDate(), x.getHours(), x.getMinutes()];
  if (seconds !== 0 || micros !== 0) fields.push(seconds);
  if (micros !== 0) fields.push(micros);
  return `datetime.datetime(${fields.join(", ")})`;
}

function isoText(x: Date): string {
  const micros = x.getMilliseconds() * 1000;
  const day = `${pad(x.getFullYear(), 4)}-${pad(x.getMonth() + 1)}-${pad(x.getDate())}`;
  const time = `${pad(x.getHours())}:${pad(x.getMinutes())}:${pad(x.getSeconds())}`;
  return micros === 0 ? `${day} ${time}` : `${day} ${time}.${pad(micros, 6)}`;
}

const REGEXP_FLAGS = { i: "re.IGNORECASE", m: "re.MULTILINE", s: "re.DOTALL" };

function regexpRepr(x: RegExp): string {
  const flags = Object.entries(REGEXP_FLAGS).filter(([flag]) => x.flags.includes(flag));
  const suffix = flags.length === 0 ? "" : `, ${flags.map(([, name]) => name).join("|")}`;
  return `re.compile(${quoteText(x.source)}${suffix})`;
}

// The class above `Int8Array` and its kin, which has no global name.
const TypedArray = Object.getPrototypeOf(Int8Array) as Class<Iterable<number | bigint>>;

// The type codes of Python's `array.array`.
const ARRAY_CODES: Readonly<Record<string, string>> = {
  Int8Array: "b",
  Uint8ClampedArray: "B",
  Int16Array: "h",
  Uint16Array: "H",
  Int32Array: "i",
  Uint32Array: "I",
  BigInt64Array: "q",
  BigUint64Array: "Q",
  Float32Array: "f",
  Float64Array: "d",
};

function typedArrayRepr(x: Iterable<number | bigint>): string {
  const code = ARRAY_CODES[typeName(x)];
  if (code === undefined) return defaultRepr(x);
  const show = code === "f" || code === "d" ? (item: number | bigint) => floatRepr(item as number) : intRepr;
  const items = Array.from(x, show).join(", ");
  return items === "" ? `array('${code}')` : `array('${code}', [${items}])`;
}

function functionRepr(x: () => unknown): string {
  if (isClass(x)) return `<class '${qualifiedName(x)}'>`;
  if (typeName(x) !== "function") return defaultRepr(x);
  const bound = boundParts(x);
  if (bound !== undefined) return boundRepr(bound.self, bound.func);
  if (isNative(x)) return `<built-in function ${x.name}>`;
  return `<function ${x.name || "<lambda>"} at ${address(x)}>`;
}

function boundRepr(self: unknown, func: (...args: never[]) => unknown): string {
  if (isNative(func)) {
    return `<built-in method ${func.name} of ${typeName(self)} object at ${address(Object(self))}>`;
  }
  const owner = ownerOf(func, Object(self));
  const name = owner === undefined ? func.name : `${nameOf(owner)}.${func.name}`;
  return `<bound method ${name} of ${repr(self)}>`;
}

/** The class that a method was found on. */
function ownerOf(func: { readonly name: string }, self: object): Class | undefined {
  for (let level: object | null = rawOf(self); level !== null; level = Object.getPrototypeOf(level)) {
    const owner: unknown = typeof level === "function" ? level : level.constructor;
    if (Object.getOwnPropertyDescriptor(level, func.name)?.value === func) return owner as Class;
  }
  return undefined;
}

// JavaScript's constructors that stand for a Python type.
const PYTHON_CLASSES: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  [Array, "list"],
  [Map, "dict"],
  [Object, "dict"],
  [Set, "set"],
  [String, "str"],
  [Number, "float"],
  [BigInt, "int"],
  [Boolean, "bool"],
  [Function, "function"],
  [Symbol, "symbol"],
  [Uint8Array, "bytes"],
  [Date, "datetime.datetime"],
  [RegExp, "re.Pattern"],
]);

/** The name of a class with its module, which is left out for built-in ones: `__main__.Foo`, `list`. */
export function qualifiedName(cls: Class): string {
  const known = PYTHON_CLASSES.get(cls);
  if (known !== undefined) return known;
  const name = nameOf(cls);
  const module = ownText(cls, "__module__") ?? (isBuiltin(cls) ? "builtins" : "__main__");
  return module === "builtins" ? name : `${module}.${name}`;
}

function nameOf(cls: Class): string {
  return (ownText(cls, "__qualname__") ?? cls.name) || "<anonymous>";
}

function ownText(cls: Class, key: string): string | undefined {
  const value: unknown = Object.getOwnPropertyDescriptor(rawOf(cls), key)?.value;
  return typeof value === "string" ? value : undefined;
}

// Python's built-in exceptions and types, under which names this library's own classes go.
const BUILTIN_NAMES: ReadonlySet<string> = new Set(
  `object type int float str bytes range enumerate zip reversed slice property super
  BaseException Exception KeyboardInterrupt GeneratorExit SystemExit ArithmeticError OverflowError ZeroDivisionError
  FloatingPointError AssertionError AttributeError BufferError EOFError ImportError ModuleNotFoundError LookupError
  IndexError KeyError MemoryError NameError UnboundLocalError RuntimeError NotImplementedError RecursionError
  ValueError UnicodeError UnicodeDecodeError UnicodeEncodeError StopIteration StopAsyncIteration OSError
  BlockingIOError ChildProcessError ConnectionError BrokenPipeError ConnectionAbortedError ConnectionRefusedError
  ConnectionResetError FileExistsError FileNotFoundError InterruptedError IsADirectoryError NotADirectoryError
  PermissionError ProcessLookupError TimeoutError`.split(/\s+/),
);

function isBuiltin(cls: Class): boolean {
  return (
    BUILTIN_NAMES.has(cls.name) || (globalThis as Record<string, unknown>)[cls.name] === cls || isNative(cls)
  );
}

function isNative(f: object): boolean {
  return Function.prototype.toString.call(rawOf(f)).endsWith("{ [native code] }");
}
