// Iteration against CPython: range arithmetic, `zip`, `enumerate`, `reversed`, the old protocol and sentinels.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bool } from "../../src/protocols/comparison/truth.ts";
import { BaseException, IndexError, StopIteration } from "../../src/protocols/errors.ts";
import { enumerate } from "../../src/protocols/iteration/enumerate.ts";
import { iter, next } from "../../src/protocols/iteration/iteration.ts";
import { range } from "../../src/protocols/iteration/range.ts";
import { reversed } from "../../src/protocols/iteration/reversed.ts";
import { zip } from "../../src/protocols/iteration/zip.ts";
import { kw } from "../../src/protocols/kw.ts";
import { repr } from "../../src/protocols/text/repr.ts";
import { cpython } from "../support/cpython.ts";
import { forEachCase, fuzz } from "../support/fuzz.ts";

const py = await cpython();

/** The text of what `f` gives, or of its error: the form in which both sides answer. */
function shown(f: () => unknown): string {
  try {
    return repr(f());
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const name = error instanceof BaseException ? error.name : error.constructor.name;
    return `${name}: ${error.message}`;
  }
}

const SHOWN = `
def shown(f):
    try:
        return repr(f())
    except Exception as error:
        return f"{type(error).__name__}: {error}"
`;

describe("range", () => {
  const small = fc.integer({ min: -12, max: 12 });
  const integer = fc.oneof(
    { weight: 6, arbitrary: small.map(String) },
    { weight: 1, arbitrary: fc.bigInt({ min: -(2n ** 54n), max: 2n ** 54n }).map(String) },
    { weight: 1, arbitrary: fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String) },
  );
  const args = fc.array(integer, { minLength: 1, maxLength: 3 });
  const cases = fc.record({ args, other: args, at: integer, item: integer });

  /** As a program would have it: a `number` where that is exact. */
  const int = (text: string) => (Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text));
  const make = (texts: readonly string[]) =>
    new (range as new (...args: unknown[]) => range)(...texts.map(int));

  /** A few items from the front: some ranges have more than memory has room for. */
  function head(items: Iterable<unknown>): unknown[] {
    const found: unknown[] = [];
    for (const item of items) if (found.push(item) === 8) break;
    return found;
  }

  const TWIN = `${SHOWN}
from itertools import islice

def length(r):
    # This CPython's sizes have 32 bits.
    exact = (r[-1] - r[0]) // r.step + 1 if r else 0
    return exact if exact < 2**63 else len(r)

def run(case):
    try:
        r = range(*map(int, case["args"]))
    except ValueError as error:
        return [f"ValueError: {error}"]
    at, item = int(case["at"]), int(case["item"])
    try:
        same = r == range(*map(int, case["other"]))
    except ValueError:
        same = None
    return [
        repr(r), repr([r.start, r.stop, r.step]), repr(bool(r)), shown(lambda: length(r)),
        shown(lambda: r[at]), repr(item in r), shown(lambda: r.index(item)), repr(r.count(item)),
        repr(list(islice(r, 8))), repr(list(islice(reversed(r), 8))), repr(same),
    ]

def main(cases):
    return [run(case) for case in cases]
`;

  test("arithmetic, items, membership and text of random ranges", () => {
    const inputs = fc.sample(cases, fuzz(2000));
    const expected = py.run<string[][]>(TWIN, inputs);
    forEachCase(inputs, (input, i) => {
      let r: range;
      try {
        r = make(input.args);
      } catch (error) {
        expect([`ValueError: ${(error as Error).message}`]).toEqual(expected[i]);
        return;
      }
      const at = int(input.at);
      const item = int(input.item);
      let same: unknown = null;
      try {
        same = r.__eq__(make(input.other));
      } catch {}
      expect([
        repr(r),
        repr([r.start, r.stop, r.step]),
        repr(bool(r)),
        shown(() => r.__len__()),
        shown(() => r.__getitem__(at)),
        repr(r.__contains__(item)),
        shown(() => r.index(item)),
        repr(r.count(item)),
        repr(head(r)),
        repr(head(reversed(r) as Iterable<unknown>)),
        repr(same),
      ]).toEqual(expected[i]);
    });
  });

  test("equal ranges have equal hashes", () => {
    fc.assert(
      fc.property(args, args, (first, second) => {
        fc.pre(int(first[2] ?? "1") !== 0 && int(second[2] ?? "1") !== 0);
        const [a, b] = [make(first), make(second)];
        if (a.__eq__(b) === true) expect(a.__hash__()).toBe(b.__hash__());
      }),
      fuzz(1000),
    );
  });
});

