// Metaclasses: how a class is made, and how it makes its instances. Runs under both decorator dialects.
import { beforeEach, describe, expect, expectTypeOf, it } from "vitest";
import {
  type Class,
  delattr,
  getattr,
  hasattr,
  isinstance,
  issubclass,
  type Metaclass,
  metaclass,
  type Namespace,
  object,
  repr,
  setattr,
  type,
} from "../../src/index.ts";

const log: unknown[] = [];
beforeEach(() => {
  log.length = 0;
});

class Meta extends type {
  static override __new__(mcs: Metaclass, name: string, bases: readonly Class[], namespace: Namespace): type {
    log.push(["Meta.__new__", name, bases.map((base) => base.name)]);
    return super.__new__(mcs, name, bases, namespace);
  }
  override __init__(name: string, bases: readonly Class[], namespace: Namespace): void {
    log.push(["Meta.__init__", this.name]);
    super.__init__(name, bases, namespace);
  }
  override __call__(...args: unknown[]): unknown {
    log.push(["Meta.__call__", ...args]);
    return super.__call__(...args);
  }
  describe(): string {
    return `class ${this.name}`;
  }
}

describe("the order of calls", () => {
  it("is `__new__`, `__init__` of the metaclass for the class, then `__call__`, `__new__`, `__init__` for an instance", () => {
    @metaclass(Meta)
    class Foo extends object {
      field = log.push("fields");
      declare name: string;
      static __new__(cls: Class, ...args: unknown[]): object {
        log.push(["Foo.__new__", ...args]);
        return object.__new__(cls);
      }
      override __init__(name: string): void {
        log.push(["Foo.__init__", name]);
        this.name = name;
      }
    }
    expect(log).toEqual([
      ["Meta.__new__", "Foo", ["object"]],
      ["Meta.__init__", "Foo"],
    ]);
    log.length = 0;
    const foo = new (Foo as unknown as new (name: string) => Foo)("egon");
    expect(log).toEqual([
      ["Meta.__call__", "egon"],
      ["Foo.__new__", "egon"],
      "fields",
      ["Foo.__init__", "egon"],
    ]);
    expect(foo.name).toBe("egon");
  });

  it("skips `__init__` when `__new__` gives a foreign object", () => {
    @metaclass(type)
    class Foo extends object {
      static __new__(): object {
        return new Map();
      }
      override __init__(): void {
        log.push("never");
      }
    }
    expect(new Foo()).toBeInstanceOf(Map);
    expect(log).toEqual([]);
  });

  it("lets the metaclass's own fields live on each of its classes", () => {
    class Counting extends type {
      made = 0;
      override __call__(...args: unknown[]): unknown {
        this.made++;
        return super.__call__(...args);
      }
    }
    const A = metaclass(Counting)(class A extends object {});
    const B = metaclass(Counting)(class B extends object {});
    new A();
    new A();
    expect([A.made, B.made]).toEqual([2, 0]);
  });
});

