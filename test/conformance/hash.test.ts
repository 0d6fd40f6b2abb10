// Hashes: those of numbers are 64-bit CPython's, those of classes follow their hooks, and equal values share one.

import fc from "fast-check";
import { expect, test } from "vitest";
import { eq } from "../../src/protocols/comparison/equality.ts";
import { hash } from "../../src/protocols/comparison/hash.ts";
import type { Class } from "../../src/protocols/lookup.ts";
import { float } from "../../src/protocols/numbers/numbers.ts";
import { object } from "../../src/protocols/object.ts";
import { cpython } from "../support/cpython.ts";
import { forEachCase, fuzz } from "../support/fuzz.ts";
import { floats, ints, VALUES_PY, wire } from "../support/values.ts";

const py = await cpython();

/** The library reference's "Hashing of numeric types", for any width; `main` proves it by this build's own hashes. */
const HASHES_PY = `
import math, sys
from fractions import Fraction

def wrapped(n):
    return -2 if n == -1 else n

def int_hash(n, P):
    return wrapped(n % P if n >= 0 else -(-n % P))

def float_hash(x, P):
    if math.isinf(x): return 314159 if x > 0 else -314159
    if math.isnan(x): return None
    m, n = Fraction(abs(x)).numerator, Fraction(abs(x)).denominator
    result = m % P * pow(n, P - 2, P) % P
    return wrapped(-result if x < 0 else result)

def number_hash(x, bits):
    P = 2 ** (61 if bits == 64 else 31) - 1
    return (float_hash if isinstance(x, float) else int_hash)(x, P)

def hook_hash(answer, bits):
    # What a __hash__ answers is taken as it is where the machine can hold it.
    limit = 2 ** (bits - 1)
    return wrapped(answer) if -limit <= answer < limit else number_hash(answer, bits)
`;

test("numbers have the hashes that they have on a 64-bit machine", () => {
  const drawn = fc.sample(
    fc.oneof(ints, floats, floats.map(float), fc.boolean()) as fc.Arbitrary<unknown>,
    fuzz<unknown>(2000),
  );
  const expected = py.run<Array<string | null>>(
    `${VALUES_PY}${HASHES_PY}
def main(wires):
    answers = []
    for x in map(value, wires):
        if x == x: assert number_hash(x, sys.hash_info.width) == hash(x), x
        answer = number_hash(x, 64)
        answers.append(None if answer is None else str(answer))
    return answers`,
    drawn.map(wire),
  );
  forEachCase(drawn.map(wire), (_, i) => {
    const hashed = hash(drawn[i]);
    // That of NaN is its identity's.
    expect(String(hashed)).toBe(expected[i] ?? String(hash(Number.NaN)));
    expect(typeof hashed === "bigint").toBe(!Number.isSafeInteger(Number(hashed)));
  });
});

test("what `__hash__` answers is cut as on a 64-bit machine", () => {
  const powers = fc
    .tuple(fc.constantFrom(31n, 53n, 61n, 62n, 63n, 64n), fc.bigInt({ min: -2n, max: 2n }), fc.boolean())
    .map(([bits, off, negative]) => (negative ? -(2n ** bits) : 2n ** bits) + off);
  const drawn = fc.sample(fc.oneof(ints, powers), fuzz<number | bigint>(2000));
  const expected = py.run<string[]>(
    `${VALUES_PY}${HASHES_PY}
class Asked:
    def __hash__(self): return self.answer

def main(wires):
    answers, asked = [], Asked()
    for x in map(value, wires):
        asked.answer = x
        assert hook_hash(x, sys.hash_info.width) == hash(asked), x
        answers.append(str(hook_hash(x, 64)))
    return answers`,
    drawn.map(wire),
  );
  class Asked extends object {
    readonly answer: number | bigint;
    constructor(answer: number | bigint) {
      super();
      this.answer = answer;
    }
    override __hash__(): number | bigint {
      return this.answer;
    }
  }
  forEachCase(drawn.map(String), (_, i) => {
    expect(String(hash(new Asked(drawn[i] as number)))).toBe(expected[i]);
  });
});

