// Random programs on dicts with mixed keys, and on their views: the same results, errors and messages as in CPython.

import fc from "fast-check";
import { test } from "vitest";
import { cpython } from "../support/cpython.ts";
import { type Described, described, describedKey } from "../support/described.ts";
import { type Call, call, compareWithPython, programs } from "../support/programs.ts";

const py = await cpython();

const items = fc.array(fc.tuple(describedKey, described), { maxLength: 5 });
const start = items.map((pairs): Described => ["dict", pairs]);
const key = fc.oneof({ weight: 12, arbitrary: describedKey }, described);
const value = described;
const pairs = fc
  .array(fc.tuple(describedKey, described), { maxLength: 3 })
  .map((drawn): Described => ["list", drawn.map((pair): Described => ["tuple", pair])]);
const mapping = fc
  .tuple(
    fc.constantFrom("dict" as const, "map" as const),
    fc.array(fc.tuple(describedKey, described), { maxLength: 3 }),
  )
  .map((drawn): Described => drawn);
const source = fc.oneof(
  { weight: 3, arbitrary: mapping },
  { weight: 3, arbitrary: pairs },
  { weight: 1, arbitrary: described },
);

const others = fc.oneof(
  fc.array(describedKey, { maxLength: 3 }).map((drawn): Described => ["list", drawn]),
  describedKey.map((element): Described => ["set", [element]]),
  fc
    .array(fc.tuple(describedKey, described), { maxLength: 2 })
    .map((drawn): Described => ["list", drawn.map((pair): Described => ["tuple", pair])]),
  described,
);
const viewCall = fc
  .tuple(
    fc.constantFrom("keys", "items"),
    fc.oneof(
      ...["__and__", "__or__", "__sub__", "__xor__", "__rsub__", "isdisjoint"].map((name) =>
        call(name, others),
      ),
      ...["__eq__", "__le__", "__lt__", "__ge__", "__gt__"].map((name) => call(name, others)),
      call(
        "__contains__",
        fc.oneof(
          key,
          fc.tuple(key, value).map((pair): Described => ["tuple", pair]),
        ),
      ),
      call("__len__"),
      call("__iter__"),
      call("__reversed__"),
    ),
  )
  .map(([of, drawn]): Call => ({ ...drawn, of }));
const valuesCall = fc
  .oneof(call("__contains__", value), call("__iter__"), call("__reversed__"), call("__len__"))
  .map((drawn): Call => ({ ...drawn, of: "values" }));

const calls = fc.oneof(
  { weight: 3, arbitrary: call("__setitem__", key, value) },
  { weight: 2, arbitrary: call("__getitem__", key) },
  { weight: 2, arbitrary: call("__delitem__", key) },
  call("__contains__", key),
  call("get", key),
  call("get", key, value),
  call("pop", key),
  call("pop", key, value),
  call("popitem"),
  call("setdefault", key),
  call("setdefault", key, value),
  { weight: 2, arbitrary: call("update", source) },
  call("keys"),
  call("values"),
  call("items"),
  fc.oneof({ weight: 1, arbitrary: call("clear") }, { weight: 4, arbitrary: call("copy") }),
  call("__len__"),
  call("__iter__"),
  call("__reversed__"),
  call("__or__", source),
  call("__ror__", source),
  call("__ior__", source),
  call("__eq__", fc.oneof(mapping, start, value)),
  { weight: 3, arbitrary: viewCall },
  valuesCall,
);

test("random programs on dicts do what they do in CPython", () => {
  compareWithPython(py, programs(start, calls), 2000);
});
