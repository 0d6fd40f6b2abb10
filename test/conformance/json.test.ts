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

test("loads finds out the encoding of bytes as CPython's json.loads does, and names the same faults", () => {
  const encoded = (text: string, size: 1 | 2 | 4, little: boolean) => {
    if (size === 1) return [...Buffer.from(text)];
    const units = size === 2 ? text.split("").map((unit) => unit.charCodeAt(0)) : [...text].map(codePoint);
    return units.flatMap((unit) => {
      const bytes = Array.from({ length: size }, (_, at) => (unit >>> (8 * at)) & 0xff);
      return little ? bytes : bytes.reverse();
    });
  };
  const codePoint = (char: string) => char.codePointAt(0) as number;
  const odd = fc.constantFrom<number[]>(
    [],
    [],
    [0xed, 0xa0, 0x80],
    [0xed],
    [0xff],
    [0],
    [0, 0xd8],
    [0, 0, 0x11, 0],
  );
  const cases = fc.sample(
    fc
      .tuple(values, fc.constantFrom(1, 2, 4), fc.boolean(), fc.boolean(), fc.nat(), odd)
      .map(([value, size, little, bom, at, extra]) => {
        const text = JSON.stringify(value).replace(/"(\d+)":/g, '"n$1":');
        const bytes = encoded((bom ? "\ufeff" : "") + text, size as 1, little);
        if (extra.length > 0) bytes.splice(at % (bytes.length + 1), 0, ...extra);
        return bytes;
      }),
    fuzz(2000),
  );
  const expected = py.run<string[]>(
    `import json
def number(text):
    value = float(text)
    return int(value) if value.is_integer() and str(value) != "-0.0" else value
def main(cases):
    def read(case):
        try: return json.dumps(json.loads(bytes(case), parse_float=number))
        except (json.JSONDecodeError, UnicodeDecodeError) as error: return str(error)
    return [read(case) for case in cases]`,
    cases,
  );
  const read = (bytes: number[]) => {
    try {
      return dumps(loads(Uint8Array.from(bytes)));
    } catch (error) {
      return (error as Error).message;
    }
  };
  const differing = cases
    .map((bytes, i) => ({ bytes: Buffer.from(bytes), ours: read(bytes), cpython: expected[i] as string }))
    .filter(({ ours, cpython }) => ours !== cpython);
  expect(differing).toEqual([]);
});
