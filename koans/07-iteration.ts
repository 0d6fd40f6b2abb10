// Iterators: __iter__ gives one, __next__ gives its items.

import { iter, next, object, StopIteration } from "dunder";
import { equal, fill, koan, raises } from "../scripts/koans/koan.ts";

class Countdown extends object {
  declare [Symbol.iterator]: () => IterableIterator<number>;
  left = 3;
  __iter__(): this {
    return this;
  }
  __next__(): number {
    if (this.left === 0) throw new StopIteration();
    return this.left--;
  }
}

koan("for…of and spread call __iter__ once and __next__ until StopIteration", () => {
  equal([...new Countdown()], fill([3, 2, 1]));
});

koan("An iterator that is used up stays so", () => {
  const countdown = new Countdown();
  equal([...countdown].length, fill(3));
  equal([...countdown].length, fill(0));
});

koan("next raises at the end, unless it is told what to give", () => {
  const it = iter(["only"]);
  equal(next(it), fill("only"));
  equal(next(it, "end"), fill("end"));
  raises(fill(StopIteration), () => next(it));
});
