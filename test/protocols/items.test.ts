// Items and membership: what `obj[key]`, `len(obj)` and `item in obj` are in Python, told as a lesson.

import { describe, expect, test } from "vitest";
import { attributeDict } from "../../src/protocols/attributes/attribute-dict.ts";
import { NotImplemented } from "../../src/protocols/comparison/notimplemented.ts";
import { IndexError, KeyError, OverflowError, ValueError } from "../../src/protocols/errors.ts";
import { contains, delitem, getitem, in_, len, setitem } from "../../src/protocols/items/items.ts";
import { float } from "../../src/protocols/numbers/numbers.ts";
import { type Equal, type Expect, expectType } from "../support/types.ts";

/** An error of this very class with this very message. */
function raises(action: () => unknown, error: new (...args: never[]) => Error, message: string): void {
  expect(action).toThrow(error);
  expect(action).toThrow(new RegExp(`^${message.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`));
}

describe("the hooks", () => {
  class Settings {
    name = "egon";
    __getitem__(key: string): unknown {
      return Reflect.get(this, key);
    }
    __setitem__(key: string, value: unknown): void {
      Reflect.set(this, key, value);
    }
    __delitem__(key: string): void {
      Reflect.deleteProperty(this, key);
    }
    __len__(): number {
      return Object.keys(this).length;
    }
    __contains__(key: unknown): boolean {
      return Object.hasOwn(this, key as string);
    }
  }

  test("`__getitem__`, `__setitem__`, `__delitem__`, `__len__` and `__contains__` answer for their class", () => {
    const settings = new Settings();
    expect(getitem(settings, "name")).toBe("egon");
    setitem(settings, "age", 18);
    expect(len(settings)).toBe(2);
    delitem(settings, "name");
    expect(contains(settings, "name")).toBe(false);
    expect(in_("age", settings)).toBe(true);
  });

  test("they are looked up on the type: an instance's own `__len__` changes nothing", () => {
    const settings = Object.assign(new Settings(), { __len__: () => 99 });
    expect(len(settings)).toBe(2);
  });

  test("a class without the hook has no items", () => {
    const thing: unknown = new (class Thing {})();
    raises(() => getitem(thing, 0), TypeError, "'Thing' object is not subscriptable");
    raises(() => setitem(thing, 0, 1), TypeError, "'Thing' object does not support item assignment");
    raises(() => delitem(thing, 0), TypeError, "'Thing' object doesn't support item deletion");
    raises(() => len(thing), TypeError, "object of type 'Thing' has no len()");
    raises(() => contains(thing, 0), TypeError, "argument of type 'Thing' is not a container or iterable");
  });

  test("a hook set to `null` is called like any other, and only `__contains__` has words of its own for it", () => {
    class Closed extends Settings {
      declare __getitem__: never;
      declare __len__: never;
      declare __contains__: never;
    }
    for (const name of ["__getitem__", "__len__", "__contains__"]) Reflect.set(Closed.prototype, name, null);
    const closed: unknown = new Closed();
    raises(() => getitem(closed, "name"), TypeError, "'NoneType' object is not callable");
    raises(() => len(closed), TypeError, "'NoneType' object is not callable");
    raises(() => contains(closed, "name"), TypeError, "'Closed' object is not a container");
  });

  test("a subclass of `Array` or `Map` that defines a hook is asked first", () => {
    class Countdown extends Array<number> {
      __getitem__(i: number): number {
        return -this[i]!;
      }
    }
    const countdown = Countdown.from([1, 2, 3]);
    expect(getitem(countdown, 2)).toBe(-3);
    expect(len(countdown)).toBe(3);
    class Upper extends Map<string, number> {
      __getitem__(key: string): number {
        return this.get(key.toUpperCase()) ?? -1;
      }
    }
    expect(getitem(new Upper([["A", 1]]), "a")).toBe(1);
  });

  test("a class itself is subscriptable by `__class_getitem__`", () => {
    class Box {
      static __class_getitem__(item: string): string {
        return `${this.name}[${item}]`;
      }
    }
    expect(getitem(Box, "int")).toBe("Box[int]");
    const plain: unknown = class Plain {};
    raises(() => getitem(plain, "int"), TypeError, "type 'Plain' is not subscriptable");
    raises(() => len(plain), TypeError, "object of type 'type' has no len()");
  });

  test("the view of an object's attributes is a mapping like any other", () => {
    const dict = attributeDict(new Settings());
    expect(getitem(dict, "name")).toBe("egon");
    setitem(dict, "get", 1);
    expect(getitem(dict, "get")).toBe(1);
    expect(len(dict)).toBe(2);
    delitem(dict, "get");
    expect(contains(dict, "get")).toBe(false);
    raises(() => getitem(dict, "get"), KeyError, "'get'");
  });
});

