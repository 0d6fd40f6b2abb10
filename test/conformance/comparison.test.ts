// Random comparisons: classes with reflected methods and subclass relations, natives, nested containers; and truth.

import fc from "fast-check";
import { expect, test } from "vitest";
import { eq, ge, gt, le, lt, ne } from "../../src/protocols/operator/index.ts";
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
  readonly op: "eq" | "ne" | "lt" | "le" | "gt" | "ge";
  readonly a: Spec;
  readonly b: Spec;
}

const answers = fc.constantFrom<HookAnswer>(
  "True",
  "False",
  "NotImplemented",
  "NotImplemented",
  "NotImplemented",
  "raise",
  "0",
  "'x'",
  "None",
);

const { value } = fc.letrec<{ value: Spec }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    { weight: 3, arbitrary: scalars },
    { weight: 3, arbitrary: instances },
    fc.tuple(fc.constantFrom("list", "list", "pylist", "tuple"), fc.array(tie("value"), { maxLength: 3 })),
    fc
      .tuple(
        fc.constantFrom("set", "pyset", "frozenset"),
        fc.uniqueArray(fc.constantFrom("1", "2", "3"), { maxLength: 3 }),
      )
      .map(([kind, items]) => [kind, items.map((item) => ["int", item])]),
    fc
      .tuple(
        fc.constantFrom("dict", "pydict"),
        fc.uniqueArray(fc.tuple(fc.constantFrom("a", "b"), tie("value")), {
          selector: ([key]) => key,
          maxLength: 2,
        }),
      )
      .map(([kind, items]) => [kind, items.map(([key, item]) => [["str", key], item])]),
  ) as fc.Arbitrary<Spec>,
}));

/** Two values; more often than chance would have it of one kind, or almost the same. */
const pairs: fc.Arbitrary<readonly [Spec, Spec]> = fc.oneof(
  fc.tuple(value, value),
  fc.tuple(instances, instances),
  fc.tuple(scalars, scalars),
  fc
    .tuple(fc.constantFrom("list", "tuple"), fc.array(value, { maxLength: 2 }), value, value)
    .map(([kind, shared, a, b]): readonly [Spec, Spec] => [
      [kind, [...shared, a]],
      [kind, [...shared, b]],
    ]),
);

const someCase: fc.Arbitrary<Case> = fc
  .record({
    classes: classes(answers),
    op: fc.constantFrom("eq", "ne", "lt", "le", "gt", "ge"),
    pair: pairs,
  })
  .map(({ pair: [a, b], ...rest }) => ({ ...rest, a, b }) as Case);

const PYTHON = `
import operator
__name__ = "__main__"
${COMPARABLES_PY}
${TRACED_PY}
def run(case):
    builder = Builder(case["classes"])
    a, b = builder.value(case["a"]), builder.value(case["b"])
    return traced(builder, lambda: getattr(operator, case["op"])(a, b))

def main(cases): return [run(case) for case in cases]
`;

const OPERATORS = { eq, ne, lt, le, gt, ge };

function run(item: Case): string[] {
  const builder = new Builder(item.classes);
  const a = builder.value(item.a);
  const b = builder.value(item.b);
  return traced(builder, () => OPERATORS[item.op](a, b));
}

test("random comparisons ask what CPython asks, and answer what it answers", () => {
  const drawn = fc.sample(someCase, fuzz<Case>(2000));
  const expected = py.run<string[][]>(PYTHON, drawn);
  forEachCase(drawn, (item, i) => expect(run(item)).toEqual(expected[i]));
});
