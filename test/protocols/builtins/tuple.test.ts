// `tuple`: an immutable sequence, an `Array` to JavaScript.

import { describe, expect, test } from "vitest";
import {
  contains,
  delitem,
  dict,
  enumerate,
  eq,
  getitem,
  hash,
  isinstance,
  list,
  repr,
  reversed,
  setitem,
  slice,
  tuple,
  zip,
} from "../../../src/index.ts";

describe("making one", () => {
  test("a tuple is made of any iterable, with and without `new`", () => {
    expect(repr(tuple())).toBe("()");
    expect(repr(tuple([1]))).toBe("(1,)");
    expect(repr(tuple("ab"))).toBe("('a', 'b')");
    expect(repr(new tuple([1, [2]]))).toBe("(1, [2])");
    expect(repr(tuple.of(1, "a"))).toBe("(1, 'a')");
  });

  test("a tuple of a tuple is that tuple", () => {
    const point = tuple([3, 4]);
    expect(tuple(point)).toBe(point);
  });

  test("enumerate, zip and dict.items give tuples, which destructure as arrays do", () => {
    expect(repr(list(enumerate("ab")))).toBe("[(0, 'a'), (1, 'b')]");
    expect(repr(list(zip([1, 2], "ab")))).toBe("[(1, 'a'), (2, 'b')]");
    for (const [i, letter] of enumerate("a", 1)) expect([i, letter]).toEqual([1, "a"]);
  });
});

describe("immutable", () => {
  const point = tuple([3, 4]);

  test("setitem and delitem are refused in CPython's words", () => {
    expect(() => setitem(point as never, 0 as never, 1 as never)).toThrow(
      "'tuple' object does not support item assignment",
    );
    expect(() => delitem(point as never, 0 as never)).toThrow("'tuple' object doesn't support item deletion");
  });

  test("JavaScript cannot change one either: it is frozen", () => {
    const loose = point as unknown as number[];
    expect(() => {
      loose[0] = 1;
    }).toThrow(TypeError);
    expect(() => loose.push(5)).toThrow(TypeError);
    expect(() => loose.sort()).toThrow(TypeError);
    expect(repr(point)).toBe("(3, 4)");
  });
});

describe("as a value", () => {
  test("tuples are equal by value, and never equal to a list", () => {
    expect(eq(tuple([1, "a"]), tuple([1n, "a"]))).toBe(true);
    expect(eq(tuple([1]), [1])).toBe(false);
    expect(eq([1], tuple([1]))).toBe(false);
    expect(isinstance(tuple(), list)).toBe(false);
    expect(isinstance([], tuple)).toBe(false);
  });

  test("its hash is CPython's, made of the hashes of its items", () => {
    expect(hash(tuple([1, 2]))).toBe(-3550055125485641917n);
    expect(hash(tuple())).toBe(5740354900026072187n);
    expect(() => hash(tuple([[1]]))).toThrow("unhashable type: 'list'");
  });

  test("it is a key of a dict", () => {
    expect(dict([[tuple([1, 2]), "x"]]).get(tuple([1, 2]))).toBe("x");
  });
});

describe("Python's methods", () => {
  test("index, count and in", () => {
    const mixed = tuple([1, true, "a"]);
    expect(mixed.count(1)).toBe(2);
    expect(mixed.index("a")).toBe(2);
    expect(contains(mixed, 1n)).toBe(true);
    expect(() => mixed.index("x")).toThrow("tuple.index(x): x not in tuple");
  });

  test("tuples are added to tuples and repeated", () => {
    expect(repr(tuple([1]).__add__(tuple(["a"])))).toBe("(1, 'a')");
    expect(repr(tuple([1]).__mul__(2))).toBe("(1, 1)");
    expect(() => tuple([1]).__add__([2] as never)).toThrow(
      'can only concatenate tuple (not "list") to tuple',
    );
  });

  test("items and slices", () => {
    const letters = tuple("abc");
    expect(getitem(letters, -1)).toBe("c");
    expect(repr(getitem(letters, slice(null, null, -1)))).toBe("('c', 'b', 'a')");
    expect(() => getitem(letters, 9)).toThrow("tuple index out of range");
    expect([...reversed(letters)]).toEqual(["c", "b", "a"]);
  });
});

describe("at home in JavaScript", () => {
  test("a tuple is an array: spread, JSON, Array.isArray", () => {
    const point = tuple([3, 4]);
    expect([...point, 5]).toEqual([3, 4, 5]);
    expect(JSON.stringify(point)).toBe("[3,4]");
    expect(Array.isArray(point)).toBe(true);
    expect(point.map((n) => n + 1)).toEqual([4, 5]);
    expect(`${point}`).toBe("(3, 4)");
  });

  test("a subclass has attributes of its own beside its fixed items", () => {
    class Point extends tuple<[number, number]> {
      label = "";
      readonly #made = true;
      get x(): number {
        return this[0];
      }
      isMade() {
        return this.#made;
      }
    }
    const point = new Point([3, 4]);
    point.label = "here";
    expect([point.x, point.label, point.isMade(), repr(point)]).toEqual([3, "here", true, "(3, 4)"]);
    expect(() => {
      (point as unknown as number[])[0] = 1;
    }).toThrow(TypeError);
    expect(eq(point, tuple([3, 4]))).toBe(true);
    expect(hash(point)).toBe(hash(tuple([3, 4])));
  });
});
