// Attribute access: which hook runs when, and what `__dict__` passes by.
import { inspect } from "node:util";
import { describe, expect, expectTypeOf, it } from "vitest";
import {
  AttributeError,
  delattr,
  dir,
  eq,
  getattr,
  hasattr,
  KeyError,
  object,
  PROBES,
  repr,
  setattr,
  vars,
} from "../../src/index.ts";

class Point extends object {
  x: number;
  y = 2;
  constructor(x: number) {
    super();
    this.x = x;
  }
  norm(): number {
    return Math.hypot(this.x, this.y);
  }
  get sum(): number {
    return this.x + this.y;
  }
}

describe("getattr", () => {
  it("reads own attributes, properties and methods by name", () => {
    const point = new Point(1);
    expect(getattr(point, "x")).toBe(1);
    expect(getattr(point, "sum")).toBe(3);
    expect(getattr(point, "norm")()).toBeCloseTo(Math.hypot(1, 2));
  });

  it("binds methods to their object, so that they can be passed on", () => {
    const { get } = { get: getattr(new Map([["a", 1]]), "get") };
    expect(get("a")).toBe(1);
  });

  it("gives methods read from a class as plain functions", () => {
    const norm = getattr(Point as unknown, "norm") as (this: Point) => number;
    expect(norm.call(new Point(0))).toBe(2);
  });

  it("does not take items for attributes", () => {
    for (const value of [[1], "abc", new Uint8Array(1)]) {
      expect(() => getattr(value as unknown, "0")).toThrow("object has no attribute '0'");
    }
  });

  it("leaves a function alone that is kept in the object itself", () => {
    const f = () => 1;
    const point = Object.assign(new Point(1), { f });
    expect(getattr(point, "f")).toBe(f);
  });

  it("raises AttributeError with CPython's words when there is nothing to find", () => {
    expect(() => getattr(new Point(1), "z" as never)).toThrow(
      new AttributeError("'Point' object has no attribute 'z'"),
    );
    expect(() => getattr(5 as unknown, "x")).toThrow("'int' object has no attribute 'x'");
    expect(() => getattr(null as unknown, "x")).toThrow("'NoneType' object has no attribute 'x'");
    expect(() => getattr(Point as unknown, "z")).toThrow("type object 'Point' has no attribute 'z'");
    expect(() => getattr(new Point(1) as unknown, 5 as never)).toThrow(
      "attribute name must be string, not 'int'",
    );
  });

  it("gives the fallback instead, even when the fallback is undefined", () => {
    expect(getattr(new Point(1) as unknown, "z", 9)).toBe(9);
    expect(getattr(new Point(1) as unknown, "z", undefined)).toBeUndefined();
  });

  it("is typed by the key where the key is known", () => {
    const point = new Point(1);
    expectTypeOf(getattr(point, "x")).toEqualTypeOf<number>();
    expectTypeOf(getattr(point, "y", "none")).toEqualTypeOf<number | string>();
    expectTypeOf(getattr(point as unknown, "x")).toEqualTypeOf<unknown>();
  });
});

describe("`__getattr__`", () => {
  class Config extends object {
    known = 1;
    asked: string[] = [];
    #secret = 42;
    __getattr__(name: string): unknown {
      this.asked.push(name);
      if (name === "absent") throw new AttributeError(`no ${name}`);
      return `made ${name}`;
    }
    get secret(): number {
      return this.#secret;
    }
  }
  const read = (obj: object, name: string): unknown => (obj as Record<string, unknown>)[name];

  it("runs only when normal look-up fails", () => {
    const config = new Config();
    expect(config.known).toBe(1);
    expect(config.secret).toBe(42);
    expect(config.asked).toEqual([]);
    expect(read(config, "missing")).toBe("made missing");
    expect(getattr(config as unknown, "other")).toBe("made other");
    expect(config.asked).toEqual(["missing", "other"]);
  });

  it("is asked by `getattr` when a property raises AttributeError", () => {
    class Lazy extends object {
      get broken(): number {
        throw new AttributeError("inner");
      }
      __getattr__(name: string): string {
        return `instead of ${name}`;
      }
    }
    expect(getattr(new Lazy() as object, "broken" as never)).toBe("instead of broken");
  });

  it("ends a look-up by raising AttributeError", () => {
    const config = new Config();
    expect(() => read(config, "absent")).toThrow(new AttributeError("no absent"));
    expect(hasattr(config, "absent")).toBe(false);
    expect(getattr(config as unknown, "absent", 1)).toBe(1);
  });

  it("serves subclasses, whichever class of the chain defines it", () => {
    class Base extends object {
      base(): string {
        return "base";
      }
    }
    class Hooked extends Base {
      __getattr__(name: string): string {
        return `hooked ${name}`;
      }
    }
    class Leaf extends Hooked {
      override __getattr__(name: string): string {
        return name === "own" ? "leaf" : super.__getattr__(name);
      }
    }
    const leaf = new Leaf();
    expect([leaf.base(), read(leaf, "own"), read(leaf, "else")]).toEqual(["base", "leaf", "hooked else"]);
    expect(leaf).toBeInstanceOf(Base);
    expect(leaf).toBeInstanceOf(object);
    expect(read(new Base(), "anything")).toBeUndefined();
  });

  it("is not asked by tools: `await`, inspection, JSON and a failing expectation leave it alone", async () => {
    const config = new Config();
    expect(await Promise.race([config, new Promise((done) => setTimeout(done, 50, "timer"))])).toBe(config);
    expect(inspect(config)).toBe("Config { known: 1, asked: [] }");
    JSON.stringify(config);
    expect(() => expect(config).toEqual({ other: 1 })).toThrow();
    expect(`${config}`).toMatch(/Config object at 0x/);
    for (const name of PROBES) read(config, name);
    expect(config.asked).toEqual([]);
  });

  it("is asked by an explicit `getattr`, whatever the name", () => {
    const config = new Config();
    expect(getattr(config as unknown, "then")).toBe("made then");
  });

  it("does not act on the class, and not on implicit look-ups", () => {
    expect((Config as unknown as Record<string, unknown>)["missing"]).toBeUndefined();
    expect(read(Config.prototype, "missing")).toBeUndefined();
    expect(() => getattr(Config as unknown, "missing")).toThrow(
      "type object 'Config' has no attribute 'missing'",
    );
  });
});

