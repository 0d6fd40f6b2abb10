// Calls: an object with `__call__` is used like a function, and remembers things like an object.

import { callable, callableClass, isinstance, object, print } from "dunder";

// TypeScript infers no call signature from a class; `callableClass` gives its instances that of __call__.
const Postage = callableClass(
  class Postage extends object {
    parcels = 0;
    constructor(
      readonly base: number,
      readonly per_kilo: number,
    ) {
      super();
    }
    __call__(kilos: number, ...extras: number[]): number {
      this.parcels += 1;
      return extras.reduce((sum, extra) => sum + extra, this.base + kilos * this.per_kilo);
    }
  },
);

const inland = new Postage(3, 2); // `new` runs the constructor
print(inland(1)); // the parentheses run __call__
print(inland(5, 4, 4));
print(inland.parcels);

// It can stand wherever a function is wanted.
const abroad = new Postage(9, 7);
print([1, 2, 10].map((kilos) => abroad(kilos)));
print(abroad.parcels, inland.parcels);

class Letter extends object {}
print(callable(inland), callable(Letter), callable(new Letter()));
try {
  // @ts-expect-error: the compiler refuses what Python finds out at run time.
  new Letter()();
} catch (error) {
  print(isinstance(error, TypeError));
}
