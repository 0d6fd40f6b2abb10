// Iteration: `__iter__` and `__next__`, and the ways in which JavaScript's own loops meet them.

import { describe, expect, expectTypeOf, test } from "vitest";
import type { tuple } from "../../src/protocols/builtins/index.ts";
import {
  aiter,
  anext,
  enumerate,
  IndexError,
  iter,
  KeyError,
  kw,
  next,
  object,
  type PyIterator,
  reversed,
  StopAsyncIteration,
  StopIteration,
  zip,
} from "../../src/protocols/index.ts";
import { typeName } from "../../src/protocols/typename.ts";

class Countdown extends object {
  declare [Symbol.iterator]: () => IterableIterator<number>;
  left: number;
  constructor(from: number) {
    super();
    this.left = from;
  }
  __iter__(): this {
    return this;
  }
  __next__(): number {
    if (this.left === 0) throw new StopIteration();
    return this.left--;
  }
}

describe("a class with `__iter__` and `__next__`", () => {
  test("works in `for…of`, spread, destructuring and `Array.from`", () => {
    const seen: number[] = [];
    for (const n of new Countdown(3)) seen.push(n);
    expect(seen).toEqual([3, 2, 1]);
    expect([...new Countdown(3)]).toEqual([3, 2, 1]);
    const [first, ...rest] = new Countdown(3);
    expect([first, rest]).toEqual([3, [2, 1]]);
    expect(Array.from(new Countdown(2), (n) => n * 10)).toEqual([20, 10]);
    expect(new Map(zip(new Countdown(1), ["one"]))).toEqual(new Map([[1, "one"]]));
  });

  test("is its own iterator: leaving a loop and starting another goes on where it was", () => {
    const countdown = new Countdown(4);
    for (const n of countdown) if (n === 3) break;
    expect([...countdown]).toEqual([2, 1]);
    expect(iter(countdown)).toBe(countdown);
  });

  test("`__iter__` may be a generator: each loop gets a new one", () => {
    class Pair extends object {
      declare [Symbol.iterator]: () => IterableIterator<string>;
      *__iter__() {
        yield "left";
        yield "right";
      }
    }
    const pair = new Pair();
    expect([...pair, ...pair]).toEqual(["left", "right", "left", "right"]);
    const it = iter(pair);
    expect([next(it), it.__next__()]).toEqual(["left", "right"]);
    expect(() => next(it)).toThrow(StopIteration);
  });

  test("`__iter__` may return an iterator that knows no loop itself", () => {
    class Bare {
      count = 0;
      __next__(): number {
        if (this.count === 2) throw new StopIteration();
        return this.count++;
      }
    }
    class Box extends object {
      declare [Symbol.iterator]: () => IterableIterator<number>;
      __iter__(): Bare {
        return new Bare();
      }
    }
    expect([...new Box()]).toEqual([0, 1]);
    expect([...iter(new Box())]).toEqual([0, 1]);
    expect(() => iter(new Bare())).toThrow("'Bare' object is not iterable");
  });

  test("the methods are looked up on the type: an instance's own `__next__` changes nothing", () => {
    const countdown = Object.assign(new Countdown(2), { __next__: () => 99, __iter__: () => [] });
    expect([...countdown]).toEqual([2, 1]);
    expect(next(Object.assign(new Countdown(2), { __next__: () => 99 }))).toBe(2);
  });

  test("`__getattribute__` does not hear of it", () => {
    const heard: string[] = [];
    class Loud extends Countdown {
      override __getattribute__(name: string): unknown {
        heard.push(name);
        return super.__getattribute__(name);
      }
    }
    expect([...new Loud(2)]).toEqual([2, 1]);
    expect(heard).not.toContain("__next__");
    expect(heard).not.toContain("__iter__");
  });

  test("a subclass may override either method", () => {
    class Doubled extends Countdown {
      override __next__(): number {
        return super.__next__() * 2;
      }
    }
    expect([...new Doubled(2)]).toEqual([4, 2]);
  });

  test("a `next` of the user's own, for something else, is left alone", () => {
    class Page extends Countdown {
      next(): string {
        return "the next page";
      }
    }
    const page = new Page(2);
    expect([...page]).toEqual([2, 1]);
    expect(page.next()).toBe("the next page");
  });

  test("`throw StopIteration` throws the class, and ends the loop as well", () => {
    class Empty extends object {
      declare [Symbol.iterator]: () => IterableIterator<never>;
      __iter__(): this {
        return this;
      }
      __next__(): never {
        throw StopIteration;
      }
    }
    expect([...new Empty()]).toEqual([]);
    expect(next(new Empty(), "none")).toBe("none");
    expect(() => next(new Empty())).toThrow(StopIteration);
  });

  test("other errors come out of the loop as they are", () => {
    class Broken extends object {
      declare [Symbol.iterator]: () => IterableIterator<never>;
      __iter__(): this {
        return this;
      }
      __next__(): never {
        throw new KeyError("x");
      }
    }
    expect(() => [...new Broken()]).toThrow(KeyError);
  });

  test("`__iter__ = null` says: not iterable, whatever the base class can do", () => {
    class Closed extends Countdown {}
    Object.defineProperty(Closed.prototype, "__iter__", { value: null });
    expect(() => iter(new Closed(1))).toThrow("'Closed' object is not iterable");
    expect(() => [...new Closed(1)]).toThrow(TypeError);
  });

  test("`iter` refuses what is no iterator", () => {
    class Bad extends object {
      declare [Symbol.iterator]: () => IterableIterator<never>;
      __iter__(): number[] {
        return [1];
      }
    }
    expect(() => iter(new Bad())).toThrow("iter() returned non-iterator of type 'list'");
    expect(() => [...new Bad()]).toThrow("iter() returned non-iterator of type 'list'");
  });
});

