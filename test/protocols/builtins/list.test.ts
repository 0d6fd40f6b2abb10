// `list`: Python's list, an `Array` to JavaScript.

import { describe, expect, test } from "vitest";
import {
  bool,
  contains,
  delitem,
  eq,
  getitem,
  hash,
  isinstance,
  iter,
  kw,
  len,
  list,
  next,
  repr,
  reversed,
  setitem,
  slice,
  str,
  tuple,
} from "../../../src/index.ts";

describe("making one", () => {
  test("a list is made of any iterable, with and without `new`", () => {
    expect(repr(list())).toBe("[]");
    expect(repr(list("añ😀"))).toBe("['a', 'ñ', '😀']");
    expect(repr(list({ x: 1, y: 2 }))).toBe("['x', 'y']");
    expect(repr(new list(new Map([["a", 1]])))).toBe("['a']");
    expect(repr(list.of(1, 2))).toBe("[1, 2]");
  });

  test("what is not iterable is refused in CPython's words", () => {
    // @ts-expect-error: a number is not iterable
    expect(() => list(5)).toThrow(new TypeError("'int' object is not iterable"));
    // @ts-expect-error: one argument
    expect(() => list([], [])).toThrow(new TypeError("list expected at most 1 argument, got 2"));
    expect(() => list(kw({ a: 1 }))).toThrow(new TypeError("list() takes no keyword arguments"));
  });
});

describe("Python's methods", () => {
  test("append, extend, insert, remove, pop and clear change the list", () => {
    const letters = list(["b"]);
    letters.append("d");
    letters.extend("ef");
    letters.insert(0, "a");
    letters.insert(-3, "c");
    expect(repr(letters)).toBe("['a', 'b', 'c', 'd', 'e', 'f']");
    letters.remove("e");
    expect(letters.pop()).toBe("f");
    expect(letters.pop(0)).toBe("a");
    expect(repr(letters)).toBe("['b', 'c', 'd']");
    letters.clear();
    expect(len(letters)).toBe(0);
  });

  test("an empty list has nothing to pop, where JavaScript's array gives undefined", () => {
    expect([].pop()).toBeUndefined();
    expect(() => list().pop()).toThrow("pop from empty list");
    expect(() => list([1]).pop(5)).toThrow("pop index out of range");
  });

  test("items are found by equality, so that 1, 1n and true are one", () => {
    const mixed = list([0, "1", 1n, [2]]);
    expect(mixed.index(true)).toBe(2);
    expect(mixed.index([2n])).toBe(3);
    expect(list([1, true, 1n, 1.5]).count(1)).toBe(3);
    expect(() => mixed.index("x")).toThrow("list.index(x): x not in list");
    expect(() => mixed.remove("x")).toThrow("list.remove(x): x not in list");
  });

  test("copies are shallow, and lists again", () => {
    const inner = [1];
    const copy = list([inner]).copy();
    inner.push(2);
    expect(repr(copy)).toBe("[[1, 2]]");
    expect(copy).toBeInstanceOf(list);
  });
});

describe("sorting", () => {
  test("sort orders as Python does: numbers by value, text by code point", () => {
    expect(repr(list([10, 9, 1n]).sort())).toBe("[1, 9, 10]");
    expect(repr(list(["b", "B", "a"]).sort())).toBe("['B', 'a', 'b']");
  });

  test("options are an object, or Python's keyword arguments", () => {
    const words = ["ccc", "a", "bb"];
    expect(repr(list(words).sort({ key: len }))).toBe("['a', 'bb', 'ccc']");
    expect(repr(list(words).sort(kw({ reverse: true }) as never))).toBe("['ccc', 'bb', 'a']");
  });

  test("a function compares two items, as JavaScript has it, and sort returns the list", () => {
    const numbers = list([3, 1, 2]);
    expect(numbers.sort((a, b) => b - a)).toBe(numbers);
    expect(repr(numbers)).toBe("[3, 2, 1]");
  });

  test("what has no order is named", () => {
    expect(() => list([1, "a"]).sort()).toThrow("'<' not supported between instances of 'str' and 'int'");
    // @ts-expect-error: no positional arguments
    expect(() => list([1]).sort(1)).toThrow("sort() takes no positional arguments");
  });

  test("a key function sees an empty list, and may not change it", () => {
    const numbers: list<number> = list([2, 1]);
    const sizes: number[] = [];
    expect(() =>
      numbers.sort({
        key: (n) => {
          sizes.push(numbers.length);
          if (n === 1) numbers.append(3);
          return n;
        },
      }),
    ).toThrow("list modified during sort");
    expect(sizes).toEqual([0, 0]);
    expect(repr(numbers)).toBe("[1, 2]");
  });
});

describe("operators", () => {
  test("lists are added to lists only, repeated by integers only", () => {
    expect(repr(list([1]).__add__(list(["a"])))).toBe("[1, 'a']");
    expect(repr(list([1]).__mul__(3))).toBe("[1, 1, 1]");
    expect(() => list([1]).__add__(tuple([2]) as never)).toThrow(
      'can only concatenate list (not "tuple") to list',
    );
    const grown = list([1]);
    expect(grown.__iadd__([2])).toBe(grown);
    expect(repr(grown)).toBe("[1, 2]");
  });

  test("a list equals any array of equal items, and never a tuple", () => {
    expect(eq(list([1, [2]]), [1n, list([2])])).toBe(true);
    expect(eq([1], list([1]))).toBe(true);
    expect(eq(list([1]), tuple([1]))).toBe(false);
  });

  test("lists are mutable, so they have no hash", () => {
    // @ts-expect-error: unhashable
    expect(() => hash(list())).toThrow("unhashable type: 'list'");
  });

  test("an empty list is false", () => {
    expect(bool(list())).toBe(false);
    expect(bool(list([0]))).toBe(true);
  });
});

