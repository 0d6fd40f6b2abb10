// Context managers: `with_` and `async_with`, what `__exit__` is told and may answer, and `using`.

import { describe, expect, expectTypeOf, test } from "vitest";
import { getContext } from "../../src/protocols/errors.ts";
import { async_with, KeyError, object, ValueError, with_ } from "../../src/protocols/index.ts";

class Manager extends object {
  declare [Symbol.dispose]: () => void;
  readonly log: string[] = [];
  __enter__(): string {
    this.log.push("enter");
    return "value";
  }
  __exit__(exc_type: unknown, _exc: unknown, _traceback: unknown): unknown {
    this.log.push(`exit ${exc_type === null ? "None" : (exc_type as { name: string }).name}`);
    return this.answer();
  }
  answer(): unknown {
    return false;
  }
}

function raised(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was raised");
}

async function rejected(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("nothing was raised");
}

describe("with_", () => {
  test("enters, runs the body with what `__enter__` returned, exits, and returns what the body returned", () => {
    const manager = new Manager();
    const result = with_(manager, (value) => {
      manager.log.push(value);
      return 5;
    });
    expect(result).toBe(5);
    expect(manager.log).toEqual(["enter", "value", "exit None"]);
  });

  test("`__exit__` gets the error's class, the error, and its stack", () => {
    const error = new ValueError("wrong");
    let told: unknown[] = [];
    class Told extends Manager {
      override __exit__(...info: [unknown, unknown, unknown]): void {
        told = info;
      }
    }
    const body = () => {
      throw error;
    };
    expect(raised(() => with_(new Told(), body))).toBe(error);
    expect(told).toEqual([ValueError, error, error.stack]);
    with_(new Told(), () => {});
    expect(told).toEqual([null, null, null]);
  });

  test("a native error, and what is no error at all, are passed on in the same way", () => {
    const manager = new Manager();
    expect(() => with_(manager, () => (null as unknown as string).length)).toThrow(TypeError);
    expect(
      raised(() =>
        with_(manager, () => {
          throw "text";
        }),
      ),
    ).toBe("text");
    expect(manager.log).toEqual(["enter", "exit TypeError", "enter", "exit String"]);
  });

  test.each<[unknown, boolean]>([
    [true, true],
    [1, true],
    ["yes", true],
    [[0], true],
    [{ __proto__: { __bool__: () => true } }, true],
    [false, false],
    [null, false],
    [undefined, false],
    [0, false],
    ["", false],
    [[], false],
    [{ __proto__: { __len__: () => 0 } }, false],
  ])("an answer of %j suppresses the error: %s", (answer, suppressed) => {
    class Answering extends Manager {
      override answer(): unknown {
        return answer;
      }
    }
    const run = () =>
      with_(new Answering(), () => {
        throw new ValueError("wrong");
      });
    if (suppressed) expect(run()).toBeUndefined();
    else expect(run).toThrow(ValueError);
  });

  test("an error that `__exit__` raises replaces the body's, and has it as context and as JavaScript's cause", () => {
    class Failing extends Manager {
      override answer(): never {
        throw new KeyError("exit");
      }
    }
    const first = new ValueError("body");
    const second = raised(() =>
      with_(new Failing(), () => {
        throw first;
      }),
    ) as KeyError;
    expect(second).toBeInstanceOf(KeyError);
    expect(getContext(second)).toBe(first);
    expect(second.cause).toBe(first);
    expect(second.__cause__).toBe(null);
  });

  test("so has one that the truth of the answer raises", () => {
    class Odd extends Manager {
      override answer(): unknown {
        return { __proto__: { __bool__: () => 3 } };
      }
    }
    const first = new ValueError("body");
    const second = raised(() =>
      with_(new Odd(), () => {
        throw first;
      }),
    );
    expect((second as Error).message).toBe("__bool__ should return bool, returned int");
    expect(getContext(second)).toBe(first);
  });

  test("contexts of nested managers form one chain", () => {
    class Failing extends Manager {
      readonly message: string;
      constructor(message: string) {
        super();
        this.message = message;
      }
      override answer(): never {
        throw new KeyError(this.message);
      }
    }
    const error = raised(() =>
      with_(new Failing("outer"), () =>
        with_(new Failing("inner"), () => {
          throw new ValueError("body");
        }),
      ),
    );
    const chain: string[] = [];
    for (let link = error; link !== null; link = getContext(link)) chain.push(String(link));
    expect(chain).toEqual(["KeyError: 'outer'", "KeyError: 'inner'", "ValueError: body"]);
  });

  test("an error that `__enter__` raises is not passed to `__exit__`", () => {
    class Closed extends Manager {
      override __enter__(): never {
        throw new ValueError("closed");
      }
    }
    const manager = new Closed();
    expect(() => with_(manager, () => 1)).toThrow("closed");
    expect(manager.log).toEqual([]);
  });

  test("the methods are looked up on the type: an instance's own `__exit__` changes nothing", () => {
    const manager = Object.assign(new Manager(), { __exit__: () => true, __enter__: () => "own" });
    expect(with_(manager, (value) => value)).toBe("value");
    expect(manager.log).toEqual(["enter", "exit None"]);
  });

  test("`__getattribute__` does not hear of it", () => {
    const heard: string[] = [];
    class Loud extends Manager {
      override __getattribute__(name: string): unknown {
        heard.push(name);
        return super.__getattribute__(name);
      }
    }
    with_(new Loud(), () => {});
    expect(heard).not.toContain("__enter__");
    expect(heard).not.toContain("__exit__");
  });

  test("an instance with `__call__`, which is a function, may be a context manager", () => {
    class Called extends Manager {
      __call__(): number {
        return 1;
      }
    }
    expect(with_(new Called(), (value) => value)).toBe("value");
  });
});

