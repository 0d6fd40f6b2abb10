// Tracing: hearing which special methods are called on an object, when, with what, and what came of it.

import { describe, expect, expectTypeOf, test } from "vitest";
import {
  contains,
  del_,
  format,
  getattr,
  getitem,
  hash,
  kw,
  len,
  list,
  object,
  operator,
  repr,
  StopIteration,
  str,
  subscriptable,
  type TracedCall,
  trace,
  ValueError,
  with_,
} from "../../src/protocols/index.ts";

class Account extends object {
  declare owner: string;
  #secret = "pin";
  balance: number;
  constructor(balance = 0) {
    super();
    this.balance = balance;
  }
  __getattr__(name: string): string {
    return `no ${name}`;
  }
  __len__(): number {
    return this.balance;
  }
  __enter__(): this {
    return this;
  }
  __exit__(): void {}
  override __format__(spec: string): string {
    return spec === "" ? str(this) : this.#secret;
  }
  override __repr__(): string {
    return `Account(${this.balance})`;
  }
}

describe("what a trace hears", () => {
  test("each call of a special method, in order, with arguments and result, whoever makes it", () => {
    const account = new Account(3);
    const calls = trace(account);
    with_(account, () => {
      len(account);
      account.owner;
    });
    expect(String(calls)).toBe(
      [
        "__enter__() -> self",
        "__len__() -> 3",
        "__getattr__('owner') -> 'no owner'",
        "__exit__(None, None, None)",
      ].join("\n"),
    );
  });

  test("calls that happen inside another are indented below it", () => {
    const account = new Account(3);
    const calls = trace(account);
    expect(format(account, "")).toBe("Account(3)");
    expect(String(calls)).toBe(
      [
        "__format__('') -> 'Account(3)'",
        "  __str__() -> 'Account(3)'",
        "    __repr__() -> 'Account(3)'",
      ].join("\n"),
    );
  });

  test("an error is told, and goes on to the caller", () => {
    class Strict extends object {
      __getitem__(key: string): never {
        throw new ValueError(`no ${key}`);
      }
    }
    const strict = new Strict();
    const calls = trace(strict);
    expect(() => getitem(strict, "a")).toThrow(ValueError);
    expect(String(calls)).toBe("__getitem__('a') raises ValueError: no a");
  });

  test("`for…of`: the iterator's own end is told too", () => {
    class Countdown extends object {
      declare [Symbol.iterator]: () => IterableIterator<number>;
      left = 1;
      __iter__(): this {
        return this;
      }
      __next__(): number {
        if (this.left === 0) throw new StopIteration();
        return this.left--;
      }
    }
    const countdown = new Countdown();
    const calls = trace(countdown);
    expect([...countdown]).toEqual([1]);
    expect(String(calls)).toBe("__iter__() -> self\n__next__() -> 1\n__next__() raises StopIteration");
  });

  test("calls of the object itself, where it has `__call__`", () => {
    class Adder extends object {
      __call__(n: number): number {
        return n + 1;
      }
    }
    const adder = new Adder() as Adder & ((...args: unknown[]) => number);
    const calls = trace(adder);
    expect(adder(1, kw({ by: "one" }))).toBe(2);
    expect(String(calls)).toBe("__call__(1, by='one') -> 2");
    calls.stop();
    expect(adder(2)).toBe(3);
    expect(len(calls)).toBe(1);
  });

  test("attribute hooks that need a Proxy, and what they do to the object themselves", () => {
    class Checked extends object {
      age = 0;
      override __setattr__(name: string, value: unknown): void {
        this.__dict__[name] = value;
      }
      override __getattribute__(name: string): unknown {
        return name === "age" ? 7 : super.__getattribute__(name);
      }
      override __delattr__(name: string): void {
        super.__delattr__(name);
      }
    }
    const checked = new Checked();
    const calls = trace(checked);
    checked.age = 5;
    expect(checked.age).toBe(7);
    delete (checked as { age?: number }).age;
    expect(String(calls)).toBe(
      [
        "__setattr__('age', 5)",
        "  __getattribute__('__dict__') -> {'age': 0}",
        "__getattribute__('age') -> 7",
        "__delattr__('age')",
      ].join("\n"),
    );
  });

  test("brackets, `in`, comparisons and `del_`", () => {
    class Shelf extends subscriptable(object) {
      __getitem__(key: unknown): unknown {
        return key;
      }
      __contains__(item: unknown): boolean {
        return item === 1;
      }
      __lt__(other: unknown): boolean {
        return true;
      }
      __del__(): void {}
    }
    const shelf = new Shelf();
    const calls = trace(shelf);
    expect((shelf as unknown as Record<number, unknown>)[4]).toBe(4);
    expect(contains(shelf, 1)).toBe(true);
    expect(operator.lt(shelf, 2)).toBe(true);
    del_(shelf);
    expect(String(calls)).toBe("__getitem__(4) -> 4\n__contains__(1) -> True\n__lt__(2) -> True\n__del__()");
  });

  test("instances of classes that extend a builtin type", () => {
    class Log extends list<number> {
      override __len__(): number {
        return super.__len__() * 10;
      }
    }
    const log = new Log([1, 2]);
    const calls = trace(log);
    expect(len(log)).toBe(20);
    expect(calls.toArray()[0]?.shown).toBe("__len__()");
  });
});