describe("a class made by a metaclass", () => {
  @metaclass(Meta)
  class Foo extends object {
    #secret = 1;
    static country = "China";
    get secret(): number {
      return this.#secret;
    }
    static build(): Foo {
      return new this();
    }
  }

  it("is an instance of the metaclass, and its instances are not", () => {
    expect(Foo).toBeInstanceOf(Meta);
    expect(Foo).toBeInstanceOf(type);
    expect(isinstance(Foo, Meta)).toBe(true);
    expect(new Foo()).not.toBeInstanceOf(Meta);
    expect([type(Foo), type(new Foo()), type(Meta), type(type)]).toEqual([Meta, Foo, type, type]);
    // Python's `type(Foo) is Meta`: the compiler knows that the class of a class is a metaclass.
    expect([type(Foo) === Meta, type(new Foo()) === Foo]).toEqual([true, true]);
  });

  it("has the metaclass's methods, and its instances do not", () => {
    expect((Foo as unknown as Meta).describe()).toBe("class Foo");
    expect("describe" in new Foo()).toBe(false);
  });

  it("keeps fields, `#private` state, accessors, statics, `instanceof` and `constructor`", () => {
    const foo = Foo.build();
    expect([foo.secret, Foo.country]).toEqual([1, "China"]);
    expect(foo).toBeInstanceOf(Foo);
    expect(foo.constructor).toBe(Foo);
    expect(Foo.name).toBe("Foo");
    expect(repr(Foo)).toBe("<class '__main__.Foo'>");
  });

  it("shows its class attributes on its instances, until they have their own", () => {
    const foo = new Foo() as Foo & { country: string };
    expect(foo.country).toBe("China");
    foo.country = "France";
    expect([foo.country, Foo.country]).toEqual(["France", "China"]);
  });

  it("answers for itself: `__name__`, `__bases__`, `__dict__`, `__doc__`", () => {
    const cls = Foo as unknown as type;
    expect([cls.__name__, cls.__bases__, cls.__base__, cls.__doc__]).toEqual(["Foo", [object], object, null]);
    expect(Object.keys(cls.__dict__)).toEqual(["__module__", "__qualname__", "secret", "build", "country"]);
  });

  it("knows its bases and their order as tuples, and so does its metaclass", () => {
    const told: unknown[] = [];
    class Curious extends type {
      override __init__(name: string, bases: readonly Class[], namespace: Namespace): void {
        super.__init__(name, bases, namespace);
        told.push(bases);
      }
    }
    @metaclass(Curious)
    class Bar extends object {}
    const { __bases__, __mro__ } = Bar as unknown as type;
    expect(repr([__bases__, told[0]])).toBe("[(<class 'object'>,), (<class 'object'>,)]");
    expect(repr(__mro__)).toBe("(<class '__main__.Bar'>, <class 'object'>)");
  });

  it("is made by `type.__new__`, as an object is by `object.__new__`", () => {
    expect(() => object.__new__(Meta)).toThrow("object.__new__(Meta) is not safe, use type.__new__()");
  });

  it("works without a base: `class Foo {}` means `object`, as in Python", () => {
    @metaclass(Meta)
    class Bare {
      x = 1;
    }
    expect(new Bare()).toBeInstanceOf(object);
    expect(Bare).toBeInstanceOf(Meta);
    expect((Bare as unknown as type).__new__).toBe(object.__new__);
    expect(repr(new Bare())).toMatch(/^<__main__\.Bare object at 0x/);
  });
});

describe("a subclass", () => {
  class Quiet extends type {
    static override __new__(
      mcs: Metaclass,
      name: string,
      bases: readonly Class[],
      namespace: Namespace,
    ): type {
      log.push(["Quiet.__new__", name]);
      return super.__new__(mcs, name, bases, namespace);
    }
  }

  it("inherits the metaclass, which hears of it at its first construction when no decorator told it before", () => {
    @metaclass(Quiet)
    class Base extends object {}
    class Derived extends Base {}
    expect(log).toEqual([["Quiet.__new__", "Base"]]);
    new Derived();
    new Derived();
    expect(log).toEqual([
      ["Quiet.__new__", "Base"],
      ["Quiet.__new__", "Derived"],
    ]);
    expect(Derived).toBeInstanceOf(Quiet);
  });

  it("says so where its instances could not be made as Python makes them", () => {
    @metaclass(Meta)
    class Base extends object {}
    class Derived extends Base {}
    expect(() => new Derived()).toThrow(
      /^class 'Derived' needs @metaclass\(Meta\): Meta\.__call__ takes part/,
    );
    class Initialized extends object {
      override __init__(): void {}
    }
    expect(() => new Initialized()).toThrow(
      /^class 'Initialized' needs @metaclass\(type\): Initialized\.__init__/,
    );
  });

  it("is made by the more derived metaclass of its own and its base's", () => {
    class Narrow extends Meta {
      narrow(): string {
        return "narrow";
      }
    }
    @metaclass(Meta)
    class Base extends object {
      x = 1;
    }
    @metaclass(Narrow)
    class Derived extends Base {
      y = 2;
    }
    expect(Derived).toBeInstanceOf(Narrow);
    expect(Base).not.toBeInstanceOf(Narrow);
    expect((Derived as unknown as Narrow).narrow()).toBe("narrow");
    const derived = new Derived();
    expect([derived.x, derived.y, derived instanceof Base]).toEqual([1, 2, true]);
    @metaclass(type)
    class Leaf extends Derived {}
    expect(type(Leaf)).toBe(Narrow);
  });

  it("of a plain class can have a metaclass", () => {
    class Plain extends object {
      x = 1;
    }
    @metaclass(Meta)
    class Derived extends Plain {}
    expect((Derived as unknown as Meta).describe()).toBe("class Derived");
    expect(new Derived().x).toBe(1);
    expect(Plain).not.toBeInstanceOf(Meta);
  });

  it("raises CPython's error where two metaclasses do not go together", () => {
    class Other extends type {}
    @metaclass(Meta)
    class Base extends object {}
    expect(() => metaclass(Other)(class Derived extends Base {})).toThrow(
      "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases",
    );
  });
});

