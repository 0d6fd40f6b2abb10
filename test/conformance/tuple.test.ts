// Random programs on tuples: the same results, errors, messages and hashes as in CPython.

import fc from "fast-check";
import { test } from "vitest";
import { hash, tuple } from "../../src/index.ts";
import { cpython } from "../support/cpython.ts";
import {
  type Described,
  described,
  describedInt,
  describedScalar,
  describedSlice,
} from "../support/described.ts";
import { expectEqual, forEachCase, fuzz } from "../support/fuzz.ts";
import { call, compareWithPython, programs } from "../support/programs.ts";

const py = await cpython();

const start = fc
  .oneof(
    fc.array(describedInt, { maxLength: 5 }),
    fc.array(describedScalar, { maxLength: 5 }),
    fc.array(described, { maxLength: 4 }),
  )
  .map((items): Described => ["tuple", items]);
const at = fc.oneof({ weight: 8, arbitrary: describedInt }, described);

const calls = fc.oneof(
  call("count", described),
  call("index", described),
  call("index", described, at, at),
  call("__add__", fc.oneof(start, described)),
  call("__mul__", fc.constantFrom<Described>(["int", "-1"], ["int", "2"], ["Index", 2], ["str", "a"])),
  call("__contains__", described),
  call("__len__"),
  call("__iter__"),
  call("__getitem__", fc.oneof(at, describedSlice)),
  call("__eq__", fc.oneof(start, described)),
  call("__lt__", fc.oneof(start, described)),
  call("__le__", start),
  call("__gt__", start),
  call("__ge__", start),
);

test("random programs on tuples do what they do in CPython", () => {
  compareWithPython(py, programs(start, calls), 2000);
});

// CPython in WebAssembly has hashes of 32 bits: the algorithm of 64 bits is carried out on Python's own integers.
const HASH = `
def rotated(lane, x): return ((x << 31) | (x >> 33)) & MASK
MASK = 2 ** 64 - 1

def hashed(items):
    total = 2870177450012600261
    for item in items:
        lane = hashed(item) if isinstance(item, list) else modular(int(item))
        total = rotated(lane, (total + lane * 14029467366897019727) & MASK) * 11400714785074694791 & MASK
    total = (total + (len(items) ^ (2870177450012600261 ^ 3527539))) & MASK
    if total == MASK: return 1546275796
    return total - 2 ** 64 if total >= 2 ** 63 else total

def modular(n):
    result = abs(n) % (2 ** 61 - 1)
    result = -result if n < 0 else result
    return -2 if result == -1 else result

def main(cases): return [str(hashed(case)) for case in cases]
`;

type Nested = readonly (string | Nested)[];

test("the hash of a tuple is that of 64-bit CPython", () => {
  const integer = fc.oneof(
    fc.maxSafeInteger().map(String),
    fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }).map(String),
  );
  const nested = fc.array(fc.oneof(integer, fc.array(integer, { maxLength: 3 })), { maxLength: 4 });
  const drawn = fc.sample(nested, fuzz<Nested>(300)) as Nested[];
  const expected = py.run<string[]>(HASH, drawn);
  const make = (items: Nested): tuple =>
    tuple(items.map((item) => (typeof item === "string" ? BigInt(item) : make(item))));
  forEachCase(drawn, (items, i) => expectEqual(String(hash(make(items))), expected[i]));
});
