// Delegation: to stand in for another object, and do some things another way.

import { delegate } from "dunder";
import { equal, fill, koan } from "../scripts/koans/koan.ts";

koan("What a delegate does not do itself, its target does", () => {
  const ages = new Map([["egon", 18]]);
  const checked = delegate(ages, {
    set(name: string, age: number) {
      return ages.set(name, Math.max(0, age));
    },
  });
  checked.set("alex", -5);
  equal(checked.get("alex"), fill(0));
  equal(checked.get("egon"), fill(18));
  equal(checked.size, fill(2));
});