describe("`__len__`", () => {
  const sized = (result: unknown) =>
    new (class Sized {
      __len__() {
        return result;
      }
    })();

  test("may return any object that stands for an integer", () => {
    expect(len(sized(3n))).toBe(3);
    expect(len(sized(true))).toBe(1);
    expect(len(sized({ __proto__: { __index__: () => 4 } }))).toBe(4);
  });

  test("must not be negative, too large, or no integer", () => {
    raises(() => len(sized(-1)), ValueError, "__len__() should return >= 0");
    raises(() => len(sized(2n ** 64n)), OverflowError, "cannot fit 'int' into an index-sized integer");
    raises(() => len(sized(1.5)), TypeError, "'float' object cannot be interpreted as an integer");
    raises(() => len(sized("3")), TypeError, "'str' object cannot be interpreted as an integer");
    raises(() => len(sized(null)), TypeError, "'NoneType' object cannot be interpreted as an integer");
  });
});

describe("membership", () => {
  test("takes the truth of what `__contains__` answers", () => {
    const answering = (answer: unknown) =>
      new (class Any {
        __contains__() {
          return answer;
        }
      })();
    expect(contains(answering(5), 1)).toBe(true);
    expect(contains(answering([]), 1)).toBe(false);
    raises(
      () => contains(answering(NotImplemented), 1),
      TypeError,
      "NotImplemented should not be used in a boolean context",
    );
  });

  test("falls back to `__iter__`, then to `__getitem__` from 0 on", () => {
    class Iterated {
      __iter__() {
        return [1, 2][Symbol.iterator]();
      }
    }
    class Indexed {
      __getitem__(i: number) {
        if (i > 2) throw new IndexError("end");
        return i * 10;
      }
    }
    expect(contains(new Iterated(), 2n)).toBe(true);
    expect(contains(new Indexed(), 20)).toBe(true);
    expect(contains(new Indexed(), 30)).toBe(false);
  });

  test("`__iter__` set to `null` forbids the fallback", () => {
    const closed = new (class Closed {
      __getitem__() {
        return 1;
      }
    })();
    Reflect.set(Object.getPrototypeOf(closed), "__iter__", null);
    raises(() => contains(closed, 1), TypeError, "argument of type 'Closed' is not a container or iterable");
  });

  test("looks through native iterables, and leaves a generator where it found the item", () => {
    const numbers = (function* () {
      yield* [1, 2, 3];
    })();
    expect(contains(numbers, 2)).toBe(true);
    expect([...numbers]).toEqual([3]);
  });

  test("compares by identity or equality", () => {
    class Never {
      __eq__() {
        return false;
      }
    }
    const never = new Never();
    expect(contains([never], never)).toBe(true);
    expect(contains([new Never()], never)).toBe(false);
    expect(contains([[1, { a: 2 }]], [1n, new Map([["a", 2]])])).toBe(true);
    expect(contains([Number.NaN], Number.NaN)).toBe(true);
  });
});

