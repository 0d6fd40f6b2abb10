// __call__: objects that are called like functions.

import { callable, callableClass, object } from "dunder";
import { equal, fill, koan } from "../scripts/koans/koan.ts";

koan("Calling an instance calls __call__, which has the object's state", () => {
  const Adder = callableClass(
    class Adder extends object {
      by = 10;
      __call__(n: number): number {
        return n + this.by;
      }
    },
  );
  const add = new Adder();
  equal(add(5), fill(15));
  add.by = 1;
  equal(add(5), fill(6));
});

koan("Functions and classes are callable, plain instances are not", () => {
  class Plain extends object {}
  equal(callable(Plain), fill(true));
  equal(callable(new Plain()), fill(false));
});
