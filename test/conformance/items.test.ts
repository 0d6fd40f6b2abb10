// Items, membership and equality of random containers: the same values, errors and messages as in CPython.

import fc from "fast-check";
import { expect, test } from "vitest";
import { eq } from "../../src/protocols/comparison/equality.ts";
import { contains, delitem, getitem, len, setitem } from "../../src/protocols/items/items.ts";
import { float } from "../../src/protocols/numbers/numbers.ts";
import { repr } from "../../src/protocols/text/repr.ts";
import { typeName } from "../../src/protocols/typename.ts";
import { cpython } from "../support/cpython.ts";
import { forEachCase, fuzz } from "../support/fuzz.ts";

const py = await cpython();

/** A value, described so that both languages can build it. */
type Value =
  | readonly [kind: "none"]
  | readonly [kind: "bool", value: boolean]
  /** `wide` asks for a bigint here; Python has one type for both. */
  | readonly [kind: "int" | "wide" | "float", text: string]
  | readonly [kind: "str", text: string]
  | readonly [kind: "bytes", values: readonly number[]]
  | readonly [kind: "array", code: "b" | "H" | "q" | "d", values: readonly number[]]
  | readonly [kind: "list" | "set", items: readonly Value[]]
  | readonly [kind: "dict" | "plain", items: ReadonlyArray<readonly [Value, Value]>]
  | readonly [kind: "Indexed" | "Keyed" | "EqualOnly" | "Opaque", value: number];

interface Case {
  readonly op: "get" | "set" | "del" | "len" | "in" | "eq";
  readonly container: Value;
  readonly key: Value;
  readonly value: Value;
}

const integers = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -5, max: 5 }).map(String) },
  fc.constantFrom(String(2n ** 70n), String(-(2n ** 70n)), "300", "-200", "70000"),
);
const integer = fc.tuple(fc.constantFrom("int", "wide"), integers) as fc.Arbitrary<Value>;
const characters = fc.constantFrom("a", "b", "é", "😀", "x", "'");
const text = fc.array(characters, { maxLength: 4 }).map((chars): Value => ["str", chars.join("")]);
const bytes = fc
  .array(fc.constantFrom(0, 1, 97, 255), { maxLength: 4 })
  .map((values): Value => ["bytes", values]);
const objects = fc.tuple(
  fc.constantFrom("Indexed", "Keyed", "EqualOnly", "Opaque"),
  fc.integer({ min: -2, max: 3 }),
);
const scalar = fc.oneof(
  { weight: 4, arbitrary: integer },
  { weight: 3, arbitrary: text },
  fc.boolean().map((value): Value => ["bool", value]),
  fc.constantFrom("0.0", "-0.0", "1.0", "2.0", "0.5", "1e+300").map((value): Value => ["float", value]),
  fc.constant<Value>(["none"]),
  bytes,
) as fc.Arbitrary<Value>;
const hashable = fc.oneof(
  { weight: 6, arbitrary: scalar },
  fc.tuple(fc.constantFrom("Keyed", "Opaque"), fc.integer({ min: 0, max: 3 })),
) as fc.Arbitrary<Value>;
const { any } = fc.letrec<{ any: Value }>((tie) => ({
  any: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    { weight: 5, arbitrary: scalar },
    objects as fc.Arbitrary<Value>,
    fc.tuple(fc.constant("list"), fc.array(tie("any"), { maxLength: 4 })),
    fc.tuple(fc.constant("set"), fc.array(hashable, { maxLength: 3 })),
    fc.tuple(fc.constant("dict"), fc.array(fc.tuple(hashable, tie("any")), { maxLength: 3 })),
    fc.tuple(fc.constant("plain"), fc.array(fc.tuple(text, tie("any")), { maxLength: 3 })),
  ) as fc.Arbitrary<Value>,
}));
const array = fc.oneof(
  fc.tuple(
    fc.constant("array"),
    fc.constantFrom("b", "q"),
    fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 3 }),
  ),
  fc.tuple(
    fc.constant("array"),
    fc.constant("H"),
    fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 3 }),
  ),
  fc.tuple(fc.constant("array"), fc.constant("d"), fc.array(fc.constantFrom(0.5, -1.25), { maxLength: 3 })),
) as fc.Arbitrary<Value>;
const container = fc.oneof({ weight: 8, arbitrary: any }, array);

const op = fc.constantFrom("get", "get", "set", "del", "len", "in", "in", "eq");
const anyCase = fc
  .record({ op, container, key: any, value: any })
  .chain((drawn): fc.Arbitrary<Case> => fc.constantFrom(drawn, withOwnKey(drawn)) as fc.Arbitrary<Case>)
  .filter(isComparable);

/** The same case with a key that the container has, or, for `==`, with itself. */
function withOwnKey(drawn: { readonly op: string; readonly container: Value; readonly key: Value }) {
  const { container: value } = drawn;
  if (drawn.op === "eq") return { ...drawn, key: value };
  if (value[0] !== "dict" && value[0] !== "plain") return drawn;
  return { ...drawn, key: value[1][0]?.[0] ?? drawn.key };
}

