// Random sorts: the order, and every question asked on the way to it, are CPython's; so are `min` and `max`.

import fc from "fast-check";
import { expect, test } from "vitest";
import { isLess } from "../../src/protocols/comparison/ordering.ts";
import { cmp_to_key } from "../../src/protocols/functools/index.ts";
import { kw } from "../../src/protocols/kw.ts";
import { max, min, sorted } from "../../src/protocols/sorting/index.ts";
import {
  Builder,
  type ClassSpec,
  COMPARABLES_PY,
  classes,
  type HookAnswer,
  instances,
  type Spec,
  scalars,
  TRACED_PY,
  traced,
} from "../support/comparables.ts";
import { cpython } from "../support/cpython.ts";
import { forEachCase, fuzz } from "../support/fuzz.ts";

const py = await cpython();

interface Case {
  readonly classes: readonly ClassSpec[];
  readonly values: readonly Spec[];
  /** `sorted` of the values; of their places by the values, which shows where equal ones go; or by a comparison. */
  readonly call: "sorted" | "places" | "cmp" | "min" | "max" | "least place" | "greatest place";
  readonly reverse: boolean;
}

const answers = fc.constantFrom<HookAnswer>(
  "byKey",
  "byKey",
  "byKey",
  "byKey",
  "NotImplemented",
  "False",
  "True",
  "0",
  "raise",
);

const int = (n: number): Spec => ["int", `${n}`];
const small = fc.integer({ min: 0, max: 20 });
const numbers: fc.Arbitrary<Spec> = fc.oneof(
  small.map(int),
  fc.tuple(fc.constant("wide"), fc.constantFrom("3", "7", `${2n ** 70n}`)),
  fc.tuple(fc.constant("float"), fc.constantFrom("1.0", "-0.0", "0.5", "nan", "inf")),
  fc.boolean().map((value) => ["bool", value]),
) as fc.Arbitrary<Spec>;
const text = fc
  .string({ unit: fc.constantFrom("a", "b", "\u{fffd}", "😀", "\ude00"), maxLength: 3 })
  .map((value): Spec => ["str", value]);
const kinds = fc.constantFrom("list", "list", "pylist", "tuple");
const tuples = (item: fc.Arbitrary<Spec>): fc.Arbitrary<Spec> =>
  fc.array(item, { minLength: 1, maxLength: 3 }).map((items): Spec => ["tuple", items]);
const list = (item: fc.Arbitrary<Spec>): fc.Arbitrary<Spec> =>
  fc.tuple(kinds, fc.array(item, { maxLength: 3 })).map(([kind, items]): Spec => [kind, items]);
const many: fc.Arbitrary<Spec> = fc
  .tuple(fc.constantFrom(0, 0, 0, 1, 2), fc.nat({ max: 400 }), small)
  .map(([cls, id, key]) => ["object", cls, id * 100 + key, key]);

/** Long lists with stretches in order, where merging gallops. */
const stretches = fc
  .array(fc.tuple(fc.nat({ max: 60 }), fc.integer({ min: 1, max: 90 }), fc.constantFrom(-1, 0, 1, 2)), {
    maxLength: 6,
  })
  .map((runs) => runs.flatMap(([start, length, step]) => Array.from({ length }, (_, i) => start + i * step)));
const longs: fc.Arbitrary<readonly Spec[]> = fc
  .tuple(stretches, fc.boolean())
  .map(([keys, asObjects]) => keys.map((key, i): Spec => (asObjects ? ["object", 0, i, key] : int(key))));

const lists: fc.Arbitrary<readonly Spec[]> = fc.oneof(
  fc.array(numbers, { maxLength: 40 }),
  fc.array(small.map(int), { maxLength: 200 }),
  fc.array(text, { maxLength: 40 }),
  fc.array(list(numbers), { maxLength: 20 }),
  fc.array(tuples(small.map(int)), { maxLength: 20 }),
  fc.array(tuples(instances), { maxLength: 12 }),
  fc.array(tuples(tuples(instances)), { maxLength: 8 }),
  fc.array(list(fc.oneof(small.map(int), text, instances)), { maxLength: 8 }),
  fc.array(fc.oneof(scalars, instances), { maxLength: 6 }),
  fc.array(many, { maxLength: 60 }),
  longs,
  longs,
);

const someCase = fc.record({
  classes: classes(answers),
  values: lists,
  call: fc.constantFrom(
    "sorted",
    "sorted",
    "places",
    "places",
    "cmp",
    "min",
    "max",
    "least place",
    "greatest place",
  ),
  reverse: fc.boolean(),
}) as fc.Arbitrary<Case>;

const PYTHON = `
from functools import cmp_to_key
__name__ = "__main__"
${COMPARABLES_PY}
${TRACED_PY}
def perform(call, values, reverse):
    places = range(len(values))
    if call == "sorted": return sorted(values, reverse=reverse)
    if call == "places": return sorted(places, key=values.__getitem__, reverse=reverse)
    if call == "cmp":
        order = cmp_to_key(lambda a, b: -1 if values[a] < values[b] else 0)
        return sorted(places, key=order, reverse=reverse)
    if call == "min": return min(values)
    if call == "max": return max(*values, key=None)
    if call == "least place": return min(places, key=values.__getitem__, default="none")
    return max(places, key=lambda i: values[i])

def run(case):
    builder = Builder(case["classes"])
    values = [builder.value(spec) for spec in case["values"]]
    return traced(builder, lambda: perform(case["call"], values, case["reverse"]))

def main(cases): return [run(case) for case in cases]
`;

