// `string.Formatter` against CPython: as it is, its steps one by one, and subclasses that override them.
import fc from "fast-check";
import { expect, it } from "vitest";
import { kw } from "../../src/protocols/kw.ts";
import { type FieldKey, Formatter } from "../../src/protocols/string/index.ts";
import { repr } from "../../src/protocols/text/repr.ts";
import { cpython } from "../support/cpython.ts";
import { forEachCase, fuzz } from "../support/fuzz.ts";
import { replacementTemplates } from "../support/templates.ts";
import { type Outcome, outcome, VALUES_PY, wire } from "../support/values.ts";

const POSITIONAL = [7, "text", [10, "b", 2.5]];
const NAMED = { a: 42, name: "egon", items: ["p", "q"], table: new Map<unknown, unknown>([["k", 1]]), w: 9 };

/** Writes down what its steps are called with. */
class Tracing extends Formatter {
  trace: unknown[] = [];
  override get_value(key: FieldKey, args: readonly unknown[], kwargs: object): unknown {
    this.trace.push(["get_value", key]);
    return typeof key === "string" && !(key in kwargs)
      ? new Map([[key, key]])
      : super.get_value(key, args, kwargs);
  }
  override convert_field(value: unknown, conversion: string | null): unknown {
    this.trace.push(["convert_field", conversion]);
    return conversion === "x" ? [value] : super.convert_field(value, conversion);
  }
  override format_field(value: unknown, spec: string): string {
    this.trace.push(["format_field", spec]);
    return spec === "name" ? "named" : super.format_field(value, spec);
  }
  override check_unused_args(used: ReadonlySet<FieldKey>): void {
    this.trace.push(["check_unused_args", Array.from(used, repr).sort()]);
  }
}

const CODE = `${VALUES_PY}
import string

class Tracing(string.Formatter):
    def __init__(self):
        self.trace = []
    def get_value(self, key, args, kwargs):
        self.trace.append(["get_value", key])
        return {key: key} if isinstance(key, str) and key not in kwargs else super().get_value(key, args, kwargs)
    def convert_field(self, value, conversion):
        self.trace.append(["convert_field", conversion])
        return [value] if conversion == "x" else super().convert_field(value, conversion)
    def format_field(self, value, spec):
        self.trace.append(["format_field", spec])
        return "named" if spec == "name" else super().format_field(value, spec)
    def check_unused_args(self, used, args, kwargs):
        self.trace.append(["check_unused_args", sorted(map(repr, used))])

def main(data):
    args, kwargs = value(data["positional"]), value(data["named"])
    def answers(template):
        tracing = Tracing()
        return [
            outcome(lambda: string.Formatter().vformat(template, args, kwargs)),
            outcome(lambda: repr([list(field) for field in string.Formatter().parse(template)])),
            outcome(lambda: tracing.format(template, *args, **kwargs)),
            repr(tracing.trace),
        ]
    return [answers(template) for template in data["templates"]]`;

it("does what CPython's does, step by step", async () => {
  const any = fc.string({ unit: fc.constantFrom(..."{}{}[]!:.0a,rsé😀 "), maxLength: 10 });
  const templates = fc.sample(fc.oneof({ weight: 3, arbitrary: replacementTemplates }, any), fuzz(3000));
  const input = { positional: wire(POSITIONAL), named: wire(NAMED), templates };
  const expected = (await cpython()).run<[Outcome, Outcome, Outcome, string][]>(CODE, input);
  forEachCase(templates, (template, i) => {
    const tracing = new Tracing();
    expect([
      outcome(() => new Formatter().vformat(template, POSITIONAL, NAMED)),
      outcome(() => repr([...new Formatter().parse(template)])),
      outcome(() => tracing.format(template, ...POSITIONAL, kw(NAMED))),
      repr(tracing.trace),
    ]).toEqual(expected[i]);
  });
});