describe("`__setattr__` and `__delattr__`", () => {
  class Traced extends object {
    static log: unknown[] = [];
    first = 1;
    declared?: string;
    constructor(second: number) {
      super();
      Object.assign(this, { second });
    }
    override __setattr__(name: string, value: unknown): void {
      Traced.log.push(["set", name, value]);
      this.__dict__[name] = value;
    }
    override __delattr__(name: string): void {
      Traced.log.push(["del", name]);
      this.__dict__.pop(name);
    }
  }

  it("see every write: class fields, the constructor's and those from outside", () => {
    Traced.log.length = 0;
    const traced = new Traced(2) as Traced & { third: number };
    traced.third = 3;
    setattr(traced as unknown, "fourth", 4);
    expect(Traced.log).toEqual([
      ["set", "first", 1],
      ["set", "second", 2],
      ["set", "third", 3],
      ["set", "fourth", 4],
    ]);
    expect(repr(traced.__dict__)).toBe(
      "{'first': 1, 'declared': None, 'second': 2, 'third': 3, 'fourth': 4}",
    );
  });

  it("do not loop when they write to `__dict__`", () => {
    const traced = new Traced(2);
    traced.first = 7;
    expect(traced.first).toBe(7);
  });

  it("see deletions, and an error in the hook reaches the program", () => {
    const traced = new Traced(2) as Partial<Traced>;
    Traced.log.length = 0;
    delete traced.first;
    expect(Traced.log).toEqual([["del", "first"]]);
    expect("first" in traced).toBe(false);
    expect(() => delattr(traced, "first")).toThrow(new KeyError("first"));
  });

  it("reach the plain behaviour through `super`", () => {
    class Upper extends object {
      override __setattr__(name: string, value: unknown): void {
        super.__setattr__(name.toUpperCase(), value);
      }
      override __getattribute__(name: string): unknown {
        return super.__getattribute__(name.toUpperCase());
      }
      override __delattr__(name: string): void {
        super.__delattr__(name.toUpperCase());
      }
    }
    const upper = new Upper() as Upper & { name?: string };
    upper.name = "egon";
    expect(Object.keys(upper)).toEqual(["NAME"]);
    expect(upper.name).toBe("egon");
    delete upper.name;
    expect(() => upper.name).toThrow("'Upper' object has no attribute 'NAME'");
  });

  it("keep `#private` state, setters and `instanceof` working", () => {
    class Guarded extends object {
      #level = 1;
      get level(): number {
        return this.#level;
      }
      set level(value: number) {
        this.#level = value;
      }
      get fixed(): number {
        return 1;
      }
      override __setattr__(name: string, value: unknown): void {
        super.__setattr__(name, value);
      }
    }
    const guarded = new Guarded();
    guarded.level = 5;
    expect(guarded.level).toBe(5);
    expect(Object.keys(guarded)).toEqual([]);
    expect(guarded).toBeInstanceOf(Guarded);
    expect(() => setattr(guarded as unknown, "fixed", 2)).toThrow(
      "property 'fixed' of 'Guarded' object has no setter",
    );
  });
});

