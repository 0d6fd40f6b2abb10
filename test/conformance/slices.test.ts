// Random slices of random sequences, read, assigned and deleted: the same results, errors and messages as in CPython.

import fc from "fast-check";
import { test } from "vitest";
import { delitem, getitem, setitem, type slice } from "../../src/index.ts";
import { cpython } from "../support/cpython.ts";
import {
  build,
  DESCRIBED_PY,
  type Described,
  described,
  describedSlice,
  shown,
  told,
} from "../support/described.ts";
import { expectEqual, forEachCase, fuzz } from "../support/fuzz.ts";

const py = await cpython();

interface Case {
  readonly op: "get" | "set" | "del" | "indices";
  readonly sequence: Described;
  readonly key: Described;
  readonly value: Described;
}

const numbers = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 8 });
const items = numbers.map((values) => values.map((n) => ["int", String(n)]));
const byteItems = fc.array(fc.constantFrom(0, 1, 97, 255), { maxLength: 7 });
const sequence = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.constantFrom("list", "array"), items) },
  fc.tuple(fc.constant("tuple"), items),
  fc.tuple(fc.constant("str"), fc.string({ unit: fc.constantFrom("a", "b", "é", "😀"), maxLength: 8 })),
  fc.tuple(fc.constant("bytes"), byteItems),
  { weight: 2, arbitrary: fc.tuple(fc.constant("bytearray"), byteItems) },
  fc.tuple(
    fc.constant("range"),
    fc
      .constantFrom(["7"], ["2", "9"], ["9", "0", "-2"], ["0", "0"], ["-5", String(2n ** 66n), "3"])
      .map((parts) => parts.map((part) => ["int", part])),
  ),
) as fc.Arbitrary<Described>;

const value = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom("list", "array", "tuple"), items) },
  fc.tuple(fc.constantFrom("bytes", "bytearray"), byteItems),
  described,
) as fc.Arbitrary<Described>;

const anyCase: fc.Arbitrary<Case> = fc.record({
  op: fc.constantFrom("get", "get", "set", "set", "del", "indices"),
  sequence,
  key: describedSlice,
  value,
});

function perform({ op, key, value }: Case, sequence: unknown): unknown {
  switch (op) {
    case "get":
      return getitem(sequence, build(key));
    case "set":
      return setitem(sequence, build(key), build(value));
    case "del":
      return delitem(sequence, build(key));
    case "indices":
      return (build(key) as slice).indices(sequence === null ? 0 : JSON.stringify(key).length);
  }
}

function outcome(drawn: Case): string {
  const sequence = build(drawn.sequence);
  const result = told(() => perform(drawn, sequence));
  return `${result}; ${shown(sequence)}`;
}

const PYTHON = `${DESCRIBED_PY}
import json

def perform(case, sequence):
    key = build(case["key"])
    match case["op"]:
        case "get": return sequence[key]
        case "set": sequence[key] = build(case["value"])
        case "del": del sequence[key]
        case "indices": return key.indices(len(json.dumps(case["key"], separators=(",", ":"), ensure_ascii=False)))

def main(cases):
    results = []
    for case in cases:
        sequence = build(case["sequence"])
        result = told(lambda: perform(case, sequence))
        results.append(f"{result}; {shown(sequence)}")
    return results
`;

test("random slices of random sequences do what they do in CPython", () => {
  const drawn = fc.sample(anyCase, fuzz<Case>(2000));
  const expected = py.run<string[]>(PYTHON, drawn);
  forEachCase(drawn, (item, i) => expectEqual(outcome(item), expected[i]));
});