/** Python source of what `__hash__` and `__eq__` are; `absent` leaves them out. */
const HASH_ANSWERS = {
  absent: undefined,
  None: null,
  "lambda self: 7": () => 7,
  "lambda self: True": () => true,
  "lambda self: 1.5": () => 1.5,
  "lambda self: 7.0": () => float(7),
  "lambda self: 'x'": () => "x",
  "lambda self: None": () => null,
} as const;
const EQ_ANSWERS = { absent: undefined, "lambda self, other: True": () => true } as const;

test("a class is hashable as its hooks, and its bases' hooks, say", () => {
  const hashes = Object.keys(HASH_ANSWERS) as (keyof typeof HASH_ANSWERS)[];
  const eqs = Object.keys(EQ_ANSWERS) as (keyof typeof EQ_ANSWERS)[];
  const levels = hashes.flatMap((onHash) => eqs.map((onEq) => [onHash, onEq] as const));
  const pairs = levels.flatMap((upper) => levels.map((lower) => [upper, lower] as const));
  const expected = py.run<string[]>(
    `
def main(pairs):
    answers = []
    for pair in pairs:
        cls = object
        for name, level in zip(("Upper", "Lower"), pair):
            hooks = {n: eval(a) for n, a in zip(("__hash__", "__eq__"), level) if a != "absent"}
            cls = type(name, (cls,), hooks)
        made = cls()
        try: answers.append("identity" if hash(made) == object.__hash__(made) else str(hash(made)))
        except Exception as error: answers.append(f"{type(error).__name__}: {error}")
    return answers`,
    pairs,
  );
  pairs.forEach((pair, i) => {
    for (const root of [object as Class, Object]) {
      class Upper extends (root as new () => object) {}
      class Lower extends Upper {}
      for (const [cls, [onHash, onEq]] of [
        [Upper, pair[0]],
        [Lower, pair[1]],
      ] as const) {
        for (const [name, value] of [
          ["__hash__", HASH_ANSWERS[onHash]],
          ["__eq__", EQ_ANSWERS[onEq]],
        ] as const) {
          if (value !== undefined) Object.defineProperty(cls.prototype, name, { value });
        }
      }
      expect(outcome(new Lower()), JSON.stringify(pair)).toBe(expected[i]);
    }
  });
});

function outcome(made: object): string {
  try {
    const hashed = hash(made);
    return hashed === object.prototype.__hash__.call(made) ? "identity" : String(hashed);
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
}

test("native containers that change are unhashable", () => {
  const values = [[], [1], new Map(), {}, new Set(), [[]]] as const;
  const expected = py.run<string[]>(
    `
def main(sources):
    answers = []
    for source in sources:
        try: hash(eval(source))
        except TypeError as error: answers.append(str(error))
    return answers`,
    ["[]", "[1]", "{}", "{}", "set()", "[[]]"],
  );
  values.forEach((value, i) => {
    expect(() => hash(value as unknown)).toThrow(new TypeError(expected[i]));
  });
});

test("equal values have equal hashes", () => {
  const near = fc.oneof(
    fc.constantFrom<unknown>(0, -0, false, 0n, 1, 1n, true, 2, 2n, 2 ** 60, 2n ** 60n, 2n ** 61n - 1n, 0.5),
    fc.constantFrom<unknown>("", "a", "b", null, undefined),
    fc.integer({ min: 0, max: 2 }).map(float),
    fc.constantFrom(0, 5).map((time) => new Date(time)),
    fc.array(fc.constantFrom(0, 97), { maxLength: 2 }).map((bytes) => new Uint8Array(bytes)),
  );
  fc.assert(
    fc.property(near, near, (a, b) => {
      if (eq(a, b)) expect(hash(a)).toBe(hash(b));
    }),
    fuzz(2000),
  );
});
