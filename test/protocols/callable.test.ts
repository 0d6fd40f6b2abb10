// `__call__`: instances that are functions.
import { describe, expect, expectTypeOf, it } from "vitest";
import { type Callable, callable, callableClass, object } from "../../src/index.ts";

class Adder extends object {
  readonly name = "adder";
  #by: number;
  constructor(by: number) {
    super();
    this.#by = by;
  }
  __call__(...numbers: number[]): number {
    return numbers.reduce((sum, n) => sum + n, this.#by);
  }
  get by(): number {
    return this.#by;
  }
}

describe("an instance of a class with `__call__`", () => {
  const add = new Adder(2) as Callable<Adder>;

  it("is called like a function", () => {
    expect(add(3, 4)).toBe(9);
    expect([1, 2].map((n) => add(n))).toEqual([3, 4]);
  });

  it("is still an ordinary instance: fields, accessors, `#private` state and `instanceof`", () => {
    expect(add).toBeInstanceOf(Adder);
    expect([add.name, add.by]).toEqual(["adder", 2]);
    expect(Object.keys(add)).toEqual(["name"]);
    expect(Object.keys(add.__dict__)).toEqual(["name"]);
  });

  it("takes attributes that functions have of their own: `name` and `length`", () => {
    const sized = Object.assign(new Adder(0), { length: 7 });
    expect(sized.length).toBe(7);
  });

  it("calls the hook of its type, never one of its own", () => {
    const own = Object.assign(new Adder(1), { __call__: () => -1 }) as unknown as Callable<Adder>;
    expect(own(1)).toBe(2);
  });

  it("works beside hooks that need a Proxy", () => {
    class Traced extends Adder {
      override __setattr__(name: string, value: unknown): void {
        super.__setattr__(name, value);
      }
      override __call__(...numbers: number[]): number {
        (this as unknown as { calls: number }).calls = 1;
        return super.__call__(...numbers);
      }
    }
    const traced = new Traced(1) as Callable<Traced> & { calls?: number };
    expect(traced(1)).toBe(2);
    expect(traced.calls).toBe(1);
  });
});

describe("callable", () => {
  it("is true for functions, classes and callable instances", () => {
    expect([callable(() => 1), callable(Adder), callable(new Adder(1))]).toEqual([true, true, true]);
    expect([callable(1), callable({ __call__: () => 1 }), callable(new (class extends object {})())]).toEqual(
      [false, false, false],
    );
  });
});

describe("callableClass", () => {
  it("types the instances of a class as callable", () => {
    const Twice = callableClass(
      class Twice extends object {
        readonly label: string;
        constructor(label: string) {
          super();
          this.label = label;
        }
        __call__<T>(value: T): [T, T] {
          return [value, value];
        }
        static made = "static";
      },
    );
    const twice = new Twice("x");
    expectTypeOf(twice("a")).toEqualTypeOf<[string, string]>();
    expectTypeOf(twice.label).toEqualTypeOf<string>();
    expectTypeOf(Twice.made).toEqualTypeOf<string>();
    expect(twice(1)).toEqual([1, 1]);
  });
});