describe("what is no context manager", () => {
  class Plain {}
  class OnlyEnter {
    __enter__(): void {}
  }
  class OnlyExit {
    __exit__(): void {}
  }
  class Async {
    async __aenter__(): Promise<void> {}
    async __aexit__(): Promise<void> {}
  }
  const sync = (cm: unknown) => () => with_(cm as Manager, () => {});
  const asynchronous = (cm: unknown) => () => async_with(cm as Async, () => {});

  test("is refused in the words of CPython, `__exit__` first", () => {
    const protocol = "object does not support the context manager protocol";
    expect(sync(new Plain())).toThrow(`'Plain' ${protocol} (missed __exit__ method)`);
    expect(sync(new OnlyEnter())).toThrow(`'OnlyEnter' ${protocol} (missed __exit__ method)`);
    expect(sync(new OnlyExit())).toThrow(`'OnlyExit' ${protocol} (missed __enter__ method)`);
    expect(sync(3)).toThrow(`'int' ${protocol} (missed __exit__ method)`);
    expect(sync(null)).toThrow(`'NoneType' ${protocol} (missed __exit__ method)`);
    expect(sync([])).toThrow(`'list' ${protocol} (missed __exit__ method)`);
    expect(sync(Object.create(null))).toThrow(`'dict' ${protocol} (missed __exit__ method)`);
    expect(sync(Plain)).toThrow(`'type' ${protocol} (missed __exit__ method)`);
  });

  test("is told when it is one of the other kind", async () => {
    expect(sync(new Async())).toThrow(
      "'Async' object does not support the context manager protocol (missed __exit__ method) but it supports " +
        "the asynchronous context manager protocol. Did you mean to use 'async with'?",
    );
    await expect(asynchronous(new Manager())).rejects.toThrow(
      "'Manager' object does not support the asynchronous context manager protocol (missed __aexit__ method) " +
        "but it supports the context manager protocol. Did you mean to use 'with'?",
    );
    await expect(asynchronous(new OnlyExit())).rejects.toThrow(
      /^'OnlyExit' object does not support the asynchronous context manager protocol \(missed __aexit__ method\)$/,
    );
  });

  test("a method set to `null` is found, and cannot be called", () => {
    class Half extends Manager {}
    Object.defineProperty(Half.prototype, "__exit__", { value: null });
    expect(sync(new Half())).toThrow("'NoneType' object is not callable");
  });
});

describe("promises in a synchronous `with_`", () => {
  test("a body that returns one is a mistake: `__exit__` runs before it is done", () => {
    const manager = new Manager();
    expect(() => with_(manager, async () => 1)).toThrow(
      "the body of with_ returned a promise, which it does not wait for: use async_with",
    );
    expect(manager.log).toEqual(["enter", "exit None"]);
  });

  test("an `__exit__` that returns one would suppress every error, since a promise is true", () => {
    class Late extends Manager {
      override answer(): unknown {
        return Promise.resolve(false);
      }
    }
    const first = new ValueError("body");
    const error = raised(() =>
      with_(new Late(), () => {
        throw first;
      }),
    );
    expect((error as Error).message).toBe(
      "__exit__ of with_ returned a promise, which it does not wait for: use async_with",
    );
    expect(getContext(error)).toBe(first);
    expect(() => with_(new Late(), () => 1)).toThrow(TypeError);
  });
});