describe("items", () => {
  test("getitem, setitem, delitem and contains work through the list's own methods", () => {
    const letters = list("abc");
    expect(getitem(letters, -1)).toBe("c");
    setitem(letters, 0, "x");
    delitem(letters, 1);
    expect(repr(letters)).toBe("['x', 'c']");
    expect(contains(letters, "c")).toBe(true);
    expect(() => getitem(letters, 9)).toThrow("list index out of range");
  });

  test("a slice of a list is a list", () => {
    const sliced = getitem(list("abcd"), slice(1, 3));
    expect(sliced).toBeInstanceOf(list);
    expect(repr(sliced)).toBe("['b', 'c']");
  });

  test("iteration goes by index: what is added meanwhile is seen", () => {
    const numbers = list([1, 2]);
    const seen: number[] = [];
    for (const n of numbers) {
      seen.push(n);
      if (numbers.length < 4) numbers.append(n * 10);
    }
    expect(seen).toEqual([1, 2, 10, 20]);
    expect(repr([...reversed(numbers)])).toBe("[20, 10, 2, 1]");
    expect(next(iter(numbers))).toBe(1);
  });
});

describe("at home in JavaScript", () => {
  test("a list is an array: spread, JSON, destructuring, Array.isArray", () => {
    const numbers = list([1, 2, 3]);
    const [first, ...rest] = numbers;
    expect([first, rest]).toEqual([1, [2, 3]]);
    expect(JSON.stringify({ numbers })).toBe('{"numbers":[1,2,3]}');
    expect(Array.isArray(numbers)).toBe(true);
    expect(structuredClone(numbers)).toEqual([1, 2, 3]);
    expect(Math.max(...numbers)).toBe(3);
  });

  test("JavaScript's own methods stay, and make plain arrays", () => {
    const doubled = list([1, 2]).map((n) => n * 2);
    expect(doubled).toEqual([2, 4]);
    expect(Object.getPrototypeOf(doubled)).toBe(Array.prototype);
    expect(list([1, 2, 3]).filter((n) => n > 1)).toEqual([2, 3]);
  });

  test("it shows itself as Python's list", () => {
    expect(`${list([null, "a"])}`).toBe("[None, 'a']");
    expect(str(list([1.5]))).toBe("[1.5]");
    const loop = list<unknown>([]);
    loop.append(loop);
    expect(repr(loop)).toBe("[[...]]");
  });
});

describe("wrapping a standard type", () => {
  class Strings extends list<string> {
    #appended = 0;
    tag: boolean;
    constructor(items: Iterable<string>, tag = false) {
      super(items);
      this.tag = tag;
    }
    override append(item: string): void {
      if (!isinstance(item, str)) throw new TypeError(`${repr(item)} must be str`);
      super.append(item);
      this.#appended++;
    }
    get middle(): string {
      return this[len(this) >> 1] as string;
    }
    get appended(): number {
      return this.#appended;
    }
    override clear(): void {
      if (!this.tag) throw new Error("permission denied");
      super.clear();
      this.tag = false;
    }
  }

  test("a subclass adds and changes methods, and reaches the originals by super", () => {
    const strings = new Strings(["a", "b", "c"]);
    strings.append("d");
    expect(() => strings.append(4 as never)).toThrow("4 must be str");
    expect([strings.middle, strings.appended]).toEqual(["c", 1]);
    expect(repr(strings)).toBe("['a', 'b', 'c', 'd']");
    expect(() => strings.clear()).toThrow("permission denied");
    strings.tag = true;
    strings.clear();
    expect(len(strings)).toBe(0);
  });

  test("its instances are lists, arrays, and instances of the subclass", () => {
    const strings = new Strings([]);
    expect(isinstance(strings, Strings)).toBe(true);
    expect(isinstance(strings, list)).toBe(true);
    expect(strings).toBeInstanceOf(Array);
    expect(isinstance(list(), Strings)).toBe(false);
  });

  test("what is made of a subclass's items is a plain list, as in Python", () => {
    class Tagged extends list<number> {}
    const tagged = new Tagged([1, 2]);
    expect(tagged.copy()).not.toBeInstanceOf(Tagged);
    expect(getitem(tagged, slice(1))).toBeInstanceOf(list);
    expect(tagged.__add__([3])).not.toBeInstanceOf(Tagged);
  });

  test("a subclass's own hooks reach JavaScript's protocols", () => {
    class Doubled extends list<number> {
      override __iter__() {
        return iter(this.map((n) => n * 2));
      }
      override __repr__() {
        return `Doubled(${super.__repr__()})`;
      }
    }
    const doubled = new Doubled([1, 2]);
    expect([...doubled]).toEqual([2, 4]);
    expect(`${doubled}`).toBe("Doubled([1, 2])");
  });

  test("`__getattr__` answers for attributes that a subclass does not have", () => {
    class Open extends list<number> {
      declare nothing: string;
      __getattr__(name: string) {
        return `no ${name}`;
      }
    }
    const open = new Open([1]);
    expect(open.nothing).toBe("no nothing");
    expect(open.length).toBe(1);
  });

  test("a hook that cannot be put in force is refused, not ignored", () => {
    class Watched extends list {
      __setattr__() {}
    }
    expect(() => new Watched()).toThrow("class 'Watched' cannot have __setattr__: it extends a builtin type");
  });
});
