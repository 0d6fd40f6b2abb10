// Values of the builtin types, described in JSON so that both languages can build the same ones.

import fc from "fast-check";
import {
  bytearray,
  bytes,
  dict,
  eq,
  float,
  frozenset,
  getitem,
  list,
  NotImplemented,
  operator,
  range,
  repr,
  set,
  setitem,
  slice,
  tuple,
} from "../../src/index.ts";

/** A value in words. `array`, `plain` and `wide` ask for JavaScript's own list, dict and bigint. */
export type Described =
  | readonly ["none"]
  | readonly ["bool", boolean]
  | readonly ["int" | "wide" | "float" | "str", string]
  | readonly ["bytes" | "bytearray", readonly number[]]
  | readonly ["list" | "array" | "tuple" | "set" | "frozenset", readonly Described[]]
  | readonly ["dict" | "map" | "plain", ReadonlyArray<readonly [Described, Described]>]
  | readonly ["range" | "slice", readonly Described[]]
  | readonly ["Key" | "Index" | "Opaque", number];

/** Equal and hashed by a number, ordered by it too. */
export class Key {
  readonly n: number;
  constructor(n: number) {
    this.n = n;
  }
  __eq__(other: unknown) {
    return other instanceof Key ? this.n === other.n : eq(this.n, other);
  }
  __lt__(other: unknown) {
    return other instanceof Key ? this.n < other.n : NotImplemented;
  }
  __hash__() {
    return this.n;
  }
  __repr__() {
    return `Key(${this.n})`;
  }
}

class Indexed {
  readonly n: number;
  constructor(n: number) {
    this.n = n;
  }
  __index__() {
    return this.n;
  }
  __repr__() {
    return `Index(${this.n})`;
  }
}
Object.defineProperty(Indexed, "name", { value: "Index" });

class Opaque {
  __repr__() {
    return "Opaque()";
  }
}

/** Builds a value. */
export function build(value: Described): unknown {
  switch (value[0]) {
    case "none":
      return null;
    case "bool":
    case "str":
      return value[1];
    case "int":
      return Number.isSafeInteger(Number(value[1])) ? Number(value[1]) : BigInt(value[1]);
    case "wide":
      return BigInt(value[1]);
    case "float":
      return Number.isInteger(Number(value[1])) ? float(Number(value[1])) : Number(value[1]);
    case "bytes":
      return bytes(value[1]);
    case "bytearray":
      return bytearray(value[1]);
    case "list":
      return list(value[1].map(build));
    case "array":
      return value[1].map(build);
    case "tuple":
      return tuple(value[1].map(build));
    case "set":
      return set(value[1].map(build));
    case "frozenset":
      return frozenset(value[1].map(build));
    case "dict":
      return dict(value[1].map(([key, item]) => [build(key), build(item)] as const));
    case "map":
      return nativeMap(value[1]);
    case "plain":
      return Object.fromEntries(value[1].map(([key, item]) => [build(key), build(item)]));
    case "range":
      return Reflect.apply(range, undefined, value[1].map(build));
    case "slice":
      return Reflect.apply(slice, undefined, value[1].map(build));
    case "Key":
      return new Key(value[1]);
    case "Index":
      return new Indexed(value[1]);
    case "Opaque":
      return new Opaque();
  }
}

/** A `Map` whose keys are no equals of each other, which JavaScript alone would not see to. */
function nativeMap(items: ReadonlyArray<readonly [Described, Described]>): Map<unknown, unknown> {
  const map = new Map<unknown, unknown>();
  for (const [key, item] of items) setitem(map, build(key), build(item));
  return map;
}

/** What a result looks like: its `repr`, with the elements of sets in order, and iterators used up. */
export function shown(result: unknown): string {
  if (result === NotImplemented) return "NotImplemented";
  if (result instanceof Set)
    return `{${[...result]
      .map((item) => repr(item))
      .sort()
      .join(", ")}}`;
  const { __next__ } = Object(result) as { __next__?: unknown };
  return __next__ === undefined ? repr(result) : repr([...(result as Iterable<unknown>)]);
}

/** Runs `call`, and tells what it gave or raised. */
export function told(call: () => unknown): string {
  try {
    return shown(call());
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return `${error.name}: ${error.message}`;
  }
}

/** Key functions by name. */
export const KEYS = {
  repr: (item: unknown) => repr(item),
  not: (item: unknown) => operator.not_(item),
  first: (item: unknown) => getitem(item, 0),
};

