// Templates of replacement fields: names, look-ups, conversions and nested specifications, right and wrong.

import fc from "fast-check";

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
/** Templates for `str.format`, of which about half are faulty or name what is not there. */
export const replacementTemplates: fc.Arbitrary<string> = fc
  .array(fc.oneof(one("text", "{{", "}}", "{", "}", " ", "{}", "{0}"), field(plainSpec), field(nested)), {
    maxLength: 4,
  })
  .map((parts) => parts.join(""));
