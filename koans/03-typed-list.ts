// A list that takes numbers only, and one thing more than lists can do.

import { len, list, repr } from "dunder";
import { equal, fill, koan, raises } from "../scripts/koans/koan.ts";

class Numbers extends list<number> {
  override append(item: number): void {
    if (typeof item !== "number") throw new TypeError("numbers only");
    super.append(item);
  }
  get mid(): number {
    return this[Math.floor(len(this) / 2)] as number;
  }
}

koan("A subclass of list has all that a list has, and its own", () => {
  const numbers = new Numbers([1, 2, 3]);
  numbers.append(4);
  equal(len(numbers), fill(4));
  equal(numbers.mid, fill(3));
  equal(repr(numbers), fill("[1, 2, 3, 4]"));
});

koan("Its own append may refuse", () => {
  const numbers = new Numbers([1]);
  raises(fill(TypeError), () => numbers.append("two" as never));
  equal(len(numbers), fill(1));
});
