// The comparison operators: who is asked, in what order, and what native values answer. Told as a lesson.

import { describe, expect, test } from "vitest";
import {
  functools,
  kw,
  max,
  min,
  type NotImplementedType,
  object,
  operator,
  sorted,
} from "../../src/index.ts";
import { NotImplemented } from "../../src/protocols/comparison/notimplemented.ts";
import { RecursionError } from "../../src/protocols/errors.ts";
import { float } from "../../src/protocols/numbers/numbers.ts";

const { eq, ge, gt, is_, is_none, is_not, is_not_none, le, lt, ne } = operator;

let log: string[] = [];

/** Notes what it is asked, and leaves the answer to the other. */
class Asked extends object {
  readonly name: string;
  constructor(name: string) {
    super();
    this.name = name;
  }
  #note(hook: string): NotImplementedType {
    log.push(`${this.name}.${hook}`);
    return NotImplemented;
  }
  __lt__(_other: unknown): NotImplementedType {
    return this.#note("__lt__");
  }
  __le__(_other: unknown): NotImplementedType {
    return this.#note("__le__");
  }
  __gt__(_other: unknown): NotImplementedType {
    return this.#note("__gt__");
  }
  __ge__(_other: unknown): NotImplementedType {
    return this.#note("__ge__");
  }
}
class AskedFirst extends Asked {}

/** Who was asked what, until nobody knew. */
function questions(comparison: (a: unknown, b: unknown) => unknown, a: unknown, b: unknown): string {
  log = [];
  expect(() => comparison(a, b)).toThrow(TypeError);
  return log.join(" ");
}

describe("the order of the questions", () => {
  test("the left operand is asked, then the right one the reflected question", () => {
    const [a, b] = [new Asked("a"), new Asked("b")];
    expect(questions(lt, a, b)).toBe("a.__lt__ b.__gt__");
    expect(questions(le, a, b)).toBe("a.__le__ b.__ge__");
    expect(questions(gt, a, b)).toBe("a.__gt__ b.__lt__");
    expect(questions(ge, a, b)).toBe("a.__ge__ b.__le__");
    expect(questions(lt, 1, b)).toBe("b.__gt__");
  });

  test("the right one goes first where its class is a subclass of the left's, overridden or not", () => {
    const [a, b] = [new Asked("a"), new AskedFirst("b")];
    expect(questions(lt, a, b)).toBe("b.__gt__ a.__lt__");
    expect(questions(lt, b, a)).toBe("b.__lt__ a.__gt__");
  });

  test("where nobody knows, the error names both types", () => {
    const message = "'<' not supported between instances of 'int' and 'Asked'";
    expect(() => lt(1, new Asked("b"))).toThrow(new TypeError(message));
    expect(() => ge(null as unknown, {})).toThrow(
      new TypeError("'>=' not supported between instances of 'NoneType' and 'dict'"),
    );
  });

  test("methods are looked up on the type, never on the instance", () => {
    const own = Object.assign(new object(), { __lt__: () => true });
    expect(() => lt(own, 1)).toThrow("'<' not supported between instances of 'object' and 'int'");
  });

  test("`null` in the place of a method forbids the question", () => {
    class Closed extends object {}
    Reflect.set(Closed.prototype, "__lt__", null);
    expect(() => lt(new Closed() as unknown, 1)).toThrow("'NoneType' object is not callable");
  });

  test("answers need not be booleans", () => {
    class Column extends object {
      __lt__(limit: number): string {
        return `column < ${limit}`;
      }
      override __eq__(value: unknown): never {
        return `column = ${value}` as never;
      }
    }
    expect(lt(new Column(), 5)).toBe("column < 5");
    expect(gt(5, new Column())).toBe("column < 5");
    expect(eq(new Column(), 5)).toBe("column = 5");
  });
});

describe("`!=`", () => {
  class Point extends object {
    readonly x: number;
    constructor(x: number) {
      super();
      this.x = x;
    }
    override __eq__(other: unknown): boolean | NotImplementedType {
      return other instanceof Point ? this.x === other.x : NotImplemented;
    }
  }

  test("is the contrary of the class's own `__eq__`", () => {
    expect(ne(new Point(1), new Point(1))).toBe(false);
    expect(ne(new Point(1), new Point(2))).toBe(true);
    expect(ne(new Point(1), 1)).toBe(true);
  });

  test("may have a method of its own", () => {
    class Never extends Point {
      override __ne__(): boolean {
        return false;
      }
    }
    expect(ne(new Never(1), new Never(2))).toBe(false);
    expect(eq(new Never(1), new Never(2))).toBe(false);
  });

  test("of what nobody knows is decided by identity", () => {
    const made = new object();
    expect([ne(made, made), ne(made, new object())]).toEqual([false, true]);
  });
});

