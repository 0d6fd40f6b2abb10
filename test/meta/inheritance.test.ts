// Several bases: the order, one object, and two kinds of `super`.
import { describe, expect, expectTypeOf, it } from "vitest";
import {
  AttributeError,
  bases,
  type Callable,
  hasattr,
  isinstance,
  issubclass,
  metaclass,
  mro,
  object,
  repr,
  super_,
  type,
} from "../../src/index.ts";

class Animal extends object {
  readonly log: string[] = ["Animal"];
  #name: string;
  static kingdom = "animals";
  constructor(name: string) {
    super();
    this.#name = name;
  }
  get name(): string {
    return this.#name;
  }
  moves(): string[] {
    return ["Animal"];
  }
}
class Swimmer extends Animal {
  #depth = 3;
  readonly fins = this.log.push("Swimmer");
  get depth(): number {
    return this.#depth;
  }
  override moves(): string[] {
    return ["Swimmer", ...super_(Swimmer, this).moves()];
  }
  nativeMoves(): string[] {
    return ["Swimmer", ...super.moves()];
  }
  static swims(): string {
    return `${this.name} swims`;
  }
}
class Flyer extends Animal {
  #height = 100;
  readonly wings = this.log.push("Flyer");
  static sky = "blue";
  get height(): number {
    return this.#height;
  }
  override moves(): string[] {
    return ["Flyer", ...super_(Flyer, this).moves()];
  }
  *[Symbol.iterator](): Generator<string> {
    yield "flap";
  }
  static flies(): string {
    return `${this.name} flies`;
  }
}
class Duck extends bases(Swimmer, Flyer) {
  readonly own = this.log.push("Duck");
  override moves(): string[] {
    return ["Duck", ...super_(Duck, this).moves()];
  }
}

describe("class C extends bases(A, B)", () => {
  const duck = new Duck("Donald");

  it("has Python's method resolution order", () => {
    expect(mro(Duck)).toEqual([Duck, Swimmer, Flyer, Animal, object]);
    expect((Duck as unknown as type).__mro__).toEqual(mro(Duck));
    expect((Duck as unknown as type).__bases__).toEqual([Swimmer, Flyer]);
  });

  it("runs each constructor once, on one `this`, the last of the order first", () => {
    expect(duck.log).toEqual(["Animal", "Flyer", "Swimmer", "Duck"]);
    expect(duck.name).toBe("Donald");
  });

  it("has the `#private` state, accessors and symbols of all bases", () => {
    expect([duck.depth, duck.height, [...duck]]).toEqual([3, 100, ["flap"]]);
  });

  it("has the static members of all bases, with the class as `this`", () => {
    expect([Duck.kingdom, Duck.sky, Duck.swims(), Duck.flies()]).toEqual([
      "animals",
      "blue",
      "Duck swims",
      "Duck flies",
    ]);
    Duck.sky = "grey";
    expect([Duck.sky, Flyer.sky]).toEqual(["grey", "blue"]);
  });

  it("is an instance of every base, for `isinstance` and for `instanceof`", () => {
    for (const base of [Duck, Swimmer, Flyer, Animal, object]) {
      expect(duck).toBeInstanceOf(base);
      expect(isinstance(duck, base)).toBe(true);
      expect(issubclass(Duck, base)).toBe(true);
    }
    expect(new Swimmer("x")).not.toBeInstanceOf(Flyer);
    expect(issubclass(Flyer, Swimmer)).toBe(false);
  });

  it("leaves the bases what they were", () => {
    expect(new Swimmer("x").log).toEqual(["Animal", "Swimmer"]);
    expect(new Flyer("x").moves()).toEqual(["Flyer", "Animal"]);
  });

  it("is inherited from like any class", () => {
    class Mallard extends Duck {}
    const mallard = new Mallard("M");
    expect(mallard.moves()).toEqual(["Duck", "Swimmer", "Flyer", "Animal"]);
    expect(mro(Mallard)).toEqual([Mallard, ...mro(Duck)]);
    expect(mallard).toBeInstanceOf(Flyer);
  });

  it("is typed as all of its bases", () => {
    expectTypeOf(duck.depth).toEqualTypeOf<number>();
    expectTypeOf(duck.height).toEqualTypeOf<number>();
    expectTypeOf(Duck).constructorParameters.toEqualTypeOf<[name: string]>();
    expectTypeOf(Duck.flies).returns.toEqualTypeOf<string>();
  });

  it("takes the hooks of any base: calls, attributes, the bridges", () => {
    class Greeter extends object {
      __call__(): string {
        return "called";
      }
    }
    class Open extends object {
      __getattr__(name: string): string {
        return `no ${name}`;
      }
      __repr__(): string {
        return "open";
      }
    }
    class Both extends bases(Greeter, Open) {}
    const both = new Both() as unknown as Callable<Greeter> & { missing: string };
    expect([both(), both.missing, repr(both)]).toEqual(["called", "no missing", "open"]);
  });

  it("may end in a class that makes its objects itself, such as Array", () => {
    class Tagged extends object {
      tag = "t";
    }
    class Tags extends bases(Tagged, Array) {}
    const tags = new Tags();
    tags.push(1);
    expect([tags.tag, tags.length, Array.isArray(tags)]).toEqual(["t", 1, true]);
  });
});

