// Docstrings and `help` held to CPython: the same text for the same source.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cleandoc, defineDoc, docOf } from "../../src/protocols/documentation/documentation.ts";
import { helpText } from "../../src/protocols/documentation/help.ts";
import { cpython } from "../support/cpython.ts";
import { forEachCase, fuzz } from "../support/fuzz.ts";

const py = await cpython();

const blanks = fc.constantFrom(" ", "  ", "\t", "\n", "\n    ", "\r", "\r\n", "\v", "\f", "\u00a0");
const words = fc.constantFrom("a", "word", "😀", "\\", "'", '"', "`", "$" + "{x}", "\u0000", "\u2028", "é");
const text = fc
  .array(fc.oneof({ weight: 3, arbitrary: blanks }, { weight: 2, arbitrary: words }), { maxLength: 12 })
  .map((parts) => parts.join(""));

describe("cleandoc", () => {
  test("cleans random text as `inspect.cleandoc` does", () => {
    const texts = fc.sample(text, fuzz<string>(2000));
    const expected = py.run<string[]>(
      "import inspect\ndef main(texts): return [inspect.cleandoc(text) for text in texts]",
      texts,
    );
    forEachCase(texts, (item, i) => expect(cleandoc(item)).toBe(expected[i]));
  });
});

/** Literals of a text in JavaScript, whichever way it is written. */
const LITERALS: ReadonlyArray<(text: string) => string> = [
  (value) => JSON.stringify(value),
  (value) => `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`,
  (value) => `"${Array.from(value, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`).join("")}"`,
  (value) => `\`${value.replace(/[\\`]|\$(?=\{)/g, "\\$&").replaceAll("\r", "\\r")}\``,
];

/** Functions of all kinds, with `literal` as the first statement and a trap or two before it. */
const FUNCTIONS: ReadonlyArray<(literal: string) => string> = [
  (literal) => `function f(a = ") { 'no' }", b = /[)}]/) { ${literal}; return "no" }`,
  (literal) => `async ({ a = "{" }, ...rest) => { // {\n${literal}\n}`,
  (literal) => `({ *["f" + \`(\${ ")" }\`]() { /* } */ ${literal} } })["f()"]`,
  (literal) => `(class { static async f() { "use strict"; ${literal}; } }).f`,
  (literal) => `Object.getOwnPropertyDescriptor({ get f() { ${literal}; return 1 } }, "f").get`,
];

test("a literal at the head of any function becomes the docstring that Python's compiler makes of it", () => {
  const choice = fc.record({ text, literal: fc.nat(LITERALS.length - 1), fn: fc.nat(FUNCTIONS.length - 1) });
  const drawn = fc.sample(choice, fuzz<{ text: string; literal: number; fn: number }>(2000));
  const expected = py.run<string[]>(
    `
def main(texts):
    result = []
    for text in texts:
        namespace = {}
        exec("def f():\\n    " + repr(text), namespace)
        result.append(namespace["f"].__doc__)
    return result
`,
    drawn.map((item) => item.text),
  );
  forEachCase(drawn, (item, i) => {
    const literal = LITERALS[item.literal]?.(item.text) as string;
    const source = FUNCTIONS[item.fn]?.(literal) as string;
    expect(docOf(new Function(`return (${source})`)()), source).toBe(expected[i]);
  });
});

