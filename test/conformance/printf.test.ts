// printf style formatting against CPython: text and bytes, tuples, single values and mappings.
import fc from "fast-check";
import { expect, it } from "vitest";
import { kw } from "../../src/protocols/kw.ts";
import { float } from "../../src/protocols/numbers/numbers.ts";
import { mod } from "../../src/protocols/operator/index.ts";
import { percent } from "../../src/protocols/printf/index.ts";
import { encode } from "../../src/protocols/text/codecs.ts";
import { repr } from "../../src/protocols/text/repr.ts";
import { cpython } from "../support/cpython.ts";
import { forEachCase, fuzz } from "../support/fuzz.ts";
import { floats, ints, type Outcome, outcome, texts, VALUES_PY, wire } from "../support/values.ts";

const TUPLE = "tuple";
const MAPPING = "mapping";
const SINGLE = "single";

interface Case {
  readonly template: string | Uint8Array;
  readonly kind: typeof TUPLE | typeof MAPPING | typeof SINGLE;
  readonly values: readonly unknown[];
}

const CODE = `${VALUES_PY}
def right(kind, values):
    values = [value(v) for v in values]
    return tuple(values) if kind == "tuple" else values[0]

def main(cases):
    return [outcome(lambda: repr(value(template) % right(kind, values))) for template, kind, values in cases]`;

async function compare(cases: readonly Case[]): Promise<void> {
  const input = cases.map(({ template, kind, values }) => [wire(template), kind, values.map(wire)]);
  const expected = (await cpython()).run<Outcome[]>(CODE, input);
  forEachCase(input, (_, i) => {
    const { template, kind, values } = cases[i] as Case;
    const ours = outcome(() => {
      const text = template as string;
      if (kind === SINGLE) return repr(mod(text, values[0]));
      return repr(kind === TUPLE ? percent(text, ...values) : percent(text, kw(values[0] as object)));
    });
    expect(ours).toEqual(expected[i]);
  });
}

const maybe = (...options: string[]) =>
  fc.oneof({ weight: 2, arbitrary: fc.constant("") }, fc.constantFrom(...options));
const flags = fc.string({ unit: fc.constantFrom(..."-+ #0"), maxLength: 2 });
const size = fc.oneof(
  { weight: 3, arbitrary: fc.constant("") },
  fc.integer({ min: 0, max: 24 }).map(String),
  fc.constantFrom("*", "00000000000000000000005"),
);
const precision = fc.oneof(
  { weight: 3, arbitrary: fc.constant("") },
  fc.integer({ min: 0, max: 24 }).map((n) => `.${n}`),
  fc.constantFrom(".", ".*", ".120", ".99999999999"),
);
const directive = (types: string, key: fc.Arbitrary<string> = fc.constant("")) =>
  fc
    .tuple(key, flags, size, precision, maybe("h", "l", "L"), fc.constantFrom(...types))
    .map((parts) => `%${parts.join("")}`);
const literal = fc.constantFrom("", "", " ", "text", "é", "😀", "%%", "-", ")", "(");

/** Templates of the directives that `types` names, and their values, of which each kind has some that fit. */
function templates(part: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .array(fc.oneof(part, part, literal), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join(""));
}

// In between they would be widths that take a gigabyte, or are too large for CPython in WebAssembly alone.
const sizes = ints.filter((n) => (n < 10_000 && n > -10_000) || BigInt.asIntN(64, BigInt(n)) !== BigInt(n));
const number = fc.oneof(
  sizes,
  floats.map((x) => float(x)),
  fc.boolean(),
);
const any = fc.oneof(
  number,
  texts,
  texts.filter((text) => text.length === 1),
  fc.constant(null),
  fc.uint8Array({ maxLength: 3 }),
  fc.array(fc.integer(), { maxLength: 2 }),
);

it("converts numbers as CPython does", async () => {
  // Widths and precisions that are no small ints are for the tests below: these are answers, not errors.
  const step = fc.tuple(
    directive("diuoxXeEfFgG").filter((text) => !/[*]|9{9}/.test(text)),
    number,
  );
  const sample = fc.sample(fc.array(step, { minLength: 1, maxLength: 3 }), fuzz(2500));
  await compare(
    sample.map((steps) => ({
      template: steps.map(([text]) => text).join("|"),
      kind: TUPLE,
      values: steps.map(([, value]) => value),
    })),
  );
});

it("takes values, widths and precisions from a tuple as CPython does", async () => {
  const values = fc.array(fc.oneof(any, fc.integer({ min: -12, max: 12 })), { maxLength: 4 });
  const sample = fc.sample(fc.tuple(templates(directive("ddxfgscrae%yé")), values), fuzz(2500));
  await compare(sample.map(([template, args]) => ({ template, kind: TUPLE, values: args })));
});

it("takes a single value, which may be a mapping, as CPython does", async () => {
  const value = fc.oneof(any, fc.dictionary(fc.constantFrom("a", "b", ""), any, { noNullPrototype: true }));
  const key = fc.oneof({ weight: 3, arbitrary: fc.constant("") }, fc.constantFrom("(a)", "()"));
  const sample = fc.sample(fc.tuple(templates(directive("dsrfxc", key)), value), fuzz(1500));
  await compare(sample.map(([template, single]) => ({ template, kind: SINGLE, values: [single] })));
});

it("looks keys up as CPython does", async () => {
  const key = fc.constantFrom("(a)", "(a)", "(b)", "(name)", "((x)y)", "()", "(no)", "(a", "");
  const mapping = { a: 1.5, b: "text", name: 42, "(x)y": null, "": 7 };
  const sample = fc.sample(templates(directive("dsrfxc%", key)), fuzz(1500));
  await compare(sample.map((template) => ({ template, kind: MAPPING, values: [mapping] })));
});

it("survives any template as CPython does", async () => {
  const template = fc.string({
    unit: fc.constantFrom(..."%%%(a)*.-+ #0123hlLdsxfcré😀\x1f\x7f"),
    maxLength: 9,
  });
  const values = fc.array(any, { maxLength: 3 });
  const sample = fc.sample(fc.tuple(template, values, fc.boolean()), fuzz(2500));
  await compare(
    sample.map(([text, args, mapped]) =>
      mapped
        ? { template: text, kind: MAPPING, values: [{ a: 1, "": "x" }] }
        : { template: text, kind: TUPLE, values: args },
    ),
  );
});

it("formats bytes as CPython does", async () => {
  const template = fc.oneof(
    templates(directive("ddxfgsbcraey")),
    fc.string({ unit: fc.constantFrom(..."%%%(a)*.-+ #0123dsbxfcré"), maxLength: 9 }),
  );
  const values = fc.array(fc.oneof(any, any, fc.integer({ min: 0, max: 255 })), { maxLength: 3 });
  const sample = fc.sample(fc.tuple(template, values, fc.boolean()), fuzz(2500));
  await compare(
    sample.map(([text, args, single]) => ({
      template: encode(text),
      kind: single ? SINGLE : TUPLE,
      values: single ? [args[0] ?? new Map([[encode("a"), 1]])] : args,
    })),
  );
});