describe("`__getattribute__`", () => {
  class Watched extends object {
    log: string[] = [];
    shown = 1;
    override __getattribute__(name: string): unknown {
      if (name === "hidden") throw new AttributeError("hidden from view");
      return super.__getattribute__(name);
    }
    method(): number {
      return this.shown;
    }
  }

  it("runs for every attribute, found or not", () => {
    const watched = new Watched() as Watched & { hidden: number };
    expect(watched.shown).toBe(1);
    expect(watched.method()).toBe(1);
    expect(() => watched.hidden).toThrow("hidden from view");
    expect(() => (watched as unknown as { other: number }).other).toThrow(
      "'Watched' object has no attribute 'other'",
    );
  });

  it("falls to `__getattr__` when it raises AttributeError, and only then", () => {
    class Both extends Watched {
      __getattr__(name: string): string {
        return `fallback ${name}`;
      }
    }
    const both = new Both() as Both & { hidden: string; other: string };
    expect([both.hidden, both.other, both.shown]).toEqual(["fallback hidden", "fallback other", 1]);
    class Broken extends Both {
      override __getattribute__(): unknown {
        throw new RangeError("not an AttributeError");
      }
    }
    expect(() => new Broken().shown).toThrow(RangeError);
  });

  it("is passed by when special methods are looked up implicitly", () => {
    class Silent extends object {
      override __getattribute__(name: string): unknown {
        throw new AttributeError(`asked for ${name}`);
      }
      override __repr__(): string {
        return "silent";
      }
    }
    expect(repr(new Silent())).toBe("silent");
  });
});

describe("setattr and delattr", () => {
  it("name what cannot be set or deleted", () => {
    // @ts-expect-error a known attribute takes values of its type
    setattr(new Point(1), "x", "text");
    expect(() => setattr(5 as unknown, "x", 1)).toThrow(
      "'int' object has no attribute 'x' and no __dict__ for setting new attributes",
    );
    expect(() => delattr(new Point(1), "z")).toThrow("'Point' object has no attribute 'z'");
    expect(() => delattr(new Point(1), "sum")).toThrow("property 'sum' of 'Point' object has no deleter");
  });
});

describe("vars and `__dict__`", () => {
  it("are one live view of the object's own attributes", () => {
    const point = new Point(1) as Point & { z?: number };
    const attributes = vars(point);
    expect(attributes).toBe(point.__dict__);
    attributes["z"] = 3;
    expect(point.z).toBe(3);
    expect(Object.keys(attributes)).toEqual(["x", "y", "z"]);
    delete attributes["z"];
    expect("z" in point).toBe(false);
  });

  it("have dict's methods", () => {
    const { __dict__: d } = new Point(1);
    expect([d.get("x"), d.get("q"), d.get("q", 0)]).toEqual([1, null, 0]);
    expect([...d.items()]).toEqual([
      ["x", 1],
      ["y", 2],
    ]);
    expect(d.setdefault("w", 5)).toBe(5);
    expect([d.pop("w"), d.pop("w", null)]).toEqual([5, null]);
    expect(() => d.pop("w")).toThrow(new KeyError("w"));
    d.update({ a: 1 }, [["b", 2]]);
    expect(d.popitem()).toEqual(["b", 2]);
    d.clear();
    expect(() => d.popitem()).toThrow("popitem(): dictionary is empty");
    expect(repr(d)).toBe("{}");
  });

  it("replace all attributes when `__dict__` is assigned", () => {
    const point = new Point(1);
    point.__dict__ = { x: 9 };
    expect(repr(vars(point))).toBe("{'x': 9}");
    expect(() => {
      point.__dict__ = 5 as never;
    }).toThrow("__dict__ must be set to a dictionary, not a 'int'");
    expect(repr(vars(point))).toBe("{'x': 9}");
  });

  it("copy attributes named as dict's methods are", () => {
    const point = Object.assign(new Point(1), { items: 1, get: 2 });
    const copy = new Point(2);
    copy.__dict__ = point.__dict__;
    expect(repr(vars(copy))).toBe("{'x': 1, 'y': 2, 'items': 1, 'get': 2}");
    expect(eq(vars(copy), vars(point))).toBe(true);
  });

  it("refuse what has no attributes", () => {
    expect(() => vars(5 as never)).toThrow("vars() argument must have __dict__ attribute");
  });
});

describe("dir", () => {
  it("lists the names of attributes in order", () => {
    const names = dir(new Point(1));
    expect(names.filter((name) => !name.startsWith("_"))).toEqual(["norm", "sum", "x", "y"]);
    expect(names).toContain("__setattr__");
  });

  it("asks `__dir__` of the type, and sorts what it gives", () => {
    class Odd extends object {
      override __dir__(): string[] {
        return ["b", "a"];
      }
    }
    expect(dir(new Odd())).toEqual(["a", "b"]);
  });
});
