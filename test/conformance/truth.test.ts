// Truth: every pair of answers of `__bool__` and `__len__`, on a class and on one that inherits them, and native values.

import fc from "fast-check";
import { expect, test } from "vitest";
import { bool } from "../../src/protocols/comparison/truth.ts";
import type { Class } from "../../src/protocols/lookup.ts";
import { float } from "../../src/protocols/numbers/numbers.ts";
import { object } from "../../src/protocols/object.ts";
import { not_, truth } from "../../src/protocols/operator/index.ts";
import { cpython } from "../support/cpython.ts";
import { forEachCase, fuzz } from "../support/fuzz.ts";
import { floats, ints, texts, VALUES_PY, wire } from "../support/values.ts";

const py = await cpython();

/** Python source of what a hook answers; `absent` leaves it out, `None` forbids it. */
const ANSWERS = {
  absent: undefined,
  None: null,
  "lambda self: True": () => true,
  "lambda self: False": () => false,
  "lambda self: 0": () => 0,
  "lambda self: 3": () => 3,
  "lambda self: -1": () => -1,
  "lambda self: 2 ** 70": () => 2n ** 70n,
  "lambda self: 1.5": () => 1.5,
  "lambda self: 'x'": () => "x",
  "lambda self: None": () => null,
  "lambda self: []": () => [],
  "lambda self: Index()": () => new Index(),
} as const;

class Index {
  __index__(): number {
    return 0;
  }
}

type Answer = keyof typeof ANSWERS;
const names = Object.keys(ANSWERS) as Answer[];
const pairs = names.flatMap((onBool) => names.map((onLen): [Answer, Answer] => [onBool, onLen]));

function outcome(question: () => unknown): string {
  try {
    return question() ? "True" : "False";
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
}

test("every pair of `__bool__` and `__len__` decides as in CPython", () => {
  const expected = py.run<string[]>(
    `
class Index:
    def __index__(self): return 0

def outcome(question):
    try: return str(question())
    except Exception as error: return f"{type(error).__name__}: {error}"

def main(pairs):
    answers = []
    for pair in pairs:
        hooks = {n: eval(a) for n, a in zip(("__bool__", "__len__"), pair) if a != "absent"}
        Asked = type("Asked", (), hooks)
        Inherited = type("Inherited", (Asked,), {})
        answers.append([outcome(lambda: bool(Asked())), outcome(lambda: not Inherited())])
    return answers
`,
    pairs,
  );
  pairs.forEach((pair, i) => {
    for (const root of [object as Class, Object]) {
      const Asked = class Asked extends (root as new () => object) {};
      ["__bool__", "__len__"].forEach((name, n) => {
        const value = ANSWERS[pair[n] as Answer];
        if (value !== undefined) Object.defineProperty(Asked.prototype, name, { value });
      });
      class Inherited extends Asked {}
      const answers = [outcome(() => bool(new Asked())), outcome(() => not_(new Inherited()))];
      expect(answers, String(pair)).toEqual(expected[i]);
    }
  });
});

test("native values are true or false as in CPython", () => {
  const scalar = fc.oneof(ints, floats, floats.map(float), texts, fc.boolean(), fc.constant(null));
  const value = fc.oneof(
    scalar,
    fc.array(scalar, { maxLength: 1 }),
    fc.array(fc.integer(), { maxLength: 1 }).map((items) => new Set(items)),
    fc.array(fc.tuple(texts, scalar), { maxLength: 1 }).map((items) => new Map(items)),
    fc.dictionary(fc.string({ maxLength: 1 }), fc.integer(), { maxKeys: 1 }),
    fc.uint8Array({ maxLength: 1 }),
  );
  const drawn = fc.sample(value as fc.Arbitrary<unknown>, fuzz<unknown>(2000));
  const expected = py.run<boolean[]>(
    `${VALUES_PY}
def main(values): return [bool(value(each)) for each in values]`,
    drawn.map(wire),
  );
  forEachCase(drawn.map(wire), (_, i) => expect(truth(drawn[i])).toBe(expected[i]));
});
