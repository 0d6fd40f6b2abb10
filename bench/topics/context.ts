// `with_`, beside `try`/`finally`.

import { object, with_ } from "dunder";
import type { Comparison } from "../measure.ts";
import { objects } from "../objects.ts";

class Ours extends object {
  depth = 0;
  constructor(readonly size: number) {
    super();
  }
  __enter__(): this {
    this.depth++;
    return this;
  }
  __exit__(): void {
    this.depth--;
  }
}

class Plain {
  depth = 0;
  constructor(readonly size: number) {}
  open(): this {
    this.depth++;
    return this;
  }
  close(): void {
    this.depth--;
  }
}

export const comparisons: readonly Comparison[] = [
  {
    name: "with_",
    peer: "try/finally",
    atMost: 2,
    setup() {
      const ours = objects((i) => new Ours(i));
      const theirs = objects((i) => new Plain(i));
      return {
        ours() {
          let sum = 0;
          for (const each of ours) {
            sum += with_(each, (entered) => entered.size + entered.depth);
          }
          return sum;
        },
        theirs() {
          let sum = 0;
          for (const each of theirs) {
            const entered = each.open();
            try {
              sum += entered.size + entered.depth;
            } finally {
              each.close();
            }
          }
          return sum;
        },
      };
    },
    python: {
      setup: `
class Lock:
    def __init__(self):
        self.depth = 0
    def __enter__(self):
        self.depth += 1
        return self
    def __exit__(self, *error):
        self.depth -= 1
locks = [Lock() for _ in range(N)]`,
      statement: `
for lock in locks:
    with lock:
        pass`,
    },
  },
];
