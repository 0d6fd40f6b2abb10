// Formatting: numbers, templates, printf style, dates and repr, beside the packages that do some of it.

import "python-format-js";
import { format as d3 } from "d3-format";
import { format, formatter, kw, percent, repr, str, time } from "dunder";
import { sprintf, vsprintf } from "sprintf-js";
import strftime from "strftime";
import stringFormat from "string-format";
import type { Comparison } from "../measure.ts";
import { objects } from "../objects.ts";

const FLOATS = objects((i) => (i * 7919.123456 + 0.37 * i * i) * 1.0001 + 0.123);
const INTS = objects((i) => (i * 7919) % 100003);
const NAMES = objects((i) => `name${i}`);
const BIG = objects((i) => 3n ** 200n + BigInt(i));
const DAYS = objects((i) => ({ year: 1900 + i, month: (i % 12) + 1 }));
const DATES = objects((i) => new Date(2016, 0, i, i % 24, i % 60));

const PYTHON = `
floats = [(i * 7919.123456 + 0.37 * i * i) * 1.0001 + 0.123 for i in range(N)]
ints = [i * 7919 % 100003 for i in range(N)]
names = [f"name{i}" for i in range(N)]
big = [3 ** 200 + i for i in range(N)]
class Day:
    def __init__(self, i):
        self.year, self.month = 1900 + i, i % 12 + 1
days = [Day(i) for i in range(N)]`;

/** Shows each value, and answers how many characters that made. */
function showing<T>(values: readonly T[], show: (value: T) => string): () => number {
  return () => {
    let count = 0;
    for (const value of values) count += show(value).length;
    return count;
  };
}

function comparison<T>(
  name: string,
  values: readonly T[],
  ours: (value: T) => string,
  peer: string,
  theirs: (value: T) => string,
  statement: string,
): Comparison {
  return {
    name,
    peer,
    atMost: 1,
    setup: () => ({ ours: showing(values, ours), theirs: showing(values, theirs) }),
    python: { setup: PYTHON, statement },
  };
}

/** What python-format-js adds to every string. */
function pythonFormat(template: string): (...args: readonly unknown[]) => string {
  return (template as unknown as { format(...args: readonly unknown[]): string }).format.bind(template);
}

const NUMBERS = [
  [",.2f", FLOATS, "floats"],
  [".6g", FLOATS, "floats"],
  ["08b", INTS, "ints"],
] as const;

const numbers = NUMBERS.flatMap(([spec, values, name]) => {
  const statement = `for x in ${name}: format(x, "${spec}")`;
  const list: readonly number[] = values;
  return [
    comparison(`formatter("${spec}")`, list, formatter(spec), "d3-format", d3(spec), statement),
    comparison(`format(x, "${spec}")`, list, (x) => format(x, spec), "d3-format", d3(spec), statement),
  ];
});

const TEMPLATE = "{0.year}:{0.month}";

/** Lists of a thousand different floats, more than any cache of their texts holds. */
function floatLists(): number[][] {
  return Array.from(
    objects((i) => i),
    (i) => Array.from({ length: 1000 }, (_, j) => (i * 1000 + j) * 1.37 + 0.001),
  );
}

export const comparisons: readonly Comparison[] = [
  ...numbers,
  comparison(
    'format(x, ",.2f")',
    FLOATS,
    (x) => format(x, ",.2f"),
    "python-format-js",
    pythonFormat("{:,.2f}"),
    'for x in floats: format(x, ",.2f")',
  ),
  comparison(
    'format(name, "^20")',
    NAMES,
    (name) => format(name, "^20"),
    "python-format-js",
    pythonFormat("{:^20}"),
    'for name in names: format(name, "^20")',
  ),
  comparison(
    'format(3n ** 200n, ",")',
    BIG,
    (x) => format(x, ","),
    "toLocaleString",
    (x) => x.toLocaleString("en-US"),
    'for x in big: format(x, ",")',
  ),
  comparison(
    `str.format("${TEMPLATE}")`,
    DAYS,
    (day) => str.format(TEMPLATE, day),
    "string-format",
    (day) => stringFormat(TEMPLATE, day),
    `for day in days: "${TEMPLATE}".format(day)`,
  ),
  comparison(
    'str.format("{name:>10}|{count:05d}")',
    INTS,
    (count) => str.format("{name:>10}|{count:05d}", kw({ name: "egon", count })),
    "python-format-js",
    (count) => pythonFormat("{name:>10}|{count:05d}")({ name: "egon", count }),
    'for x in ints: "{name:>10}|{count:05d}".format(name="egon", count=x)',
  ),
  comparison(
    'percent("%s-%05d")',
    INTS,
    (x) => percent("%s-%05d", "ab", x),
    "sprintf-js",
    (x) => sprintf("%s-%05d", "ab", x),
    'for x in ints: "%s-%05d" % ("ab", x)',
  ),
  comparison(
    'percent("%(name)s %(price).2f")',
    FLOATS,
    (price) => percent("%(name)s %(price).2f", kw({ name: "ab", price })),
    "sprintf-js",
    (price) => vsprintf("%(name)s %(price).2f", [{ name: "ab", price }]),
    'for x in floats: "%(name)s %(price).2f" % {"name": "ab", "price": x}',
  ),
  {
    name: 'time.strftime("%Y-%m-%d %H:%M:%S")',
    peer: "strftime",
    atMost: 1,
    setup: () => ({
      ours: showing(DATES, (date) => time.strftime("%Y-%m-%d %H:%M:%S", date)),
      theirs: showing(DATES, (date) => strftime("%Y-%m-%d %H:%M:%S", date)),
    }),
    python: {
      setup: `
import time
times = [(2016, 1, 1 + i % 31, i % 24, i % 60, 0, 0, 1, 0) for i in range(N)]`,
      statement: 'for t in times: time.strftime("%Y-%m-%d %H:%M:%S", t)',
    },
  },
  {
    name: "repr of a list of 1,000 floats",
    peer: "JSON.stringify",
    setup() {
      const lists = floatLists();
      return { ours: showing(lists, repr), theirs: showing(lists, (list) => JSON.stringify(list)) };
    },
    python: {
      setup: "lists = [[(i * 1000 + j) * 1.37 + 0.001 for j in range(1000)] for i in range(N)]",
      statement: "for x in lists: repr(x)",
    },
  },
  {
    name: "repr of a dict",
    peer: "JSON.stringify",
    setup() {
      const dicts = objects((i) => ({ x: i, y: [1, "2", null, true] }));
      return { ours: showing(dicts, repr), theirs: showing(dicts, (dict) => JSON.stringify(dict)) };
    },
    python: {
      setup: 'dicts = [{"x": i, "y": [1, "2", None, True]} for i in range(N)]',
      statement: "for x in dicts: repr(x)",
    },
  },
];