describe("zip", () => {
  const cases = fc.record({
    lengths: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 5 }),
    strict: fc.boolean(),
  });

  test("stops with the shortest, or complains of it in the words of CPython", () => {
    const inputs = fc.sample(cases, fuzz(500));
    const expected = py.run<string[]>(
      `${SHOWN}
def main(cases):
    return [
        shown(lambda: list(zip(*map(range, case["lengths"]), strict=case["strict"])))
        for case in cases
    ]
`,
      inputs,
    );
    forEachCase(inputs, ({ lengths, strict }, i) => {
      const iterables = lengths.map((length) => range(length));
      expect(shown(() => [...zip(...iterables, kw({ strict }))])).toBe(expected[i]);
    });
  });

  test("takes as much from each iterator as CPython takes", () => {
    const inputs = fc.sample(cases, fuzz(500));
    const expected = py.run<number[][]>(
      `
def rest(lengths):
    iterators = [iter(range(length)) for length in lengths]
    list(zip(*iterators))
    return [len(list(iterator)) for iterator in iterators]

def main(cases):
    return [rest(case["lengths"]) for case in cases]
`,
      inputs,
    );
    forEachCase(inputs, ({ lengths }, i) => {
      const iterators = lengths.map((length) => iter(range(length)));
      expect([...zip(...iterators)].length).toBe(Math.min(...lengths, lengths.length === 0 ? 0 : Infinity));
      expect(iterators.map((iterator) => [...iterator].length)).toEqual(expected[i]);
    });
  });
});

describe("iterators of every kind", () => {
  // What a `__getitem__` or `__next__` does at each call: gives the number, or raises.
  const script = fc.array(
    fc.oneof(
      { weight: 5, arbitrary: fc.integer({ min: 0, max: 4 }) },
      { weight: 1, arbitrary: fc.constantFrom("IndexError", "StopIteration", "KeyError") },
    ),
    { maxLength: 8 },
  );
  const cases = fc.record({
    kind: fc.constantFrom("getitem" as const, "next", "call"),
    script,
    sentinel: fc.integer({ min: 0, max: 4 }),
    steps: fc.array(fc.constantFrom("next" as const, "default", "loop", "rest"), { maxLength: 6 }),
    start: fc.integer({ min: -3, max: 3 }),
  });

  class Scripted {
    readonly script: (string | number)[];
    constructor(script: readonly (string | number)[]) {
      this.script = [...script];
    }
    answer(): number {
      const step = this.script.shift() ?? "IndexError";
      if (step === "StopIteration") throw new StopIteration();
      if (step === "IndexError") throw new IndexError("end");
      if (typeof step === "string") throw new Error(step);
      return step;
    }
  }
  class Sequence extends Scripted {
    __getitem__(_index: number): number {
      return this.answer();
    }
  }
  class Iterator extends Scripted {
    __iter__(): this {
      return this;
    }
    __next__(): number {
      return this.answer();
    }
  }

  const TWIN = `
class Scripted:
    def __init__(self, script):
        self.script = list(script)

    def answer(self):
        step = self.script.pop(0) if self.script else "IndexError"
        if step == "StopIteration":
            raise StopIteration
        if step == "IndexError":
            raise IndexError("end")
        if isinstance(step, str):
            raise Exception(step)
        return step

class Sequence(Scripted):
    def __getitem__(self, index):
        return self.answer()

class Iterator(Scripted):
    def __iter__(self):
        return self

    def __next__(self):
        return self.answer()

def take(it, step, start):
    try:
        if step == "next":
            return repr(next(it))
        if step == "default":
            return repr(next(it, "none"))
        if step == "rest":
            return repr(list(it))
        for i, item in enumerate(it, start):
            return f"{i}: {item}"
        return "empty"
    except Exception as error:
        return f"{type(error).__name__}: {error}"

def run(case):
    if case["kind"] == "getitem":
        it = iter(Sequence(case["script"]))
    elif case["kind"] == "next":
        it = iter(Iterator(case["script"]))
    else:
        it = iter(Scripted(case["script"]).answer, case["sentinel"])
    return [take(it, step, case["start"]) for step in case["steps"]]

def main(cases):
    return [run(case) for case in cases]
`;

  function take(it: Iterable<unknown>, step: string, start: number): string {
    try {
      if (step === "next") return repr(next(it as never));
      if (step === "default") return repr(next(it as never, "none"));
      if (step === "rest") return repr([...it]);
      for (const [i, item] of enumerate(it, start)) return `${i}: ${item}`;
      return "empty";
    } catch (error) {
      const { name, constructor, message } = error as Error;
      return `${constructor === Error ? "Exception" : name}: ${message}`;
    }
  }

  test("give the same items, defaults and errors, also when they are asked on after their end", () => {
    const inputs = fc.sample(cases, fuzz(2000));
    const expected = py.run<string[][]>(TWIN, inputs);
    forEachCase(inputs, ({ kind, script, sentinel, steps, start }, i) => {
      const scripted = new Scripted(script);
      const it =
        kind === "getitem"
          ? iter(new Sequence(script))
          : kind === "next"
            ? iter(new Iterator(script))
            : iter(() => scripted.answer(), sentinel);
      expect(steps.map((step) => take(it, step, start))).toEqual(expected[i]);
    });
  });
});

