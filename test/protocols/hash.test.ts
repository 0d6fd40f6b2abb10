// `hash`: one integer for all values that are equal, told as a lesson.

import { describe, expect, test } from "vitest";
import { frozenset, tuple } from "../../src/protocols/builtins/index.ts";
import { eq } from "../../src/protocols/comparison/equality.ts";
import { hash } from "../../src/protocols/comparison/hash.ts";
import { getitem, setitem } from "../../src/protocols/items/items.ts";
import { range } from "../../src/protocols/iteration/range.ts";
import { float } from "../../src/protocols/numbers/numbers.ts";
import { object } from "../../src/protocols/object.ts";

class Point extends object {
  readonly x: number;
  constructor(x: number) {
    super();
    this.x = x;
  }
  override __eq__(other: unknown): boolean {
    return other instanceof Point && other.x === this.x;
  }
  override __hash__(): number | bigint {
    return hash(this.x);
  }
}

describe("`hash`", () => {
  test("is the same for all numbers that are equal", () => {
    expect([1, 1n, true, float(1)].map((one) => hash(one as unknown))).toEqual([1, 1, 1, 1]);
    expect(hash(2 ** 80)).toBe(hash(2n ** 80n));
    expect(hash(-0)).toBe(0);
  });

  test("of an integer is its remainder by 2 ** 61 - 1, and never -1", () => {
    expect(hash(2n ** 61n - 1n)).toBe(0);
    expect(hash(2n ** 61n)).toBe(1);
    expect(hash(-1)).toBe(-2);
    expect(hash(2n ** 60n)).toBe(2n ** 60n);
  });

  test("of texts and bytes is fixed, and equal for equal ones", () => {
    expect(hash("egon")).toBe(hash(["e", "gon"].join("")));
    expect(hash("egon")).not.toBe(hash("nego"));
    expect(hash(new Uint8Array([1, 2]))).toBe(hash(Buffer.from([1, 2])));
    expect(hash("")).toBe(0);
  });

  test("of tuples, frozensets, slices and ranges is that of 64-bit CPython, where their items' is", () => {
    expect(hash(tuple([1, 2]))).toBe(-3550055125485641917n);
    expect(hash(frozenset([1, 2]))).toBe(-1826646154956904602n);
    expect(hash(frozenset())).toBe(133146708735736);
    expect(hash(range(3))).toBe(-8338477496398685190n);
    expect(hash(range(3))).toBe(hash(tuple([3, 0, 1])));
    expect(hash(range(0))).toBe(hash(range(5, 2)));
  });

  test("of an object is its own for as long as it lives", () => {
    const [a, b] = [new object(), new object()];
    expect(hash(a)).toBe(hash(a));
    expect(hash(a)).toBe(a.__hash__());
    expect(hash(a)).not.toBe(hash(b));
    const plain = new (class Plain {})();
    expect(hash(plain)).toBe(hash(plain));
    expect(hash(Point)).toBe(hash(Point));
  });

  test("asks the class's `__hash__`", () => {
    expect(hash(new Point(7))).toBe(7);
    const names = new Map<Point, string>();
    setitem(names, new Point(7), "seven");
    expect(getitem(names, new Point(7))).toBe("seven");
  });

  test("`__hash__` must return an integer", () => {
    class Wrong extends object {
      override __hash__(): number {
        return 1.5;
      }
    }
    expect(() => hash(new Wrong())).toThrow(new TypeError("__hash__ method should return an integer"));
  });
});

describe("what has no hash", () => {
  test("the containers that change", () => {
    const unhashable: readonly unknown[] = [[], new Map(), {}, new Set(), new Int16Array()];
    const messages = unhashable.map((value) => {
      try {
        return hash(value);
      } catch (error) {
        return (error as Error).message;
      }
    });
    expect(messages).toEqual([
      "unhashable type: 'list'",
      "unhashable type: 'dict'",
      "unhashable type: 'dict'",
      "unhashable type: 'set'",
      "unhashable type: 'Int16Array'",
    ]);
  });

  test("objects whose class defines `__eq__` without `__hash__`, and those of its subclasses", () => {
    class Equal extends object {
      override __eq__(): boolean {
        return true;
      }
    }
    class Derived extends Equal {}
    expect(() => hash(new Equal())).toThrow(new TypeError("unhashable type: 'Equal'"));
    expect(() => hash(new Derived())).toThrow(new TypeError("unhashable type: 'Derived'"));
  });

  test("a subclass that defines `__eq__` loses its base's `__hash__`, and may take it back", () => {
    class Lost extends Point {
      override __eq__(other: unknown): boolean {
        return super.__eq__(other);
      }
    }
    class Kept extends Lost {
      override __hash__(): number | bigint {
        return super.__hash__();
      }
    }
    expect(() => hash(new Lost(1))).toThrow(new TypeError("unhashable type: 'Lost'"));
    expect(hash(new Kept(1))).toBe(1);
    expect(eq(new Kept(1), new Point(1))).toBe(true);
  });

  test("objects whose class sets `__hash__` to `null`", () => {
    class Closed extends object {}
    Reflect.set(Closed.prototype, "__hash__", null);
    expect(() => hash(new Closed())).toThrow(new TypeError("unhashable type: 'Closed'"));
  });
});
