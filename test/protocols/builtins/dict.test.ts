// `dict`: Python's dict, a `Map` to JavaScript.

import { describe, expect, test } from "vitest";
import {
  bool,
  contains,
  delitem,
  dict,
  eq,
  float,
  frozenset,
  getitem,
  hash,
  iter,
  kw,
  len,
  list,
  next,
  object,
  repr,
  reversed,
  set,
  setitem,
  tuple,
} from "../../../src/index.ts";

describe("making one", () => {
  test("a dict is made of a mapping, of pairs, and of keyword arguments", () => {
    expect(repr(dict())).toBe("{}");
    expect(repr(dict({ a: 1 }))).toBe("{'a': 1}");
    expect(repr(dict(new Map([[1, "x"]])))).toBe("{1: 'x'}");
    expect(repr(dict([["a", 1], tuple(["b", 2])]))).toBe("{'a': 1, 'b': 2}");
    expect(repr(dict(kw({ a: 1 })))).toBe("{'a': 1}");
    expect(repr(dict({ a: 1 }, kw({ b: 2 })))).toBe("{'a': 1, 'b': 2}");
    expect(repr(dict.fromkeys("ab", 0))).toBe("{'a': 0, 'b': 0}");
  });

  test("an object with `keys` and `__getitem__` is a mapping", () => {
    class Squares extends object {
      keys() {
        return [1, 2, 3];
      }
      __getitem__(n: number) {
        return n * n;
      }
    }
    expect(repr(dict(new Squares()))).toBe("{1: 1, 2: 4, 3: 9}");
  });

  test("what is no pair is counted", () => {
    expect(() => dict([["a"]] as never)).toThrow(
      "dictionary update sequence element #0 has length 1; 2 is required",
    );
    expect(() => dict([1] as never)).toThrow("object is not iterable");
    expect(() => dict(5 as never)).toThrow("'int' object is not iterable");
  });
});

describe("keys", () => {
  test("1, 1n, 1.0 and True are one key, and the first of them stays", () => {
    const numbers = dict<unknown, string>();
    numbers.set(true, "bool");
    numbers.set(1, "int");
    numbers.set(1n, "bigint");
    numbers.set(float(1), "float");
    expect(repr(numbers)).toBe("{True: 'float'}");
    expect([numbers.get(1), numbers.has(1n), numbers.size]).toEqual(["float", true, 1]);
    expect(numbers.delete(float(1))).toBe(true);
    expect(numbers.size).toBe(0);
  });

  test("tuples are keys by value, where a Map would look for the same object", () => {
    const board = dict([[tuple([0, 0]), "rook"]]);
    expect(board.get(tuple([0, 0]))).toBe("rook");
    expect(new Map([[tuple([0, 0]), "rook"]]).get(tuple([0, 0]))).toBeUndefined();
    expect(board.has(tuple([false, 0n]) as never)).toBe(true);
    board.set(tuple([0, 0]), "king");
    expect(board.size).toBe(1);
  });

  test("objects are keys by `__hash__` and `__eq__`", () => {
    class Name {
      readonly text: string;
      constructor(text: string) {
        this.text = text;
      }
      __hash__() {
        return hash(this.text.toLowerCase());
      }
      __eq__(other: unknown) {
        const text = other instanceof Name ? other.text : other;
        return typeof text === "string" && text.toLowerCase() === this.text.toLowerCase();
      }
    }
    const ages = dict<unknown, number>([
      [new Name("Egon"), 28],
      ["yuan", 20],
    ]);
    expect(ages.get(new Name("EGON"))).toBe(28);
    // Python too asks only for the hash and `==`, whatever the types are.
    expect(ages.get("egon")).toBe(28);
    expect(ages.get(new Name("Yuan"))).toBe(20);
    expect(ages.delete("egon")).toBe(true);
    expect(ages.size).toBe(1);
  });

  test("an object without them is equal to itself alone", () => {
    const [one, two] = [{}, {}].map((_, i) => new (class extends object {})());
    const marks = dict([[one, 1]]);
    expect([marks.has(one), marks.has(two)]).toEqual([true, false]);
  });

  test("frozensets and bytes are keys by value", () => {
    const kept = dict<unknown, number>([
      [frozenset([1, 2]), 1],
      [new Uint8Array([1]), 2],
    ]);
    expect(kept.get(frozenset([2, 1]))).toBe(1);
    expect(kept.get(new Uint8Array([1]))).toBe(2);
  });

  test("what can change is refused as a key", () => {
    expect(() => dict([[[1], 1]])).toThrow("cannot use 'list' as a dict key (unhashable type: 'list')");
    expect(() => dict().get(tuple([[1]]) as never)).toThrow(
      "cannot use 'tuple' as a dict key (unhashable type: 'list')",
    );
  });
});

