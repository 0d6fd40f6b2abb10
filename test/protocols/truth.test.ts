// Truth: what `if x:` asks, told as a lesson.

import { describe, expect, test } from "vitest";
import { metaclass } from "../../src/meta/metaclass.ts";
import { type } from "../../src/meta/type.ts";
import { NotImplemented } from "../../src/protocols/comparison/notimplemented.ts";
import { bool } from "../../src/protocols/comparison/truth.ts";
import { OverflowError, ValueError } from "../../src/protocols/errors.ts";
import { float } from "../../src/protocols/numbers/numbers.ts";
import { object } from "../../src/protocols/object.ts";
import { not_, truth } from "../../src/protocols/operator/index.ts";

describe("truth", () => {
  test("zero, empty and None are false, everything else is true", () => {
    const falsy = [
      false,
      0,
      -0,
      0n,
      float(0),
      "",
      null,
      undefined,
      [],
      {},
      new Map(),
      new Set(),
      new Uint8Array(),
    ];
    expect(falsy.filter(bool)).toEqual([]);
    const truthy = [true, 1, -1n, Number.NaN, "0", [0], { a: 0 }, new Date(0), () => 0, class {}];
    expect(truthy.filter(bool)).toEqual(truthy);
  });

  test("`__bool__` is asked first, then `__len__`", () => {
    class Both {
      __bool__() {
        return true;
      }
      __len__() {
        return 0;
      }
    }
    class Empty {
      __len__() {
        return 0;
      }
    }
    expect(bool(new Both())).toBe(true);
    expect(bool(new Empty())).toBe(false);
  });

  test("a length is an integer, and not negative", () => {
    class Sized {
      readonly length: unknown;
      constructor(length: unknown) {
        this.length = length;
      }
      __len__() {
        return this.length;
      }
    }
    expect(bool(new Sized(3n))).toBe(true);
    expect(bool(new Sized(false))).toBe(false);
    expect(() => bool(new Sized(-1))).toThrow(new ValueError("__len__() should return >= 0"));
    expect(() => bool(new Sized(1.5))).toThrow("'float' object cannot be interpreted as an integer");
    expect(() => bool(new Sized(2n ** 64n))).toThrow(OverflowError);
  });

  test("both are looked up on the type, and `null` there is no fallback", () => {
    expect(bool(Object.assign(new (class Plain {})(), { __bool__: () => false }))).toBe(true);
    class Closed {
      __len__() {
        return 1;
      }
    }
    Reflect.set(Closed.prototype, "__bool__", null);
    expect(() => bool(new Closed())).toThrow("'Closed' cannot be interpreted as a boolean");
  });

  test("a class asks its metaclass", () => {
    class Meta extends type {
      __bool__() {
        return false;
      }
    }
    const Switched = metaclass(Meta)(class Switched extends object {});
    expect(bool(Switched)).toBe(false);
    expect(bool(new Switched())).toBe(true);
  });

  test("`operator.truth` and `operator.not_` ask the same", () => {
    expect([truth([]), not_([]), truth("x"), not_("x")]).toEqual([false, true, true, false]);
  });

  test("`__bool__` must return a boolean", () => {
    class One {
      __bool__() {
        return 1;
      }
    }
    expect(() => bool(new One())).toThrow(new TypeError("__bool__ should return bool, returned int"));
  });

  test("`NotImplemented` has no truth", () => {
    expect(() => bool(NotImplemented)).toThrow(
      new TypeError("NotImplemented should not be used in a boolean context"),
    );
  });
});