describe("the old protocol", () => {
  class Squares extends object {
    declare [Symbol.iterator]: () => IterableIterator<number>;
    __len__(): number {
      return 4;
    }
    __getitem__(index: number): number {
      if (index >= 4) throw new IndexError("no more");
      return index * index;
    }
  }

  test("a class with `__getitem__` is asked for 0, 1, 2 … until it raises IndexError", () => {
    expect([...new Squares()]).toEqual([0, 1, 4, 9]);
    expect([...iter(new Squares())]).toEqual([0, 1, 4, 9]);
    expect([...reversed(new Squares())]).toEqual([9, 4, 1, 0]);
  });

  test("`__iter__` goes before `__getitem__`, in whichever class of the chain it is", () => {
    class Named extends Squares {
      *__iter__() {
        yield "by iter";
      }
    }
    class Below extends Named {
      override __getitem__(index: number): number {
        return index;
      }
    }
    expect([...new Named()]).toEqual(["by iter"]);
    expect([...new Below()]).toEqual(["by iter"]);
  });

  test("so does JavaScript's own iteration, which a subclass of Array has", () => {
    class List extends Array<number> {
      __getitem__(_index: number): number {
        return -1;
      }
    }
    expect([...iter(List.of(1, 2))]).toEqual([1, 2]);
  });
});

