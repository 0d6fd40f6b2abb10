// Random programs over exit stacks: the same callbacks in the same order, the same errors, the same context chains.

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { async_with, with_ } from "../../src/protocols/context/context.ts";
import { handledError } from "../../src/protocols/context/handling.ts";
import { AsyncExitStack, contextmanager, ExitStack } from "../../src/protocols/contextlib/index.ts";
import { getContext, KeyError, OSError, setContext, ValueError } from "../../src/protocols/errors.ts";
import { cpython } from "../support/cpython.ts";
import { forEachCase, fuzz } from "../support/fuzz.ts";

const CLASSES = { ValueError, KeyError, OSError };
type ErrorName = keyof typeof CLASSES;

/** What an exit does. */
type Action = { readonly name: string; readonly enter?: ErrorName | null } & (
  | { readonly do: "answer"; readonly answer: unknown }
  | { readonly do: "raise" | "replace"; readonly error: ErrorName }
  | { readonly do: "reraise" }
  | { readonly do: "nested"; readonly error: ErrorName; readonly inner: Action }
);

/** What a program does with its stack, step by step. */
type Step =
  | (Action & { readonly kind: "manager" | "generator" | "push" | "callback" })
  | { readonly kind: "stack"; readonly steps: readonly Step[] }
  | { readonly kind: "pop_all"; readonly back: boolean }
  | { readonly kind: "raise"; readonly error: ErrorName };

interface Description {
  readonly steps: readonly Step[];
  /** A manager around the stack's `with`; "close" for a stack that is closed by hand. */
  readonly outer: Action | "close" | null;
}

interface Outcome {
  readonly trace: readonly (readonly (string | null)[])[];
  readonly error: readonly string[] | null;
}

const errorName = fc.constantFrom<ErrorName>("ValueError", "KeyError", "OSError");
const name = fc.constantFrom("a", "b", "c", "d", "e", "f");
const answer = fc.constantFrom<unknown>(true, false, null, 0, 1, "", "yes", [], [0]);

const simpleAction: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ name, do: fc.constant("answer" as const), answer }) },
  { weight: 4, arbitrary: fc.record({ name, do: fc.constant("raise" as const), error: errorName }) },
  { weight: 1, arbitrary: fc.record({ name, do: fc.constant("replace" as const), error: errorName }) },
  { weight: 1, arbitrary: fc.record({ name, do: fc.constant("reraise" as const) }) },
);
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: simpleAction },
  {
    weight: 1,
    arbitrary: fc.record({ name, do: fc.constant("nested" as const), error: errorName, inner: simpleAction }),
  },
);

const kind = fc.constantFrom("manager" as const, "manager", "generator", "push", "callback");
const enter = fc.option(errorName, { freq: 12 });
const leafStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.tuple(action, kind, enter).map(([act, kind, enter]) => ({ ...act, kind, enter })),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("pop_all" as const), back: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("raise" as const), error: errorName }) },
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: leafStep },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("stack" as const),
      steps: fc.array(leafStep, { maxLength: 4 }),
    }),
  },
);
const description: fc.Arbitrary<Description> = fc.record({
  steps: fc.array(step, { maxLength: 7 }),
  outer: fc.oneof(fc.constant(null), fc.constant("close" as const), action),
});

function chain(error: unknown): string[] {
  const links: string[] = [];
  for (let link = error; link !== null; link = getContext(link)) {
    const { name, args } = link as ValueError;
    links.push(`${name}:${args[0]}`);
  }
  return links;
}

/** One run: its trace, and the number of errors made so far. */
class Program {
  readonly trace: (string | null)[][] = [];
  #errors = 0;

