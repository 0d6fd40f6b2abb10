// Random programs on lists: the same results, errors and messages as in CPython.

import fc from "fast-check";
import { test } from "vitest";
import { cpython } from "../support/cpython.ts";
import {
  type Described,
  described,
  describedInt,
  describedScalar,
  describedSlice,
} from "../support/described.ts";
import { type Call, call, compareWithPython, programs } from "../support/programs.ts";

const py = await cpython();

const items = (item: fc.Arbitrary<Described>) => fc.array(item, { maxLength: 6 });
const start = fc
  .oneof(
    { weight: 3, arbitrary: items(describedInt) },
    {
      weight: 2,
      arbitrary: items(
        fc.string({ unit: fc.constantFrom("a", "b", "é"), maxLength: 2 }).map((text) => ["str", text]),
      ),
    },
    { weight: 2, arbitrary: items(describedScalar) },
    items(described),
  )
  .map((list): Described => ["list", list]);

const item = described;
const at = fc.oneof({ weight: 12, arbitrary: describedInt }, described);
const times = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: -1, max: 3 }).map((n): Described => ["int", String(n)]) },
  fc.constantFrom<Described>(["float", "1.0"], ["none"], ["Index", 2], ["bool", true], ["str", "a"]),
);
const sort = fc
  .record(
    {
      key: fc.constantFrom("repr" as const, "not" as const, "first" as const),
      reverse: fc.oneof(fc.constantFrom<Described>(["bool", true], ["bool", false]), described),
    },
    { requiredKeys: [] },
  )
  .map((options): Call => ({ name: "sort", args: [], sort: options }));

const calls = fc.oneof(
  call("append", item),
  call("extend", item),
  call("insert", at, item),
  call("remove", item),
  call("pop"),
  call("pop", at),
  fc.oneof({ weight: 1, arbitrary: call("clear") }, { weight: 5, arbitrary: call("copy") }),
  call("index", item),
  call("index", item, at),
  call("index", item, at, at),
  call("count", item),
  call("reverse"),
  { weight: 3, arbitrary: sort },
  call("__add__", item),
  call("__iadd__", item),
  call("__mul__", times),
  call("__rmul__", times),
  call("__imul__", times),
  call("__contains__", item),
  call("__len__"),
  call("__iter__"),
  call("__reversed__"),
  { weight: 2, arbitrary: call("__getitem__", fc.oneof(at, describedSlice)) },
  { weight: 2, arbitrary: call("__setitem__", fc.oneof(at, describedSlice), item) },
  { weight: 2, arbitrary: call("__delitem__", fc.oneof(at, describedSlice)) },
  call("__eq__", item),
  call("__lt__", item),
  call("__ge__", item),
  call("__eq__", start),
  call("__lt__", start),
  call("__le__", start),
  call("__gt__", start),
);

test("random programs on lists do what they do in CPython", () => {
  compareWithPython(py, programs(start, calls), 2000);
});
