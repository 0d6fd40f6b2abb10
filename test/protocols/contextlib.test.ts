// contextlib: context managers from generators, exit stacks, and the small ones.

import { describe, expect, expectTypeOf, test } from "vitest";
import { getContext } from "../../src/protocols/errors.ts";
import {
  AttributeError,
  async_with,
  contextlib,
  KeyError,
  LookupError,
  RuntimeError,
  StopIteration,
  ValueError,
  with_,
} from "../../src/protocols/index.ts";

const {
  aclosing,
  AsyncExitStack,
  asynccontextmanager,
  closing,
  ContextDecorator,
  contextmanager,
  ExitStack,
  nullcontext,
  suppress,
} = contextlib;

function fail(error: unknown): () => never {
  return () => {
    throw error;
  };
}

function raised(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was raised");
}

describe("contextmanager", () => {
  const log: string[] = [];
  const tag = contextmanager(function* (name: string) {
    log.push(`<${name}>`);
    try {
      yield name.toUpperCase();
    } finally {
      log.push(`</${name}>`);
    }
  });

  test("what is before the `yield` enters, what is after it exits", () => {
    log.length = 0;
    const result = with_(tag("h1"), (name) => {
      log.push(name);
      return "done";
    });
    expect(result).toBe("done");
    expect(log).toEqual(["<h1>", "H1", "</h1>"]);
    expectTypeOf(result).toEqualTypeOf<string | undefined>();
  });

  test("an error of the body arrives at the `yield`, and goes on when the generator lets it", () => {
    log.length = 0;
    const error = new ValueError("body");
    expect(raised(() => with_(tag("p"), fail(error)))).toBe(error);
    expect(log).toEqual(["<p>", "</p>"]);
    expect(getContext(error)).toBe(null);
  });

  test("a generator that catches it, and ends, has suppressed it", () => {
    const quiet = contextmanager(function* () {
      try {
        yield;
      } catch {}
    });
    expect(with_(quiet(), fail(new ValueError("body")))).toBeUndefined();
  });

  test("a generator that raises another one has the first as context", () => {
    const translate = contextmanager(function* () {
      try {
        yield;
      } catch {
        throw new KeyError("translated");
      }
    });
    const first = new ValueError("body");
    const error = raised(() => with_(translate(), fail(first)));
    expect(error).toBeInstanceOf(KeyError);
    expect(getContext(error)).toBe(first);
  });

  test("a RuntimeError raised from the body's error is an error like any other", () => {
    const wrap = contextmanager(function* () {
      try {
        yield;
      } catch (error) {
        throw new RuntimeError("wrapped", { cause: error });
      }
    });
    expect(() => with_(wrap(), fail(new ValueError("body")))).toThrow("wrapped");
  });

  test("the generator must yield exactly once", () => {
    const none = contextmanager(function* (): Generator<number> {});
    expect(() => with_(none(), () => 1)).toThrow(new RuntimeError("generator didn't yield"));

    let closed = false;
    const twice = contextmanager(function* () {
      try {
        try {
          yield 1;
        } catch {}
        yield 2;
      } finally {
        closed = true;
      }
    });
    expect(() => with_(twice(), () => 1)).toThrow(new RuntimeError("generator didn't stop"));
    expect(closed).toBe(true);
    const first = new ValueError("body");
    const error = raised(() => with_(twice(), fail(first)));
    expect(error).toEqual(new RuntimeError("generator didn't stop after throw()"));
    expect(getContext(error)).toBe(first);
  });

  test("a StopIteration is an error inside a generator, and is not taken for its end", () => {
    const raising = contextmanager(function* () {
      yield;
      throw new StopIteration(3);
    });
    const error = raised(() => with_(raising(), () => 1)) as RuntimeError;
    expect(error).toEqual(new RuntimeError("generator raised StopIteration"));
    expect(error.__cause__).toBeInstanceOf(StopIteration);

    const stop = new StopIteration(9);
    expect(raised(() => with_(tag("p"), fail(stop)))).toBe(stop);
  });

  test("works once; another call makes another one", () => {
    const once = tag("p");
    with_(once, () => 1);
    expect(() => with_(once, () => 1)).toThrow(
      new AttributeError("'_GeneratorContextManager' object has no attribute 'args'"),
    );
  });

  test("decorates functions: each call runs inside a new context", () => {
    log.length = 0;
    const add = tag("sum")(function plus(a: number, b: number) {
      return a + b;
    });
    expect([add(1, 2), add(3, 4)]).toEqual([3, 7]);
    expect(log).toEqual(["<sum>", "</sum>", "<sum>", "</sum>"]);
    expect([add.name, add.length]).toEqual(["plus", 2]);
  });

  test("passes `this` on, so that it can make methods", () => {
    class Page {
      title = "home";
      section = contextmanager(function* (this: Page, name: string) {
        yield `${this.title}/${name}`;
      });
    }
    expect(with_(new Page().section("news"), (path) => path)).toBe("home/news");
  });
});