describe("super_", () => {
  const duck = new Duck("Donald");

  it("goes on to the next class in the order of the instance's class", () => {
    expect(duck.moves()).toEqual(["Duck", "Swimmer", "Flyer", "Animal"]);
    expect(new Swimmer("x").moves()).toEqual(["Swimmer", "Animal"]);
  });

  it("differs from native `super`, which goes where the class was written to go", () => {
    expect(duck.nativeMoves()).toEqual(["Swimmer", "Animal"]);
  });

  it("serves callable instances too, again and again", () => {
    class Base extends object {
      greet(): string {
        return "base";
      }
    }
    class Greeter extends Base {
      override greet(): string {
        return `greeter, ${super_(Greeter, this).greet()}`;
      }
      __call__(): string {
        return this.greet();
      }
    }
    const greeter = new Greeter();
    expect([greeter.greet(), greeter.greet()]).toEqual(["greeter, base", "greeter, base"]);
  });

  it("sets through the setters of the classes after, and sets nothing else", () => {
    class Base extends object {
      #level = 1;
      self(): string {
        return "a method named self";
      }
      get level(): number {
        return this.#level;
      }
      set level(value: number) {
        this.#level = value;
      }
    }
    class Sub extends Base {
      override get level(): number {
        return super_(Sub, this).level * 10;
      }
      override set level(value: number) {
        super_(Sub, this).level = value + 1;
      }
    }
    const sub = new Sub();
    sub.level = 4;
    expect([sub.level, super_(Sub, sub).self()]).toEqual([50, "a method named self"]);
    expect(hasattr(super_(Sub, sub), "self")).toBe(true);
    expect(() => Object.assign(super_(Sub, sub), { fresh: 1 })).toThrow(
      "'super' object has no attribute 'fresh'",
    );
  });

  it("reads accessors with the instance as `this`", () => {
    expect(super_(Duck, duck).height).toBe(100);
  });

  it("sees what is added to a class later", () => {
    class Base extends object {}
    class Sub extends Base {}
    const sub = new Sub();
    expect(() => (super_(Sub, sub) as unknown as { late: () => number }).late).toThrow(
      new AttributeError("'super' object has no attribute 'late'"),
    );
    Object.assign(Base.prototype, { late: () => 1 });
    expect((super_(Sub, sub) as unknown as { late: () => number }).late()).toBe(1);
  });

  it("gives the static members after a class, when it is given a class", () => {
    class Base extends object {
      static create(): string {
        return `Base.create for ${this.name}`;
      }
    }
    class Sub extends Base {
      static override create(): string {
        return `Sub, ${super_(Sub, this).create()}`;
      }
    }
    expect(Sub.create()).toBe("Sub, Base.create for Sub");
  });

  it("refuses an object that is no instance, in CPython's words", () => {
    expect(() => super_(Swimmer, new Flyer("x") as unknown as Swimmer)).toThrow(
      "super(type, obj): obj (instance of Flyer) is not an instance or subtype of type (Swimmer).",
    );
    expect(() => super_(5 as never, duck)).toThrow("super() argument 1 must be a type, not int");
  });
});

describe("bases that do not go together", () => {
  it("raise CPython's errors", () => {
    expect(() => bases(Animal, Swimmer)).toThrow(
      "Cannot create a consistent method resolution order (MRO) for bases Animal, Swimmer",
    );
    expect(() => bases(Animal, Animal)).toThrow("duplicate base class Animal");
    expect(() => bases(Array, Map)).toThrow("multiple bases have instance lay-out conflict");
    class One extends type {}
    class Two extends type {}
    const A = metaclass(One)(class A extends object {});
    const B = metaclass(Two)(class B extends object {});
    expect(() => bases(A, B)).toThrow("metaclass conflict");
  });

  it("say what JavaScript cannot do", () => {
    expect(() => bases(Array, Animal)).toThrow(
      "base 'Array' must come last: it does not extend object, so no other constructor would run",
    );
    expect(() => bases(5 as never)).toThrow("bases() arguments must be classes, not int");
  });
});

describe("metaclasses of several bases", () => {
  it("reach the class through any of them", () => {
    class Meta extends type {
      describe(): string {
        return `class ${this.name}`;
      }
    }
    const Made = metaclass(Meta)(class Made extends object {});
    class Mixed extends bases(Animal, Made) {}
    expect(Mixed.describe()).toBe("class Mixed");
    expect(Mixed).toBeInstanceOf(Meta);
    expect(type(Mixed)).toBe(Meta);
  });
});