describe("`object`", () => {
  test("is equal to itself alone, and has no order", () => {
    const made = new object();
    expect(made.__eq__(made)).toBe(true);
    expect(made.__eq__(1)).toBe(NotImplemented);
    expect(made.__ne__(made)).toBe(false);
    expect(made.__ne__(1)).toBe(NotImplemented);
    expect(Reflect.apply(Reflect.get(made, "__lt__") as () => unknown, made, [1])).toBe(NotImplemented);
  });

  test("can be asked with `super`", () => {
    class Noted extends object {
      asked = 0;
      override __eq__(other: unknown) {
        this.asked++;
        return super.__eq__(other);
      }
    }
    const noted = new Noted();
    expect([eq(noted, noted), eq(noted, 1), noted.asked]).toEqual([true, false, 2]);
  });
});

describe("native values", () => {
  test("numbers of all types compare by their exact value", () => {
    expect(lt(2 ** 53, 2n ** 53n + 1n)).toBe(true);
    expect(gt(2n ** 70n, 1e300)).toBe(false);
    expect(lt(10n ** 400n, Number.POSITIVE_INFINITY)).toBe(true);
    expect(ge(true, 1n)).toBe(true);
    expect(lt(float(1), 1)).toBe(false);
  });

  test("`NaN` is neither less nor greater", () => {
    expect([lt, le, gt, ge].map((compare) => compare(Number.NaN, 1))).toEqual([false, false, false, false]);
  });

  test("strings compare by code point", () => {
    expect(lt("a", "b")).toBe(true);
    expect(lt("a", "aa")).toBe(true);
    // By JavaScript's 16-bit units it would be the other way round.
    expect("\u{fffd}" < "😀").toBe(false);
    expect(lt("\u{fffd}", "😀")).toBe(true);
  });

  test("arrays and bytes are decided by the first items that differ, then by length", () => {
    expect(lt([1, "a"], [1n, "b"])).toBe(true);
    expect(lt([1], [1, 2])).toBe(true);
    expect(ge([1, [2]], [1, [2]])).toBe(true);
    expect(lt(new Uint8Array([1, 2]), new Uint8Array([1, 3]))).toBe(true);
    expect(() => lt([1, 2], [1, "a"])).toThrow("'<' not supported between instances of 'int' and 'str'");
    // The items before are equal, whatever type they have; only the one that differs is asked for its order.
    expect(lt([null, {}, 1], [null, {}, 2])).toBe(true);
  });

  test("sets are ordered by inclusion", () => {
    expect(lt(new Set([1]), new Set([1n, 2]))).toBe(true);
    expect(le(new Set([1]), new Set([true]))).toBe(true);
    expect([lt, gt].map((compare) => compare(new Set([1]), new Set([2])))).toEqual([false, false]);
  });

  test("dicts and None have no order", () => {
    expect(() => lt({} as unknown, {})).toThrow("'<' not supported between instances of 'dict' and 'dict'");
    expect(() => lt(null as unknown, null)).toThrow(
      "'<' not supported between instances of 'NoneType' and 'NoneType'",
    );
  });

  test("two lists that contain themselves have none either", () => {
    const a: unknown[] = [];
    const b: unknown[] = [];
    a.push(a);
    b.push(b);
    expect(() => lt(a, b)).toThrow(RecursionError);
  });

  test("an array's subclass may have an order of its own, and goes first", () => {
    class Longest extends Array<number> {
      __gt__(other: readonly number[]): boolean {
        return this.length > other.length;
      }
    }
    expect(lt([9], Longest.of(1, 2))).toBe(true);
    expect(gt(Longest.of(1, 2), [9])).toBe(true);
    expect(ge(Longest.of(1, 2), [9])).toBe(false);
  });
});

describe("identity", () => {
  test("is that of the object; None is one object, and so is NaN", () => {
    const made = new object();
    expect([is_(made, made), is_not(made, new object())]).toEqual([true, true]);
    expect([is_(null, undefined), is_(Number.NaN, Number.NaN), is_(0, -0)]).toEqual([true, true, false]);
    expect([is_none(undefined), is_not_none(0)]).toEqual([true, true]);
  });
});

test("one comparison function orders as another language does: `functools.cmp_to_key`", () => {
  const byLength = functools.cmp_to_key((a: string, b: string) => a.length - b.length);
  expect(sorted(["ccc", "a", "bb"], kw({ key: byLength }))).toEqual(["a", "bb", "ccc"]);
  expect([min("bb", "a", kw({ key: byLength })), max("bb", "a", kw({ key: byLength }))]).toEqual(["a", "bb"]);
  expect(byLength("x").obj).toBe("x");
});