describe("ContextDecorator", () => {
  test("makes a context manager of one's own a decorator", () => {
    const log: string[] = [];
    class Traced extends ContextDecorator {
      __enter__(): void {
        log.push("enter");
      }
      __exit__(): void {
        log.push("exit");
      }
    }
    const traced = new Traced() as unknown as (f: () => number) => () => number;
    const five = traced(() => 5);
    expect([five(), five()]).toEqual([5, 5]);
    expect(log).toEqual(["enter", "exit", "enter", "exit"]);
  });
});

describe("asynccontextmanager", () => {
  const log: string[] = [];
  const connected = asynccontextmanager(async function* (port: number) {
    await null;
    log.push("open");
    try {
      yield port;
    } finally {
      await null;
      log.push("close");
    }
  });

  test("is the same for `async_with` and async generators", async () => {
    log.length = 0;
    expect(await async_with(connected(80), async (port) => port + 1)).toBe(81);
    await expect(async_with(connected(80), async () => fail(new ValueError("body"))())).rejects.toThrow(
      "body",
    );
    expect(log).toEqual(["open", "close", "open", "close"]);
  });

  test("the generator must yield exactly once", async () => {
    const none = asynccontextmanager(async function* (): AsyncGenerator<number> {});
    await expect(async_with(none(), () => 1)).rejects.toThrow("generator didn't yield");
    const twice = asynccontextmanager(async function* () {
      try {
        yield 1;
      } catch {}
      yield 2;
    });
    await expect(async_with(twice(), () => 1)).rejects.toThrow("generator didn't stop");
    await expect(async_with(twice(), fail(new ValueError("body")))).rejects.toThrow(
      "generator didn't stop after athrow()",
    );
  });

  test("decorates async functions", async () => {
    log.length = 0;
    const fetch = connected(80)(async (path: string) => `${path}!`);
    expect(await fetch("/")).toBe("/!");
    expect(log).toEqual(["open", "close"]);
  });
});

class Named {
  readonly name: string;
  readonly log: string[];
  readonly answer: unknown;
  constructor(name: string, log: string[], answer: unknown = false) {
    this.name = name;
    this.log = log;
    this.answer = answer;
  }
  __enter__(): string {
    this.log.push(`enter ${this.name}`);
    return this.name;
  }
  __exit__(_exc_type: unknown, exc: unknown, _traceback: unknown): unknown {
    this.log.push(`exit ${this.name} ${exc === null ? "None" : (exc as Error).name}`);
    return this.answer;
  }
}

