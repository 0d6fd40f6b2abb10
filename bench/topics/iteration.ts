// `for…of` over a class with `__next__`, beside a hand-written JavaScript iterator.

import { object, StopIteration } from "dunder";
import { type Comparison, OBJECTS } from "../measure.ts";

class Ours extends object {
  declare [Symbol.iterator]: () => IterableIterator<number>;
  at = 0;
  __iter__(): this {
    return this;
  }
  __next__(): number {
    if (this.at === OBJECTS) throw new StopIteration();
    return this.at++;
  }
}

class Plain implements IterableIterator<number> {
  at = 0;
  [Symbol.iterator](): this {
    return this;
  }
  next(): IteratorResult<number> {
    return this.at === OBJECTS ? { done: true, value: undefined } : { done: false, value: this.at++ };
  }
}

export const comparisons: readonly Comparison[] = [
  {
    name: "for…of over __next__, an item of 512",
    peer: "JavaScript iterator",
    atMost: 3,
    setup: () => ({
      ours() {
        let sum = 0;
        for (const item of new Ours()) sum += item;
        return sum;
      },
      theirs() {
        let sum = 0;
        for (const item of new Plain()) sum += item;
        return sum;
      },
    }),
    python: {
      setup: `
class Count:
    def __init__(self):
        self.at = 0
    def __iter__(self):
        return self
    def __next__(self):
        if self.at == N:
            raise StopIteration
        self.at += 1
        return self.at`,
      statement: "for item in Count(): pass",
    },
  },
];
