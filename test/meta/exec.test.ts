// `exec` and `eval_`: source text with names of its own, told as a lesson.

import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { describe, expect, test } from "vitest";
import { eval_, exec } from "../../src/meta/exec.ts";
import { KeyError, NameError } from "../../src/protocols/errors.ts";
import { kw } from "../../src/protocols/kw.ts";
import { object } from "../../src/protocols/object.ts";

/** What is in a namespace after a script ran in it. */
function namesAfter(source: string, globals: Record<string, unknown> = {}): Record<string, unknown> {
  exec(source, globals);
  return globals;
}

describe("names", () => {
  test("are looked for in the locals, then in the globals, then among the built-in ones", () => {
    const globals = { x: 1, y: 1 };
    expect(eval_("[x, y, len([1]), Math.sign(-3)]", globals, { x: 2 })).toEqual([2, 1, 1, -1]);
    expect(eval_("len", { len: 5 })).toBe(5);
  });

  test("that nobody knows are a NameError", () => {
    expect(() => eval_("nope")).toThrow(new NameError("name 'nope' is not defined"));
    expect(() => exec("delete nope")).toThrow(new NameError("name 'nope' is not defined"));
    // Python has no way to ask for an unknown name.
    expect(() => eval_("typeof nope")).toThrow(NameError);
  });

  test("`__builtins__` in the globals takes the place of the built-in names", () => {
    expect(() => eval_("Math", { __builtins__: {} })).toThrow("name 'Math' is not defined");
    expect(eval_("double(2)", { __builtins__: { double: (n: number) => n * 2 } })).toBe(4);
  });

  test("of the surrounding program are none of the script's", () => {
    const secret = 1;
    expect(() => eval_("secret")).toThrow("name 'secret' is not defined");
    expect(() => eval_("arguments")).toThrow("name 'arguments' is not defined");
    expect(secret).toBe(1);
  });
});

describe("what a script writes", () => {
  test("lands in the locals; without them in the globals", () => {
    const [globals, locals] = [{ x: 1 }, {}];
    exec("x = x + 1", globals, locals);
    expect([globals, locals]).toEqual([{ x: 1 }, { x: 2 }]);
    expect(namesAfter("x = 1; x += 2; y = x++")).toEqual({ x: 4, y: 3 });
  });

  test("whatever declares it at the top level", () => {
    expect(namesAfter("var a = 1, b; let c = 2, d; const e = 3")).toEqual({
      a: 1,
      b: undefined,
      c: 2,
      d: undefined,
      e: 3,
    });
    expect(namesAfter("let { a, b: [c = 5] } = { a: 1, b: [] }, [d] = [2]")).toEqual({ a: 1, c: 5, d: 2 });
    expect(Object.keys(namesAfter("class A {}\nclass B extends A {} let c = new B() instanceof A"))).toEqual([
      "A",
      "B",
      "c",
    ]);
  });

  test("with functions there from the start, and named as they were", () => {
    const names = namesAfter(
      "let four = double(2)\nfunction double(n) { return n * 2 }\nasync function* later() {}",
    );
    expect(names.four).toBe(4);
    expect([names.double, names.later].map((each) => (each as () => void).name)).toEqual(["double", "later"]);
  });

  test("but not what blocks and functions declare for themselves", () => {
    expect(namesAfter("{ let a = 1; const b = 2 } for (let c of [1]) ; (() => { let d; var e })()")).toEqual(
      {},
    );
    expect(namesAfter("for (var i = 0; i < 3; i++) ; if (i) { var last = i }")).toEqual({ i: 3, last: 3 });
  });

  test("with statements that end where their line ends", () => {
    const source = `
      let a = 1 // one
      let f = () => {
      }
      let b = function () { return 1 }
        , c = (2,
          3)
      const d = \`\${a}, {\`
      let e
      f()
      let g = a
        + 1
      class K { static x = 1 }
      [1].forEach((n) => { h = n })`;
    const { f, b, K, ...rest } = namesAfter(source);
    expect(rest).toEqual({ a: 1, c: 3, d: "1, {", e: undefined, g: 2, h: 1 });
  });

  test("with words that are keywords only at times", () => {
    expect(namesAfter("let async = 1, of = 2; let get; x = { let: 1, class: 2, function: 3 }.class")).toEqual(
      {
        async: 1,
        of: 2,
        get: undefined,
        x: 2,
      },
    );
  });

  test("and a variable without a value keeps the one it has", () => {
    expect(namesAfter("var x", { x: 5 })).toEqual({ x: 5 });
  });

  test("is seen by the functions that the script made, and the other way round", () => {
    const names: Record<string, unknown> = {};
    exec("let count = 0; function next() { return ++count }", names);
    (names.next as () => number)();
    expect(names.count).toBe(1);
    names.count = 10;
    expect(eval_("next()", names)).toBe(11);
  });

  test("in strict code too", () => {
    expect(namesAfter('"use strict"; var a = 1; class B { m() { c = 2 } } new B().m()')).toMatchObject({
      a: 1,
      c: 2,
    });
  });
});

