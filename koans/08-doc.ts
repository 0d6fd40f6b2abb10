// Docstrings: what a class or a function says about itself.

import { docOf, object } from "dunder";
import { equal, fill, koan } from "../scripts/koans/koan.ts";

koan("A class's docstring is its own: subclasses do not inherit it", () => {
  class Base extends object {
    static override readonly __doc__: string | null = "the base";
  }
  class Derived extends Base {}
  equal<unknown>(new Base().__doc__, fill("the base"));
  equal<unknown>(new Derived().__doc__, fill(null));
});

koan("A function's docstring is the string that it begins with", () => {
  function area(): number {
    "width times height";
    return 0;
  }
  equal<unknown>(docOf(area), fill("width times height"));
});