describe("a class that is decorated", () => {
  it("says so when its inner name goes past the metaclass", () => {
    const Counted = metaclass(Meta)(
      class Counted extends object {
        static unsafe(): object {
          return new Counted();
        }
        copy(): object {
          return new this.__class__();
        }
      },
    );
    expect(() => Counted.unsafe()).toThrow(
      /^new Counted\d*\(\) by the name that the class has inside its own body/,
    );
    expect(new Counted().copy()).toBeInstanceOf(Counted);
  });

  it("may be decorated again, by the more derived metaclass of the two", () => {
    class Narrow extends Meta {
      narrow(): string {
        return `narrow ${this.name}`;
      }
    }
    const Once = metaclass(Meta)(class Once extends object {});
    const Twice = metaclass(Narrow)(Once);
    expect(Twice).toBe(Once);
    expect([type(Twice), Twice.narrow()]).toEqual([Narrow, "narrow Once"]);
    class Other extends type {}
    expect(() => metaclass(Other)(Twice)).toThrow("metaclass conflict");
  });

  it("is refused when it is no class", () => {
    expect(() => metaclass(Meta)(5 as never)).toThrow("a metaclass decorates classes, not int");
  });

  it("has class attributes beside `__setattr__`", () => {
    const Guarded = metaclass(type)(
      class Guarded extends object {
        static limit = 1;
        override __setattr__(name: string, value: unknown): void {
          super.__setattr__(name, value);
        }
      },
    );
    const guarded = Object.assign(new Guarded(), { limit: 5 });
    expect([guarded.limit, Guarded.limit]).toEqual([5, 1]);
  });

  it("lets a subclass have class attributes of its own", () => {
    const Base = metaclass(type)(
      class Base extends object {
        static kind = "base";
        show(): unknown {
          return (this as unknown as { kind: string }).kind;
        }
      },
    );
    class Derived extends Base {
      static override kind = "derived";
    }
    expect([new Base().show(), new Derived().show()]).toEqual(["base", "derived"]);
  });

  it("takes members later by `setattr`, hooks included, and loses them by `delattr`", () => {
    const Late = metaclass(type)(
      class Late extends object {
        override __init__(): void {}
      },
    );
    new Late();
    setattr(Late, "greet", () => "hello");
    setattr(Late, "count", 3);
    setattr(Late, "__call__", () => "called");
    const late = new Late() as unknown as { greet(): string; count: number } & (() => string);
    expect([late.greet(), late.count, late()]).toEqual(["hello", 3, "called"]);
    expect(getattr(Late, "count" as never)).toBe(3);
    delattr(Late, "greet");
    expect(hasattr(late, "greet")).toBe(false);
    expect(() => delattr(Late, "greet")).toThrow("type object 'Late' has no attribute 'greet'");
  });

  it("is enrolled after its bases, though nothing was made of them", () => {
    const heard: string[] = [];
    class Parent extends object {
      static override __init_subclass__(): void {
        heard.push(this.name);
      }
    }
    class Middle extends Parent {}
    class Leaf extends Middle {}
    new Leaf();
    new Middle();
    expect(heard).toEqual(["Middle", "Leaf"]);
    expect((Parent as unknown as type).__subclasses__()).toEqual([Middle]);
  });

  it("gets the fields of its metaclass anew, decorated or not", () => {
    class Registry extends type {
      entries: string[] = [];
    }
    const Base = metaclass(Registry)(class Base extends object {});
    class Derived extends Base {}
    new Derived();
    Derived.entries.push("x");
    expect([Base.entries, Derived.entries]).toEqual([[], ["x"]]);
  });

  it("answers JavaScript's protocols by its metaclass's hooks", () => {
    class Listing extends type {
      *__iter__(): Generator<string> {
        yield* Object.keys(this).sort();
      }
      declare [Symbol.iterator]: () => Iterator<string>;
    }
    const Color = metaclass(Listing)(
      class Color extends object {
        static red = 1;
        static blue = 2;
      },
    );
    expect([...(Color as unknown as Listing)]).toEqual(["blue", "red"]);
  });
});

