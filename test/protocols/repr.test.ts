// `repr` and `str`: what a value is, and what to print for it.
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { getattr } from "../../src/protocols/attributes/attributes.ts";
import { list } from "../../src/protocols/builtins/list.ts";
import { tuple } from "../../src/protocols/builtins/tuple.ts";
import { KeyError, OSError, ValueError } from "../../src/protocols/errors.ts";
import { float } from "../../src/protocols/numbers/numbers.ts";
import { object } from "../../src/protocols/object.ts";
import { address, repr, str } from "../../src/protocols/text/repr.ts";

describe("native values print as the Python values they stand for", () => {
  it.each([
    [null, "None"],
    [undefined, "None"],
    [true, "True"],
    [42, "42"],
    [-0, "-0.0"],
    [1.5, "1.5"],
    [float(1), "1.0"],
    [1e-5, "1e-05"],
    [float(1e16), "1e+16"],
    [2 ** 70, "1180591620717411303424"],
    [10n ** 20n, "100000000000000000000"],
    [Number.POSITIVE_INFINITY, "inf"],
    ["it", "'it'"],
    ["it's", '"it\'s"'],
    ["a\n\u200b€😀\ud800", "'a\\n\\u200b€😀\\ud800'"],
    [new Uint8Array([0, 65, 39, 255]), 'b"\\x00A\'\\xff"'],
    [[1, "2", null], "[1, '2', None]"],
    [{ x: 10, y: 2 }, "{'x': 10, 'y': 2}"],
    [new Map<unknown, unknown>([[1, "one"]]), "{1: 'one'}"],
    [new Set(), "set()"],
    [new Set([1]), "{1}"],
    [new Float64Array([1, 2.5]), "array('d', [1.0, 2.5])"],
    [/a+/i, "re.compile('a+', re.IGNORECASE)"],
    [new Date(2016, 0, 5, 3, 4), "datetime.datetime(2016, 1, 5, 3, 4)"],
  ])("%s", (value, expected) => {
    expect(repr(value)).toBe(expected);
  });

  it("a container within itself is cut short", () => {
    const list: unknown[] = [1];
    list.push(list, { list });
    expect(repr(list)).toBe("[1, [...], {'list': [...]}]");
    expect(repr([[], []])).toBe("[[], []]");
  });

  it("subclasses of containers print as CPython's do: only a set names its class", () => {
    class Row extends Array<unknown> {}
    class Tags extends Set<unknown> {}
    expect(repr(Row.from([1]))).toBe("[1]");
    expect(repr(new Tags(["a"]))).toBe("Tags({'a'})");
    expect(repr(new Tags())).toBe("Tags()");
  });

  it("long lists of numbers are no different", () => {
    const numbers = Array.from({ length: 20 }, (_, i) => i / 2);
    const shown = numbers.map((x) => repr(x)).join(", ");
    expect(repr(numbers)).toBe(`[${shown}]`);
    for (const odd of [
      -0,
      1e-5,
      2 ** 70,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      1n,
      null,
      undefined,
      [],
      "1,2",
    ]) {
      expect(repr([...numbers, odd])).toBe(`[${shown}, ${repr(odd)}]`);
    }
    const holes: unknown[] = [...numbers];
    holes.length = 21;
    expect(repr(holes)).toBe(`[${shown}, None]`);
  });

  it("containers show themselves inside themselves as dots", () => {
    const items = list<unknown>([1]);
    const pair = tuple([items, items]);
    items.append(items);
    items.append(new Map([["pair", pair]]));
    expect(repr(items)).toBe("[1, [...], {'pair': ([...], [...])}]");
    expect(repr(pair)).toBe("([1, [...], {'pair': (...)}], [1, [...], {'pair': (...)}])");
  });

  it("bound methods show the class that defines them, and what they are bound to", () => {
    class Foo extends object {
      greet() {}
      static make() {}
    }
    class Bar extends Foo {}
    const bar = new Bar();
    const names = new Map();
    expect([repr(getattr(bar, "greet")), repr(getattr(Bar, "make")), repr(getattr(names, "get"))]).toEqual([
      `<bound method Foo.greet of <__main__.Bar object at ${address(bar)}>>`,
      "<bound method Foo.make of <class '__main__.Bar'>>",
      `<built-in method get of dict object at ${address(names)}>`,
    ]);
  });

  it("classes show their module, functions and instances their address", () => {
    class Foo {}
    const foo = new Foo();
    function greet() {}
    expect(repr(Foo)).toBe("<class '__main__.Foo'>");
    expect([Array, Map, ValueError, float].map(repr)).toEqual([
      "<class 'list'>",
      "<class 'dict'>",
      "<class 'ValueError'>",
      "<class 'float'>",
    ]);
    expect(repr(foo)).toBe(`<__main__.Foo object at ${address(foo)}>`);
    expect(repr(greet)).toBe(`<function greet at ${address(greet)}>`);
    expect(address(foo)).toMatch(/^0x[0-9a-f]+$/);
    expect(address(foo)).not.toBe(address(new Foo()));
  });

  it("a static `__module__` names the module of its class, not of subclasses", () => {
    class Shape {
      static __module__ = "shapes";
    }
    class Square extends Shape {}
    expect([Shape, Square].map(repr)).toEqual(["<class 'shapes.Shape'>", "<class '__main__.Square'>"]);
  });

  it("errors show their arguments, and print their text", () => {
    expect([repr(new ValueError("x", 1)), str(new ValueError("x", 1))]).toEqual([
      "ValueError('x', 1)",
      "('x', 1)",
    ]);
    expect([repr(new KeyError("x")), str(new KeyError("x"))]).toEqual(["KeyError('x')", "'x'"]);
    expect([repr(new TypeError("x")), str(new TypeError("x"))]).toEqual(["TypeError('x')", "x"]);
    class ConfigError extends Error {}
    expect(repr(new ConfigError("no file"))).toBe("ConfigError('no file')");
    expect(str(new OSError(2, "No such file", "a.txt"))).toBe("[Errno 2] No such file: 'a.txt'");
  });
});

