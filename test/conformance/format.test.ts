// `format` of native values against CPython: results and error messages.
import fc from "fast-check";
import { expect, it } from "vitest";
import { format } from "../../src/protocols/format/index.ts";
import { float } from "../../src/protocols/numbers/numbers.ts";
import { cpython } from "../support/cpython.ts";
import { forEachCase, fuzz } from "../support/fuzz.ts";
import { floats, ints, type Outcome, outcome, texts, VALUES_PY, wire } from "../support/values.ts";

const CODE = `${VALUES_PY}
def main(items):
    return [outcome(lambda: format(value(v), spec)) for v, spec in items]`;

async function compare(sample: readonly (readonly [value: unknown, spec: string])[]): Promise<void> {
  const cases = sample.map(([value, spec]) => [wire(value), spec] as const);
  const expected = (await cpython()).run<Outcome[]>(CODE, cases);
  forEachCase(cases, (_, i) => {
    const [value, spec] = sample[i] as [unknown, string];
    expect(outcome(() => format(value, spec))).toEqual(native(value, expected[i] as Outcome));
  });
}

/** CPython in WebAssembly has a long of 32 bits: a native one takes numbers up to 63 bits, and says what follows. */
function native(value: unknown, expected: Outcome): Outcome {
  if (expected[2] !== "Python int too large to convert to C long") return expected;
  const fits = BigInt.asIntN(64, BigInt(value as number)) === BigInt(value as number);
  return fits ? ["error", "OverflowError", "%c arg not in range(0x110000)"] : expected;
}

const maybe = (...options: string[]) =>
  fc.oneof({ weight: 2, arbitrary: fc.constant("") }, fc.constantFrom(...options));
const size = (max: number) =>
  fc.oneof({ weight: 2, arbitrary: fc.constant("") }, fc.integer({ min: 0, max }).map(String));

/** Specifications that follow the grammar; `types` are those of the value. */
function specs(types: string): fc.Arbitrary<string> {
  const precision = fc.oneof(
    { weight: 2, arbitrary: fc.constant("") },
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 25 }).map((n) => `.${n}`) },
    fc.constantFrom(".100", ".101", ".350", ".1100", ".", ".,", "._", ".3,", ".7_", ".0_"),
  );
  return fc
    .tuple(
      maybe("<", ">", "=", "^", "*<", "0>", "€^", "😀=", "{>", "=="),
      maybe("+", "-", " "),
      maybe("z"),
      maybe("#"),
      maybe("0"),
      size(40),
      maybe(",", "_"),
      precision,
      maybe(...types),
    )
    .map((parts) => parts.join(""));
}

/** Specifications that need not follow it. */
const wild = fc.oneof(
  fc.string({ unit: fc.constantFrom(..."<>=^+- z#0123,_.bcdeEfFgGnosxX%é😀٣"), maxLength: 7 }),
  fc.string({ maxLength: 4 }),
);

it("formats floats as CPython does", async () => {
  const value = floats.map((x) => float(x));
  await compare(fc.sample(fc.tuple(value, specs("eEfFgGn%")), fuzz(6000)));
});

it("formats ints as CPython does", async () => {
  await compare(fc.sample(fc.tuple(ints, specs("bcdoxXneEfFgG%")), fuzz(6000)));
});

it("formats strings, bools and None as CPython does", async () => {
  const value = fc.oneof(texts, texts, fc.boolean(), fc.constant(null));
  await compare(fc.sample(fc.tuple(value, specs("sdx")), fuzz(3000)));
});

it("refuses what CPython refuses, in its words", async () => {
  const value = fc.oneof(
    ints.filter((x) => x < 2n ** 31n && x >= -(2n ** 31n)),
    floats,
    texts,
    fc.boolean(),
  );
  await compare(fc.sample(fc.tuple(value, wild), fuzz(5000)));
});