describe("Python's methods", () => {
  const ages = () => dict({ egon: 28, yuan: 20 });

  test("get takes a default; without one it gives undefined, which is None", () => {
    expect(ages().get("alex", 0)).toBe(0);
    expect(repr(ages().get("alex"))).toBe("None");
  });

  test("pop, popitem and setdefault", () => {
    const each = ages();
    expect(each.pop("egon")).toBe(28);
    expect(each.pop("egon", -1)).toBe(-1);
    expect(() => each.pop("egon")).toThrow("'egon'");
    expect(each.setdefault("alex", 18)).toBe(18);
    expect(repr(each.popitem())).toBe("('alex', 18)");
    each.clear();
    expect(() => each.popitem()).toThrow("popitem(): dictionary is empty");
  });

  test("update takes what dict takes", () => {
    const each = ages();
    each.update({ egon: 29 });
    each.update([["alex", 18]], kw({ yuan: 21 }));
    expect(repr(each)).toBe("{'egon': 29, 'yuan': 21, 'alex': 18}");
  });

  test("| merges, |= merges in place", () => {
    const each = ages();
    expect(repr(each.__or__(dict({ egon: 0, tank: 1 })))).toBe("{'egon': 0, 'yuan': 20, 'tank': 1}");
    expect(each.__ior__(dict({ tank: 1 }))).toBe(each);
    expect(len(each)).toBe(3);
  });

  test("a dict equals any mapping of equal items, in any order", () => {
    expect(eq(dict({ a: 1, b: 2 }), { b: 2n, a: true })).toBe(true);
    expect(eq(new Map([["a", 1]]), dict({ a: 1 }))).toBe(true);
    expect(eq(dict({ a: 1 }), dict({ a: 2 }))).toBe(false);
  });

  test("dicts are mutable, so they have no hash; an empty one is false", () => {
    // @ts-expect-error: unhashable
    expect(() => hash(dict())).toThrow("unhashable type: 'dict'");
    expect(bool(dict())).toBe(false);
  });

  test("a missing key of a subclass asks `__missing__`, which get does not", () => {
    class Counter extends dict<string, number> {
      __missing__(_key: string) {
        return 0;
      }
    }
    const counter = new Counter();
    expect(getitem(counter, "a")).toBe(0);
    expect(counter.get("a", 5)).toBe(5);
    expect(counter.size).toBe(0);
    expect(() => getitem(dict<string, number>(), "a")).toThrow("'a'");
  });
});

