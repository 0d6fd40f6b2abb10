// `exec` and `eval_`: source text run in given namespaces (library reference, "Built-in Functions").

import { isPlain } from "../protocols/comparison/equality.ts";
import * as protocols from "../protocols/index.ts";
import { type Keywords, splitKeywords } from "../protocols/kw.ts";
import { lookup } from "../protocols/lookup.ts";
import { decode } from "../protocols/text/codecs.ts";
import { typeName } from "../protocols/typename.ts";
import { bases } from "./bases.ts";
import { declare, type Names, scopeOf } from "./exec-names.ts";
import { prepare } from "./exec-source.ts";
import { isinstance, issubclass } from "./isinstance.ts";
import { metaclass } from "./metaclass.ts";
import { mro } from "./mro.ts";
import { super_ } from "./super.ts";
import { type } from "./type.ts";

/** The global names of a run: a dict. A `__builtins__` in it, another dict, takes the place of the built-in names. */
export type GlobalNames = Map<string, unknown> | { [name: string]: unknown };

type GivenNames = { readonly globals?: GlobalNames | null; readonly locals?: object | null };

/**
 * Runs a script of JavaScript with names of its own: Python's `exec`.
 *
 * A name is looked for in `locals`, then in `globals`, then among this library's names, then among JavaScript's globals.
 * Assignments, and what the script's top level declares with `var`, `let`, `const`, `function` and `class`, land in
 * `locals`; where there are none, in `globals`; where there are none either, in a namespace that is gone afterwards. A
 * `const` is a name like any other there. A `"use strict"` at its head has no effect.
 *
 * **This is no sandbox**: the script can do whatever the program can do, and must come from a trusted source. It needs an
 * environment that allows `eval`; what a bundler or minifier did to the program, it did not do to the script.
 *
 * @param source a script, not a module: no `import`, no `await` at its top level; bytes are read as UTF-8
 * @param globals a `Map` or a plain object
 * @param locals any mapping: a `Map`, a plain object, an object with `__getitem__` and `__setitem__`
 * @throws SyntaxError when the source is no script; nothing of it has run then
 * @throws NameError `name 'x' is not defined`, also for `typeof x`
 * @throws TypeError `exec() globals must be a dict, not int` and its like
 * @throws whatever the script throws
 * @example
 * const names = {};
 * exec("let x = 20; function double(n) { return n * 2 }", names);
 * exec("answer = double(x) + 2", names); // names.answer is 42
 */
export function exec(
  source: string | Uint8Array,
  globals?: GlobalNames | null | Keywords<GivenNames>,
  locals?: object | null | Keywords<GivenNames>,
): void;
export function exec(...args: unknown[]): void {
  const { text, globals, locals } = readArguments("exec", args);
  if (!isDict(globals)) throw new TypeError(`exec() globals must be a dict, not ${typeName(globals)}`);
  if (!isMapping(locals)) throw new TypeError(`locals must be a mapping or None, not ${typeName(locals)}`);
  const { code, variables } = prepare(checkScript(text));
  const names = namesOf(globals, locals);
  for (const name of variables) declare(names, name);
  run(names, code);
}

/**
 * The value of a JavaScript expression with names of its own: Python's `eval`. For the names, and for what it is not,
 * see {@link exec}.
 *
 * @throws SyntaxError when the source is no expression
 * @throws NameError `name 'x' is not defined`
 * @example eval_("x + y", { x: 1 }, new Map([["y", 2]])) // 3
 */
export function eval_(
  source: string | Uint8Array,
  globals?: GlobalNames | null | Keywords<GivenNames>,
  locals?: object | null | Keywords<GivenNames>,
): unknown;
export function eval_(...args: unknown[]): unknown {
  const { text, globals, locals } = readArguments("eval", args);
  if (!isDict(globals)) {
    const mapping = isMapping(globals)
      ? "globals must be a real dict; try eval(expr, {}, mapping)"
      : undefined;
    throw new TypeError(mapping ?? "globals must be a dict");
  }
  if (!isMapping(locals)) throw new TypeError("locals must be a mapping");
  return run(namesOf(globals, locals), checkExpression(text));
}

interface Arguments {
  readonly text: string;
  readonly globals: unknown;
  readonly locals: unknown;
}

function readArguments(caller: string, args: readonly unknown[]): Arguments {
  const [positional, keywords = {}] = splitKeywords(args);
  if (positional.length === 0) {
    throw new TypeError(`${caller}() takes at least 1 positional argument (0 given)`);
  }
  if (positional.length > 3) {
    throw new TypeError(`${caller}() takes at most 3 arguments (${positional.length} given)`);
  }
  const unexpected = Object.keys(keywords).find((name) => name !== "globals" && name !== "locals");
  if (unexpected !== undefined) {
    throw new TypeError(`${caller}() got an unexpected keyword argument '${unexpected}'`);
  }
  const [source, givenGlobals = keywords.globals, givenLocals = keywords.locals] = positional;
  if (typeof source !== "string" && !(source instanceof Uint8Array)) {
    throw new TypeError(`${caller}() arg 1 must be a string, bytes or code object`);
  }
  const globals = givenGlobals ?? {};
  return {
    text: typeof source === "string" ? source : decode(source),
    globals,
    locals: givenLocals ?? globals,
  };
}

function isDict(x: unknown): x is GlobalNames {
  return x instanceof Map || isPlain(x);
}

/** Whatever has items by key, sequences too: those refuse names when they are asked for one. */
function isMapping(x: unknown): boolean {
  if (isDict(x) || typeof x === "string" || Array.isArray(x) || ArrayBuffer.isView(x)) return true;
  return lookup(x, "__getitem__") != null;
}

function namesOf(globals: GlobalNames, locals: unknown): Names {
  const given: unknown = globals instanceof Map ? globals.get("__builtins__") : globals["__builtins__"];
  if (given != null) return { locals, globals, builtins: [given] };
  return { locals, globals, builtins: [builtinNames(), globalThis] };
}

let builtins: Readonly<Record<string, unknown>> | undefined;

/** What this library exports, made when it is first asked for: it is more than most programs use. */
function builtinNames(): Readonly<Record<string, unknown>> {
  builtins ??= { ...protocols, bases, eval_, exec, isinstance, issubclass, metaclass, mro, super_, type };
  return builtins;
}

/** As the body of a function the text must stand for itself: no bracket of it closes one of ours. */
function checkScript(text: string): string {
  new Function(text);
  return text;
}

/** Between two kinds of brackets only an expression can stand, and no end of one and beginning of another. */
function checkExpression(text: string): string {
  new Function(`return [${text}\n]`);
  new Function(`return (${text}\n)`);
  return `(${text}\n)`;
}

type Runner = (this: undefined, scope: object, code: string) => unknown;

/** Made from text, since `with` is not for modules, and a script's own `var` must find no names of ours. */
function run(names: Names, code: string): unknown {
  const runner = new Function("with (arguments[0]) return eval(arguments[1])") as Runner;
  return runner.call(undefined, scopeOf(names), code);
}