describe("the messages of errors", () => {
  class Foo {}
  class GetItem {
    __getitem__(index: number): number {
      return index;
    }
  }
  class BadIter {
    __iter__(): Foo {
      return new Foo();
    }
  }
  const f = { iter, next, reversed, enumerate, zip, range } as unknown as Record<
    "iter" | "next" | "reversed" | "enumerate" | "zip" | "range",
    (...args: unknown[]) => unknown
  >;

  const both: Record<string, () => unknown> = {
    "iter(Foo())": () => f.iter(new Foo()),
    "iter(BadIter())": () => f.iter(new BadIter()),
    "iter(3)": () => f.iter(3),
    "iter(None)": () => f.iter(null),
    "iter(Foo)": () => f.iter(Foo),
    "iter(3, 4)": () => f.iter(3, 4),
    "iter()": () => f.iter(),
    "iter(1, 2, 3)": () => f.iter(1, 2, 3),
    "next(Foo())": () => f.next(new Foo()),
    "next([])": () => f.next([]),
    "next(3)": () => f.next(3),
    "next()": () => f.next(),
    "next(1, 2, 3)": () => f.next(1, 2, 3),
    "next(iter([]))": () => f.next(f.iter([])),
    "next(iter([]), None)": () => f.next(f.iter([]), null),
    "reversed(Foo())": () => f.reversed(new Foo()),
    "reversed(3)": () => f.reversed(3),
    "reversed({1})": () => f.reversed(new Set([1])),
    "reversed(iter([]))": () => f.reversed(f.iter([])),
    "reversed(GetItem())": () => f.reversed(new GetItem()),
    "reversed()": () => f.reversed(),
    "reversed(1, 2)": () => f.reversed(1, 2),
    "enumerate()": () => f.enumerate(),
    "enumerate(3)": () => f.enumerate(3),
    "enumerate([], 'a')": () => f.enumerate([], "a"),
    "enumerate([], 1.5)": () => f.enumerate([], 1.5),
    "enumerate([], None)": () => f.enumerate([], null),
    "enumerate([], strt=1)": () => f.enumerate([], kw({ strt: 1 })),
    "enumerate([], 1, 2)": () => f.enumerate([], 1, 2),
    "list(enumerate('ab', start=10**20))": () => [
      ...(f.enumerate("ab", kw({ start: 10n ** 20n })) as Iterable<unknown>),
    ],
    "zip(3)": () => f.zip(3),
    "zip([], Foo())": () => f.zip([], new Foo()),
    "zip([], foo=1)": () => f.zip([], kw({ foo: 1 })),
    "range()": () => f.range(),
    "range(1, 2, 3, 4)": () => f.range(1, 2, 3, 4),
    "range(1, 2, 0)": () => f.range(1, 2, 0),
    "range('a')": () => f.range("a"),
    "range(1.5)": () => f.range(1.5),
    "range(None)": () => f.range(null),
    "range(True)": () => f.range(true),
    "range(Foo())": () => f.range(new Foo()),
    "range(1, stop=5)": () => f.range(1, kw({ stop: 5 })),
    "range(5)['a']": () => range(5).__getitem__("a" as never),
    "range(5)[1.5]": () => range(5).__getitem__(1.5),
    "range(5)[True]": () => range(5).__getitem__(true),
    "range(5).index('a')": () => range(5).index("a"),
    "range(5).index(2.5)": () => range(5).index(2.5),
    "range(5).count('a')": () => range(5).count("a"),
  };

  test.each(Object.entries(both))("%s", (source, run) => {
    const expected = py.run<string>(
      `${SHOWN}
class Foo: pass
class GetItem:
    def __getitem__(self, index): return index
class BadIter:
    def __iter__(self): return Foo()
def main(source):
    return shown(lambda: eval(source)).replace("(", "[").replace(")", "]").replace("case.", "")
`,
      source,
    );
    expect(shown(run).replaceAll("(", "[").replaceAll(")", "]")).toBe(expected);
  });
});
