// `str.format` and `str.format_map` against CPython: results, and which error is raised where.
import fc from "fast-check";
import { expect, it } from "vitest";
import { kw } from "../../src/protocols/kw.ts";
import { str } from "../../src/protocols/text.ts";
import { cpython } from "../support/cpython.ts";
import { forEachCase, fuzz } from "../support/fuzz.ts";
import { type Outcome, outcome, VALUES_PY, wire } from "../support/values.ts";

class Point {
  x = 1;
  y = "two";
  inner = { deep: [3, 4] };
  __repr__() {
    return "Point(1)";
  }
}

const POSITIONAL = [7, "text", [10, "b", 2.5], new Point()];
const NAMED = {
  a: 42,
  name: "egon",
  items: ["p", "q"],
  table: new Map<unknown, unknown>([
    ["k", 1],
    [2, "two"],
  ]),
  w: 9,
  point: new Point(),
};
const PLAIN_NAMED = { a: 42, name: "egon", items: ["p", "q"], table: NAMED.table, w: 9 };

const CODE = `${VALUES_PY}
class Point:
    def __init__(self):
        self.x = 1
        self.y = "two"
        self.inner = {"deep": [3, 4]}
    def __repr__(self):
        return "Point(1)"

def main(data):
    positional = [value(v) for v in data["positional"]] + [Point()]
    named = value(data["named"]) | {"point": Point()}
    return [
        [outcome(lambda: template.format(*positional, **named)), outcome(lambda: template.format_map(named))]
        for template in data["templates"]
    ]`;

async function compare(templates: readonly string[]): Promise<void> {
  const input = { positional: POSITIONAL.slice(0, 3).map(wire), named: wire(PLAIN_NAMED), templates };
  const expected = (await cpython()).run<Outcome[][]>(CODE, input);
  forEachCase(templates, (template, i) => {
    const answers = [
      outcome(() => str.format(template, ...POSITIONAL, kw(NAMED))),
      outcome(() => str.format_map(template, NAMED)),
    ];
    expect(answers).toEqual(expected[i]);
  });
}

const one = (...options: string[]) => fc.constantFrom(...options);
const name = fc
  .tuple(
    one(
      "",
      "",
      "",
      "0",
      "1",
      "2",
      "3",
      "9",
      "a",
      "name",
      "items",
      "table",
      "point",
      "w",
      "no",
      "٢",
      "-1",
      "0x",
      " ",
    ),
    fc.array(
      one(
        ".x",
        ".y",
        ".inner",
        ".no",
        "[0]",
        "[1]",
        "[9]",
        "[k]",
        "[deep]",
        "[-1]",
        "[2]",
        "[٠]",
        ".",
        "[]",
        "[",
        "]",
        "[0]x",
        "[}]",
      ),
      { maxLength: 3, size: "-1" },
    ),
  )
  .map(([first, rest]) => first + rest.join(""));
const conversion = one("", "", "", "", "!r", "!s", "!a", "!x", "!", "!rr", "!é", "!}");
const field = (spec: fc.Arbitrary<string>) =>
  fc.tuple(name, conversion, spec).map(([n, c, s]) => `{${n}${c}${s}}`);
const plainSpec = one("", "", ":", ":>8", ":<5", ":^{", ":d", ":s", ":.3", ":}", ":x>4", ":{{", ":05");
const innermost = field(plainSpec);
const nested = fc.oneof(
  plainSpec,
  fc
    .array(fc.oneof(one(">", "<", "8", "{w}", "{}", "{0}", "{name}"), innermost), { maxLength: 3 })
    .map((p) => `:${p.join("")}`),
);
const template = fc
  .array(fc.oneof(one("text", "{{", "}}", "{", "}", " ", "{}", "{0}"), field(plainSpec), field(nested)), {
    maxLength: 4,
  })
  .map((parts) => parts.join(""));

it("fills templates as CPython does", async () => {
  await compare(fc.sample(template, fuzz(5000)));
});

it("survives any text as CPython does", async () => {
  const text = fc.string({ unit: one(..."{}{}[]!:.0a,rsé😀 "), maxLength: 10 });
  await compare(fc.sample(text, fuzz(5000)));
});
