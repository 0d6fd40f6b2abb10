// `slice`, and the sequences that take one.

import { describe, expect, test } from "vitest";
import {
  bytearray,
  delitem,
  eq,
  getitem,
  hash,
  list,
  range,
  repr,
  setitem,
  slice,
  tuple,
} from "../../../src/index.ts";

describe("slice", () => {
  test("it holds what stands between the colons", () => {
    expect(repr(slice(5))).toBe("slice(None, 5, None)");
    expect(repr(new slice(1, 2, 3))).toBe("slice(1, 2, 3)");
    const { start, stop, step } = slice(1, 2);
    expect([start, stop, step]).toEqual([1, 2, null]);
    expect(() => {
      (slice(1) as { start: unknown }).start = 2;
    }).toThrow("readonly attribute");
  });

  test("indices tell what it means for a length", () => {
    expect(repr(slice(null, null, -1).indices(10))).toBe("(9, -1, -1)");
    expect(repr(slice(-3, 100).indices(10))).toBe("(7, 10, 1)");
    expect(() => slice(0, 1, 0).indices(10)).toThrow("slice step cannot be zero");
    expect(() => slice("a").indices(10)).toThrow(
      "slice indices must be integers or None or have an __index__ method",
    );
  });

  test("slices are equal by their parts, and hashable", () => {
    expect(eq(slice(1, 2), slice(1n, 2n, null))).toBe(true);
    expect(hash(slice(1, 2))).toBe(hash(slice(1, 2)));
  });

  test("it is no base for other classes, as in Python", () => {
    class Mine extends (slice as unknown as new (stop: number) => object) {}
    expect(() => new Mine(1)).toThrow("type 'slice' is not an acceptable base type");
  });
});

describe("reading", () => {
  test("a slice of a sequence is a sequence of its kind", () => {
    expect(getitem("abcdef", slice(1, -1))).toBe("bcde");
    expect(getitem("a😀b", slice(1, null))).toBe("😀b");
    expect(getitem([1, 2, 3], slice(null, null, -1))).toEqual([3, 2, 1]);
    expect(repr(getitem(tuple([1, 2, 3]), slice(2)))).toBe("(1, 2)");
    expect(repr(getitem(new Uint8Array([1, 2, 3]), slice(1, null)))).toBe(String.raw`b'\x02\x03'`);
    expect(repr(getitem(range(0, 20, 2), slice(1, -1, 3)))).toBe("range(2, 18, 6)");
    expect(repr(getitem(list("abc"), slice(0)))).toBe("[]");
  });
});

describe("assigning", () => {
  test("a slice with step 1 takes any number of items", () => {
    const numbers = [1, 2, 3, 4];
    setitem(numbers, slice(1, 3), [9]);
    expect(numbers).toEqual([1, 9, 4]);
    setitem(numbers, slice(0, 0), range(2));
    expect(numbers).toEqual([0, 1, 1, 9, 4]);
  });

  test("one with another step takes as many as there are", () => {
    const letters = list("abcde");
    setitem(letters, slice(null, null, 2), "XYZ");
    expect(repr(letters)).toBe("['X', 'b', 'Y', 'd', 'Z']");
    expect(() => setitem(letters, slice(null, null, 2), ["x"])).toThrow(
      "attempt to assign sequence of size 1 to extended slice of size 3",
    );
  });

  test("a list may be assigned to a slice of itself", () => {
    const numbers = list([1, 2, 3]);
    setitem(numbers, slice(1, 2), numbers);
    expect(repr(numbers)).toBe("[1, 1, 2, 3, 3]");
  });

  test("what cannot change refuses", () => {
    expect(() => setitem("abc" as never, slice(1) as never, "x" as never)).toThrow(
      "'str' object does not support item assignment",
    );
    expect(() => setitem(tuple([1]) as never, slice(1) as never, [] as never)).toThrow(
      "'tuple' object does not support item assignment",
    );
  });
});

describe("deleting", () => {
  test("the gaps close", () => {
    const numbers = [0, 1, 2, 3, 4, 5, 6];
    delitem(numbers, slice(null, null, 3));
    expect(numbers).toEqual([1, 2, 4, 5]);
    delitem(numbers, slice(1, 3));
    expect(numbers).toEqual([1, 5]);
  });
});

describe("bytearray", () => {
  test("bytes that can change their number: append, extend, pop, insert, slices", () => {
    const buffer = bytearray([1, 2, 3]);
    buffer.append(4);
    buffer.extend([5, 6]);
    delitem(buffer, slice(2));
    setitem(buffer, 0, 255);
    setitem(buffer, slice(1, 2), [7, 8, 9]);
    expect(repr(buffer)).toBe(String.raw`bytearray(b'\xff\x07\x08\t\x05\x06')`);
    expect(buffer.pop()).toBe(6);
    expect(() => buffer.append(256)).toThrow("byte must be in range(0, 256)");
  });

  test("it is a Uint8Array, and equal to the bytes it holds", () => {
    const buffer = bytearray("grün", "utf-8");
    expect(buffer).toBeInstanceOf(Uint8Array);
    expect(new TextDecoder().decode(buffer.slice())).toBe("grün");
    expect(eq(buffer, new TextEncoder().encode("grün"))).toBe(true);
    // @ts-expect-error: unhashable
    expect(() => hash(buffer)).toThrow("unhashable type: 'bytearray'");
  });
});
