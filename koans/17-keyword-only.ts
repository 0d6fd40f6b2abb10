// A metaclass that takes keyword arguments only.

import { KeywordOnly, kw, metaclass, object, splitKeywords } from "dunder";
import { equal, fill, koan, raises } from "../scripts/koans/koan.ts";

koan("kw marks what Python would take as keyword arguments", () => {
  const [positional, keywords] = splitKeywords([1, 2, kw({ name: "egon" })]);
  equal(positional.length, fill(2));
  equal<unknown>(keywords, fill({ name: "egon" }));
});

koan("A KeywordOnly class refuses positional arguments", () => {
  class Person extends object {
    constructor(..._args: unknown[]) {
      super();
    }
  }
  const Strict = metaclass(KeywordOnly)(Person);
  raises(fill(TypeError), () => new (Strict as unknown as new (name: string) => object)("egon"));
});