/** Python source of `build`, `shown` and `told`. */
export const DESCRIBED_PY = `
__name__ = "__main__"

class Key:
    def __init__(self, n): self.n = n
    def __eq__(self, other): return self.n == other.n if isinstance(other, Key) else self.n == other
    def __lt__(self, other): return self.n < other.n if isinstance(other, Key) else NotImplemented
    def __hash__(self): return self.n
    def __repr__(self): return f"Key({self.n})"

class Index:
    def __init__(self, n): self.n = n
    def __index__(self): return self.n
    def __repr__(self): return f"Index({self.n})"

class Opaque:
    def __repr__(self): return "Opaque()"

MAKERS = {"bytes": bytes, "bytearray": bytearray}
GROUPS = {"list": list, "array": list, "tuple": tuple, "set": set, "frozenset": frozenset}

def build(value):
    kind, *rest = value
    match kind:
        case "none": return None
        case "bool" | "str": return rest[0]
        case "int" | "wide": return int(rest[0])
        case "float": return float(rest[0])
        case "bytes" | "bytearray": return MAKERS[kind](rest[0])
        case "list" | "array" | "tuple" | "set" | "frozenset": return GROUPS[kind](build(item) for item in rest[0])
        case "dict" | "map" | "plain": return dict((build(k), build(v)) for k, v in rest[0])
        case "range": return range(*map(build, rest[0]))
        case "slice": return slice(*map(build, rest[0]))
        case "Key": return Key(rest[0])
        case "Index": return Index(rest[0])
        case "Opaque": return Opaque()

def shown(result):
    if isinstance(result, (set, frozenset)): return "{" + ", ".join(sorted(map(repr, result))) + "}"
    return repr(list(result)) if hasattr(result, "__next__") else repr(result)

def told(call):
    try: return shown(call())
    except Exception as error: return f"{type(error).__name__}: {error}"

KEYS = {"repr": repr, "not": lambda item: not item, "first": lambda item: item[0]}
`;

const small = fc.integer({ min: -3, max: 5 }).map(String);
const texts = fc.string({ unit: fc.constantFrom("a", "b", "é", "😀", "'"), maxLength: 3 });

/** Ints, in the three ways that JavaScript has for the smallest. */
export const describedInt = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.constantFrom("int", "wide"), small) },
  { weight: 1, arbitrary: fc.tuple(fc.constant("bool"), fc.boolean()) },
) as fc.Arbitrary<Described>;

/** Values that are no containers. */
export const describedScalar = fc.oneof(
  { weight: 5, arbitrary: describedInt },
  { weight: 3, arbitrary: fc.tuple(fc.constant("str"), texts) },
  fc.tuple(fc.constant("float"), fc.constantFrom("0.0", "1.0", "2.0", "0.5", "-1.5")),
  fc.tuple(fc.constant("Key"), fc.integer({ min: -1, max: 3 })),
  fc.constant(["none"]),
  fc.constant(["Opaque", 0]),
  fc.constant(["int", String(2n ** 70n)]),
  fc.tuple(fc.constant("bytes"), fc.array(fc.constantFrom(0, 97, 255), { maxLength: 2 })),
) as fc.Arbitrary<Described>;

/** Values that can be keys, and are equal to others quite often. */
export const describedKey: fc.Arbitrary<Described> = fc.oneof(
  { weight: 5, arbitrary: describedScalar },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constant("tuple"), fc.array(describedScalar, { maxLength: 2 })),
  },
  { weight: 1, arbitrary: fc.tuple(fc.constant("frozenset"), fc.array(describedInt, { maxLength: 1 })) },
) as fc.Arbitrary<Described>;

/** Any value. Sets have one element at most: the order of more is each language's own affair. */
export const described: fc.Arbitrary<Described> = fc.letrec<{ any: Described }>((tie) => ({
  any: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    { weight: 6, arbitrary: describedScalar },
    {
      weight: 3,
      arbitrary: fc.tuple(fc.constantFrom("list", "array", "tuple"), fc.array(tie("any"), { maxLength: 3 })),
    },
    fc.tuple(fc.constantFrom("set", "frozenset"), fc.array(describedInt, { maxLength: 1 })),
    fc.tuple(fc.constantFrom("dict", "map"), fc.array(fc.tuple(describedKey, tie("any")), { maxLength: 2 })),
    fc.tuple(
      fc.constant("plain"),
      fc.array(fc.tuple(fc.tuple(fc.constant("str"), texts), tie("any")), { maxLength: 2 }),
    ),
    fc.tuple(
      fc.constant("range"),
      fc.array(fc.tuple(fc.constant("int"), small), { minLength: 1, maxLength: 2 }),
    ),
  ) as fc.Arbitrary<Described>,
})).any;

const bound = fc.oneof(
  { weight: 3, arbitrary: fc.constant(["none"]) },
  {
    weight: 8,
    arbitrary: fc.tuple(fc.constantFrom("int", "wide"), fc.integer({ min: -8, max: 8 }).map(String)),
  },
  fc.constantFrom(["int", String(2n ** 70n)], ["int", String(-(2n ** 70n))], ["bool", true], ["Index", 2]),
  { weight: 1, arbitrary: fc.constantFrom(["float", "1.0"], ["str", "a"], ["Opaque", 0]) },
) as fc.Arbitrary<Described>;

/** Slices, a few of them wrong. */
export const describedSlice = fc.tuple(
  fc.constant("slice"),
  fc.oneof(
    { weight: 1, arbitrary: fc.tuple(bound) },
    { weight: 2, arbitrary: fc.tuple(bound, bound) },
    { weight: 5, arbitrary: fc.tuple(bound, bound, bound) },
  ),
) as fc.Arbitrary<Described>;
