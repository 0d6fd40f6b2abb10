// `with`, `async with` and generator-made context managers against CPython.

import fc from "fast-check";
import { expect, test } from "vitest";
import { async_with, type ContextManager, with_ } from "../../src/protocols/context/context.ts";
import { asynccontextmanager, contextmanager } from "../../src/protocols/contextlib/index.ts";
import {
  BaseException,
  getContext,
  KeyError,
  RuntimeError,
  StopIteration,
  ValueError,
} from "../../src/protocols/errors.ts";
import { repr } from "../../src/protocols/text/repr.ts";
import { cpython } from "../support/cpython.ts";
import { forEachCase, fuzz } from "../support/fuzz.ts";

const py = await cpython();

function chain(error: unknown): string[] {
  const links: string[] = [];
  for (let link = error; link !== null; link = getContext(link)) {
    links.push(link instanceof BaseException ? repr(link) : `TypeError(${repr((link as Error).message)})`);
  }
  return links;
}

const CHAIN = `
import asyncio

def chain(error):
    links = []
    while error is not None:
        links.append(repr(error))
        error = error.__context__
    return links
`;

test("every combination of the four methods, defined, `None` or missing, is taken or refused alike", async () => {
  const NAMES = ["__enter__", "__exit__", "__aenter__", "__aexit__"] as const;
  const STATES = ["missing", "null", "defined"] as const;
  const combinations = Array.from({ length: 81 }, (_, n) =>
    NAMES.map((_, i) => STATES[Math.floor(n / 3 ** i) % 3]),
  );
  const expected = py.run<string[][][]>(
    `${CHAIN}
def build(states):
    namespace = {"__module__": "__main__"}
    for name, state in zip(["__enter__", "__exit__", "__aenter__", "__aexit__"], states):
        if state == "null":
            namespace[name] = None
        elif state == "defined":
            if name.startswith("__a"):
                async def method(self, *info): return None
            else:
                def method(self, *info): return None
            namespace[name] = method
    return type("Foo", (), namespace)()

def run(states):
    try:
        with build(states):
            return ["body"]
    except Exception as error:
        return chain(error)

async def async_run(states):
    try:
        async with build(states):
            return ["body"]
    except Exception as error:
        return chain(error)

def main(combinations):
    async def both():
        return [[run(states), await async_run(states)] for states in combinations]
    return asyncio.run(both())
`,
    combinations,
  );

  function build(states: readonly (string | undefined)[]): ContextManager {
    class Foo {}
    NAMES.forEach((name, i) => {
      if (states[i] === "missing") return;
      const method = name.startsWith("__a") ? async () => null : () => null;
      Object.defineProperty(Foo.prototype, name, { value: states[i] === "null" ? null : method });
    });
    return new Foo() as ContextManager;
  }

  for (const [i, states] of combinations.entries()) {
    const outcomes: string[][] = [];
    try {
      outcomes.push([with_(build(states), () => "body") as string]);
    } catch (error) {
      outcomes.push(chain(error));
    }
    try {
      outcomes.push([(await async_with(build(states) as never, () => "body")) as string]);
    } catch (error) {
      outcomes.push(chain(error));
    }
    expect(outcomes, states.join()).toEqual(expected[i]);
  }
});

/** What a generator does at its start, at its `yield` when the body failed, and after it. */
interface Script {
  readonly before: string;
  readonly caught: string;
  readonly after: string;
  readonly body: string;
}

const ERRORS: Record<string, () => Error> = {
  ValueError: () => new ValueError("v"),
  KeyError: () => new KeyError("k"),
  RuntimeError: () => new RuntimeError("r"),
  StopIteration: () => new StopIteration("s"),
};
const errorName = fc.constantFrom(...Object.keys(ERRORS));
const script: fc.Arbitrary<Script> = fc.record({
  before: fc.oneof({ weight: 6, arbitrary: fc.constant("yield") }, fc.constant("return"), errorName),
  caught: fc.oneof({ weight: 4, arbitrary: fc.constantFrom("suppress", "reraise", "from") }, errorName),
  after: fc.oneof({ weight: 4, arbitrary: fc.constantFrom("return", "yield") }, errorName),
  body: fc.oneof(fc.constant("pass"), { weight: 3, arbitrary: errorName }),
});

function fail(name: string): void {
  const make = ERRORS[name];
  if (make !== undefined) throw make();
}

function* generate({ before, caught, after }: Script): Generator<string> {
  fail(before);
  if (before === "return") return;
  try {
    yield "value";
  } catch (error) {
    if (caught === "reraise") throw error;
    if (caught === "from") throw new RuntimeError("from", { cause: error });
    fail(caught);
  }
  fail(after);
  if (after === "yield") yield "again";
}

async function* asyncGenerate(script: Script): AsyncGenerator<string> {
  yield* generate(script);
}

const MANAGE = `
def manage(script):
    fail(script["before"])
    if script["before"] == "return":
        return
    try:
        yield "value"
    except Exception as error:
        if script["caught"] == "reraise":
            raise
        if script["caught"] == "from":
            raise RuntimeError("from") from error
        fail(script["caught"])
    fail(script["after"])
    if script["after"] == "yield":
        yield "again"
`;

const TWIN = `${CHAIN}
from contextlib import asynccontextmanager, contextmanager

ERRORS = {
    "ValueError": lambda: ValueError("v"),
    "KeyError": lambda: KeyError("k"),
    "RuntimeError": lambda: RuntimeError("r"),
    "StopIteration": lambda: StopIteration("s"),
}

def fail(name):
    if name in ERRORS:
        raise ERRORS[name]()

@contextmanager${MANAGE}
@asynccontextmanager${MANAGE.replace("def manage", "async def async_manage")}
def run(script):
    result = "suppressed"
    try:
        with manage(script) as value:
            fail(script["body"])
            result = value
        return [result]
    except Exception as error:
        return chain(error)

async def async_run(script):
    result = "suppressed"
    try:
        async with async_manage(script) as value:
            fail(script["body"])
            result = value
        return [result]
    except Exception as error:
        return chain(error)

def main(scripts):
    async def both():
        return [[run(script), await async_run(script)] for script in scripts]
    return asyncio.run(both())
`;

test("generators that yield never, once or twice, and raise in every place", async () => {
  const scripts = fc.sample(script, fuzz(2000));
  const expected = py.run<string[][][]>(TWIN, scripts);
  const manage = contextmanager(generate);
  const asyncManage = asynccontextmanager(asyncGenerate);
  const outcomes: string[][][] = [];
  for (const script of scripts) {
    const body = (value: string) => {
      fail(script.body);
      return value;
    };
    const outcome: string[][] = [];
    try {
      outcome.push([with_(manage(script), body) ?? "suppressed"]);
    } catch (error) {
      outcome.push(chain(error));
    }
    try {
      outcome.push([(await async_with(asyncManage(script), body)) ?? "suppressed"]);
    } catch (error) {
      outcome.push(chain(error));
    }
    outcomes.push(outcome);
  }
  // Where nothing was yielded, CPython leaves the end of the generator behind, hidden (`raise … from None`).
  const shown = (links: string[]) => (links[0]?.includes("didn't yield") ? links.slice(0, 1) : links);
  forEachCase(scripts, (_, i) => expect(outcomes[i]).toEqual(expected[i]?.map(shown)));
});