function perform(call: Case["call"], values: readonly unknown[], reverse: boolean): unknown {
  const places = values.map((_, i) => i);
  const key = (i: number): unknown => values[i];
  switch (call) {
    case "sorted":
      return sorted(values, kw({ reverse }));
    case "places":
      return sorted(places, kw({ key, reverse }));
    case "cmp": {
      const order = cmp_to_key((a: number, b: number) => (isLess(values[a], values[b]) ? -1 : 0));
      return sorted(places, kw({ key: order, reverse }));
    }
    case "min":
      return min(values);
    case "max":
      return (max as (...args: unknown[]) => unknown)(...values, kw({ key: null }));
    case "least place":
      return min(places, kw({ key, default: "none" }));
    default:
      return max(places, kw({ key }));
  }
}

function run(item: Case): string[] {
  const builder = new Builder(item.classes);
  const values = item.values.map((spec) => builder.value(spec));
  return traced(builder, () => perform(item.call, values, item.reverse));
}

test("random sorts end as in CPython, by the same questions in the same order", () => {
  const drawn = fc.sample(someCase, fuzz<Case>(2000));
  const expected = py.run<string[][]>(PYTHON, drawn);
  forEachCase(drawn, (item, i) => expect(run(item)).toEqual(expected[i]));
});

test("arguments are refused in CPython's words", () => {
  const calls: ReadonlyArray<readonly [source: string, call: () => unknown]> = [
    ["sorted()", () => (sorted as Loose)()],
    ["sorted([1], 2)", () => (sorted as Loose)([1], 2)],
    ["sorted(5)", () => (sorted as Loose)(5)],
    ["sorted([1], foo=1)", () => (sorted as Loose)([1], kw({ foo: 1 }))],
    ["sorted([1], key=5)", () => (sorted as Loose)([1], kw({ key: 5 }))],
    ["sorted([], key=5)", () => (sorted as Loose)([], kw({ key: 5 }))],
    ["sorted([2, 1, 3], reverse=[1])", () => sorted([2, 1, 3], kw({ reverse: [1] }))],
    ["sorted([2, 1], reverse='')", () => sorted([2, 1], kw({ reverse: "" }))],
    ["sorted([1], reverse=None, key=None)", () => sorted([1], kw({ reverse: null, key: null }))],
    ["sorted([1, None])", () => (sorted as Loose)([1, null])],
    ["sorted('cab')", () => sorted("cab")],
    [
      "sorted({'b': 1, 'a': 2})",
      () =>
        sorted(
          new Map([
            ["b", 1],
            ["a", 2],
          ]),
        ),
    ],
    ["min()", () => (min as Loose)()],
    ["max(3)", () => (max as Loose)(3)],
    ["max([])", () => max([])],
    ["min([], default=None)", () => min([], kw({ default: null }))],
    ["min(1, 2, default=3)", () => (min as Loose)(1, 2, kw({ default: 3 }))],
    ["min(1, default=3)", () => (min as Loose)(1, kw({ default: 3 }))],
    ["min([1], default=1, foo=3)", () => (min as Loose)([1], kw({ default: 1, foo: 3 }))],
    ["max(1, 2, key=3)", () => (max as Loose)(1, 2, kw({ key: 3 }))],
    ["max([1], key=3)", () => (max as Loose)([1], kw({ key: 3 }))],
    ["max('a', 1)", () => (max as Loose)("a", 1)],
    ["cmp_to_key()", () => (cmp_to_key as Loose)()],
    ["cmp_to_key(max, 1)", () => (cmp_to_key as Loose)(max, 1)],
    ["cmp_to_key(max)()", () => ((cmp_to_key as Loose)(max) as Loose)()],
    ["cmp_to_key(max)(1, 2)", () => ((cmp_to_key as Loose)(max) as Loose)(1, 2)],
    ["cmp_to_key(max)(1) < 5", () => isLess(key(), 5)],
    ["cmp_to_key(5)(1) < cmp_to_key(5)(2)", () => isLess(key(5), key(5))],
    [
      "cmp_to_key(lambda a, b: 'x')(1) < cmp_to_key(max)(2)",
      () =>
        isLess(
          key(() => "x"),
          key(),
        ),
    ],
  ];
  const expected = py.run<string[][]>(
    `
from functools import cmp_to_key
${TRACED_PY}
class Builder: log = []
def main(sources): return [traced(Builder, lambda: eval(source)) for source in sources]`,
    calls.map(([source]) => source),
  );
  calls.forEach(([source, call], i) => {
    expect(traced(new Builder([]), call), source).toEqual(expected[i]);
  });
});

type Loose = (...args: unknown[]) => unknown;

function key(compare: unknown = max): unknown {
  return (cmp_to_key as (compare: unknown) => Loose)(compare)(1);
}
