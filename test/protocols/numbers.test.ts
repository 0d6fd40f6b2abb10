// `float` and `int`.
import { describe, expect, it } from "vitest";
import { OverflowError, ValueError } from "../../src/protocols/errors.ts";
import { float, int } from "../../src/protocols/numbers/numbers.ts";
import { repr } from "../../src/protocols/text/repr.ts";

describe("float", () => {
  it("is a number that prints as a float, with and without `new`", () => {
    expect([repr(float(1)), repr(new float(1)), `${float(1)}`, repr(float())]).toEqual([
      "1.0",
      "1.0",
      "1.0",
      "0.0",
    ]);
    expect(Number(float(1)) + 1).toBe(2);
  });

  it("reads texts as Python does", () => {
    expect([" 1_000.5\n", "-inf", "1e400", ".5", "١٢"].map((text) => repr(float(text)))).toEqual([
      "1000.5",
      "-inf",
      "inf",
      "0.5",
      "12.0",
    ]);
    expect(() => float("abc")).toThrow(new ValueError("could not convert string to float: 'abc'"));
  });

  it("asks `__float__`, then `__index__`", () => {
    class Half {
      __float__() {
        return 0.5;
      }
    }
    class Three {
      __index__() {
        return 3;
      }
    }
    class Wrong {
      __float__() {
        return "x";
      }
    }
    expect([repr(float(new Half())), repr(float(new Three()))]).toEqual(["0.5", "3.0"]);
    expect(() => float(new Wrong())).toThrow(new TypeError("Wrong.__float__ returned non-float (type str)"));
  });

  it("refuses the rest", () => {
    expect(() => float([])).toThrow(
      new TypeError("float() argument must be a string or a real number, not 'list'"),
    );
    expect(() => float(10n ** 400n)).toThrow(new OverflowError("int too large to convert to float"));
  });

  it("has the floats among plain numbers as its instances", () => {
    const isFloat = (x: unknown) => float[Symbol.hasInstance as never] && (x as object) instanceof float;
    expect([1.5, -0, Number.NaN, float(1), 1, 1n, "1.5"].map(isFloat)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it("can be subclassed", () => {
    class Celsius extends float {}
    expect(new Celsius(3)).toBeInstanceOf(float);
    expect(float(3)).not.toBeInstanceOf(Celsius);
    expect(repr(new Celsius(3))).toBe("3.0");
  });
});

describe("int", () => {
  it("cuts floats, and reads texts in any base", () => {
    expect([int(), int(-1.9), int(true), int("0x1f", 16), int("0b101", 0), int(" 1_000 ")]).toEqual([
      0, -1, 1, 31, 5, 1000,
    ]);
  });

  it("is a number where that is exact, else a bigint", () => {
    expect(int("9007199254740991")).toBe(9007199254740991);
    expect(int("9007199254740993")).toBe(9007199254740993n);
    expect(int(1e300)).toBe(BigInt(1e300));
  });

  it.each<[args: [unknown, unknown?], error: Error]>([
    [["1.5"], new ValueError("invalid literal for int() with base 10: '1.5'")],
    [["12", 2], new ValueError("invalid literal for int() with base 2: '12'")],
    [["012", 0], new ValueError("invalid literal for int() with base 0: '012'")],
    [["1", 37], new ValueError("int() base must be >= 2 and <= 36, or 0")],
    [[5, 10], new TypeError("int() can't convert non-string with explicit base")],
    [[Number.NaN], new ValueError("cannot convert float NaN to integer")],
    [[Number.POSITIVE_INFINITY], new OverflowError("cannot convert float infinity to integer")],
    [
      [null],
      new TypeError("int() argument must be a string, a bytes-like object or a real number, not 'NoneType'"),
    ],
  ])("refuses %j", (args, error) => {
    expect(() => int(...args)).toThrow(error);
  });
});
