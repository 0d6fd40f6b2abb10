// Making an instance: `Meta.__call__` makes it by the class's __new__, and fills it by the class's __init__.

import { type Class, isinstance, metaclass, object, print, tuple, type, vars } from "dunder";

class Tracing extends type {
  // Runs for `new Book("Emma")`, which Python writes Book("Emma"): parentheses look for __call__ on the class of what
  // stands before them. `this` is Book.
  override __call__(...args: unknown[]): unknown {
    print("call", this.name, tuple(args));
    const made = this.__new__(this, ...args) as InstanceType<typeof object>;
    // What __new__ gives may be any object; only an instance of the class is filled.
    if (isinstance(made, this)) made.__init__(...(args as never[]));
    return made;
  }
}

// In TypeScript a constructor does the work of both methods. Here they are apart, as in Python; the function form of
// `metaclass` lets `new` take the arguments of __init__.
const Book = metaclass(Tracing)(
  class Book extends object {
    declare title: string;
    declare pages: number;

    // Hands on nothing of what the class is called with: there is no constructor that would want it.
    static __new__(cls: Class, ..._args: unknown[]): object {
      print("new", cls.name);
      return object.__new__(cls);
    }
    override __init__(title: string, pages = 100): void {
      print("init", title);
      this.title = title;
      this.pages = pages;
    }
  },
);

const emma = new Book("Emma", 474);
print(emma.__dict__);
print(new Book("Persuasion").pages);

// __new__ may give an object of another class, which is left as it is. In JavaScript it must be an object.
const Loan = metaclass(Tracing)(
  class Loan extends Book {
    static override __new__(_cls: Class, ..._args: unknown[]): object {
      return emma;
    }
  },
);
print((new Loan("Dubliners") as unknown) === emma, emma.title);

// type.__call__ does the same: a metaclass that has no more to say needs no __call__ of its own.
const ulysses = type.prototype.__call__.call(Book as unknown as type, "Ulysses", 732);
print(vars(ulysses as object));