/** What JavaScript has no counterpart for. */
function isComparable({ op, container: [kind], key, value }: Case): boolean {
  // A typed array cannot shrink.
  if (kind === "array" && op === "del") return false;
  // Reads as a float in Python only: JavaScript's own array has no mark on 1.0.
  if (kind === "array" && op === "set" && value[0] !== "int" && value[0] !== "wide")
    return value[0] !== "float";
  // The keys of a plain object are strings.
  return !(kind === "plain" && op === "set" && !["str", "list", "dict"].includes(key[0]));
}

class Indexed {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
  __index__() {
    return this.value;
  }
  __repr__() {
    return "Indexed()";
  }
}
class Keyed {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
  __eq__(other: unknown) {
    return eq(other instanceof Keyed ? other.value : other, this.value);
  }
  __hash__() {
    return this.value;
  }
  __repr__() {
    return `Keyed(${this.value})`;
  }
}
class EqualOnly {
  __eq__() {
    return true;
  }
  __repr__() {
    return "EqualOnly()";
  }
}
class Opaque {
  __repr__() {
    return "Opaque()";
  }
}

const CLASSES = { Indexed, Keyed, EqualOnly, Opaque };
const ARRAYS = { b: Int8Array, H: Uint16Array, d: Float64Array };

function build(value: Value): unknown {
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
      return new Uint8Array(value[1]);
    case "array":
      return value[1] === "q" ? BigInt64Array.from(value[2], BigInt) : new ARRAYS[value[1]](value[2]);
    case "list":
      return value[1].map(build);
    case "set":
      return buildSet(value[1]);
    case "dict":
    case "plain":
      return buildDict(value[0] === "dict" ? new Map() : {}, value[1]);
    default:
      return new (CLASSES[value[0]] as new (value: number) => object)(value[1]);
  }
}

function buildSet(items: readonly Value[]): Set<unknown> {
  const set = new Set<unknown>();
  for (const item of items.map(build)) if (!contains(set, item)) set.add(item);
  return set;
}

function buildDict(dict: unknown, items: ReadonlyArray<readonly [Value, Value]>): unknown {
  for (const [key, value] of items) setitem(dict, build(key), build(value));
  return dict;
}

/** What the operation gives, and what the container is after it; or the error. */
function outcome(item: Case): string {
  const obj = build(item.container);
  try {
    const result = perform(item.op, obj, build(item.key), build(item.value));
    // The order of a set's elements is Python's own affair.
    return JSON.stringify(item).includes('"set"') ? typeName(result) : `${repr(result)} ${repr(obj)}`;
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
}

function perform(op: Case["op"], obj: unknown, key: unknown, value: unknown): unknown {
  switch (op) {
    case "get":
      return getitem(obj, key);
    case "set":
      return setitem(obj, key, value);
    case "del":
      return delitem(obj, key);
    case "len":
      return len(obj);
    case "in":
      return contains(obj, key);
    case "eq":
      return eq(obj, key);
  }
}

const PYTHON = `
from array import array
import json

__name__ = "__main__"

class Indexed:
    def __init__(self, value): self.value = value
    def __index__(self): return self.value
    def __repr__(self): return "Indexed()"

class Keyed:
    def __init__(self, value): self.value = value
    def __eq__(self, other): return (other.value if isinstance(other, Keyed) else other) == self.value
    def __hash__(self): return self.value
    def __repr__(self): return f"Keyed({self.value})"

class EqualOnly:
    def __init__(self, value): pass
    def __eq__(self, other): return True
    def __repr__(self): return "EqualOnly()"

class Opaque:
    def __init__(self, value): pass
    def __repr__(self): return "Opaque()"

def build(value):
    kind, *rest = value
    match kind:
        case "none": return None
        case "bool" | "str": return rest[0]
        case "int" | "wide": return int(rest[0])
        case "float": return float(rest[0])
        case "bytes": return bytes(rest[0])
        case "array": return array(rest[0], rest[1])
        case "list": return [build(item) for item in rest[0]]
        case "set": return {build(item) for item in rest[0]}
        case "dict" | "plain":
            result = {}
            for key, item in rest[0]:
                result[build(key)] = build(item)
            return result
        case name: return globals()[name](rest[0])

def perform(op, obj, key, value):
    match op:
        case "get": return obj[key]
        case "set": obj[key] = value
        case "del": del obj[key]
        case "len": return len(obj)
        case "in": return key in obj
        case "eq": return obj == key

def outcome(case):
    obj = build(case["container"])
    try:
        result = perform(case["op"], obj, build(case["key"]), build(case["value"]))
        return type(result).__name__ if '"set"' in json.dumps(case) else f"{result!r} {obj!r}"
    except Exception as error:
        return f"{type(error).__name__}: {error}"

def main(cases): return [outcome(case) for case in cases]
`;

test("random operations on random containers do what they do in CPython", () => {
  const drawn = fc.sample(anyCase, fuzz<Case>(2000));
  const expected = py.run<string[]>(PYTHON, drawn);
  forEachCase(drawn, (item, i) => expect(outcome(item)).toBe(expected[i]));
});