describe("native values", () => {
  test("give what their Python counterparts give", () => {
    expect([...iter([1, 2])]).toEqual([1, 2]);
    expect([...iter("aé😀")]).toEqual(["a", "é", "😀"]);
    expect([...iter(new Map([["key", "value"]]))]).toEqual(["key"]);
    expect([...iter({ x: 10, y: 2 })]).toEqual(["x", "y"]);
    expect([...iter(new Set([1, 2]))]).toEqual([1, 2]);
    expect([...iter(new Uint8Array([7, 8]))]).toEqual([7, 8]);
  });

  test("a generator goes on after a loop was left: Python does not close it", () => {
    function* letters() {
      yield* "abc";
      return "end";
    }
    const it = iter(letters());
    for (const letter of it) {
      expect(letter).toBe("a");
      break;
    }
    expect([...it]).toEqual(["b", "c"]);
  });

  test("`next` takes a native iterator, too, and raises with the value that it returned", () => {
    function* one() {
      yield 1;
      return "value";
    }
    const generator = one();
    expect(next(generator)).toBe(1);
    try {
      next(generator);
    } catch (error) {
      expect((error as StopIteration).value).toBe("value");
    }
    expect(next([][Symbol.iterator](), null)).toBe(null);
    expect.assertions(3);
  });

  test("their iterators have CPython's names", () => {
    const kinds = [iter([]), iter(""), iter("é"), iter({}), iter(new Set()), iter(new Uint8Array())];
    expect(kinds.map(typeName)).toEqual([
      "list_iterator",
      "str_ascii_iterator",
      "str_iterator",
      "dict_keyiterator",
      "set_iterator",
      "bytes_iterator",
    ]);
    expect([typeName(iter(() => 1, 1)), typeName(enumerate([])), typeName(zip())]).toEqual([
      "callable_iterator",
      "enumerate",
      "zip",
    ]);
  });

  test("an object that answers every attribute is no iterator for that", () => {
    class Anything extends object {
      __getattr__(name: string): unknown {
        return () => name;
      }
    }
    expect(() => next(new Anything() as never)).toThrow("'Anything' object is not an iterator");
    expect(() => iter(new Anything())).toThrow("'Anything' object is not iterable");
  });
});

describe("`iter(callable, sentinel)`", () => {
  test("calls until the result equals the sentinel, in Python's sense of equal", () => {
    const answers = [1, 2, 3n, 4];
    const it = iter(() => answers.shift(), 3);
    expect([...it]).toEqual([1, 2]);
    expect([...it]).toEqual([]);
    expect(answers).toEqual([4]);
  });
});

describe("`enumerate`, `zip` and `reversed`", () => {
  test("`enumerate` numbers the items from a start", () => {
    expect([...enumerate(["a", "b"])]).toEqual([
      [0, "a"],
      [1, "b"],
    ]);
    expect([...enumerate("ab", 5)].map(([i]) => i)).toEqual([5, 6]);
    expect([...enumerate("a", kw({ start: -1 }))]).toEqual([[-1, "a"]]);
    expect([...enumerate("ab", Number.MAX_SAFE_INTEGER)].at(-1)).toEqual([2n ** 53n, "b"]);
  });

  test("`zip` ends with the shortest iterable", () => {
    expect([...zip([1, 2, 3], "ab")]).toEqual([
      [1, "a"],
      [2, "b"],
    ]);
    expect([...zip()]).toEqual([]);
  });

  test("`zip(…, kw({ strict: true }))` wants them to end together", () => {
    expect([...zip([1], "a", kw({ strict: true }))]).toEqual([[1, "a"]]);
    const uneven = zip([1, 2], "a", kw({ strict: true }));
    expect(next(uneven)).toEqual([1, "a"]);
    expect(() => next(uneven)).toThrow("zip() argument 2 is shorter than argument 1");
  });

  test("`reversed` returns whatever `__reversed__` returns", () => {
    class Palindrome {
      __reversed__(): string {
        return "level";
      }
    }
    expect(reversed(new Palindrome())).toBe("level");
    class Steps {
      *__reversed__() {
        yield 2;
        yield 1;
      }
    }
    expect(next(reversed(new Steps()))).toBe(2);
  });

  test("`reversed` of native sequences and dicts", () => {
    expect([...reversed([1, 2, 3])]).toEqual([3, 2, 1]);
    expect([...reversed("a😀")]).toEqual(["😀", "a"]);
    expect([...reversed({ x: 1, y: 2 })]).toEqual(["y", "x"]);
    expect([...reversed(new Map([["k", 1]]))]).toEqual(["k"]);
    expect(() => reversed(new Set([1]) as never)).toThrow("'set' object is not reversible");
  });
});

