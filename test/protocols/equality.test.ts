// Equality: what `a == b` is in Python, told as a lesson.

import { describe, expect, test } from "vitest";
import { eq, NotImplemented, same } from "../../src/protocols/comparison/equality.ts";
import { RecursionError } from "../../src/protocols/errors.ts";
import { index } from "../../src/protocols/numbers/integer.ts";
import { float } from "../../src/protocols/numbers/numbers.ts";

/** An object that notes when it is asked, and answers as it was told. */
class Asked {
  static log: string[] = [];
  readonly name: string;
  readonly answer: unknown;
  constructor(name: string, answer: unknown = NotImplemented) {
    this.name = name;
    this.answer = answer;
  }
  __eq__(_other: unknown): unknown {
    Asked.log.push(this.name);
    return this.answer;
  }
  __hash__(): number {
    return 7;
  }
}
class AskedFirst extends Asked {}

/** The order in which the two sides of `a == b` are asked. */
function order(a: unknown, b: unknown): string {
  Asked.log = [];
  eq(a, b);
  return Asked.log.join(" ");
}

describe("`__eq__`", () => {
  test("is asked of the left operand, then of the right one", () => {
    expect(order(new Asked("left"), new Asked("right"))).toBe("left right");
    expect(order(new Asked("left", true), new Asked("right"))).toBe("left");
    expect(order(1, new Asked("right"))).toBe("right");
  });

  test("goes first on the right where its class is a subclass of the left's", () => {
    expect(order(new Asked("left"), new AskedFirst("right"))).toBe("right left");
    expect(order(new AskedFirst("left"), new Asked("right"))).toBe("left right");
    class Tagged extends Array<number> {
      __eq__() {
        Asked.log.push("tagged");
        return NotImplemented;
      }
    }
    expect(order([1], Tagged.of(1))).toBe("tagged");
    expect(eq([1], Tagged.of(1))).toBe(true);
  });

  test("where nobody knows, identity decides", () => {
    const asked = new Asked("a");
    expect(eq(asked, asked)).toBe(true);
    expect(eq(asked, new Asked("b"))).toBe(false);
    expect(eq(class {}, class {})).toBe(false);
  });

  test("may answer anything: its truth counts", () => {
    expect(eq(new Asked("a", []), 1)).toBe(false);
    expect(eq(new Asked("a", "yes"), 1)).toBe(true);
  });

  test("set to `null` forbids the comparison", () => {
    const closed = new (class Closed {})();
    Reflect.set(Object.getPrototypeOf(closed), "__eq__", null);
    expect(() => eq(closed, 1)).toThrow("'NoneType' object is not callable");
  });

  test("is looked up on the type: an instance's own one changes nothing", () => {
    const own = Object.assign(new (class Plain {})(), { __eq__: () => true });
    expect(eq(own, 1)).toBe(false);
  });

  test("of a stored key or item is asked before that of the one looked for", () => {
    Asked.log = [];
    eq(new Map([[new Asked("stored left"), 1]]), new Map([[new Asked("stored right"), 1]]));
    expect(Asked.log).toEqual(["stored right", "stored left"]);
    Asked.log = [];
    eq([new Asked("left")], [new Asked("right")]);
    expect(Asked.log).toEqual(["left", "right"]);
  });
});

describe("native values", () => {
  test("numbers of all types compare by their exact value", () => {
    for (const one of [1, 1n, true, float(1)])
      for (const other of [1, 1n, true]) expect(eq(one, other)).toBe(true);
    expect(eq(0, -0)).toBe(true);
    expect(eq(2n ** 53n + 1n, 2 ** 53)).toBe(false);
    expect(eq(10n ** 400n, Number.POSITIVE_INFINITY)).toBe(false);
    expect(eq(1, "1")).toBe(false);
  });

  test("`NaN` differs from itself, and a list that holds it does not", () => {
    expect(eq(Number.NaN, Number.NaN)).toBe(false);
    expect(same(Number.NaN, Number.NaN)).toBe(true);
    expect(eq([Number.NaN], [Number.NaN])).toBe(true);
  });

  test("`null` and `undefined` are both None", () => {
    expect(eq(null, undefined)).toBe(true);
    expect(eq(null, 0)).toBe(false);
  });

  test("arrays are lists, compared in depth", () => {
    expect(eq([1, [2, "3"]], [true, [2n, "3"]])).toBe(true);
    expect(eq([1], [1, 2])).toBe(false);
    expect(eq([], {})).toBe(false);
    expect(eq([1], new Uint8Array([1]))).toBe(false);
  });

  test("`Map`s and plain objects are dicts, whatever the order of their keys", () => {
    expect(eq({ a: 1, b: [2] }, { b: [2], a: true })).toBe(true);
    expect(eq({ a: 1 }, new Map([["a", 1n]]))).toBe(true);
    expect(eq(new Map([[1, "x"]]), new Map([[true, "x"]]))).toBe(true);
    expect(eq({ a: undefined }, {})).toBe(false);
    expect(eq({ a: 1 }, { b: 1 })).toBe(false);
  });

  test("sets compare by their elements, bytes by theirs, typed arrays by value", () => {
    expect(eq(new Set([1, "a"]), new Set(["a", 1n]))).toBe(true);
    expect(eq(new Set([1]), new Set([2]))).toBe(false);
    expect(eq(new Uint8Array([1, 2]), Buffer.from([1, 2]))).toBe(true);
    expect(eq(new Int16Array([1]), new Float64Array([1]))).toBe(true);
    expect(eq(new Date(5), new Date(5))).toBe(true);
  });

  test("two lists that contain themselves cannot be compared", () => {
    const a: unknown[] = [];
    const b: unknown[] = [];
    a.push(a);
    b.push(b);
    expect(() => eq(a, b)).toThrow(RecursionError);
    expect(eq(a, a)).toBe(true);
  });
});

describe("`__index__`", () => {
  test("makes an object an integer; floats are none", () => {
    class Two {
      __index__() {
        return 2n;
      }
    }
    expect(index(new Two())).toBe(2n);
    expect(index(true)).toBe(1);
    expect(() => index(1.5)).toThrow(new TypeError("'float' object cannot be interpreted as an integer"));
    expect(() => index(-0)).toThrow(new TypeError("'float' object cannot be interpreted as an integer"));
    expect(() => index("1")).toThrow(new TypeError("'str' object cannot be interpreted as an integer"));
  });
});