describe("namespaces", () => {
  test("are `Map`s or plain objects; locals any mapping", () => {
    const globals = new Map<string, unknown>([["x", 1]]);
    exec("y = x + 1; delete x", globals);
    expect([...globals]).toEqual([["y", 2]]);

    class Defaults extends object {
      readonly written: unknown[] = [];
      __getitem__(name: string): unknown {
        if (name.startsWith("_")) throw new KeyError(name);
        return `default ${name}`;
      }
      __setitem__(name: string, value: unknown): void {
        this.written.push([name, value]);
      }
    }
    const locals = new Defaults();
    exec("x = y; z = _hidden", { _hidden: 1 }, locals);
    expect(locals.written).toEqual([
      ["x", "default y"],
      ["z", 1],
    ]);
  });

  test("a `Map`'s `__missing__` is asked", () => {
    class Counting extends Map<string, unknown> {
      __missing__(name: string): string {
        return `no ${name}`;
      }
    }
    expect(eval_("x", {}, new Counting())).toBe("no x");
  });

  test("may be given by name, and `null` is as good as none", () => {
    const locals = {};
    exec("x = y", kw({ globals: { y: 1 }, locals }));
    expect(locals).toEqual({ x: 1 });
    exec("x = 2", null, locals);
    expect(locals).toEqual({ x: 2 });
  });

  test("of a wrong type are refused in CPython's words", () => {
    const wrong = 5 as never;
    const messages = [
      () => exec(wrong),
      () => exec("x", wrong),
      () => exec("x", [] as never),
      () => exec("x", {}, wrong),
      () => eval_("x", wrong),
      () => eval_("x", [] as never),
      () => eval_("x", {}, wrong),
      () => (exec as () => void)(),
      () => exec("x", kw({ foo: 1 }) as never),
    ].map((call) => {
      try {
        return call();
      } catch (error) {
        return `${(error as Error).name}: ${(error as Error).message}`;
      }
    });
    expect(messages).toEqual([
      "TypeError: exec() arg 1 must be a string, bytes or code object",
      "TypeError: exec() globals must be a dict, not int",
      "TypeError: exec() globals must be a dict, not list",
      "TypeError: locals must be a mapping or None, not int",
      "TypeError: globals must be a dict",
      "TypeError: globals must be a real dict; try eval(expr, {}, mapping)",
      "TypeError: locals must be a mapping",
      "TypeError: exec() takes at least 1 positional argument (0 given)",
      "TypeError: exec() got an unexpected keyword argument 'foo'",
    ]);
  });
});

describe("source", () => {
  test("that is no script, or no expression, is a SyntaxError, and does nothing", () => {
    const names = {};
    for (const source of [
      "x = 1; y =",
      "x = 1; return",
      "} x = 1; {",
      "let x; let x",
      "const x",
      "x = 1; await 5",
    ]) {
      expect(() => exec(source, names), source).toThrow(SyntaxError);
    }
    for (const source of ["", "let x", "1); (x = 2", "1]; [x = 2", "...[1]"]) {
      expect(() => eval_(source, names), source).toThrow(SyntaxError);
    }
    expect(names).toEqual({});
  });

  test("may be bytes, and end with a comment", () => {
    expect(eval_(new TextEncoder().encode("'é' // fin"))).toBe("é");
    expect(eval_("{ a: 1 }")).toEqual({ a: 1 });
  });

  test("hands its errors on", () => {
    expect(() => exec("function f() { throw new ValueError('no') } f()")).toThrow("no");
    const names = {};
    expect(() => exec("a = 1; b = nope; c = 3", names)).toThrow(NameError);
    expect(names).toEqual({ a: 1 });
  });

  test("may call `eval` and `exec` itself", () => {
    expect(namesAfter("eval('a = 1'); exec('b = 2', { }, locals)", { locals: {} })).toEqual({
      a: 1,
      locals: { b: 2 },
    });
  });
});

test("functions of the environment work as they do elsewhere", async () => {
  const names: Record<string, unknown> = {};
  exec(
    "copy = structuredClone([1]); done = new Promise((resolve) => setTimeout(resolve, 0, 'later'))",
    names,
  );
  expect(names.copy).toEqual([1]);
  await expect(names.done).resolves.toBe("later");
});

test("a browser's globals get a `this` that they accept", async () => {
  const { outputFiles } = await build({
    stdin: { contents: 'export { eval_ } from "./src/meta/exec.ts"', resolveDir: "." },
    bundle: true,
    platform: "browser",
    format: "iife",
    globalName: "dunder",
    write: false,
  });
  const page = createContext({ seen: [] });
  // As a browser's own functions do, this one has no `prototype` and looks at its `this`.
  const ask = "globalThis.ask = { ask() { return this === undefined || this === globalThis } }.ask";
  const code = `${outputFiles[0]?.text}; ${ask}; dunder.eval_("ask()")`;
  expect(runInContext(code, page)).toBe(true);
});
