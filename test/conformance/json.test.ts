// JSON text as CPython 3.14 writes and reads it: random values written by both, random texts read by both.

import fc from "fast-check";
import { expect, test } from "vitest";
import { dumps, loads } from "../../src/net/json/index.ts";
import { cpython } from "../support/cpython.ts";
import { fuzz } from "../support/fuzz.ts";

const py = await cpython();

// JavaScript moves keys that look like array indices to the front of an object.
const INDEX = /^\d+$/;
const key = fc.string().filter((text) => !INDEX.test(text));
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom(null, true, false),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Number.isInteger(number)),
    fc.string({ unit: "binary" }),
    fc.array(tie("value")),
    fc.dictionary(key, tie("value"), { noNullPrototype: true }),
  ),
})).value;

test("dumps writes what CPython's json.dumps writes", () => {
  const cases = fc.sample(values, fuzz(2000));
  // What JSON.stringify says reaches Python exactly; what Python's json.dumps then says is the answer.
  const expected = py.run<string[]>(
    "import json\ndef main(values): return [json.dumps(v) for v in values]",
    cases,
  );
  expect(cases.map((value) => dumps(value))).toEqual(expected);
});

test("loads takes and refuses the texts that CPython's json.loads does, with its messages", () => {
  const token = fc.constantFrom(
    ...('{}[],:"\\ \n0123456789-+.eEtrufalsn\u00e9😀\t'.match(/./gsu) as string[]),
    ...[
      '"a"',
      "true",
      "null",
      "NaN",
      "Infinity",
      '"\\u00e9"',
      '"\\ud83d\\ude00"',
      "1.5e3",
      '{"a":',
      "[1,",
      "-",
      "\\u12",
    ],
  );
  const texts = fc.sample(
    fc
      .oneof(
        fc.array(token, { maxLength: 12 }).map((tokens) => tokens.join("")),
        fc.tuple(values, fc.nat(), token).map(([value, at, extra]) => {
          const text = dumps(value);
          const cut = at % (text.length + 1);
          return text.slice(0, cut) + extra + text.slice(cut + (at % 3));
        }),
      )
      .filter((text) => !/"\d+"/.test(text)),
    fuzz(2000),
  );
  // Python tells 1.0 from 1 and a JavaScript number cannot, so Python is made to read the first as the second.
  const expected = py.run<string[]>(
    `import json
def number(text):
    value = float(text)
    whole = value.is_integer() and str(value) != "-0.0"
    return int(value) if whole else value
def main(texts):
    def read(text):
        try: return json.dumps(json.loads(text, parse_float=number))
        except json.JSONDecodeError as error: return str(error)
    return [read(text) for text in texts]`,
    texts,
  );
  const read = (text: string) => {
    try {
      return dumps(loads(text));
    } catch (error) {
      return (error as Error).message;
    }
  };
  const differing = texts
    .map((text, i) => ({ text, ours: read(text), cpython: expected[i] }))
    .filter(({ ours, cpython }) => ours !== cpython);
  expect(differing).toEqual([]);
});
