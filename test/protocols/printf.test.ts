// `percent` and `operator.mod`: printf style formatting.
import { describe, expect, it } from "vitest";
import { bytearray } from "../../src/protocols/builtins/bytearray.ts";
import { tuple } from "../../src/protocols/builtins/tuple.ts";
import { KeyError, OverflowError, ValueError, ZeroDivisionError } from "../../src/protocols/errors.ts";
import { kw } from "../../src/protocols/kw.ts";
import { float } from "../../src/protocols/numbers/numbers.ts";
import * as operator from "../../src/protocols/operator/index.ts";
import { percent } from "../../src/protocols/printf/index.ts";
import { repr } from "../../src/protocols/text/repr.ts";

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("conversions", () => {
  it.each([
    ["%s and %s", ["a", 1], "a and 1"],
    ["%r %a", ["é", "é"], "'é' '\\xe9'"],
    ["%c%c", [65, "😀"], "A😀"],
    ["%d %i %u", [42, -1, 3.99], "42 -1 3"],
    ["%x %X %o", [255, 255, 8], "ff FF 10"],
    ["%e", [1234.5], "1.234500e+03"],
    ["%.2f %.0F", [2.675, Number.POSITIVE_INFINITY], "2.67 INF"],
    ["%g %G", [1e10, 1e-10], "1e+10 1E-10"],
    ["100%%", [], "100%"],
    ["%d %s", [true, true], "1 True"],
  ])("%j with %j is %j", (template, args, expected) => {
    expect(percent(template, ...args)).toBe(expected);
  });
});

it("gives all digits of an int of any size", () => {
  expect(percent("%d %x", 2n ** 70n, 2n ** 70n)).toBe("1180591620717411303424 400000000000000000");
});

describe("flags, width and precision", () => {
  it.each([
    ["%5d|%-5d|", [42, 42], "   42|42   |"],
    ["%+d % d %+d", [1, 1, -1], "+1  1 -1"],
    ["%05d %-05d|", [-3, 3], "-0003 3    |"],
    ["%#x %#o %#010X", [255, 8, 255], "0xff 0o10 0X000000FF"],
    ["%.3d %8.3d", [-5, -5], "-005     -005"],
    ["%.2s %5.1s", ["abc", "abc"], "ab     a"],
    ["%*d|%-*d|%*d|", [4, 1, 4, 2, -4, 3], "   1|2   |3   |"],
    ["%.*f", [2, 2.71], "2.71"],
    ["%05s %05f", ["a", Number.POSITIVE_INFINITY], "    a 00inf"],
    ["%ld %hd", [1, 2], "1 2"],
  ])("%j with %j is %j", (template, args, expected) => {
    expect(percent(template, ...args)).toBe(expected);
  });
});

describe("what stands right of the %", () => {
  it("for percent is a tuple: every value must be taken", () => {
    expect(percent("%s", [1, 2])).toBe("[1, 2]");
    expect(() => percent("%s %s", 1)).toThrow(new TypeError("not enough arguments for format string"));
    expect(() => percent("%s", 1, 2)).toThrow(
      new TypeError("not all arguments converted during string formatting"),
    );
  });

  it("may be keywords, for templates with keys", () => {
    expect(percent("%(name)s is %(age)05.1f", kw({ name: "egon", age: 28 }))).toBe("egon is 028.0");
    expect(() => percent("%(name)s", kw({}))).toThrow(new KeyError("name"));
    expect(() => percent("%(name)s", { name: "egon" })).toThrow(new TypeError("format requires a mapping"));
  });

  it("for operator.mod is one value, which may be a mapping; only a tuple is taken apart", () => {
    expect(operator.mod("%s", [1, 2])).toBe("[1, 2]");
    expect(operator.mod("%s and %s", tuple([1, 2]))).toBe("1 and 2");
    expect(operator.mod("%(a)s %(b)r", { a: 1, b: "x" })).toBe("1 'x'");
    expect(operator.mod("%(a)s", new Map([["a", 1]]))).toBe("1");
    expect(operator.mod("no keys", { a: 1 })).toBe("no keys");
    expect(() => operator.mod("text", 1)).toThrow(TypeError);
  });
});

describe("bytes on the left", () => {
  it("give bytes, of bytes", () => {
    expect(percent(ascii("%s-%05d"), ascii("ab"), 42)).toEqual(ascii("ab-00042"));
    expect(percent(ascii("%a %c"), "é", 65)).toEqual(ascii("'\\xe9' A"));
    expect(operator.mod(ascii("%(k)b"), new Map([[ascii("k"), ascii("v")]]))).toEqual(ascii("v"));
  });

  it("give a bytearray of a bytearray", () => {
    expect(repr(percent(bytearray(ascii("%d")), 5))).toBe("bytearray(b'5')");
  });

  it("take no text", () => {
    expect(() => percent(ascii("%s"), "text")).toThrow(
      new TypeError("%b requires a bytes-like object, or an object that implements __bytes__, not 'str'"),
    );
  });
});

describe("what is wrong is said in CPython's words", () => {
  it.each([
    ["%d", ["x"], new TypeError("%d format: a real number is required, not str")],
    ["%x", [1.5], new TypeError("%x format: an integer is required, not float")],
    ["%f", ["1"], new TypeError("must be real number, not str")],
    ["%c", ["ab"], new TypeError("%c requires an int or a unicode character, not a string of length 2")],
    ["%c", [-1], new OverflowError("%c arg not in range(0x110000)")],
    ["%*d", ["a", 1], new TypeError("* wants int")],
    ["%d", [Number.NaN], new ValueError("cannot convert float NaN to integer")],
    ["%y", [1], new ValueError("unsupported format character 'y' (0x79) at index 1")],
    ["😀%é", [1], new ValueError("unsupported format character '?' (0xe9) at index 2")],
    ["%", [], new ValueError("incomplete format")],
    ["%.99999999999d", [1], new ValueError("precision too big")],
  ])("%j with %j", (template, args, error) => {
    expect(() => percent(template, ...args)).toThrow(error);
  });

  it("and after what stands before it has been done", () => {
    expect(() => percent("%d %y", "x", 1)).toThrow(TypeError);
    expect(() => operator.mod("%(a", {})).toThrow(new ValueError("incomplete format key"));
    expect(() => operator.mod("%(a", 1)).toThrow(new TypeError("format requires a mapping"));
  });
});

describe("operator.mod of what is no text", () => {
  it("has the sign of the divisor", () => {
    expect([operator.mod(7, 3), operator.mod(-7, 3), operator.mod(7, -3)]).toEqual([1, 2, -2]);
    expect(operator.mod(-7.5, 2)).toBe(0.5);
    expect(operator.mod(-(2n ** 70n), 7)).toBe(5);
    expect(repr(operator.mod(float(7), 2))).toBe("1.0");
  });

  it("refuses zero, and what is no number", () => {
    expect(() => operator.mod(1, 0)).toThrow(new ZeroDivisionError("division by zero"));
    expect(() => operator.mod(1, "a")).toThrow(
      new TypeError("unsupported operand type(s) for %: 'int' and 'str'"),
    );
  });

  it("asks `__mod__`, then the other's `__rmod__`", () => {
    class Clock {
      __mod__(hours: unknown) {
        return `clock of ${hours}`;
      }
      __rmod__(hours: unknown) {
        return `${hours} on a clock`;
      }
    }
    expect([operator.mod(new Clock(), 12), operator.mod(13, new Clock())]).toEqual([
      "clock of 12",
      "13 on a clock",
    ]);
  });
});
