// Docstrings, `getdoc` and `help`, told as a lesson.

import { describe, expect, test } from "vitest";
import { bindMethod } from "../../src/protocols/attributes/bound-method.ts";
import {
  cleandoc,
  defineDoc,
  doc,
  docOf,
  getdoc,
  ownDoc,
} from "../../src/protocols/documentation/documentation.ts";
import { helpText } from "../../src/protocols/documentation/help.ts";

/** A function made at run time, so that no compiler touches its source. */
function made(source: string): (...args: never[]) => unknown {
  return new Function(`return (${source})`)();
}

/** The member of an object literal, class or class instance that was made at run time. */
function member(source: string, key: PropertyKey): (...args: never[]) => unknown {
  const owner = made(source) as unknown as object;
  const { value, get, set } = Object.getOwnPropertyDescriptor(owner, key) as PropertyDescriptor;
  return value ?? get ?? set;
}

describe("a function's docstring", () => {
  test("is the string literal that its body begins with", () => {
    function add(a: number, b: number) {
      "The sum of a and b.";
      return a + b;
    }
    expect(docOf(add)).toBe("The sum of a and b.");
  });

  test("may stand in every kind of function", () => {
    class Kinds {
      method() {
        "method";
      }
      static classSide() {
        "static";
      }
      get property() {
        "getter";
        return 1;
      }
      async later() {
        "async";
      }
      *many() {
        "generator";
      }
      async *stream() {
        "async generator";
      }
      ["computed" + "!"]() {
        "computed";
      }
      static hidden() {
        return new Kinds().#secret;
      }
      #secret() {
        "private";
      }
    }
    const arrow = () => {
      "arrow";
    };
    const kinds = Kinds.prototype;
    expect([kinds.method, Kinds.classSide, kinds.later, kinds.many, kinds.stream].map(docOf)).toEqual([
      "method",
      "static",
      "async",
      "generator",
      "async generator",
    ]);
    expect(docOf(Object.getOwnPropertyDescriptor(kinds, "property")?.get ?? arrow)).toBe("getter");
    expect(docOf(Reflect.get(kinds, "computed!"))).toBe("computed");
    expect(docOf(Kinds.hidden())).toBe("private");
    expect(docOf(arrow)).toBe("arrow");
  });

  test("is found behind any parameter list", () => {
    const sources = [
      "function (a = '){', b = \"{\") { 'found' }",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: source text
      "function (a = `}${ `{${ {b: 1}.b }` }{`, b) { 'found' }",
      "function (a = /[)}/]{/g, b = 4 / 2 / 1) { 'found' }",
      "function (a /* ) { */, // ) {\n b) /* { */ { /* 'no' */ 'found' }",
      "function ({ a, b: { c = {} } = {} }, [d = () => { 'inner' }] = [], ...rest) { 'found' }",
      "function (a = function () { 'inner'; return /}/ }) { 'found' }",
      "async (a, b = (x) => x) => { 'found' }",
      "a => { 'found' }",
      "async a => { 'found' }",
      "function* $ünï_1() { 'found' }",
    ];
    for (const source of sources) expect(docOf(made(source)), source).toBe("found");
  });

  test("is found behind any name", () => {
    expect(docOf(member("{ 'a(){'() { 'found' } }", "a(){"))).toBe("found");
    expect(docOf(member("{ ['(' + `{` + /[(]/.source]() { 'found' } }", "({[(]"))).toBe("found");
    expect(docOf(member("{ 1.5() { 'found' } }", "1.5"))).toBe("found");
    expect(docOf(member("{ get get() { 'found' } }", "get"))).toBe("found");
    expect(docOf(member("{ async() { 'found' } }", "async"))).toBe("found");
    expect(docOf(member("{ set x(v) { 'found' } }", "x"))).toBe("found");
    expect(docOf(member("class { static async *[Symbol.iterator]() { 'found' } }", Symbol.iterator))).toBe(
      "found",
    );
  });

  test("has its escapes resolved", () => {
    expect(
      docOf(
        made(String.raw`() => { 'it\'s\ta \x41\u0042\u{1f600}\0\
, \q' }`),
      ),
    ).toBe("it's    a AB😀\0, q");
    expect(docOf(made(String.raw`function () { "\101\7" }`))).toBe("A\x07");
  });

  test("of several lines may be a template literal, and loses the margin of the code around it", () => {
    function send() {
      `Send a file.

        The name is checked.
          Twice.
      `;
    }
    expect(docOf(send)).toBe("Send a file.\n\nThe name is checked.\n  Twice.\n");
  });

  test("is the whole first statement, and nothing but a literal", () => {
    const none = [
      "() => { }",
      "() => 'value'",
      "() => ({ a: 'b' })",
      "() => { return 'value' }",
      "() => { 1; 'late' }",
      "() => { 'a' + 'b' }",
      "() => { 'a'.length }",
      "() => { 'a'\n.length }",
      "() => { 'a'\n+ 'b' }",
      "() => { 'a'\n[0] }",
      "() => { 'a'\nin {} }",
      "() => { 'a', 'b' }",
      "() => { 'a' ? 1 : 2 }",
      "() => { ('a') }",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: source text
      "() => { `a${1}` }",
      "() => { String.raw`a` }",
    ];
    for (const source of none) expect(docOf(made(source)), source).toBeNull();
    const some = [
      "() => { 'a' }",
      "() => { 'a'\n }",
      "() => { 'a'\nreturn 1 }",
      "() => { 'a' // b\n 1 }",
      "() => { 'a'\n++globalThis.x }",
      "() => { 'a'\n!1 }",
      "() => { ;'a' }",
    ];
    expect(some.map((source) => docOf(made(source)))).toEqual(["a", "a", "a", "a", "a", "a", null]);
  });

  test("is not `use strict`, and may stand behind it", () => {
    expect(docOf(made("function () { 'use strict'; return 1 }"))).toBeNull();
    expect(docOf(made("function () { 'use strict'; 'found'; return 1 }"))).toBe("found");
    expect(docOf(made("function () { 'use strict'\n'found'\nreturn 1 }"))).toBe("found");
  });

  test("native functions have none", () => {
    expect(docOf(Math.max)).toBeNull();
    expect(docOf(made("() => { 'lost' }").bind(null))).toBeNull();
  });

  test("an own `__doc__` wins, also one that is `null`", () => {
    const shout = Object.assign(
      () => {
        "literal";
      },
      { __doc__: "own" as string | null },
    );
    expect(docOf(shout)).toBe("own");
    shout.__doc__ = null;
    expect(docOf(shout)).toBeNull();
  });
});