describe("ExitStack", () => {
  test("exits what was entered in reverse order", () => {
    const log: string[] = [];
    const names = with_(ExitStack(), (stack) =>
      ["a", "b"].map((name) => stack.enter_context(new Named(name, log))),
    );
    expect(names).toEqual(["a", "b"]);
    expect(log).toEqual(["enter a", "enter b", "exit b None", "exit a None"]);
  });

  test("a plain `callback` that gives a promise is refused, since nobody would wait for it", async () => {
    const later = async (): Promise<void> => {};
    expect(() => with_(ExitStack(), (stack) => stack.callback(later))).toThrow("use AsyncExitStack");
    await expect(async_with(AsyncExitStack(), (stack) => void stack.callback(later))).rejects.toThrow(
      TypeError,
    );
  });

  test("`callback` calls a function with its arguments; `push` takes an exit without entering", () => {
    const log: string[] = [];
    with_(ExitStack(), (stack) => {
      stack.callback((...items: unknown[]) => log.push(items.join(" ")), 1, 2);
      stack.push(new Named("pushed", log));
      stack.push((exc_type: unknown) => log.push(`function ${exc_type}`) === 0);
    });
    expect(log).toEqual(["function null", "exit pushed None", "1 2"]);
  });

  test("an error goes from one to the next until one suppresses it", () => {
    const log: string[] = [];
    const result = with_(ExitStack(), (stack) => {
      stack.enter_context(new Named("outer", log));
      stack.enter_context(new Named("middle", log, true));
      stack.enter_context(new Named("inner", log));
      throw new ValueError("body");
    });
    expect(result).toBeUndefined();
    expect(log.slice(3)).toEqual(["exit inner ValueError", "exit middle ValueError", "exit outer None"]);
  });

  test("an error that an exit raises replaces it, and the contexts are those of nested `with_`s", () => {
    const error = raised(() =>
      with_(ExitStack(), (stack) => {
        stack.callback(fail(new KeyError("second")));
        stack.callback(fail(new LookupError("first")));
        throw new ValueError("body");
      }),
    );
    const chain: string[] = [];
    for (let link = error; link !== null; link = getContext(link)) chain.push(String(link));
    expect(chain).toEqual(["KeyError: 'second'", "LookupError: first", "ValueError: body"]);
  });

  test("`pop_all` moves everything to a new stack: for a constructor that may fail half way", () => {
    const log: string[] = [];
    const kept = with_(ExitStack(), (stack) => {
      stack.enter_context(new Named("file", log));
      return stack.pop_all();
    });
    expect(log).toEqual(["enter file"]);
    kept?.close();
    expect(log).toEqual(["enter file", "exit file None"]);
  });

  test("a subclass's `pop_all` makes one of its own", () => {
    class Named extends ExitStack {
      label = "mine";
    }
    expect(new Named().pop_all().label).toBe("mine");
  });

  test("works with `using`, and takes native disposables", () => {
    const log: string[] = [];
    {
      using stack = ExitStack();
      stack.callback(() => log.push("callback"));
      stack.enter_context({ [Symbol.dispose]: () => void log.push("disposed") });
    }
    expect(log).toEqual(["disposed", "callback"]);
  });

  test("refuses what is no context manager, and promises that nobody would wait for", () => {
    class Foo {}
    expect(() => ExitStack().enter_context(new Foo() as never)).toThrow(
      "'__main__.Foo' object does not support the context manager protocol",
    );
    expect(() => ExitStack().enter_context(3 as never)).toThrow("'builtins.int' object does not support");
    const stack = ExitStack();
    stack.push(async () => true);
    expect(() => stack.close()).toThrow("use AsyncExitStack");
    stack.push(3 as never);
    expect(() => stack.close()).toThrow("'int' object is not callable");
  });
});

