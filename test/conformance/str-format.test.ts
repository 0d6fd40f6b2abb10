// `str.format` and `str.format_map` against CPython: results, and which error is raised where.
import fc from "fast-check";
import { expect, it } from "vitest";
import { kw } from "../../src/protocols/kw.ts";
import { str } from "../../src/protocols/text/text.ts";
import { cpython } from "../support/cpython.ts";
import { forEachCase, fuzz } from "../support/fuzz.ts";
import { replacementTemplates } from "../support/templates.ts";
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

it("fills templates as CPython does", async () => {
  await compare(fc.sample(replacementTemplates, fuzz(5000)));
});

it("survives any text as CPython does", async () => {
  const text = fc.string({ unit: fc.constantFrom(..."{}{}[]!:.0a,rsé😀 "), maxLength: 10 });
  await compare(fc.sample(text, fuzz(5000)));
});