describe("async_with", () => {
  class Connection extends object {
    declare [Symbol.asyncDispose]: () => Promise<void>;
    readonly log: string[] = [];
    readonly suppress: boolean;
    constructor(suppress = false) {
      super();
      this.suppress = suppress;
    }
    async __aenter__(): Promise<string> {
      await null;
      this.log.push("enter");
      return "value";
    }
    async __aexit__(_exc_type: unknown, exc: unknown, _traceback: unknown): Promise<boolean> {
      await null;
      this.log.push(`exit ${exc === null ? "None" : exc}`);
      return this.suppress;
    }
  }

  test("awaits `__aenter__`, the body, and `__aexit__`", async () => {
    const connection = new Connection();
    const result = await async_with(connection, async (value) => {
      await null;
      connection.log.push(value);
      return 5;
    });
    expect(result).toBe(5);
    expect(connection.log).toEqual(["enter", "value", "exit None"]);
  });

  test("passes the body's error to `__aexit__`, whose true answer suppresses it", async () => {
    const fail = async () => {
      throw new ValueError("wrong");
    };
    const strict = new Connection();
    await expect(async_with(strict, fail)).rejects.toThrow("wrong");
    expect(strict.log).toEqual(["enter", "exit ValueError: wrong"]);
    expect(await async_with(new Connection(true), fail)).toBeUndefined();
  });

  test("an error that `__aexit__` raises has the body's as context", async () => {
    class Failing extends Connection {
      override async __aexit__(): Promise<never> {
        throw new KeyError("exit");
      }
    }
    const first = new ValueError("body");
    const error = await rejected(async_with(new Failing(), () => Promise.reject(first)));
    expect(error).toBeInstanceOf(KeyError);
    expect(getContext(error)).toBe(first);
  });

  test("the methods must return something to await, as in Python", async () => {
    class Forgot {
      __aenter__(): number {
        return 3;
      }
      async __aexit__(): Promise<void> {}
    }
    await expect(async_with(new Forgot() as never, () => {})).rejects.toThrow(
      "'async with' received an object from __aenter__ that does not implement __await__: int",
    );
  });

  test("`await using` cleans up", async () => {
    const connection = new Connection();
    {
      await using held = connection;
      held.log.push("body");
    }
    expect(connection.log).toEqual(["body", "exit None"]);
  });
});

describe("JavaScript's own disposables", () => {
  test("`using` exits at the end of the block: clean-up alone, without `__enter__` and without the error", () => {
    const manager = new Manager();
    {
      using held = manager;
      held.log.push("body");
    }
    expect(manager.log).toEqual(["body", "exit None"]);
  });

  test("an object with `Symbol.dispose` is a context manager that enters as itself", () => {
    const log: string[] = [];
    const handle = {
      read: () => "text",
      [Symbol.dispose]() {
        log.push("disposed");
      },
    };
    expect(with_(handle, (file) => file.read())).toBe("text");
    expect(() =>
      with_(handle, () => {
        throw new ValueError("body");
      }),
    ).toThrow("body");
    expect(log).toEqual(["disposed", "disposed"]);
  });

  test("`async_with` takes `Symbol.asyncDispose`, and `Symbol.dispose` in its place", async () => {
    const log: string[] = [];
    const both = {
      async [Symbol.asyncDispose]() {
        await null;
        log.push("async");
      },
      [Symbol.dispose]() {
        log.push("sync");
      },
    };
    expect(await async_with(both, async (entered) => entered === both)).toBe(true);
    await async_with({ [Symbol.dispose]: both[Symbol.dispose] }, () => {});
    expect(log).toEqual(["async", "sync"]);
  });
});

describe("the compiler knows", () => {
  test("the body's result, and that it may be missing only where `__exit__` may suppress", () => {
    class Never {
      __enter__(): number {
        return 1;
      }
      __exit__(): void {}
    }
    class Always extends Never {
      override __exit__(): true {
        return true;
      }
    }
    class Perhaps extends Never {
      override __exit__(): boolean {
        return false;
      }
    }
    expectTypeOf(with_(new Never(), (n) => `${n}`)).toEqualTypeOf<string>();
    expectTypeOf(with_(new Always(), (n) => `${n}`)).toEqualTypeOf<string | undefined>();
    expectTypeOf(with_(new Perhaps(), (n) => `${n}`)).toEqualTypeOf<string | undefined>();
    const handle = { size: 1, [Symbol.dispose]() {} };
    expectTypeOf(with_(handle, ({ size }) => size)).toEqualTypeOf<number>();
    // @ts-expect-error: no context manager
    expect(() => with_({}, () => 1)).toThrow(TypeError);
  });
});