describe("help", () => {
  /** What pydoc says of the class or function `name` of a Python program. */
  function pydoc(source: string, name: string): string {
    return py.run<string>(
      `
import pydoc, sys, types

def main(case):
    module = types.ModuleType("__main__")
    kept, sys.modules["__main__"] = sys.modules["__main__"], module
    try:
        exec(case["source"], module.__dict__)
        return pydoc.render_doc(eval(case["name"], module.__dict__), "Help on %s:", renderer=pydoc.plaintext)
    finally:
        sys.modules["__main__"] = kept
`,
      { source, name },
    );
  }

  // `__slots__` leaves out the descriptors of `__dict__` and `__weakref__`, which have no counterpart here.
  const SHAPES = `
class Shape:
    __slots__ = ()
    """not a docstring"""
    __doc__ = "A shape.\\n\\n        Of any kind.\\n    "
    sides = 0
    tags = ["a", "b"]
    long = "${"x".repeat(80)}"

    def __init__(self, name, color="red", *points):
        "Make a shape."

    def area(self):
        """The area.

        In square metres.
        """

    def scale(self, by=1.5, origin=None):
        pass

    def _private(self):
        "Hidden."

    def __len__(self):
        return 0

    twice = scale

    @staticmethod
    def parse(text, strict=True):
        "Read a shape from text."

    @property
    def center(self):
        "The middle."

    @property
    def label(self):
        return ""

    @label.setter
    def label(self, value):
        pass

class Square(Shape):
    __slots__ = ()
    sides = 4

    def area(self):
        pass

    def corners(self, a_rather_long_parameter=1, another_long_parameter=2, a_third_one=3):
        "The corners."

class Empty:
    __slots__ = ()
`;

  class Shape {
    static __doc__ = "A shape.\n\n        Of any kind.\n    ";
    static sides = 0;
    static tags = ["a", "b"];
    static long = "x".repeat(80);

    // biome-ignore lint/complexity/noUselessConstructor: its parameters and its docstring are shown
    constructor(_name: string, _color = "red", ..._points: unknown[]) {
      "Make a shape.";
    }
    area() {
      `The area.

        In square metres.
        `;
    }
    scale(_by = 1.5, _origin = null) {}
    _private() {
      "Hidden.";
    }
    __len__() {
      return 0;
    }
    static parse(_text: string, _strict = true) {
      "Read a shape from text.";
    }
    get center() {
      "The middle.";
      return null;
    }
    get label() {
      return "";
    }
    set label(_value) {}
  }
  Object.assign(Shape.prototype, { twice: Shape.prototype.scale });
  class Square extends Shape {
    static override sides = 4;
    override area() {}
    corners(_a_rather_long_parameter = 1, _another_long_parameter = 2, _a_third_one = 3) {
      "The corners.";
    }
  }
  class Empty {}

  /** TypeScript wants an underscore before a parameter that is not used. */
  const help = (thing: unknown) => helpText(thing).replace(/(?<=[(, *]|^ \| {6,})_(?=[a-z])/gm, "");

  test("describes a class as pydoc does", () => {
    expect(help(Shape)).toBe(pydoc(SHAPES, "Shape"));
  });

  test("shows what a subclass defines, then what it inherits", () => {
    expect(help(Square)).toBe(pydoc(SHAPES, "Square"));
  });

  test("describes an instance by its class", () => {
    expect(help(new Square(""))).toBe(pydoc(SHAPES, "Square('')"));
  });

  test("has little to say of an empty class", () => {
    expect(help(Empty)).toBe(pydoc(SHAPES, "Empty"));
  });

  test("describes functions of all kinds", () => {
    const source = `
def plain(a, b="it's", c=None, d=-1, e=[1, 2.5], *rest):
    """A plain one.

       Indented.
    """
async def later(a):
    "Later."
def many():
    "Many."
    yield
def bare(): pass
bare_lambda = lambda x, y=2: x
class Documented:
    __slots__ = ()
    def own(self, a): "Own."
`;
    function plain(_a: unknown, _b = "it's", _c = null, _d = -1, _e = [1, 2.5], ..._rest: unknown[]) {
      `A plain one.

       Indented.
    `;
    }
    async function later(_a: unknown) {
      "Later.";
    }
    function* many() {
      "Many.";
      yield;
    }
    function bare() {}
    for (const fn of [plain, later, many, bare]) expect(help(fn)).toBe(pydoc(source, fn.name));
    expect(help((_x: number, _y = 2) => _x)).toBe(pydoc(source, "bare_lambda"));
  });
});

describe("getdoc", () => {
  test("a class decorated with a docstring keeps it for itself, as in Python", () => {
    const program = `
class Foo:
    "only mine"
class Bar(Foo): pass
print(Foo.__doc__, Bar.__doc__)
`;
    class Foo {
      static __doc__?: string | null;
    }
    class Bar extends Foo {}
    defineDoc(Foo, "only mine");
    expect(`${Foo.__doc__} ${Bar.__doc__ ?? "None"}\n`).toBe(py.runProgram(program).stdout);
  });
});
