// Programs: a value, and calls of its methods one after the other, run in both languages.

import fc from "fast-check";
import type { CPython } from "./cpython.ts";
import { build, DESCRIBED_PY, type Described, KEYS, shown, told } from "./described.ts";
import { expectEqual, forEachCase, fuzz } from "./fuzz.ts";

/** A method and its arguments; `sort` has keyword arguments too. */
export interface Call {
  readonly name: string;
  readonly args: readonly Described[];
  readonly sort?: { readonly key?: keyof typeof KEYS; readonly reverse?: Described };
  /** The method that gives the object to call `name` on: a view of a dict. */
  readonly of?: string;
}

/** What it starts with, and what is done. */
export interface Program {
  readonly start: Described;
  readonly calls: readonly Call[];
}

/** Programs that start with some such value and make up to eight such calls. */
export function programs(start: fc.Arbitrary<Described>, call: fc.Arbitrary<Call>): fc.Arbitrary<Program> {
  return fc.record({ start, calls: fc.array(call, { minLength: 1, maxLength: 8 }) });
}

/** Calls of a method with such arguments. */
export function call(name: string, ...args: fc.Arbitrary<Described>[]): fc.Arbitrary<Call> {
  return fc.tuple(...args).map((drawn) => ({ name, args: drawn }));
}

type Methods = Record<string, (...args: unknown[]) => unknown>;

/** What each call gave, and what the value is in the end. */
function run({ start, calls }: Program): string[] {
  const value = build(start) as Methods;
  const lines = calls.map((each) => told(() => perform(value, each)));
  return [...lines, shown(value)];
}

// JavaScript's own methods that return the object itself, where Python's return None.
const CHAINED = new Set(["sort", "reverse", "add"]);

function perform(value: Methods, { name, args, sort, of }: Call): unknown {
  const built: unknown[] = args.map(build);
  if (sort !== undefined) {
    const key = sort.key === undefined ? {} : { key: KEYS[sort.key] };
    built.push({ ...key, ...(sort.reverse !== undefined && { reverse: build(sort.reverse) }) });
  }
  const target = of === undefined ? value : (value[of]!() as Methods);
  const result = target[name]!(...built);
  return CHAINED.has(name) ? null : result;
}

const PYTHON = `${DESCRIBED_PY}
def perform(value, call):
    args = [build(arg) for arg in call["args"]]
    keywords = {}
    if "sort" in call:
        if "key" in call["sort"]: keywords["key"] = KEYS[call["sort"]["key"]]
        if "reverse" in call["sort"]: keywords["reverse"] = build(call["sort"]["reverse"])
    target = getattr(value, call["of"])() if "of" in call else value
    if call["name"] == "__contains__": return args[0] in target
    return getattr(target, call["name"])(*args, **keywords)

def run(program):
    value = build(program["start"])
    lines = [told(lambda: perform(value, call)) for call in program["calls"]]
    return [*lines, shown(value)]

def main(programs): return [run(program) for program in programs]
`;

/** Runs so many programs in both languages; all that they say must be equal. */
export function compareWithPython(py: CPython, drawnFrom: fc.Arbitrary<Program>, count: number): void {
  const drawn = fc.sample(drawnFrom, fuzz<Program>(count));
  const expected = py.run<string[][]>(PYTHON, drawn);
  forEachCase(drawn, (program, i) => expectEqual(run(program), expected[i]));
}
