// Keyword arguments beside positional ones: `kw` at the call, `splitKeywords` in the function.

import { describe, expect, test } from "vitest";
import { kw, splitKeywords } from "../../src/index.ts";

describe("a function with *args and **kwargs", () => {
  const f = (...args: unknown[]) => splitKeywords(args);

  test("finds the keywords of a last `kw`, and the other arguments apart from them", () => {
    expect(f(1, 2, kw({ sep: "-" }))).toEqual([[1, 2], { sep: "-" }]);
    expect(f(kw({}))).toEqual([[], {}]);
  });

  test("has none without a `kw`: a plain object is an argument like any other", () => {
    expect(f(1, { sep: "-" })).toEqual([[1, { sep: "-" }], undefined]);
    expect(f()).toEqual([[], undefined]);
  });

  test("takes a `kw` for keywords in the last place only", () => {
    const early = kw({ a: 1 });
    expect(f(early, 2)).toEqual([[early, 2], undefined]);
  });
});