describe("arrays are lists", () => {
  test("negative indices count from the end, and assignment replaces", () => {
    const list = ["a", "b", "c"];
    expect(getitem(list, -1)).toBe("c");
    setitem(list, -3, "A");
    delitem(list, 1);
    expect(list).toEqual(["A", "c"]);
  });

  test("bigints, booleans and objects with `__index__` are indices too", () => {
    const list = ["a", "b"];
    expect(getitem(list, 1n)).toBe("b");
    expect(getitem(list, true)).toBe("b");
    class One {
      __index__() {
        return -1;
      }
    }
    expect(getitem(list, new One())).toBe("b");
  });

  test("an index out of range is an IndexError", () => {
    raises(() => getitem([1], 1), IndexError, "list index out of range");
    raises(() => getitem([], -1), IndexError, "list index out of range");
    raises(() => setitem([1], -2, 0), IndexError, "list assignment index out of range");
    raises(() => delitem([1], 1), IndexError, "list assignment index out of range");
    raises(() => getitem([1], 2n ** 63n), IndexError, "cannot fit 'int' into an index-sized integer");
  });

  test("an index of another type is a TypeError", () => {
    const list: unknown = [1];
    raises(() => getitem(list, "a"), TypeError, "list indices must be integers or slices, not str");
    raises(() => getitem(list, 1.5), TypeError, "list indices must be integers or slices, not float");
    raises(() => getitem(list, float(0)), TypeError, "list indices must be integers or slices, not float");
    raises(() => getitem(list, null), TypeError, "list indices must be integers or slices, not NoneType");
    const strange = { __proto__: { __index__: () => "x" } };
    raises(() => getitem(list, strange), TypeError, "__index__ returned non-int (type str)");
  });
});

describe("strings", () => {
  test("have code points for items, not UTF-16 halves", () => {
    expect(len("a😀b")).toBe(3);
    expect(getitem("a😀b", 1)).toBe("😀");
    expect(getitem("a😀b", -1)).toBe("b");
    expect(getitem("abc", 0)).toBe("a");
  });

  test("contain substrings, but no half of a character", () => {
    expect(contains("abc", "bc")).toBe(true);
    expect(contains("abc", "")).toBe(true);
    expect(contains("a😀b", "😀b")).toBe(true);
    expect(contains("a😀b", "\ud83d")).toBe(false);
    expect(contains("a\ud83d", "\ud83d")).toBe(true);
  });

  test("cannot be changed, and refuse what is no string or no index", () => {
    const text: unknown = "abc";
    raises(() => getitem(text, 3), IndexError, "string index out of range");
    raises(() => getitem(text, "a"), TypeError, "string indices must be integers, not 'str'");
    raises(() => setitem(text, 0, "x"), TypeError, "'str' object does not support item assignment");
    raises(() => delitem(text, 0), TypeError, "'str' object doesn't support item deletion");
    raises(() => contains(text, 1), TypeError, "'in <string>' requires string as left operand, not int");
  });
});

describe("a `Uint8Array` is bytes", () => {
  const bytes = new Uint8Array([1, 2, 255]);

  test("its items are integers", () => {
    expect(getitem(bytes, -1)).toBe(255);
    expect(getitem(Buffer.from("A"), 0)).toBe(65);
    expect(len(bytes)).toBe(3);
  });

  test("it contains bytes and runs of bytes", () => {
    expect(contains(bytes, 2)).toBe(true);
    expect(contains(bytes, new Uint8Array([2, 255]))).toBe(true);
    expect(contains(bytes, new Uint8Array([1, 255]))).toBe(false);
    raises(() => contains(bytes, 256), ValueError, "byte must be in range(0, 256)");
    raises(() => contains(bytes, "a"), TypeError, "a bytes-like object is required, not 'str'");
  });

  test("it cannot be changed", () => {
    raises(() => getitem(bytes, 3), IndexError, "index out of range");
    raises(
      () => setitem(bytes as unknown, 0, 1),
      TypeError,
      "'bytes' object does not support item assignment",
    );
    raises(() => delitem(bytes as unknown, 0), TypeError, "'bytes' object doesn't support item deletion");
  });
});