describe("the object that is traced", () => {
  test("stays the same object, of the same class, with its `#private` state", () => {
    const account = new Account(1);
    trace(account);
    expect(format(account, "x")).toBe("pin");
    expect(account.__class__).toBe(Account);
    expect(account).toBeInstanceOf(Account);
    expect(Object.keys(account)).toEqual(["balance"]);
  });

  test("is the only one: others of its class are not heard, and the class is as it was", () => {
    const before = Object.getOwnPropertyNames(Account.prototype);
    const calls = trace(new Account(1));
    len(new Account(2));
    expect(len(calls)).toBe(0);
    expect(Object.getOwnPropertyNames(Account.prototype)).toEqual(before);
  });

  test("is let go by `stop`, or at the end of `with_`; what was heard stays", () => {
    const account = new Account(1);
    const calls = trace(account);
    with_(calls, () => len(account));
    len(account);
    expect(String(calls)).toBe("__len__() -> 1");
    expect(Object.getPrototypeOf(account)).toBe(Account.prototype);
  });

  test("may be traced twice, and let go in any order", () => {
    const account = new Account(1);
    const first = trace(account);
    const second = trace(account);
    len(account);
    first.stop();
    len(account);
    second.stop();
    len(account);
    expect([len(first), len(second)]).toEqual([1, 2]);
  });

  test("takes up hooks that its class gets later", () => {
    class Box extends object {
      __len__(): number {
        return 1;
      }
    }
    const box = new Box();
    trace(box);
    Box.prototype.__len__ = () => 5;
    expect(len(box)).toBe(5);
  });

  test("has the hash, or none, that it had before", () => {
    class Equal extends object {
      override __eq__(): boolean {
        return true;
      }
    }
    const equal = new Equal();
    trace(equal);
    expect(() => hash(equal)).toThrow("unhashable type: 'Equal'");
    const account = new Account();
    const before = hash(account);
    trace(account);
    expect(hash(account)).toBe(before);
  });

  test("`__getattr__` is not woken by implicit look-ups", () => {
    const account = new Account(1);
    const calls = trace(account);
    expect(() => getitem(account as never, 0)).toThrow("'Account' object is not subscriptable");
    expect(getattr(account, "x")).toBe("no x");
    expect(String(calls)).toBe("__getattr__('x') -> 'no x'");
  });
});

describe("the forms of a trace", () => {
  test("`to` gets each outermost call as soon as it has ended", () => {
    const told: string[] = [];
    const account = new Account(1);
    trace(account, { to: (text) => told.push(text) });
    repr(account);
    str(account);
    expect(told).toEqual([
      "__repr__() -> 'Account(1)'",
      "__str__() -> 'Account(1)'\n  __repr__() -> 'Account(1)'",
    ]);
  });

  test("`toArray` has the calls as records; arguments look as they looked then", () => {
    class Basket extends object {
      __contains__(items: string[]): boolean {
        items.push("seen");
        return false;
      }
    }
    const basket = new Basket();
    const calls = trace(basket);
    const items: string[] = [];
    contains(basket, items);
    expectTypeOf(calls.toArray()).toEqualTypeOf<TracedCall[]>();
    expect(calls.toArray()).toEqual([
      {
        name: "__contains__",
        args: [["seen"]],
        depth: 0,
        shown: "__contains__([])",
        outcome: { result: false, shown: "False" },
      },
    ]);
  });

  test("`toMermaid` draws who called whom, errors crossed out", () => {
    class Box extends object {
      __getitem__(key: string): never {
        throw new ValueError("none; 100% #1 <b>");
      }
      override __str__(): string {
        return repr(this);
      }
      override __repr__(): string {
        return "Box()";
      }
    }
    const box = new Box();
    const calls = trace(box);
    str(box);
    expect(() => getitem(box, "k")).toThrow();
    expect(calls.toMermaid().split("\n")).toEqual([
      "sequenceDiagram",
      "  participant program",
      "  participant watched as Box",
      "  program->>+watched: __str__()",
      "  watched->>+watched: __repr__()",
      "  watched-->>-watched: 'Box()'",
      "  watched-->>-program: 'Box()'",
      "  program->>+watched: __getitem__('k')",
      "  watched--x-program: ValueError: none#59; 100#37; #35;1 #60;b#62;",
    ]);
  });
});

describe("what cannot be traced is refused by name", () => {
  test.for([
    [{ a: 1 }, "not 'dict'"],
    [[1], "not 'list'"],
    [Account, "not the class 'Account'"],
    [Object.freeze(new (class Ice extends object {})()), "frozen object ('Ice')"],
    [null as unknown as object, "not 'NoneType'"],
  ] as const)("$1", ([value, message]) => {
    expect(() => trace(value)).toThrow(TypeError);
    expect(() => trace(value)).toThrow(message);
  });
});
