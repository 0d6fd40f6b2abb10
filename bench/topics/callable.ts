// `__call__`, beside a Proxy with an `apply` trap.

import { type Callable, object } from "dunder";
import type { Comparison } from "../measure.ts";
import { objects } from "../objects.ts";

class Adder extends object {
  by: number;
  constructor(by: number) {
    super();
    this.by = by;
  }
  __call__(to: number): number {
    return to + this.by;
  }
}

class Plain {
  by: number;
  constructor(by: number) {
    this.by = by;
  }
  call(to: number): number {
    return to + this.by;
  }
}

/** Does what an instance with `__call__` does: any number of arguments, to a method of an object. */
function adder(by: number): (to: number) => number {
  const plain = new Plain(by);
  return new Proxy((to: number) => to, {
    apply: (_target, _self, args: [number]) => plain.call(...args),
  });
}

/** The same for one function of one argument, without an object. */
function fixedAdder(by: number): (to: number) => number {
  return new Proxy((to: number) => to, { apply: (_target, _self, [to]: [number]) => to + by });
}

export const comparisons: readonly Comparison[] = [
  {
    name: "__call__",
    peer: "apply-trap Proxy",
    atMost: 1 / 3,
    setup() {
      const ours = objects((i) => new Adder(i) as Callable<Adder>);
      const theirs = objects(adder);
      return {
        ours() {
          let sum = 0;
          for (const each of ours) sum = each(sum) % 1000;
          return sum;
        },
        theirs() {
          let sum = 0;
          for (const each of theirs) sum = each(sum) % 1000;
          return sum;
        },
      };
    },
    python: {
      setup: `
class Adder:
    def __init__(self, by):
        self.by = by
    def __call__(self, to):
        return to + self.by
adders = [Adder(by) for by in range(N)]`,
      statement: "for adder in adders: adder(1)",
    },
  },
  {
    name: "__call__, against a fixed peer",
    peer: "apply-trap Proxy of one argument",
    setup() {
      const ours = objects((i) => new Adder(i) as Callable<Adder>);
      const theirs = objects(fixedAdder);
      return {
        ours() {
          let sum = 0;
          for (const each of ours) sum = each(sum) % 1000;
          return sum;
        },
        theirs() {
          let sum = 0;
          for (const each of theirs) sum = each(sum) % 1000;
          return sum;
        },
      };
    },
  },
];