describe("asynchronous iteration", () => {
  class Ticks extends object {
    declare [Symbol.asyncIterator]: () => AsyncIterableIterator<number>;
    at = 0;
    __aiter__(): this {
      return this;
    }
    async __anext__(): Promise<number> {
      if (this.at === 3) throw new StopAsyncIteration();
      return ++this.at;
    }
  }

  async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
    const found: T[] = [];
    for await (const item of items) found.push(item);
    return found;
  }

  test("a class with `__aiter__` and `__anext__` works in `for await`", async () => {
    expect(await collect(new Ticks())).toEqual([1, 2, 3]);
  });

  test("`__aiter__` may be an async generator", async () => {
    class Words extends object {
      declare [Symbol.asyncIterator]: () => AsyncIterableIterator<string>;
      async *__aiter__() {
        yield "one";
        yield "two";
      }
    }
    expect(await collect(new Words())).toEqual(["one", "two"]);
    const words = aiter(new Words());
    expect(await anext(words)).toBe("one");
    expect(await words.__anext__()).toBe("two");
    await expect(anext(words)).rejects.toThrow(StopAsyncIteration);
  });

  test("`anext` takes a default for the end", async () => {
    const ticks = new Ticks();
    ticks.at = 2;
    expect(await anext(ticks)).toBe(3);
    expect(await anext(ticks, "over")).toBe("over");
    await expect(anext(ticks)).rejects.toThrow(StopAsyncIteration);
  });

  test("a class may have both protocols, though JavaScript has one name, `next`, for both", async () => {
    class Both extends Ticks {
      declare [Symbol.iterator]: () => IterableIterator<string>;
      done = false;
      __iter__(): this {
        return this;
      }
      __next__(): string {
        if (this.done) throw new StopIteration();
        this.done = true;
        return "sync";
      }
    }
    expect([...new Both()]).toEqual(["sync"]);
    expect(await collect(new Both())).toEqual([1, 2, 3]);
  });

  test("what is not asynchronous is refused", async () => {
    expect(() => aiter([])).toThrow("'list' object is not an async iterable");
    expect(() => anext([])).toThrow("'list' object is not an async iterator");
    expect(() => anext(iter([]))).toThrow("'list_iterator' object is not an async iterator");
    class Bad {
      __aiter__(): Date {
        return new Date();
      }
    }
    expect(() => aiter(new Bad())).toThrow("aiter() returned not an async iterator of type 'datetime'");
    class Sync {
      __anext__(): number {
        return 5;
      }
    }
    await expect(anext(new Sync())).rejects.toThrow("'int' object can't be awaited");
  });
});

describe("the compiler knows the items", () => {
  test("of `iter`, `next`, `enumerate`, `zip` and `reversed`", () => {
    expectTypeOf(iter([1])).toEqualTypeOf<PyIterator<number>>();
    expectTypeOf(iter(new Map<string, number>())).toEqualTypeOf<PyIterator<string>>();
    expectTypeOf(iter({ x: 1, y: 2 })).toEqualTypeOf<PyIterator<"x" | "y">>();
    expectTypeOf(iter(new Countdown(1))).toEqualTypeOf<PyIterator<number>>();
    expectTypeOf(next(iter("a"))).toEqualTypeOf<string>();
    expectTypeOf(next(iter("a"), null)).toEqualTypeOf<string | null>();
    expectTypeOf(next([1].values())).toEqualTypeOf<number>();
    expectTypeOf(enumerate("ab")).toEqualTypeOf<PyIterator<tuple<[index: number, item: string]>>>();
    expectTypeOf(zip([1], "a")).toEqualTypeOf<PyIterator<tuple<[number, string]>>>();
    expectTypeOf(zip([1], "a", kw({ strict: true }))).toEqualTypeOf<PyIterator<tuple<[number, string]>>>();
    expectTypeOf(reversed([1])).toEqualTypeOf<PyIterator<number>>();
    expectTypeOf(iter(() => 1 as number | null, null)).toEqualTypeOf<PyIterator<number>>();
    // @ts-expect-error: a number is not iterable
    expect(() => iter(3)).toThrow("'int' object is not iterable");
    // @ts-expect-error: an array is not an iterator
    expect(() => next([])).toThrow("'list' object is not an iterator");
  });
});
