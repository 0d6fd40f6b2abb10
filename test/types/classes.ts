// What the compiler says of metaclasses, bases, `super_` and `isinstance`.

import { bases, type Class, getitem, isinstance, issubclass, metaclass, object, super_, type } from "dunder";
import { expectType } from "../support/types.ts";

class Meta extends type {
  describe(): string {
    return this.name;
  }
}

// The function form types the class with the metaclass's methods, and `new` with the arguments of `__init__`.
const Point = metaclass(Meta)(
  class Point extends object {
    static origin = 0;
    declare x: number;
    override __init__(x: number, label?: string): void {
      this.x = x;
    }
  },
);
expectType<string>()(Point.describe());
expectType<number>()(Point.origin);
expectType<number>()(new Point(1, "a").x);
// @ts-expect-error `__init__` takes a number
new Point("one");
// @ts-expect-error instances do not have the metaclass's methods
new Point(1).describe();
// @ts-expect-error a metaclass extends `type`
metaclass(class NoMeta {});

class A extends object {
  a = 1;
  both(): number {
    return this.a;
  }
  static made = "A";
  constructor(readonly from: string) {
    super();
  }
}
class B extends object {
  b = "b";
}
class C extends bases(A, B) {
  sum(): string {
    expectType<number>()(super_(C, this).a);
    return this.a + this.b;
  }
}
expectType<number>()(new C("x").a);
expectType<string>()(new C("x").b);
expectType<string>()(C.made);
// @ts-expect-error the constructor is the first base's
new C(5);
// @ts-expect-error no base has it
new C("x").c;
// @ts-expect-error bases are classes
bases(A, "B");
// @ts-expect-error at least one
bases();
// @ts-expect-error an A is no C
super_(C, new A("x"));

declare const value: unknown;
if (isinstance(value, [A, [B]])) expectType<A | B>()(value);
if (isinstance(value, A)) expectType<A>()(value);
// @ts-expect-error a number is no class
isinstance(value, 5);
declare const cls: unknown;
if (issubclass(cls, A)) expectType<Class<A>>()(cls);

class Matrix extends object {
  static __class_getitem__(key: number): string {
    return `Matrix[${key}]`;
  }
}
expectType<string>()(getitem(Matrix, 3));

// A class made by a call has what its bases and its namespace have, and takes what its `__init__` or its base takes.
class Animal extends object {
  readonly name: string;
  constructor(name: string) {
    super();
    this.name = name;
  }
}
const Dog = type("Dog", [Animal], {
  legs: 4,
  describe() {
    return `${this.name}: ${this.legs}`;
  },
});
expectType<string>()(new Dog("Rex").describe());
expectType<number>()(Dog.legs);
expectType<string>()(Dog.__name__);
expectType<string>()(new (type("Puppy", [Dog], { __init__(age: number) {} }))(1).name);
// @ts-expect-error: the base wants a name
new Dog();
// @ts-expect-error: nobody gave it wings
new Dog("Rex").wings;
// Where the bases or the names are not known before, it is a class and no more.
declare const someBases: readonly Class[];
declare const someNames: Record<string, unknown>;
expectType<type>()(type("Any", someBases, someNames));
expectType<string>()(new (type("Any", [Animal], someNames))("Rex").name);
