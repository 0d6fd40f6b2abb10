// `sorted`, `min` and `max`, told as a lesson.

import { describe, expect, test } from "vitest";
import { ValueError } from "../../src/protocols/errors.ts";
import { kw } from "../../src/protocols/kw.ts";
import { object } from "../../src/protocols/object.ts";
import { max, min, sorted, sortList } from "../../src/protocols/sorting/index.ts";

const names = ["egon", "Tank", "alex", "Jin"];

describe("`sorted`", () => {
  test("gives a new list, and leaves the iterable as it was", () => {
    const given = [3, 1, 2];
    expect(sorted(given)).toEqual([1, 2, 3]);
    expect(given).toEqual([3, 1, 2]);
  });

  test("takes anything that can be iterated", () => {
    expect(sorted("egon")).toEqual(["e", "g", "n", "o"]);
    expect(
      sorted(
        new Map([
          ["b", 1],
          ["a", 2],
        ]),
      ),
    ).toEqual(["a", "b"]);
    expect(sorted({ b: 1, a: 2 })).toEqual(["a", "b"]);
    expect(sorted(new Set([2n, 1]))).toEqual([1, 2n]);
  });

  test("compares as Python does: numbers by value, strings by code point, lists item by item", () => {
    expect(sorted([10, 9n, 2.5, true])).toEqual([true, 2.5, 9n, 10]);
    expect(sorted(["\u{1f600}", "\u{fffd}", "a"])).toEqual(["a", "\u{fffd}", "\u{1f600}"]);
    expect(
      sorted([
        [2, "a"],
        [1, "b"],
        [1, "a"],
      ]),
    ).toEqual([
      [1, "a"],
      [1, "b"],
      [2, "a"],
    ]);
  });

  test("`key` gives what an item is sorted by, and is called once for each", () => {
    const calls: string[] = [];
    const key = (name: string): string => {
      calls.push(name);
      return name.toLowerCase();
    };
    expect(sorted(names, kw({ key }))).toEqual(["alex", "egon", "Jin", "Tank"]);
    expect(calls).toEqual(names);
  });

  test("is stable, in reverse too", () => {
    const key = (name: string): number => name.length;
    expect(sorted(names, kw({ key }))).toEqual(["Jin", "egon", "Tank", "alex"]);
    expect(sorted(names, kw({ key, reverse: true }))).toEqual(["egon", "Tank", "alex", "Jin"]);
    expect(sorted([0, -0, 0]).map((zero) => Object.is(zero, -0))).toEqual([false, true, false]);
  });

  test("asks objects for `__lt__` alone", () => {
    class Grade extends object {
      readonly value: number;
      constructor(value: number) {
        super();
        this.value = value;
      }
      __lt__(other: Grade): boolean {
        return this.value < other.value;
      }
      __gt__(): never {
        throw new Error("not asked");
      }
    }
    const grades = [3, 1, 2].map((value) => new Grade(value));
    expect(sorted(grades).map(({ value }) => value)).toEqual([1, 2, 3]);
  });

  test("refuses items without an order, naming the two that met", () => {
    expect(() => sorted([1, "a"])).toThrow("'<' not supported between instances of 'str' and 'int'");
    expect(() => sorted([null, null] as unknown[])).toThrow(
      "'<' not supported between instances of 'NoneType' and 'NoneType'",
    );
  });

  test("sorts what is nearly in order with few questions", () => {
    let asked = 0;
    class Counted extends object {
      readonly value: number;
      constructor(value: number) {
        super();
        this.value = value;
      }
      __lt__(other: Counted): boolean {
        asked++;
        return this.value < other.value;
      }
    }
    sorted(Array.from({ length: 1000 }, (_, i) => new Counted(i)));
    expect(asked).toBe(999);
    asked = 0;
    sorted(Array.from({ length: 1000 }, (_, i) => new Counted(-i)));
    expect(asked).toBe(999);
  });
});

describe("sorting a list in place", () => {
  const plain = { key: undefined, reverse: false };

  test("shows it empty to those who look at it meanwhile", () => {
    const list = [2, 1];
    const lengths: number[] = [];
    const key = (item: unknown): unknown => {
      lengths.push(list.length);
      return item;
    };
    sortList(list, { key, reverse: false });
    expect([list, lengths]).toEqual([
      [1, 2],
      [0, 0],
    ]);
  });

  test("notices that it was changed meanwhile", () => {
    const list: unknown[] = [2, 1];
    const key = (item: unknown): unknown => list.push(item);
    expect(() => sortList(list, { key, reverse: false })).toThrow(
      new ValueError("list modified during sort"),
    );
    expect(list).toHaveLength(2);
  });

  test("loses nothing where a comparison fails", () => {
    let left = 0;
    class Failing {
      readonly value: number;
      constructor(value: number) {
        this.value = value;
      }
      __lt__(other: Failing): boolean {
        if (left-- === 0) throw new Error("failed");
        return this.value < other.value;
      }
    }
    const items = Array.from({ length: 200 }, (_, i) => new Failing((i * 7919) % 101));
    for (let at = 0; at < 1000; at += 9) {
      const list: unknown[] = items.slice();
      left = at;
      expect(() => sortList(list, plain)).toThrow("failed");
      expect(new Set(list)).toEqual(new Set(items));
      expect(list).toHaveLength(200);
    }
  });
});

describe("`min` and `max`", () => {
  test("take an iterable or several arguments", () => {
    expect([min([3, 1, 2]), max(3, 1n, 2.5)]).toEqual([1, 3]);
    expect(max("egon")).toBe("o");
  });

  test("give the first of several equal ones", () => {
    expect([min(true, 1), max(1, true)]).toEqual([true, 1]);
    expect(max(names, kw({ key: (name: string) => name.length }))).toBe("egon");
  });

  test("of nothing are an error, or the `default`", () => {
    expect(() => min([] as number[])).toThrow(new ValueError("min() iterable argument is empty"));
    expect(max([] as number[], kw({ default: null }))).toBeNull();
  });

  test("ask `__lt__` for the least and `__gt__` for the greatest", () => {
    const asked: string[] = [];
    class Asked {
      __lt__(): boolean {
        asked.push("__lt__");
        return true;
      }
      __gt__(): boolean {
        asked.push("__gt__");
        return true;
      }
    }
    min(new Asked(), new Asked());
    max(new Asked(), new Asked());
    expect(asked).toEqual(["__lt__", "__gt__"]);
  });
});