describe("`__repr__` and `__str__`", () => {
  class Both extends object {
    __repr__() {
      return "Both()";
    }
    __str__() {
      return "both";
    }
  }

  it("`repr` and containers ask `__repr__`, `str` and `String` ask `__str__`", () => {
    const both = new Both();
    expect([repr(both), repr([both]), str(both), String(both), `${both}`]).toEqual([
      "Both()",
      "[Both()]",
      "both",
      "both",
      "both",
    ]);
  });

  it("`str` falls back to `__repr__`", () => {
    class Only extends object {
      __repr__() {
        return "Only()";
      }
    }
    expect([str(new Only()), String(new Only())]).toEqual(["Only()", "Only()"]);
  });

  it("a class needs no base class for them", () => {
    class Plain {
      __repr__() {
        return "Plain()";
      }
    }
    expect([repr(new Plain()), str(new Plain())]).toEqual(["Plain()", "Plain()"]);
  });

  it("are looked up on the type, never on the instance", () => {
    const both = Object.assign(new Both(), { __str__: () => "mine" });
    expect(str(both)).toBe("both");
  });

  it("must return a string", () => {
    class Wrong {
      __str__() {
        return 3;
      }
      __repr__() {
        return null;
      }
    }
    expect(() => str(new Wrong())).toThrow(new TypeError("__str__ returned non-string (type int)"));
    expect(() => repr(new Wrong())).toThrow(new TypeError("__repr__ returned non-string (type NoneType)"));
  });

  it("set to null they are not supported", () => {
    class Mute {
      __repr__ = undefined;
    }
    Object.defineProperty(Mute.prototype, "__repr__", { value: null });
    expect(() => repr(new Mute())).toThrow(new TypeError("'NoneType' object is not callable"));
  });

  it("`console.log` shows the `repr`, and survives one that fails", () => {
    class Broken extends object {
      name = "b";
      __repr__(): string {
        return this.name.toUpperCase();
      }
    }
    expect(inspect([new Both()])).toBe("[ Both() ]");
    const broken = new Broken();
    delete (broken as { name?: string }).name;
    expect(inspect(broken)).toBe(`<[TypeError raised in repr()] Broken object at ${address(broken)}>`);
  });
});
