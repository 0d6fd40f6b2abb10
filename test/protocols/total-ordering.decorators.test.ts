// `functools.total_ordering` in both decorator dialects, and as a function: this file runs once with each.

import { describe, expect, test } from "vitest";
import { functools, type NotImplementedType, object, operator, sorted, ValueError } from "../../src/index.ts";
import { NotImplemented } from "../../src/protocols/comparison/notimplemented.ts";

const { total_ordering } = functools;
const { ge, gt, le, lt } = operator;

@total_ordering
class Version extends object {
  readonly number: number;
  constructor(number: number) {
    super();
    this.number = number;
  }
  override __eq__(other: unknown): boolean | NotImplementedType {
    return other instanceof Version ? this.number === other.number : NotImplemented;
  }
  __lt__(other: unknown): boolean | NotImplementedType {
    return other instanceof Version ? this.number < other.number : NotImplemented;
  }
}

const [one, two] = [new Version(1), new Version(2)];

describe("`@total_ordering`", () => {
  test("derives what the class does not define", () => {
    expect([lt, le, gt, ge].map((compare) => compare(one, two))).toEqual([true, true, false, false]);
    expect([lt, le, gt, ge].map((compare) => compare(one, one))).toEqual([false, true, false, true]);
    expect(sorted([two, one])).toEqual([one, two]);
  });

  test("leaves the class the same, and its methods as they were", () => {
    expect(Version.name).toBe("Version");
    expect(new Version(1)).toBeInstanceOf(Version);
    expect(Object.keys(Version.prototype)).toEqual([]);
    expect(Reflect.get(Version.prototype, "__le__").name).toBe("__le__");
  });

  test("passes `NotImplemented` on, so that the other operand is asked", () => {
    expect(() => ge(one, 1)).toThrow("'>=' not supported between instances of 'Version' and 'int'");
  });

  test("counts methods that are inherited, and not those of `object`", () => {
    @total_ordering
    class Patch extends Version {}
    expect(Object.hasOwn(Patch.prototype, "__le__")).toBe(false);
    expect(() => total_ordering(class Bare extends object {})).toThrow(
      new ValueError("must define at least one ordering operation: < > <= >="),
    );
    expect(() => total_ordering(class Plain {})).toThrow(ValueError);
  });

  test("asks a subclass's own method", () => {
    class Reversed extends Version {
      override __lt__(other: unknown): boolean | NotImplementedType {
        return other instanceof Version ? this.number > other.number : NotImplemented;
      }
    }
    expect(ge(new Reversed(1), new Reversed(2))).toBe(true);
  });

  test.for(["__lt__", "__le__", "__gt__", "__ge__"] as const)("one of the four will do: %s", (name) => {
    const comparisons = {
      __lt__: (a: number, b: number) => a < b,
      __le__: (a: number, b: number) => a <= b,
      __gt__: (a: number, b: number) => a > b,
      __ge__: (a: number, b: number) => a >= b,
    };
    class Only extends object {
      readonly value: number;
      constructor(value: number) {
        super();
        this.value = value;
      }
      override __eq__(other: unknown): boolean {
        return this.value === (other as Only).value;
      }
    }
    Object.defineProperty(Only.prototype, name, {
      value(this: Only, other: Only) {
        return comparisons[name](this.value, other.value);
      },
    });
    total_ordering(Only);
    for (const [a, b] of [
      [1, 2],
      [2, 1],
      [1, 1],
    ] as const) {
      const [left, right] = [new Only(a), new Only(b)] as unknown[];
      expect([lt, le, gt, ge].map((compare) => compare(left, right))).toEqual([a < b, a <= b, a > b, a >= b]);
    }
  });

  test("as a function types the methods that it adds", () => {
    const Level = total_ordering(
      class Level extends object {
        readonly height: number;
        constructor(height: number) {
          super();
          this.height = height;
        }
        __gt__(other: Level): boolean {
          return this.height > other.height;
        }
      },
    );
    expect(new Level(1).__lt__(new Level(2))).toBe(true);
    expect(gt(new Level(2), new Level(1))).toBe(true);
  });
});
