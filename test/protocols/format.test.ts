// `format`: the format specification mini-language, and types with their own.
import { describe, expect, it } from "vitest";
import { MemoryError, OverflowError, ValueError } from "../../src/protocols/errors.ts";
import { format, formatter } from "../../src/protocols/format/index.ts";
import { float } from "../../src/protocols/numbers/numbers.ts";
import { object } from "../../src/protocols/object.ts";

describe("the mini-language, part by part", () => {
  it.each([
    // [[fill]align]…[width]
    ["ab", "5", "ab   "],
    ["ab", ">5", "   ab"],
    ["ab", "*^5", "*ab**"],
    ["😀", "€<3", "😀€€"],
    [42, "5", "   42"],
    [42, "<5", "42   "],
    [-42, "=6", "-   42"],
    [-42, "06", "-00042"],
    // sign
    [42, "+", "+42"],
    [42, " d", " 42"],
    // z: no negative zero
    [-0.001, "z.1f", "0.0"],
    // #: the prefix, the point
    [255, "#x", "0xff"],
    [255, "#010X", "0X000000FF"],
    [3, "#.0f", "3."],
    // grouping
    [1234567, ",", "1,234,567"],
    [1234567, "_d", "1_234_567"],
    [0xffffffff, "_x", "ffff_ffff"],
    [1234, "012,", "0,000,001,234"],
    [1234.5678, ".6_f", "1234.567_800"],
    // precision
    ["python", ".2", "py"],
    [22 / 7, ".2f", "3.14"],
    [22 / 7, ".3", "3.14"],
    // integer types
    [10, "b", "1010"],
    [-10, "o", "-12"],
    [0x1f600, "c", "😀"],
    [2n ** 70n, "x", "400000000000000000"],
    // float types
    [1234.5, "e", "1.234500e+03"],
    [1234.5, "G", "1234.5"],
    [1e10, "g", "1e+10"],
    [0.25, "%", "25.000000%"],
    [float(1), "", "1.0"],
    [Number.NaN, "F", "NAN"],
    [7, ".1f", "7.0"],
    // bools: texts without a specification, ints with one
    [true, "", "True"],
    [true, "3", "  1"],
  ])("format(%s, %j) is %j", (value, spec, expected) => {
    expect(format(value, spec)).toBe(expected);
  });
});

describe("rounding", () => {
  it("is that of the exact binary value, ties to even", () => {
    expect(format(0.125, ".2f")).toBe("0.12");
    expect(format(0.375, ".2f")).toBe("0.38");
    expect(format(2.675, ".2f")).toBe("2.67");
    expect(format(float(2.5), ".0f")).toBe("2");
    expect(format(25, ".0e")).toBe("2e+01");
    expect(format(35, ".0e")).toBe("4e+01");
  });

  it("holds at every size and precision", () => {
    expect(format(float(1e22), "f")).toBe("10000000000000000000000.000000");
    expect(format(0.1, ".60f")).toBe("0.100000000000000005551115123125782702118158340454101562500000");
    expect(format(5e-324, ".3e")).toBe("4.941e-324");
    expect(format(2 ** -110, ".105f").slice(-8)).toBe(format(2 ** -110, ".120f").slice(99, 107));
  });

  it("makes a float of an int that has one", () => {
    expect(format(2n ** 60n, ".1f")).toBe("1152921504606846976.0");
    expect(() => format(10n ** 400n, "f")).toThrow(new OverflowError("int too large to convert to float"));
  });
});

describe("what a type does not know is refused", () => {
  it.each([
    ["a", "d", "Unknown format code 'd' for object of type 'str'"],
    [1, "s", "Unknown format code 's' for object of type 'int'"],
    [true, "s", "Unknown format code 's' for object of type 'bool'"],
    [1.5, "x", "Unknown format code 'x' for object of type 'float'"],
    [1, "é", "Unknown format code '\\xe9' for object of type 'int'"],
    [1, "5d5", "Invalid format specifier '5d5' for object of type 'int'"],
    [1, ".2", "Precision not allowed in integer format specifier"],
    [1, "z", "Negative zero coercion (z) not allowed in integer format specifier"],
    [1, "+c", "Sign not allowed with integer format specifier 'c'"],
    [1, ",x", "Cannot specify ',' with 'x'."],
    [1, ",_", "Cannot specify both ',' and '_'."],
    [1.5, ".f", "Format specifier missing precision"],
    [1.5, ".9999999999f", "precision too big"],
    [1, "99999999999999999999", "Too many decimal digits in format string"],
    ["a", "=5", "'=' alignment not allowed in string format specifier"],
    ["a", "+", "Sign not allowed in string format specifier"],
    ["a", " ", "Space not allowed in string format specifier"],
    ["a", "#", "Alternate form (#) not allowed in string format specifier"],
  ])("format(%s, %j): %s", (value, spec, message) => {
    expect(() => format(value, spec)).toThrow(new ValueError(message));
  });

  it("a width that no string has is a MemoryError", () => {
    expect(() => format("a", "9999999999")).toThrow(MemoryError);
  });

  it("other types know the empty specification only", () => {
    class Foo {}
    expect(format([1, null])).toBe("[1, None]");
    expect(() => format(new Foo(), "5")).toThrow(
      new TypeError("unsupported format string passed to Foo.__format__"),
    );
    expect(() => format(null, "5")).toThrow(
      new TypeError("unsupported format string passed to NoneType.__format__"),
    );
  });
});

describe("__format__", () => {
  class Day extends object {
    #formats: Record<string, string> = { ymd: "2016-01-05", "": "day 5" };
    __format__(spec: string): string {
      return this.#formats[spec] as string;
    }
  }

  it("gets the specification as it is, and the empty one too", () => {
    expect([format(new Day(), "ymd"), format(new Day())]).toEqual(["2016-01-05", "day 5"]);
  });

  it("must return a string", () => {
    expect(() => format(new Day(), "x")).toThrow(new TypeError("__format__ must return a str, not NoneType"));
  });

  it("is by default the `str`, for the empty specification", () => {
    class Named extends object {
      __str__() {
        return "named";
      }
    }
    expect(format(new Named())).toBe("named");
    expect(() => format(new Named(), ">9")).toThrow(
      new TypeError("unsupported format string passed to Named.__format__"),
    );
  });
});

describe("formatter", () => {
  it("is a specification compiled once, for values of every type", () => {
    const show = formatter(">6");
    expect([show("a"), show(1), show(1.5), show(true)]).toEqual(["     a", "     1", "   1.5", "     1"]);
    expect(formatter(">6")).toBe(show);
  });
});
