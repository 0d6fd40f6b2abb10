// What the compiler reads in a literal template or specification, and what it lets pass.

import { format, kw, str } from "dunder";

// Positional fields, numbered by themselves or by hand.
str.format("no fields");
str.format("{} {}", 1, "two");
str.format("{} {}", 1, "two", "one too many is fine");
str.format("{1} {0} {1}", 1, "two");
str.format("{0.year}:{0[month]:02}", { year: 2016, month: 1 });
// @ts-expect-error: too few for automatic numbering
str.format("{} {}", 1);
// @ts-expect-error: too few for the highest number
str.format("{0} {2}", 1, 2);
// @ts-expect-error: none at all
str.format("{!r:>10}");

// Named fields.
str.format("{name}", kw({ name: "egon" }));
str.format("{name.first[0]!r:>8}", kw({ name: { first: ["e"] } }));
str.format("{0} {name}", 1, kw({ name: "egon", more: 1 }));
// @ts-expect-error: the name is missing
str.format("{name}", kw({}));
// @ts-expect-error: another name is given
str.format("{name}", kw({ nam: "egon" }));
// @ts-expect-error: no keywords at all
str.format("{name}", "egon");
// @ts-expect-error: the positional one is missing
str.format("{0} {name}", kw({ name: "egon" }));

// Fields in specifications.
str.format("{:{}{}}", "x", ">", 5);
str.format("{0:{width}.{precision}f}", Math.PI, kw({ width: 8, precision: 2 }));
str.format("{:{w}} {}", 1, 2, kw({ w: 8 }));
// @ts-expect-error: the width has no argument
str.format("{:>{}}", "x");
// @ts-expect-error: the precision is not named
str.format("{0:{width}.{precision}f}", Math.PI, kw({ width: 8 }));
// @ts-expect-error: what follows a nested field is read too
str.format("{:{w}} {}", 1, kw({ w: 8 }));

// Doubled braces are text.
str.format("{{name}} {{}}");
str.format("{{{name}}}", kw({ name: 1 }));
// @ts-expect-error: three braces hold a field
str.format("{{{name}}}");

// A template that is no literal may be anything, and so may its arguments.
declare const template: string;
declare const values: unknown[];
str.format(template);
str.format(template, ...values);
str.format(`${template} and more` as string, 1);
str.format_map("{name}", new Map());

// Specifications: a presentation type that the value cannot have.
format(3, "d");
format(3, ",.2f");
format(3n, "#x");
format(true, "d");
format("a", "*^20s");
format("a", "q<5");
format(1.5, "z");
format(0.25, ".1%");
format(new Date(), "%Y-%m-%d %q");
format({ __format__: (spec: string) => spec }, "q");
format(3 as unknown, "q");
format(3 as number | string, "s");
format(3, template);
// @ts-expect-error: no number knows it
format(3, "q");
// @ts-expect-error: a number is no text
format(3, ">10s");
// @ts-expect-error: a text is no number
format("a", "d");
// @ts-expect-error: nor has it per cent
format("a", ".1%");
// @ts-expect-error: a bool is formatted as an int
format(true, "s");