describe("other typed arrays are arrays of numbers", () => {
  test("a number that does not fit is refused, where JavaScript would wrap it around", () => {
    const shorts = new Int16Array(2);
    setitem(shorts, 0, -1);
    setitem(shorts, -1, 5n);
    expect([...shorts]).toEqual([-1, 5]);
    raises(() => setitem(shorts, 0, 70000), OverflowError, "signed short integer is greater than maximum");
    raises(() => setitem(shorts, 0, 1.5), TypeError, "'float' object cannot be interpreted as an integer");
    raises(() => setitem(shorts, 2, 0), IndexError, "array assignment index out of range");
    raises(() => getitem(shorts, 2), IndexError, "array index out of range");
  });

  test("arrays of floats take any real number, arrays of bigints any integer of 64 bits", () => {
    const doubles = new Float64Array(1);
    setitem(doubles, 0, true);
    expect(getitem(doubles, 0)).toBe(1);
    raises(() => setitem(doubles as unknown, 0, "x"), TypeError, "must be real number, not str");
    const longs = new BigInt64Array(1);
    setitem(longs, 0, 7);
    expect(getitem(longs, 0)).toBe(7n);
    raises(() => setitem(longs, 0, 2n ** 63n), OverflowError, "int too big to convert");
  });

  test("they are searched by value", () => {
    expect(contains(new Int32Array([1, 2]), 2n)).toBe(true);
    expect(contains(new Int32Array([1, 2]), "2")).toBe(false);
  });
});