describe("a class's docstring", () => {
  class Base {
    static __doc__: string | null = "A base.";
  }
  class Derived extends Base {}

  test("is its own `static __doc__`", () => {
    expect(ownDoc(Base)).toBe("A base.");
    expect(docOf(Base)).toBe("A base.");
  });

  test("is not inherited", () => {
    expect(ownDoc(Derived)).toBeNull();
  });

  test("made by `defineDoc` it is not even seen through a subclass", () => {
    class Plain {
      static __doc__?: string | null;
    }
    class Below extends Plain {}
    defineDoc(Plain, "Plain.");
    expect(Plain.__doc__).toBe("Plain.");
    expect(Below.__doc__).toBeNull();
    Below.__doc__ = "Below.";
    expect([Plain.__doc__, Below.__doc__, ownDoc(Below)]).toEqual(["Plain.", "Below.", "Below."]);
    expect(Object.keys(Plain)).toEqual([]);
  });
});

describe("`doc` as a function", () => {
  test("documents a function or a class, and gives it back", () => {
    const add = doc("The sum.")((a: number, b: number) => a + b);
    expect(add(1, 2)).toBe(3);
    expect(docOf(add)).toBe("The sum.");
    const Box = doc("A box.")(
      class Box {
        size = 1;
      },
    );
    expect(new Box().size).toBe(1);
    expect(ownDoc(Box)).toBe("A box.");
  });
});

describe("`getdoc`", () => {
  class Shape {
    static __doc__ = "A shape.\n\n        With a margin.\n    ";
    area(): number {
      "The area.";
      return 0;
    }
    get name(): string {
      "The name.";
      return "shape";
    }
    static make() {
      "Makes one.";
      return new Shape();
    }
  }
  class Square extends Shape {
    override area() {
      return 1;
    }
    override get name() {
      return "square";
    }
    static override make() {
      return new Square();
    }
    alone() {}
    __init__() {}
  }

  test("inherits along the classes, without the margin", () => {
    expect(getdoc(Shape)).toBe("A shape.\n\nWith a margin.");
    expect(getdoc(Square)).toBe("A shape.\n\nWith a margin.");
  });

  test("of an instance is its class's own", () => {
    expect(getdoc(new Shape())).toBe("A shape.\n\nWith a margin.");
    expect(getdoc(new Square())).toBeNull();
  });

  test("of a bound method is inherited", () => {
    const square = new Square();
    expect(getdoc(bindMethod(Square.prototype.area, square))).toBe("The area.");
    expect(getdoc(bindMethod(Square.prototype.alone, square))).toBeNull();
  });

  test("of a member is asked for by its name", () => {
    expect(getdoc(Square, "area")).toBe("The area.");
    expect(getdoc(new Square(), "name")).toBe("The name.");
    expect(getdoc(Square, "make")).toBe("Makes one.");
    expect(getdoc(Square, "missing")).toBeNull();
  });

  test("of a special method falls back to what `object` says", () => {
    expect(getdoc(Square, "__init__")).toBe("Initialize self.  See help(type(self)) for accurate signature.");
  });

  test("a function found on the prototype does not know its class, and inherits nothing", () => {
    expect(getdoc(Square.prototype.area)).toBeNull();
  });
});

test("`cleandoc` takes off the margin and the empty lines around", () => {
  expect(cleandoc("\n    a\n\tb\n\n      c\n    \n")).toBe("a\n    b\n\n  c");
});

describe("`help`", () => {
  test("shows a function's signature in Python's notation", () => {
    function connect(host = "localhost", port = 8080, secure = false, ...options: unknown[]) {
      "Open a connection.";
      return [host, port, secure, options];
    }
    expect(helpText(connect)).toBe(
      [
        "Help on function connect in module __main__:",
        "",
        "connect(host='localhost', port=8080, secure=False, *options)",
        "    Open a connection.",
        "",
      ].join("\n"),
    );
  });

  test("shows a bound method with its instance", () => {
    class Greeter {
      greet(name: string) {
        "Say hello.";
        return name;
      }
    }
    expect(helpText(bindMethod(Greeter.prototype.greet, new Greeter()))).toBe(
      [
        "Help on method greet in module __main__:",
        "",
        "greet(name) method of __main__.Greeter instance",
        "    Say hello.",
        "",
      ].join("\n"),
    );
  });

  test("shows what JavaScript does not tell as `(...)`", () => {
    expect(helpText(Math.max)).toBe("Help on built-in function max:\n\nmax(...)\n");
  });

  test("shows a constructor's own docstring, also behind the assignments of parameter properties", () => {
    class Point {
      constructor(
        readonly x: number,
        readonly y = 0,
      ) {
        "Make a point.";
      }
    }
    expect(helpText(Point)).toContain(" |  __init__(self, x, y=0)\n |      Make a point.\n");
  });
});