describe("views", () => {
  test("keys, values and items are live", () => {
    const each = dict({ a: 1 });
    const [keys, values, items] = [each.keys(), each.values(), each.items()];
    each.set("b", 2);
    expect(repr(keys)).toBe("dict_keys(['a', 'b'])");
    expect(repr(values)).toBe("dict_values([1, 2])");
    expect(repr(items)).toBe("dict_items([('a', 1), ('b', 2)])");
    expect([len(keys), contains(values, 2), contains(items, tuple(["a", 1]))]).toEqual([2, true, true]);
  });

  test("they iterate any number of times, and are JavaScript's iterators too", () => {
    const keys = dict({ a: 1, b: 2 }).keys();
    expect([[...keys], [...keys]]).toEqual([
      ["a", "b"],
      ["a", "b"],
    ]);
    expect(keys.next()).toEqual({ done: false, value: "a" });
    expect(keys.next().value).toBe("b");
    expect(keys.next().done).toBe(true);
  });

  test("in Python's protocol a view is no iterator", () => {
    expect(() => next(dict({ a: 1 }).keys() as never)).toThrow("'dict_keys' object is not an iterator");
    expect(next(iter(dict({ a: 1 }).keys()))).toBe("a");
  });

  test("keys and items are sets", () => {
    const [old, now] = [dict({ a: 1, b: 2 }), dict({ b: 2, c: 3 })];
    expect(repr(old.keys().__and__(now.keys()))).toBe("{'b'}");
    expect(repr(old.keys().__sub__(now.keys()))).toBe("{'a'}");
    expect(repr(old.items().__and__(now.items()))).toBe("{('b', 2)}");
    expect(eq(old.keys(), set(["b", "a"]))).toBe(true);
    expect(old.keys().isdisjoint(["x"])).toBe(true);
  });

  test("a loop notices that the dict changed its size", () => {
    const each = dict({ a: 1, b: 2 });
    expect(() => {
      for (const key of each.keys()) each.delete(key);
    }).toThrow("dictionary changed size during iteration");
    expect(repr([...reversed(dict({ a: 1, b: 2 }))])).toBe("['b', 'a']");
  });
});

describe("at home in JavaScript", () => {
  test("a dict is a Map: for…of and spread give pairs, iter and list the keys", () => {
    const each = dict({ a: 1 });
    expect(each).toBeInstanceOf(Map);
    expect([...each]).toEqual([["a", 1]]);
    expect(Object.fromEntries(each)).toEqual({ a: 1 });
    expect(new Map(each).get("a")).toBe(1);
    expect(repr(list(each))).toBe("['a']");
  });

  test("getitem, setitem, delitem and contains work through the dict's own methods", () => {
    const each = dict<unknown, number>();
    setitem(each, tuple([1]), 5);
    expect(getitem(each, tuple([1]))).toBe(5);
    expect(contains(each, tuple([1n]))).toBe(true);
    delitem(each, tuple([true]));
    expect(len(each)).toBe(0);
  });

  test("JSON.stringify writes an object, with the keys as json.dumps has them", () => {
    const mixed = dict<unknown, unknown>([
      ["a", dict({ b: [1] })],
      [1, 2],
      [true, null],
      [null, 0],
      [float(2), 3],
    ]);
    mixed.delete(1);
    mixed.set(true, null);
    expect(JSON.stringify(mixed)).toBe('{"a":{"b":[1]},"null":0,"2.0":3,"true":null}');
    expect(() => JSON.stringify(dict([[tuple([1]), 1]]))).toThrow(
      "keys must be str, int, float, bool or None, not tuple",
    );
  });

  test("undefined is a value as good as any", () => {
    const each = dict<string, undefined>([["a", undefined]]);
    expect([each.has("a"), each.get("a", 1), each.size]).toEqual([true, undefined, 1]);
    expect(each.get("b", 1)).toBe(1);
  });
});

describe("wrapping a standard type", () => {
  test("attributes that are items: `__getattr__` on a dict", () => {
    class Attributes extends dict<string, number> {
      declare egon: number;
      declare nobody: number;
      __getattr__(name: string): number {
        return this.__getitem__(name);
      }
    }
    const ages = new Attributes({ egon: 28 });
    expect(ages.egon).toBe(28);
    expect(() => ages.nobody).toThrow("'nobody'");
    expect([ages.size, ages.get("egon")]).toEqual([1, 28]);
  });

  test("an overridden `__setitem__` is what setitem calls, and what the other methods do not, as in Python", () => {
    class Upper extends dict<string, number> {
      #writes = 0;
      override __setitem__(key: string, value: number) {
        this.#writes++;
        super.__setitem__(key.toUpperCase(), value);
      }
      get writes() {
        return this.#writes;
      }
    }
    const upper = new Upper();
    setitem(upper, "a", 1);
    upper.update({ b: 2 });
    expect(repr(upper)).toBe("{'A': 1, 'b': 2}");
    expect(upper.writes).toBe(1);
    expect(repr(Upper.fromkeys("x", 0))).toBe("{'X': 0}");
  });
});
