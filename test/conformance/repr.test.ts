// `repr`, `str`, `ascii` and `float` against CPython.
import fc from "fast-check";
import { expect, it } from "vitest";
import { float, int } from "../../src/protocols/numbers/numbers.ts";
import { ascii } from "../../src/protocols/text/ascii.ts";
import { bytes } from "../../src/protocols/text/bytes.ts";
import { decode } from "../../src/protocols/text/codecs.ts";
import { repr, str } from "../../src/protocols/text/repr.ts";
import { decimalValue, isPrintable } from "../../src/protocols/text/unicode.ts";
import { cpython } from "../support/cpython.ts";
import { forEachCase, fuzz } from "../support/fuzz.ts";
import { floats, ints, type Outcome, outcome, texts, VALUES_PY, wire } from "../support/values.ts";

const leaf = fc.oneof(
  fc.constantFrom(null, true, false),
  ints,
  floats,
  floats.map((x) => float(x)),
  texts,
  fc.uint8Array({ maxLength: 6 }),
);
const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf,
    fc.array(tie("value"), { maxLength: 4 }),
    // Long lists of numbers have a writer of their own.
    fc.array(fc.oneof(ints, floats), { minLength: 16, maxLength: 20 }),
    fc.array(fc.tuple(texts, tie("value")), { maxLength: 4 }).map((entries) => new Map(entries)),
    fc.dictionary(fc.string({ maxLength: 3 }), tie("value"), { maxKeys: 4, noNullPrototype: true }),
    // One item at most: the order of a Python set is that of its hashes.
    fc
      .array(
        leaf.filter((x) => !(x instanceof Uint8Array)),
        { maxLength: 1 },
      )
      .map((items) => new Set(items)),
  ),
})).value;

it("shows native values as CPython shows their counterparts", async () => {
  const sample = fc.sample(values, fuzz(5000));
  const code = `${VALUES_PY}
def main(items):
    return [[repr(v), str(v), ascii(v)] for v in map(value, items)]`;
  const expected = (await cpython()).run<string[][]>(code, sample.map(wire));
  forEachCase(sample.map(wire), (_, i) => {
    const x = sample[i];
    expect([repr(x), str(x), ascii(x)]).toEqual(expected[i]);
  });
});

it("knows the printable characters and the digits of CPython's Unicode, whatever the engine's", async () => {
  const code = `
import unicodedata
def main(limit):
    return [
        "".join("01"[chr(c).isprintable()] for c in range(limit)),
        [[c, unicodedata.decimal(chr(c))] for c in range(limit) if unicodedata.decimal(chr(c), None) is not None],
    ]`;
  const [printable, digits] = (await cpython()).run<[string, number[][]]>(code, 0x110000);
  const codes = Array.from({ length: 0x110000 }, (_, code) => code);
  expect(codes.map((code) => (isPrintable(code) ? "1" : "0")).join("") === printable).toBe(true);
  expect(codes.map((code) => [code, decimalValue(code)]).filter(([, digit]) => digit !== undefined)).toEqual(
    digits,
  );
});

const numberTexts = fc.oneof(
  floats.map(String),
  ints.map(String),
  fc.string({ unit: fc.constantFrom(..."0123456789._+-eE "), maxLength: 8 }),
  fc.string({ unit: fc.constantFrom("0", "1", "9", "x", "b", "o", "_", "a", "f", "-", " "), maxLength: 7 }),
  fc.string({
    unit: fc.constantFrom("1", "٢", "๓", "𝟜", ".", "e", "\u2003", "\x85", "\x1c", "\u200b", "_"),
    maxLength: 6,
  }),
  fc.constantFrom("inf", " -Infinity ", "nan", "+NaN", "infinit", "1e999", "-1e-999", "", "\n"),
);

it("reads floats and ints out of text as CPython does", async () => {
  const sample = fc.sample(fc.tuple(numberTexts, fc.constantFrom(0, 2, 8, 10, 16, 36)), fuzz(4000));
  const code = `${VALUES_PY}
def main(items):
    return [[outcome(lambda: repr(float(t))), outcome(lambda: repr(int(t, b)))] for t, b in items]`;
  const expected = (await cpython()).run<Outcome[][]>(code, sample);
  forEachCase(sample, ([text, base], i) => {
    const answers = [outcome(() => repr(float(text))), outcome(() => repr(int(text, base)))];
    expect(answers).toEqual(expected[i]);
  });
});

const ENCODINGS = fc.constantFrom("utf-8", "UTF8", "ascii", "latin-1", "iso8859-1", "us-ascii", "nope");
const HANDLERS = fc.constantFrom(
  "strict",
  "strict",
  "ignore",
  "replace",
  "backslashreplace",
  "surrogateescape",
  "nope",
);

it("encodes and decodes as CPython does, with its errors", async () => {
  const octets = fc.array(
    fc.oneof(
      fc.integer({ min: 0, max: 255 }),
      fc.constantFrom(0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80, 0xed, 0xa0, 0xc3, 0x61),
    ),
    { maxLength: 6 },
  );
  const sample = fc.sample(fc.tuple(texts, octets, ENCODINGS, HANDLERS), fuzz(3000));
  const code = `${VALUES_PY}
def main(items):
    return [[
        outcome(lambda: repr(bytes(text, encoding, handler))),
        outcome(lambda: str(bytes(octets), encoding, handler)),
    ] for text, octets, encoding, handler in items]`;
  const expected = (await cpython()).run<Outcome[][]>(code, sample);
  forEachCase(sample, ([text, octets, encoding, handler], i) => {
    const answers = [
      outcome(() => repr(bytes(text, encoding, handler))),
      outcome(() => decode(Uint8Array.from(octets), encoding, handler)),
    ];
    expect(answers).toEqual(expected[i]);
  });
});
