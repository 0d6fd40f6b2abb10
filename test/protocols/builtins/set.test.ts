// `set` and `frozenset`: Python's sets, each a `Set` to JavaScript.

import { describe, expect, test } from "vitest";
import { contains, eq, float, frozenset, hash, len, list, repr, set, tuple } from "../../../src/index.ts";

describe("elements", () => {
  test("equal elements are one, by `__hash__` and `__eq__`", () => {
    expect(repr(set([1, 1n, true, float(1), "a"]))).toBe("{1, 'a'}");
    expect(set([tuple([1]), tuple([1])]).size).toBe(1);
    expect(set([tuple([1])]).has(tuple([1n]) as never)).toBe(true);
  });

  test("what can change is refused", () => {
    expect(() => set([[1]])).toThrow("cannot use 'list' as a set element (unhashable type: 'list')");
    expect(() => set([set([1])])).toThrow("cannot use 'set' as a set element (unhashable type: 'set')");
  });

  test("a mutable set is looked for as the frozenset of its elements", () => {
    expect(contains(set([frozenset([1])]), set([1]))).toBe(true);
  });
});

describe("set", () => {
  test("add, discard, remove, pop and clear", () => {
    const letters = set("ab");
    letters.add("c");
    letters.discard("x");
    letters.remove("a");
    expect(repr(letters)).toBe("{'b', 'c'}");
    expect(() => letters.remove("x")).toThrow("'x'");
    expect(letters.pop()).toBe("b");
    letters.clear();
    expect(repr(letters)).toBe("set()");
    expect(() => letters.pop()).toThrow("pop from an empty set");
  });

  test("union, intersection, difference and symmetric_difference take any iterables", () => {
    const numbers = set([1, 2, 3]);
    expect(repr(numbers.union([4], [5]))).toBe("{1, 2, 3, 4, 5}");
    expect(repr(numbers.intersection([2, 3, 4]))).toBe("{2, 3}");
    expect(repr(numbers.difference([1]))).toBe("{2, 3}");
    expect(repr(numbers.symmetric_difference([3, 4]))).toBe("{1, 2, 4}");
  });

  test("operators take sets alone", () => {
    expect(repr(set([1]).__or__(set([2])))).toBe("{1, 2}");
    expect(String(set([1]).__or__([2]))).toBe("Symbol(NotImplemented)");
  });

  test("sets are ordered by inclusion, and equal to native ones", () => {
    expect(set([1]).issubset([1, 2])).toBe(true);
    expect(set([1]).__lt__(set([1, 2]))).toBe(true);
    expect(set([1]).__lt__(set([2]))).toBe(false);
    expect(eq(set([1, 2]), new Set([2n, 1]))).toBe(true);
    expect(eq(set([1]), frozenset([1]))).toBe(true);
  });
});

describe("frozenset", () => {
  test("it cannot change, so it has a hash, whatever order its elements came in", () => {
    expect(hash(frozenset([1, 2]))).toBe(hash(frozenset([2, 1])));
    expect(() => (frozenset() as unknown as Set<number>).add(1)).toThrow(
      "'frozenset' object has no attribute 'add'",
    );
    // @ts-expect-error: unhashable
    expect(() => hash(set())).toThrow("unhashable type: 'set'");
  });

  test("an operation makes a set of the left operand's kind", () => {
    expect(repr(frozenset([1]).__or__(set([2])))).toBe("frozenset({1, 2})");
    expect(repr(set([1]).__or__(frozenset([2])))).toBe("{1, 2}");
  });
});

describe("at home in JavaScript", () => {
  test("a set is a Set; JSON writes its elements", () => {
    const letters = set("ab");
    expect(letters).toBeInstanceOf(Set);
    expect([...letters]).toEqual(["a", "b"]);
    expect(JSON.stringify({ letters })).toBe('{"letters":["a","b"]}');
    expect([letters.size, len(letters), repr(list(letters))]).toEqual([2, 2, "['a', 'b']"]);
  });

  test("a subclass with private fields", () => {
    class Counted extends set<string> {
      #added = 0;
      override add(element: string): this {
        this.#added++;
        return super.add(element);
      }
      get added() {
        return this.#added;
      }
    }
    const counted = new Counted(["a"]);
    counted.add("b").add("b");
    expect([counted.added, counted.size]).toEqual([2, 2]);
    expect(repr(counted)).toBe("Counted({'a', 'b'})");
  });
});