  error(name: ErrorName): Error {
    return new CLASSES[name](++this.#errors);
  }

  /** What an exit does: returns its answer or raises. */
  act(action: Action, error: unknown): unknown {
    this.trace.push([action.name, ...chain(error)]);
    switch (action.do) {
      case "answer":
        return action.answer;
      case "raise":
        throw this.error(action.error);
      case "reraise":
        // Raising again what another callback raised ties CPython's chain into a ring, and may hang it.
        if (error !== null && [undefined, null, error].includes(handledError())) throw error;
        return null;
      case "nested":
        with_(new Manager(this, action.inner), () => {
          throw this.error(action.error);
        });
        return null;
      case "replace": {
        const first = this.error(action.error);
        const second = this.error(action.error);
        // A native `catch` sets no context.
        setContext(second, first);
        throw second;
      }
    }
  }
}

class Manager {
  readonly program: Program;
  readonly action: Action;
  constructor(program: Program, action: Action) {
    this.program = program;
    this.action = action;
  }
  __enter__(): this {
    this.program.trace.push(["enter", this.action.name]);
    if (this.action.enter) throw this.program.error(this.action.enter);
    return this;
  }
  __exit__(exc_type: unknown, exc: unknown, _traceback: unknown): unknown {
    expect(exc_type).toBe(exc === null ? null : (exc as Error).constructor);
    return this.program.act(this.action, exc);
  }
}

const generatorManager = contextmanager(function* (program: Program, action: Action) {
  program.trace.push(["enter", action.name]);
  let failed = false;
  try {
    yield;
  } catch (error) {
    failed = true;
    const answer = program.act(action, error);
    if (!answer || (Array.isArray(answer) && answer.length === 0)) throw error;
  }
  if (!failed) program.act(action, null);
});

function fill(program: Program, stack: ExitStack, steps: readonly Step[]): void {
  for (const step of steps) {
    switch (step.kind) {
      case "manager":
        stack.enter_context(new Manager(program, step));
        break;
      case "generator":
        stack.enter_context(generatorManager(program, step));
        break;
      case "push":
        stack.push((_type: unknown, error: unknown) => program.act(step, error));
        break;
      case "callback":
        stack.callback((action: Step & Action) => program.act(action, null), step);
        break;
      case "stack":
        fill(program, stack.enter_context(ExitStack()), step.steps);
        break;
      case "pop_all": {
        const popped = stack.pop_all();
        if (step.back) stack.push(popped);
        else popped.close();
        break;
      }
      case "raise":
        throw program.error(step.error);
    }
  }
}

function run({ steps, outer }: Description): Outcome {
  const program = new Program();
  let error: string[] | null = null;
  try {
    if (outer === null) {
      with_(ExitStack(), (stack) => fill(program, stack, steps));
    } else if (outer === "close") {
      const stack = ExitStack();
      try {
        fill(program, stack, steps);
      } catch (unfinished) {
        program.trace.push(["unfinished", ...chain(unfinished)]);
      }
      stack.close();
    } else {
      with_(new Manager(program, outer), () => with_(ExitStack(), (stack) => fill(program, stack, steps)));
    }
  } catch (raised) {
    error = chain(raised);
  }
  return { trace: program.trace, error };
}

class AsyncManager extends Manager {
  async __aenter__(): Promise<this> {
    return super.__enter__();
  }
  async __aexit__(_type: unknown, exc: unknown, _traceback: unknown): Promise<unknown> {
    // After an `await` nobody knows any more which error is being handled.
    const answer = this.program.act(this.action, exc);
    await null;
    return answer;
  }
}

async function asyncFill(program: Program, stack: AsyncExitStack, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    switch (step.kind) {
      case "manager":
        stack.enter_context(new Manager(program, step));
        break;
      case "generator":
        await stack.enter_async_context(new AsyncManager(program, step));
        break;
      case "push":
        stack.push_async_exit(async (_type: unknown, error: unknown) => program.act(step, error));
        break;
      case "callback":
        stack.push_async_callback(async (action: Step & Action) => program.act(action, null), step);
        break;
      case "stack":
        await asyncFill(program, await stack.enter_async_context(AsyncExitStack()), step.steps);
        break;
      case "pop_all": {
        const popped = stack.pop_all();
        if (step.back) stack.push_async_exit(popped);
        else await popped.aclose();
        break;
      }
      case "raise":
        throw program.error(step.error);
    }
  }
}

async function asyncRun({ steps }: Description): Promise<Outcome> {
  const program = new Program();
  let error: string[] | null = null;
  try {
    await async_with(AsyncExitStack(), (stack) => asyncFill(program, stack, steps));
  } catch (raised) {
    error = chain(raised);
  }
  return { trace: program.trace, error };
}

describe("random programs leave their stacks as CPython does", () => {
  const programs = fc.sample(description, fuzz(2000));
  let expected: [sync: Outcome[], async: Outcome[]];

  beforeAll(async () => {
    const py = await cpython();
    expected = py.run(readFileSync(new URL("./exit-stack.py", import.meta.url), "utf8"), programs);
  });

  test("ExitStack", () => {
    forEachCase(programs, (program, i) => expect(run(program)).toEqual(expected[0][i]));
  });

  test("AsyncExitStack", async () => {
    const outcomes: Outcome[] = [];
    for (const program of programs) outcomes.push(await asyncRun(program));
    forEachCase(programs, (_, i) => expect(outcomes[i]).toEqual(expected[1][i]));
  });
});