describe("a metaclass's `__new__`", () => {
  it("may not change the bases of a class that JavaScript has declared", () => {
    class Base extends object {}
    class Rebasing extends type {
      static override __new__(
        mcs: Metaclass,
        name: string,
        _bases: readonly Class[],
        namespace: Namespace,
      ): type {
        return super.__new__(mcs, name, [Base], namespace);
      }
    }
    expect(() => metaclass(Rebasing)(class Foo extends object {})).toThrow("changed the bases of 'Foo'");
  });

  it("may change the body: drop, rename and add members", () => {
    class Shouting extends type {
      static override __new__(
        mcs: Metaclass,
        name: string,
        bases: readonly Class[],
        namespace: Namespace,
      ): type {
        const loud: Namespace = { extra: 1 };
        for (const [key, value] of Object.entries(namespace)) {
          loud[typeof value === "function" || key.startsWith("__") ? key : key.toUpperCase()] = value;
        }
        return super.__new__(mcs, `Loud${name}`, bases, loud);
      }
    }
    const Foo = metaclass(Shouting)(
      class Foo extends object {
        static country = "China";
        walk(): string {
          return "walks";
        }
      },
    ) as unknown as Class<{ walk(): string; COUNTRY: string }> & {
      COUNTRY: string;
      country?: string;
      extra: number;
    };
    expect([Foo.COUNTRY, Foo.country, Foo.extra, Foo.name]).toEqual(["China", undefined, 1, "LoudFoo"]);
    const foo = new (Foo as unknown as new () => { walk(): string; COUNTRY: string })();
    expect([foo.walk(), foo.COUNTRY]).toEqual(["walks", "China"]);
  });
});

describe("errors", () => {
  it("name what `__init__` and `__call__` gave", () => {
    const Foo = type("Foo", [object], { __init__: () => 5 });
    expect(() => new Foo()).toThrow("__init__() should return None, not 'int'");
    class Odd extends type {
      override __call__(): unknown {
        return "text";
      }
    }
    const Bar = metaclass(Odd)(class Bar extends object {});
    expect(() => new Bar()).toThrow("Odd.__call__() returned str; 'new Bar()' can only give an object");
  });

  it("are CPython's for `type` with wrong arguments", () => {
    const make = type as unknown as (...args: unknown[]) => unknown;
    expect(() => make()).toThrow("type() takes 1 or 3 arguments");
    expect(() => make(1, 2, 3)).toThrow("type.__new__() argument 1 must be str, not int");
    expect(() => make("A", 2, 3)).toThrow("type.__new__() argument 2 must be tuple, not int");
    expect(() => make("A", [], 3)).toThrow("type.__new__() argument 3 must be dict, not int");
  });
});

