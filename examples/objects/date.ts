// Format specifications: what stands behind the colon, as in "{:mdy}", may be a language of the class's own.

import { format, object, print, repr, str, ValueError } from "dunder";

const LAYOUTS: ReadonlyMap<string, string> = new Map([
  ["ymd", "{0.year:04}-{0.month:02}-{0.day:02}"],
  ["dmy", "{0.day:02}/{0.month:02}/{0.year}"],
  ["mdy", "{0.month}-{0.day}-{0.year}"],
]);

class Day extends object {
  constructor(
    readonly year: number,
    readonly month: number,
    readonly day: number,
  ) {
    super();
  }

  // The empty specification is asked for by format(day) and by "{}".
  override __format__(spec: string): string {
    const layout = LAYOUTS.get(spec || "ymd");
    if (layout === undefined) {
      const known = [...LAYOUTS.keys()].join(", ");
      throw new ValueError(`unknown layout ${repr(spec)} for a Day: expected ${known}`);
    }
    return str.format(layout, this);
  }
}

const fifth = new Day(2016, 1, 5);
print(format(fifth));
print(format(fifth, "dmy"));
print(str.format("{:mdy}", fifth));
print(str.format("{0} is {0:dmy} in Paris and {0:mdy} in Boston", fifth)); // an f-string in Python

// A field in a field gives a specification that is known at run time only.
for (const name of LAYOUTS.keys()) print(str.format("{0:>4} {1:{0}}", name, new Day(2024, 12, 29)));

try {
  format(fifth, "yd");
} catch (error) {
  print(repr(error));
}

// The built-in types have a language in common: fill, alignment, sign, width, grouping, precision, type.
print(format(1234567.891, ",.2f"), format(0.125, ".2f"), format(255, "#06x"), format("mid", "*^9"));
