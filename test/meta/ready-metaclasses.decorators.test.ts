// The ready metaclasses, as metaclasses, as class decorators and as functions. Runs under both decorator dialects.
import { describe, expect, expectTypeOf, it } from "vitest";
import {
  doc,
  documented,
  KeywordOnly,
  keyedSingleton,
  keywordOnly,
  kw,
  metaclass,
  object,
  SharedInstance,
  Singleton,
  sharedInstance,
  singleton,
  UppercaseAttributes,
  uppercaseAttributes,
} from "../../src/index.ts";

describe("Singleton", () => {
  it("gives the same object again, whatever the arguments", () => {
    @singleton
    class Settings extends object {
      readonly host: string;
      constructor(host: string) {
        super();
        this.host = host;
      }
    }
    const first = new Settings("a");
    expect(new Settings("b")).toBe(first);
    expect(first.host).toBe("a");
  });

  it("runs `__init__` once", () => {
    const log: string[] = [];
    const Config = metaclass(Singleton)(
      class Config extends object {
        override __init__(name: string): void {
          log.push(name);
        }
      },
    );
    new Config("a");
    new Config("b");
    expect(log).toEqual(["a"]);
    // @ts-expect-error `__init__` takes a string
    new Config(5);
  });

  it("keeps nothing of a constructor that throws", () => {
    let fail = true;
    @singleton
    class Fragile extends object {
      constructor() {
        super();
        if (fail) throw new Error("not yet");
      }
    }
    expect(() => new Fragile()).toThrow("not yet");
    fail = false;
    expect(new Fragile()).toBe(new Fragile());
  });

  it("gives each subclass an instance of its own", () => {
    @singleton
    class Base extends object {}
    @singleton
    class Derived extends Base {}
    expect(new Derived()).not.toBe(new Base());
    expect(new Derived()).toBe(new Derived());
  });

  it("can be kept for each set of arguments", () => {
    @keyedSingleton
    class Connection extends object {
      readonly port: number | bigint;
      constructor(_host: string, port: number | bigint) {
        super();
        this.port = port;
      }
    }
    expect(new Connection("a", 1)).toBe(new Connection("a", 1n));
    expect(new Connection("a", 1)).not.toBe(new Connection("a", 2));
  });
});

describe("SharedInstance", () => {
  it("adds `instance()`, and leaves `new` free", () => {
    const Database = sharedInstance(
      class Database extends object {
        readonly url: string;
        constructor(url: string) {
          super();
          this.url = url;
        }
      },
    );
    const shared = Database.instance("db://a");
    expectTypeOf(shared.url).toEqualTypeOf<string>();
    expect(Database.instance()).toBe(shared);
    expect(new Database("db://b")).not.toBe(shared);
  });

  it("makes one object of overlapping asynchronous first uses, and forgets a failure", async () => {
    let made = 0;
    const Pool = sharedInstance(
      class Pool extends object {
        static async create(): Promise<Pool> {
          made++;
          await new Promise((done) => setTimeout(done, 5));
          if (made === 1) throw new Error("refused");
          return new Pool();
        }
      },
    );
    const failed = await Promise.allSettled([Pool.instance(), Pool.instance()]);
    expect(failed.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    const [first, second] = await Promise.all([Pool.instance(), Pool.instance()]);
    expect(first).toBe(second);
    expect(made).toBe(2);
  });

  it("is a metaclass too", () => {
    const Plain = metaclass(SharedInstance)(class Plain extends object {});
    expect(Plain.instance()).toBe(Plain.instance());
  });
});

describe("Documented", () => {
  it("takes a class whose methods say what they do, by a literal or by `@doc`", () => {
    @documented
    class Good extends object {
      run(): number {
        "Runs.";
        return 1;
      }
      @doc("Stops.")
      stop(): void {}
      static make(): Good {
        "Makes one.";
        return new Good();
      }
      get speed(): number {
        "How fast it is.";
        return 1;
      }
      _private(): void {}
      override __repr__(): string {
        return "good";
      }
      #hidden(): number {
        return 1;
      }
      hide = (): number => this.#hidden();
    }
    expect(new Good().run()).toBe(1);
  });

  it("refuses an undocumented method, static method or accessor by name", () => {
    expect(() =>
      documented(
        class Bad extends object {
          run(): void {}
        },
      ),
    ).toThrow(
      new TypeError('Bad.run() has no docstring: begin its body with a string literal, or use @doc("…")'),
    );
    expect(() =>
      documented(
        class Bad extends object {
          static make(): void {}
        },
      ),
    ).toThrow("Bad.make() has no docstring");
    expect(() =>
      documented(
        class Bad extends object {
          get speed(): number {
            return 1;
          }
        },
      ),
    ).toThrow("Bad.speed has no docstring");
  });

  it("watches subclasses too, at the latest at their first instance", () => {
    @documented
    class Base extends object {}
    class Derived extends Base {
      run(): void {}
    }
    expect(() => new Derived()).toThrow("Derived.run() has no docstring");
    expect(() => new Derived()).toThrow("Derived.run() has no docstring");
  });
});