describe("type(name, bases, namespace)", () => {
  it("makes a class", () => {
    const Chinese = type("Chinese", [object], {
      tag: "dragon",
      __doc__: "People",
      __init__(this: { name: string }, name: string) {
        this.name = name;
      },
      walk(this: { name: string }) {
        return `${this.name} walks`;
      },
    });
    const person = new Chinese("egon") as InstanceType<typeof Chinese> & { name: string };
    expect([person.walk(), person.tag, Chinese.__doc__, Chinese.name]).toEqual([
      "egon walks",
      "dragon",
      "People",
      "Chinese",
    ]);
    expect(repr(Chinese)).toBe("<class '__main__.Chinese'>");
  });
});

describe("isinstance and issubclass", () => {
  class Animal extends object {
    legs = 4;
  }
  class Dog extends Animal {}

  it("take a class or lists of classes, and are type guards", () => {
    const dog: unknown = new Dog();
    expect([isinstance(dog, Animal), isinstance(dog, [String, [Dog]]), isinstance(dog, Map)]).toEqual([
      true,
      true,
      false,
    ]);
    expect([issubclass(Dog, Animal), issubclass(Dog, object), issubclass(Animal, [Dog, String])]).toEqual([
      true,
      true,
      false,
    ]);
    if (isinstance(dog, Animal)) expectTypeOf(dog).toEqualTypeOf<Animal>();
    if (isinstance(dog, [Map, Animal])) expectTypeOf(dog).toEqualTypeOf<Animal | Map<unknown, unknown>>();
  });

  it("see every value as an instance of `object`, and primitives as those of their wrappers", () => {
    expect([isinstance(5, object), isinstance("x", String), isinstance(5, String)]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it("ask `__instancecheck__` and `__subclasscheck__` of the metaclass, and so does `instanceof`", () => {
    class Duck extends type {
      override __instancecheck__(instance: unknown): boolean {
        return typeof (instance as { quack?: unknown } | null)?.quack === "function";
      }
      override __subclasscheck__(subclass: Class): boolean {
        return "quack" in subclass.prototype;
      }
    }
    const Quacker = metaclass(Duck)(class Quacker extends object {});
    const robot = { quack: () => "beep" };
    expect(isinstance(robot, Quacker)).toBe(true);
    expect(robot).toBeInstanceOf(Quacker);
    expect(isinstance({}, Quacker)).toBe(false);
    expect(
      issubclass(
        class {
          quack() {}
        },
        Quacker,
      ),
    ).toBe(true);
  });

  it("reach the plain check through `super`, and ask a hook once", () => {
    let asked = 0;
    class Wide extends type {
      override __instancecheck__(instance: unknown): boolean {
        asked++;
        return super.__instancecheck__(instance) || instance === 5;
      }
      override __subclasscheck__(subclass: Class): boolean {
        return super.__subclasscheck__(subclass) || subclass === Number;
      }
    }
    const Five = metaclass(Wide)(class Five extends object {});
    class Sub extends Five {}
    expect([isinstance(5, Five), isinstance(6, Five), isinstance(new Sub(), Five)]).toEqual([
      true,
      false,
      true,
    ]);
    expect(asked).toBe(3);
    expect([issubclass(Number, Five), issubclass(Sub, Five), issubclass(Map, Five)]).toEqual([
      true,
      true,
      false,
    ]);
    expect(isinstance(new Five(), Five)).toBe(true);
    expect(asked).toBe(3);
  });

  it("refuse what is no class, in CPython's words", () => {
    expect(() => isinstance(1, 5 as never)).toThrow(
      "isinstance() arg 2 must be a type, a tuple of types, or a union",
    );
    expect(() => issubclass(1, object)).toThrow("issubclass() arg 1 must be a class");
    expect(() => issubclass(object, 5 as never)).toThrow(
      "issubclass() arg 2 must be a class, a tuple of classes, or a union",
    );
  });
});
