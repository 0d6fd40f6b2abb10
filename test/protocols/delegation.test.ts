// Delegation: by `delegate`, and by a class whose `__getattr__` forwards.
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, expectTypeOf, it } from "vitest";
import {
  AttributeError,
  bool,
  contains,
  delegate,
  delegating,
  eq,
  format,
  getattr,
  getitem,
  iter,
  len,
  object,
  repr,
  ValueError,
} from "../../src/index.ts";

class Counter {
  #count = 0;
  label = "counter";
  add(n = 1): number {
    this.#count += n;
    return this.#count;
  }
  get count(): number {
    return this.#count;
  }
}

describe("delegate", () => {
  it("has the overrides, and everything else from the target", () => {
    const ages = new Map([["alex", 20]]);
    const checked = delegate(ages, {
      set(name: string, age: number) {
        if (age < 0) throw new ValueError("age must not be negative");
        return ages.set(name, age);
      },
    });
    checked.set("egon", 18);
    expect(checked.get("egon")).toBe(18);
    expect(checked.size).toBe(2);
    expect([...checked.keys()]).toEqual(["alex", "egon"]);
    expect([...checked]).toHaveLength(2);
    expect(() => checked.set("x", -1)).toThrow("age must not be negative");
  });

  it("is typed as the overrides over the target", () => {
    const wide = delegate(new Counter(), { label: 5, extra: true });
    expectTypeOf(wide.label).toEqualTypeOf<number>();
    expectTypeOf(wide.extra).toEqualTypeOf<boolean>();
    expectTypeOf(wide.add).toEqualTypeOf<(n?: number) => number>();
  });

  it("lets the target's methods keep their own `this`: `#private` state, arrays", () => {
    const counter = delegate(new Counter(), {});
    expect([counter.add(), counter.add(2), counter.count]).toEqual([1, 3, 3]);
    const list = delegate([3, 1, 2], { first: 0 });
    expect([list.length, list[1], list.map((n) => n * 2), "first" in list]).toEqual([3, 1, [6, 2, 4], true]);
  });

  it("has itself as `this` in the overrides", () => {
    const counter = delegate(new Counter(), {
      twice(): number {
        this.add();
        return this.add();
      },
    });
    expect(counter.twice()).toBe(2);
  });

  it("keeps writes to itself, as Python's delegation does", () => {
    const target = new Counter();
    const counter = delegate(target, {});
    counter.label = "mine";
    expect([counter.label, target.label]).toEqual(["mine", "counter"]);
  });

  it("answers the functions as its target does", () => {
    const map = delegate(new Map([["a", 1]]), {});
    expect([len(map), getitem(map, "a"), contains(map, "a"), repr(map)]).toEqual([1, 1, true, "{'a': 1}"]);
    expect([bool(delegate([], {})), eq(delegate([1], {}), [1]), format(delegate([1], {}))]).toEqual([
      false,
      true,
      "[1]",
    ]);
    expect([...iter(map)]).toEqual(["a"]);
  });

  it("does not misfire in `await` and `console.log`", async () => {
    const counter = delegate(new Counter(), {});
    expect(await counter).toBe(counter);
    expect(inspect(counter)).toContain("Counter");
  });
});

describe("a class whose `__getattr__` forwards", () => {
  class Wrapper<T extends object> extends object {
    readonly target: T;
    constructor(target: T) {
      super();
      this.target = target;
    }
    __getattr__(name: string): unknown {
      return getattr(this.target as unknown, name);
    }
  }
  const wrap = <T extends object>(target: T): Wrapper<T> & T => new Wrapper(target) as Wrapper<T> & T;

  it("works over a Map, an array and an object with `#private` state", () => {
    const map = wrap(new Map<string, number>());
    map.set("a", 1);
    expect([map.get("a"), map.size]).toEqual([1, 1]);
    const list = wrap([1, 2]);
    list.push(3);
    expect(list.target).toEqual([1, 2, 3]);
    expect(wrap(new Counter()).add(4)).toBe(4);
  });

  it("works over a file handle", async () => {
    const folder = await mkdtemp(join(tmpdir(), "dunder-"));
    const file = wrap(await open(join(folder, "a.txt"), "w+"));
    try {
      await file.write("hello");
      expect((await file.stat()).size).toBe(5);
    } finally {
      await file.close();
      await rm(folder, { recursive: true });
    }
  });

  it("says what the target lacks", () => {
    expect(() => (wrap(new Counter()) as unknown as { none: number }).none).toThrow(
      new AttributeError("'Counter' object has no attribute 'none'"),
    );
  });

  it("is typed as its target through `delegating`", () => {
    class Logged extends delegating<Map<string, number>>() {
      readonly calls: string[] = [];
      readonly map: Map<string, number>;
      constructor(map: Map<string, number>) {
        super();
        this.map = map;
      }
      __getattr__(name: string): unknown {
        this.calls.push(name);
        return getattr(this.map as unknown, name);
      }
    }
    const logged = new Logged(new Map());
    logged.set("a", 1);
    const size = logged.size;
    expectTypeOf(size).toEqualTypeOf<number>();
    expect([size, logged.calls]).toEqual([1, ["set", "size"]]);
  });

  it("is typed as an object, too: its hooks are there to be overridden", () => {
    class Shown extends delegating<Map<string, number>>() {
      override __repr__(): string {
        return "Shown()";
      }
    }
    expect(repr(new Shown())).toBe("Shown()");
  });
});