describe("UppercaseAttributes", () => {
  it("gives data attributes upper-case names, and leaves methods alone", () => {
    @uppercaseAttributes
    class Chinese extends object {
      static country = "China";
      static __doc__ = "People";
      walk(): string {
        return `walks in ${(this as unknown as { COUNTRY: string }).COUNTRY}`;
      }
    }
    const cls = Chinese as unknown as { COUNTRY: string; country?: string };
    expect([cls.COUNTRY, cls.country, new Chinese().walk()]).toEqual(["China", undefined, "walks in China"]);
    expect(Chinese.__doc__).toBe("People");
  });

  it("refuses two names that become one", () => {
    const make = metaclass(UppercaseAttributes);
    expect(() =>
      make(
        class Clash extends object {
          static a = 1;
          static A = 2;
        },
      ),
    ).toThrow("class 'Clash': attribute 'a' and another one both become 'A'");
  });
});

describe("KeywordOnly", () => {
  @keywordOnly
  class Person extends object {
    declare readonly NAME: string;
    walk(): string {
      return `${this.NAME} walks`;
    }
  }
  const make = Person as unknown as new (...args: unknown[]) => Person;

  it("makes attributes of the keyword arguments, in upper case", () => {
    const person = new make({ name: "egon", age: 18 });
    expect({ ...person.__dict__.copy() }).toEqual({ NAME: "egon", AGE: 18 });
    expect(person.walk()).toBe("egon walks");
    expect(new make(kw({ name: "alex" })).NAME).toBe("alex");
  });

  it("refuses positional arguments", () => {
    for (const args of [["egon"], [{ name: "egon" }, 18], [5], [new Map()]]) {
      expect(() => new make(...args)).toThrow(new TypeError("must use keyword argument for key function"));
    }
    expect(Person).toBeInstanceOf(KeywordOnly);
  });
});

describe("every decorator", () => {
  it("is a function too, which gives back the class", () => {
    const One = singleton(class One extends object {});
    const Keyed = keyedSingleton(class Keyed extends object {});
    const Loud = uppercaseAttributes(
      class Loud extends object {
        static word = "hey";
      },
    );
    const Only = keywordOnly(class Only extends object {});
    const Told = documented(class Told extends object {});
    expect(new One()).toBe(new One());
    expect(new Keyed()).toBe(new Keyed());
    expect((Loud as unknown as { WORD: string }).WORD).toBe("hey");
    expect([One, Keyed, Loud, Only, Told].map(({ name }) => name)).toEqual([
      "One",
      "Keyed",
      "Loud",
      "Only",
      "Told",
    ]);
  });

  it("stands beside others: the more derived metaclass wins", () => {
    class Both extends Singleton {}
    @metaclass(Both)
    @singleton
    class Config extends object {}
    expect(new Config()).toBe(new Config());
    expect(Config).toBeInstanceOf(Both);
    expect(() => documented(Config)).toThrow("metaclass conflict");
  });

  it("of `SharedInstance` decorates as well", () => {
    @sharedInstance
    class Pool extends object {}
    const shared = Pool as unknown as { instance(): Pool };
    expect(shared.instance()).toBe(shared.instance());
  });
});
