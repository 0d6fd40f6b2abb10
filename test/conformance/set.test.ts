// Random programs on sets and frozensets: the same results, errors and messages as in CPython.

import fc from "fast-check";
import { test } from "vitest";
import { cpython } from "../support/cpython.ts";
import { type Described, described, describedKey } from "../support/described.ts";
import { call, compareWithPython, programs } from "../support/programs.ts";

const py = await cpython();

const elements = fc.array(describedKey, { maxLength: 5 });
const anySet = fc
  .tuple(fc.constantFrom("set" as const, "frozenset" as const), elements)
  .map((drawn): Described => drawn);
const start = fc.oneof({ weight: 3, arbitrary: elements.map((drawn): Described => ["set", drawn]) }, anySet);
// An element that is a set itself is shown in its own order: one element at most.
const inner = fc
  .tuple(fc.constantFrom("set" as const, "frozenset" as const), fc.array(describedKey, { maxLength: 1 }))
  .map((drawn): Described => drawn);
const element = fc.oneof({ weight: 10, arbitrary: describedKey }, inner, described);
const others = fc.oneof(
  { weight: 4, arbitrary: anySet },
  elements.map((drawn): Described => ["list", drawn]),
  described,
);

const OPERATORS = ["__and__", "__or__", "__sub__", "__xor__", "__rsub__", "__ror__"];
const COMPARISONS = ["__eq__", "__lt__", "__le__", "__gt__", "__ge__"];
const OPERATIONS = ["union", "intersection", "difference", "symmetric_difference"];
const TESTS = ["issubset", "issuperset", "isdisjoint"];
const UPDATES = ["update", "intersection_update", "difference_update", "symmetric_difference_update"];

const reading = fc.oneof(
  ...[...OPERATORS, ...COMPARISONS, ...OPERATIONS, ...TESTS].map((name) => call(name, others)),
  call("union", others, others),
  call("__contains__", element),
  call("__len__"),
  call("copy"),
);
const changing = fc.oneof(
  call("add", element),
  call("remove", element),
  call("discard", element),
  ...UPDATES.map((name) => call(name, others)),
  ...["__iand__", "__ior__", "__isub__", "__ixor__"].map((name) => call(name, others)),
  fc.oneof({ weight: 1, arbitrary: call("clear") }, { weight: 4, arbitrary: call("__len__") }),
);

test("random programs on sets do what they do in CPython", () => {
  const sets = start.filter(([kind]) => kind === "set");
  compareWithPython(py, programs(sets, fc.oneof(reading, changing)), 2000);
});

test("random programs on frozensets do what they do in CPython", () => {
  const frozen = elements.map((drawn): Described => ["frozenset", drawn]);
  compareWithPython(py, programs(frozen, reading), 1000);
});
