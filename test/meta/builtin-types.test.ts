// Native values have Python's types: `type`, `isinstance` and `issubclass` on them.

import { describe, expect, test } from "vitest";
import {
  bool,
  bytearray,
  bytes,
  dict,
  float,
  frozenset,
  int,
  isinstance,
  issubclass,
  list,
  metaclass,
  mro,
  NoneType,
  object,
  range,
  repr,
  set,
  str,
  tuple,
  type,
} from "../../src/index.ts";

/** Values, and the builtin type of each. */
const TYPES: ReadonlyArray<readonly [value: unknown, cls: unknown]> = [
  [1, int],
  [2n ** 70n, int],
  [new int(5), int],
  [1.5, float],
  [-0, float],
  [float(1), float],
  [true, bool],
  ["text", str],
  [null, NoneType],
  [undefined, NoneType],
  [[], list],
  [list(), list],
  [tuple(), tuple],
  [{}, dict],
  [Object.create(null), dict],
  [new Map(), dict],
  [dict(), dict],
  [new Set(), set],
  [set(), set],
  [frozenset(), frozenset],
  [new Uint8Array(), bytes],
  [Buffer.from("a"), bytes],
  [bytearray(), bytearray],
  [range(3), range],
];

describe("type(x)", () => {
  test.for(TYPES)("of %o", ([value, cls]) => {
    expect(type(value)).toBe(cls);
  });

  test("its repr is Python's", () => {
    expect([1, 1.5, "", null, [], {}, true].map((value) => repr(type(value)))).toEqual([
      "<class 'int'>",
      "<class 'float'>",
      "<class 'str'>",
      "<class 'NoneType'>",
      "<class 'list'>",
      "<class 'dict'>",
      "<class 'bool'>",
    ]);
  });
});

describe("isinstance", () => {
  test.for(TYPES)("%o is an instance of its type, and of object", ([value, cls]) => {
    expect(isinstance(value, cls as typeof int)).toBe(true);
    expect(isinstance(value, object)).toBe(true);
  });

  test("an int is no float, a tuple no list, a bool an int", () => {
    expect(isinstance(1, float)).toBe(false);
    expect(isinstance(1.5, int)).toBe(false);
    expect(isinstance(tuple(), list)).toBe(false);
    expect(isinstance(bytearray(), bytes)).toBe(false);
    expect(isinstance(frozenset(), set)).toBe(false);
    expect(isinstance(true, int)).toBe(true);
    expect(isinstance(1, bool)).toBe(false);
    expect(isinstance(new Date(), dict)).toBe(false);
  });

  test("one of several", () => {
    expect(isinstance("a", [int, str])).toBe(true);
    expect(isinstance(1.5, [int, [str, list]])).toBe(false);
  });
});

describe("issubclass", () => {
  test("bool is a subclass of int, and that is all", () => {
    expect(issubclass(bool, int)).toBe(true);
    expect(issubclass(int, bool)).toBe(false);
    expect(issubclass(tuple, list)).toBe(false);
    expect(issubclass(dict, object)).toBe(true);
  });

  test("a class that extends one", () => {
    class Words extends list<string> {}
    expect(issubclass(Words, list)).toBe(true);
    expect(issubclass(list, Words)).toBe(false);
  });
});

describe("made by a metaclass", () => {
  test("`__init__` fills the list, with whatever arguments it takes", () => {
    const Tagged = metaclass(type)(
      class Tagged extends list<number> {
        tag = "";
        override __init__(items: Iterable<number>, tag = "none") {
          super.__init__(items);
          this.tag = tag;
        }
      },
    );
    const tagged = Reflect.construct(Tagged, [[1, 2], "new"]) as InstanceType<typeof Tagged>;
    expect([repr(tagged), tagged.tag]).toEqual(["[1, 2]", "new"]);
  });

  test("without an `__init__` of its own the constructor fills it, once", () => {
    class Meta extends type {
      override __call__(...args: unknown[]) {
        return super.__call__(...args);
      }
    }
    const Words = metaclass(Meta)(class Words extends list<string> {});
    expect(repr(new Words(["a", "b"].values()))).toBe("['a', 'b']");
  });

  test("without a metaclass nothing would run an `__init__`, and that is said", () => {
    class Silent extends list {
      override __init__() {}
    }
    expect(() => new Silent()).toThrow("class 'Silent' has an __init__ that nothing runs");
  });

  test("the order of look-up is Python's: JavaScript's own class behind a builtin type is none", () => {
    class Words extends list<string> {}
    expect(mro(Words)).toEqual([Words, list, object]);
    expect(mro(bool as unknown as typeof list)).toEqual([bool, int, object]);
  });
});

describe("numbers and text, extended", () => {
  test("a subclass of int, float or str makes objects that are the value", () => {
    class Age extends int {
      get isAdult(): boolean {
        return this.valueOf() >= 18;
      }
    }
    class Name extends str {
      get initial(): string {
        return this.__getitem__(0);
      }
    }
    class Price extends float {}
    const age = new Age("28");
    expect([age.isAdult, +age + 1, repr(age), isinstance(age, int)]).toEqual([true, 29, "28", true]);
    const name = new Name("egon");
    expect([name.initial, `${name}!`, repr(name), isinstance(name, str)]).toEqual([
      "e",
      "egon!",
      "'egon'",
      true,
    ]);
    expect(repr(new Price(2))).toBe("2.0");
    expect(isinstance("egon", Name)).toBe(false);
  });

  test("bool and NoneType are no base classes, and bool is not made by `new`", () => {
    expect(() => new (bool as unknown as new () => object)()).toThrow("call bool without 'new'");
    class Mine extends (bool as unknown as new () => object) {}
    expect(() => new Mine()).toThrow("type 'bool' is not an acceptable base type");
    expect(NoneType()).toBeNull();
  });
});