describe("a `Map` is a dict", () => {
  test("a missing key is a KeyError with the key", () => {
    const ages = new Map<unknown, number>([["egon", 18]]);
    expect(getitem(ages, "egon")).toBe(18);
    raises(() => getitem(ages, "alex"), KeyError, "'alex'");
    raises(() => delitem(ages, 1.5), KeyError, "1.5");
    raises(() => getitem(ages, null), KeyError, "None");
  });

  test("`1`, `1n`, `true` and `float(1)` are one key, and the first one stays", () => {
    const map = new Map<unknown, string>([[1, "int"]]);
    for (const key of [1n, true, float(1)]) expect(getitem(map, key)).toBe("int");
    setitem(map, true, "bool");
    expect([...map]).toEqual([[1, "bool"]]);
    delitem(map, 1n);
    setitem(map, float(1), "float");
    expect(getitem(map, 1)).toBe("float");
    expect(contains(map, 2)).toBe(false);
    expect(contains(map, 1.5)).toBe(false);
  });

  test("`null` and `undefined` are one key", () => {
    const map = new Map<unknown, string>([[undefined, "none"]]);
    expect(getitem(map, null)).toBe("none");
  });

  test("bytes are keys by value, objects by `__hash__` and `__eq__`", () => {
    class Point {
      x: number;
      constructor(x: number) {
        this.x = x;
      }
      __eq__(other: unknown) {
        return other instanceof Point && other.x === this.x;
      }
      __hash__() {
        return this.x;
      }
    }
    const map = new Map<unknown, string>([
      [new Uint8Array([1]), "bytes"],
      [new Point(1), "point"],
    ]);
    expect(getitem(map, new Uint8Array([1]))).toBe("bytes");
    expect(getitem(map, new Point(1))).toBe("point");
    expect(contains(map, new Point(2))).toBe(false);
  });

  test("lists, dicts, sets and objects with `__eq__` alone are no keys", () => {
    const map = new Map<unknown, unknown>();
    raises(() => getitem(map, []), TypeError, "cannot use 'list' as a dict key (unhashable type: 'list')");
    raises(() => setitem(map, {}, 1), TypeError, "cannot use 'dict' as a dict key (unhashable type: 'dict')");
    class Equal {
      __eq__() {
        return true;
      }
    }
    const message = "cannot use 'Equal' as a dict key (unhashable type: 'Equal')";
    raises(() => contains(map, new Equal()), TypeError, message);
    class Odd {
      __hash__() {
        return "x";
      }
    }
    const odd = "cannot use 'Odd' as a dict key (__hash__ method should return an integer)";
    raises(() => contains(map, new Odd()), TypeError, odd);
  });

  test("a subclass may define `__missing__`, which only `getitem` asks", () => {
    class Zeros extends Map<string, number> {
      __missing__(key: string): number {
        setitem(this, key, 0);
        return 0;
      }
    }
    const counts = new Zeros();
    expect(contains(counts, "a")).toBe(false);
    expect(getitem(counts, "a")).toBe(0);
    expect(contains(counts, "a")).toBe(true);
    raises(() => delitem(counts, "b"), KeyError, "'b'");
  });

  test("many insertions of numbers do not look at all keys each time", () => {
    const map = new Map<number, number>();
    const start = performance.now();
    for (let i = 0; i < 50_000; i++) setitem(map, i, i);
    expect(map.size).toBe(50_000);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});

describe("a plain object is a dict with string keys", () => {
  test("its own enumerable properties are its items", () => {
    const point: Record<string, number> = { x: 10, y: 2 };
    expect(getitem(point, "x")).toBe(10);
    setitem(point, "z", 3);
    delitem(point, "x");
    expect(point).toEqual({ y: 2, z: 3 });
    expect(len(point)).toBe(2);
    expect(contains(point, "y")).toBe(true);
    raises(() => getitem(point, "x"), KeyError, "'x'");
  });

  test("what it inherits from `Object` is no item, and `__proto__` is a key like any other", () => {
    const data: Record<string, unknown> = {};
    raises(() => getitem(data, "toString"), KeyError, "'toString'");
    setitem(data, "__proto__", 1);
    expect(Object.getPrototypeOf(data)).toBe(Object.prototype);
    expect(getitem(data, "__proto__")).toBe(1);
  });

  test("a number is no key of it: JavaScript would silently make it a string", () => {
    const data: unknown = { 1: "one" };
    raises(() => getitem(data, 1), KeyError, "1");
    raises(
      () => setitem(data, 1, "uno"),
      TypeError,
      "keys of a plain object must be strings, not int: use a Map",
    );
  });
});

describe("a `Set` is a set", () => {
  test("it has elements and no items", () => {
    const set: unknown = new Set([1, "a"]);
    expect(len(set)).toBe(2);
    expect(contains(set, true)).toBe(true);
    raises(
      () => contains(set, [1]),
      TypeError,
      "cannot use 'list' as a set element (unhashable type: 'list')",
    );
    raises(() => getitem(set, 0), TypeError, "'set' object is not subscriptable");
  });

  test("a set is looked for in a set of sets by value", () => {
    expect(contains(new Set([new Set([1, 2])]), new Set([2, 1]))).toBe(true);
  });
});

test("numbers and `null` have neither items nor a length", () => {
  for (const [value, name] of [
    [1, "int"],
    [1.5, "float"],
    [true, "bool"],
    [null, "NoneType"],
  ] as const) {
    raises(() => getitem(value as unknown, 0), TypeError, `'${name}' object is not subscriptable`);
    raises(() => len(value as unknown), TypeError, `object of type '${name}' has no len()`);
    raises(
      () => contains(value as unknown, 0),
      TypeError,
      `argument of type '${name}' is not a container or iterable`,
    );
  }
});

test("the compiler knows the keys and the items", () => {
  class Ages {
    __getitem__(name: string): number {
      return name.length;
    }
  }
  expectType<number>()(getitem([1, 2], 0));
  expectType<string>()(getitem("ab", -1));
  expectType<"b">()(getitem(["a", "b"] as const, 1));
  expectType<boolean>()(getitem(new Map([["a", true]]), "a"));
  expectType<number>()(getitem(new Uint8Array(1), 0));
  expectType<bigint>()(getitem(new BigInt64Array(1), 0));
  expectType<number>()(getitem(new Ages(), "egon"));
  expectType<number>()(getitem({ x: 1, y: "2" }, "x"));
  expectType<unknown>()(getitem([1] as unknown, 0));
  const impossible = [
    // @ts-expect-error a list has no string keys
    () => getitem([1], "a"),
    // @ts-expect-error the hook takes strings
    () => getitem(new Ages(), 1),
    // @ts-expect-error a number has no items
    () => getitem(5, 0),
    // @ts-expect-error a string cannot be changed
    () => setitem("abc", 0, "x"),
    // @ts-expect-error an array of numbers
    () => setitem([1], 0, "x"),
    // @ts-expect-error a read-only array
    () => delitem([1] as readonly number[], 0),
    // @ts-expect-error no hook to set with
    () => setitem(new Ages(), "egon", 1),
    // @ts-expect-error a number has no length
    () => len(5),
    // @ts-expect-error a string contains strings
    () => contains("abc", 1),
  ];
  type Length = Expect<Equal<ReturnType<typeof len>, number>>;
  expect(impossible.length satisfies Length extends true ? number : never).toBe(9);
});