describe("AsyncExitStack", () => {
  class AsyncNamed extends Named {
    async __aenter__(): Promise<string> {
      await null;
      return this.__enter__();
    }
    async __aexit__(exc_type: unknown, exc: unknown, traceback: unknown): Promise<unknown> {
      await null;
      return this.__exit__(exc_type, exc, traceback);
    }
  }

  test("mixes both kinds, and waits for each before the next", async () => {
    const log: string[] = [];
    const note = async (text: string) => {
      await null;
      log.push(text);
    };
    await async_with(AsyncExitStack(), async (stack) => {
      stack.enter_context(new Named("sync", log));
      expect(await stack.enter_async_context(new AsyncNamed("async", log))).toBe("async");
      stack.push_async_callback(note, "callback");
      stack.push_async_exit(async (_type: unknown, exc: unknown) => note(`exit ${exc}`));
      stack.callback(() => log.push("plain"));
    });
    expect(log).toEqual([
      "enter sync",
      "enter async",
      "plain",
      "exit null",
      "callback",
      "exit async None",
      "exit sync None",
    ]);
  });

  test("an asynchronous exit suppresses, too", async () => {
    const log: string[] = [];
    const result = await async_with(AsyncExitStack(), async (stack) => {
      stack.push(new Named("outer", log));
      stack.push_async_exit(new AsyncNamed("inner", log, true));
      throw new ValueError("body");
    });
    expect(result).toBeUndefined();
    expect(log).toEqual(["exit inner ValueError", "exit outer None"]);
  });

  test("`pop_all`, `aclose` and `await using`", async () => {
    const log: string[] = [];
    {
      await using stack = AsyncExitStack();
      stack.callback(() => log.push("first"));
      const other = stack.pop_all();
      stack.push_async_callback(async () => void log.push("second"));
      await other.aclose();
    }
    expect(log).toEqual(["first", "second"]);
  });

  test("refuses what is no asynchronous context manager", async () => {
    await expect(AsyncExitStack().enter_async_context(new Named("x", []) as never)).rejects.toThrow(
      "'__main__.Named' object does not support the asynchronous context manager protocol",
    );
  });
});

describe("the small ones", () => {
  test("`suppress` ends errors of its classes, and of their subclasses", () => {
    expect(with_(suppress(LookupError), fail(new KeyError("x")))).toBeUndefined();
    expect(with_(new suppress(ValueError, KeyError), fail(new KeyError("x")))).toBeUndefined();
    expect(with_(suppress([ValueError, KeyError]), fail(new KeyError("x")))).toBeUndefined();
    expect(() => with_(suppress(KeyError), fail(new ValueError("other")))).toThrow("other");
    expect(() => with_(suppress(), fail(new ValueError("other")))).toThrow("other");
    expect(with_(suppress(KeyError), (nothing) => nothing)).toBe(null);
  });

  test("`suppress` takes classes alone, which shows when there is an error", () => {
    const message = "issubclass() arg 2 must be a class, a tuple of classes, or a union";
    expect(with_(suppress(3 as never), () => "fine")).toBe("fine");
    expect(() => with_(suppress(3 as never), fail(new ValueError("x")))).toThrow(message);
  });

  test("`closing` closes, after an error as well", () => {
    const log: string[] = [];
    const door = { open: true, close: () => log.push("closed") };
    expect(with_(closing(door), ({ open }) => open)).toBe(true);
    expect(() => with_(closing(door), fail(new ValueError("x")))).toThrow("x");
    expect(log).toEqual(["closed", "closed"]);
    expect(() => with_(closing(5 as never), () => 1)).toThrow(
      new AttributeError("'int' object has no attribute 'close'"),
    );
    expect(() => with_(closing({ close: async () => {} }), () => 1)).toThrow("use aclosing");
  });

  test("`closing` of a generator runs its `finally`", () => {
    const log: string[] = [];
    function* lines() {
      try {
        yield "one";
        yield "two";
      } finally {
        log.push("closed");
      }
    }
    expect(with_(closing(lines()), (generator) => generator.next().value)).toBe("one");
    expect(log).toEqual(["closed"]);
  });

  test("`aclosing` awaits `aclose`, the end of an async generator, or a native `close`", async () => {
    const log: string[] = [];
    async function* lines() {
      try {
        yield "one";
      } finally {
        log.push("generator");
      }
    }
    await async_with(aclosing(lines()), (generator) => generator.next());
    await async_with(aclosing({ aclose: async () => void log.push("aclose") }), () => {});
    await async_with(aclosing({ close: async () => void log.push("close") }), () => {});
    expect(log).toEqual(["generator", "aclose", "close"]);
  });

  test("`nullcontext` does nothing, in both statements", async () => {
    expect(with_(nullcontext(5), (value) => value)).toBe(5);
    expect(with_(nullcontext(), (value) => value)).toBe(null);
    expect(await async_with(nullcontext(5), (value) => value)).toBe(5);
    expectTypeOf(with_(nullcontext(5), (value) => value)).toEqualTypeOf<number>();
  });
});
