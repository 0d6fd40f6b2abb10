// `range`, and classes that are called without `new`.

import { inspect } from "node:util";
import { describe, expect, expectTypeOf, test } from "vitest";
import { eq } from "../../src/protocols/comparison/equality.ts";
import { bool } from "../../src/protocols/comparison/truth.ts";
import {
  AttributeError,
  contains,
  getitem,
  IndexError,
  len,
  range,
  repr,
  reversed,
} from "../../src/protocols/index.ts";
import { withoutNew } from "../../src/protocols/without-new.ts";

describe("range", () => {
  test("counts up to its stop, from its start, by its step", () => {
    expect([...range(3)]).toEqual([0, 1, 2]);
    expect([...range(2, 5)]).toEqual([2, 3, 4]);
    expect([...range(10, 0, -4)]).toEqual([10, 6, 2]);
    expect([...range(5, 5)]).toEqual([]);
  });

  test("is made with `new` or without", () => {
    expect(new range(3)).toBeInstanceOf(range);
    expect(range(3)).toBeInstanceOf(range);
    expect(range(3).constructor).toBe(range);
    expect(range.name).toBe("range");
  });

  test("is a sequence: `len`, items from both ends, `in`, and backwards", () => {
    const evens = range(0, 10, 2);
    expect(len(evens)).toBe(5);
    expect([getitem(evens, 1), getitem(evens, -1)]).toEqual([2, 8]);
    expect(() => getitem(evens, 5)).toThrow(new IndexError("range object index out of range"));
    expect([contains(evens, 4), contains(evens, 5), contains(evens, 4n)]).toEqual([true, false, true]);
    expect([...reversed(evens)]).toEqual([8, 6, 4, 2, 0]);
    expect([bool(range(1)), bool(range(0))]).toEqual([true, false]);
  });

  test("can be looped over more than once, and by two loops at a time", () => {
    const r = range(2);
    const pairs: number[][] = [];
    for (const a of r) for (const b of r) pairs.push([a, b]);
    expect(pairs).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]);
  });

  test("equals a range with the same items, however it was written", () => {
    expect(eq(range(0, 3, 2), range(0, 4, 2))).toBe(true);
    expect(eq(range(0), range(3, 3))).toBe(true);
    expect(eq(range(3), [0, 1, 2])).toBe(false);
  });

  test("cannot be changed", () => {
    const r = range(3);
    expect(() => {
      (r as { start: number }).start = 5;
    }).toThrow(new AttributeError("readonly attribute"));
    expect([r.start, r.stop, r.step]).toEqual([0, 3, 1]);
  });

  test("holds integers of any size, and finds things in them by arithmetic", () => {
    const huge = range(0n, 10n ** 30n, 7n);
    expect(contains(huge, 7n * 10n ** 20n)).toBe(true);
    expect(getitem(huge, 10n ** 28n)).toBe(7n * 10n ** 28n);
    expect([...range(2n ** 53n - 2n, 2n ** 53n + 1n)]).toEqual([2 ** 53 - 2, 2 ** 53 - 1, 2n ** 53n]);
  });

  test("shows itself as Python does", () => {
    expect(repr([range(3), range(1, 3), range(0, 3, -1)])).toBe(
      "[range(0, 3), range(1, 3), range(0, 3, -1)]",
    );
    expect(`${range(3)}, ${inspect(range(3))}`).toBe("range(0, 3), range(0, 3)");
  });

  test("takes what stands for an integer: booleans and objects with `__index__`", () => {
    const five = { __proto__: { __index__: () => 5 } } as unknown as { __index__(): number };
    expect([...range(five)]).toEqual([0, 1, 2, 3, 4]);
    expect([...range(true)]).toEqual([0]);
  });

  test("an object that calls itself equal to an item is found by going through them", () => {
    class Three {
      __eq__(other: unknown): boolean {
        return other === 3;
      }
    }
    expect([range(5).index(new Three()), range(5).count(new Three())]).toEqual([3, 1]);
  });

  test("the compiler knows: numbers give numbers", () => {
    expectTypeOf([...range(3)]).toEqualTypeOf<number[]>();
    expectTypeOf([...range(0n, 3n)]).toEqualTypeOf<(number | bigint)[]>();
    // @ts-expect-error: a string is no integer
    expect(() => range("3")).toThrow("'str' object cannot be interpreted as an integer");
  });
});

describe("a class without `new`", () => {
  const Point = withoutNew(
    class Point {
      static origin = "here";
      #x: number;
      constructor(x: number) {
        this.#x = x;
      }
      get x(): number {
        return this.#x;
      }
    },
  );

  test("makes the same instances either way, private state included", () => {
    expect(Point(1).x).toBe(1);
    expect(new Point(1).x).toBe(1);
    expect(Point(1)).toBeInstanceOf(Point);
    expect(Point(1).constructor).toBe(Point);
    expect([Point.name, (Point as unknown as { origin: string }).origin]).toEqual(["Point", "here"]);
  });

  test("can be extended", () => {
    class Point3 extends Point {
      y = 2;
    }
    const point = new Point3(1);
    expect([point.x, point.y]).toEqual([1, 2]);
    expect(point).toBeInstanceOf(Point3);
    expect(point).toBeInstanceOf(Point);
  });
});
