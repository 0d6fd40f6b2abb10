// `new` of a class whose one instance exists, beside a plain `new`.

import { metaclass, object, Singleton } from "dunder";
import type { Comparison } from "../measure.ts";
import { objects } from "../objects.ts";

const Ours = metaclass(Singleton)(
  class Ours extends object {
    constructor(readonly x: number) {
      super();
    }
  },
);

class Plain {
  constructor(readonly x: number) {}
}

export const comparisons: readonly Comparison[] = [
  {
    name: "new of an existing Singleton",
    peer: "plain new",
    atMost: 3,
    setup() {
      const counts = objects((i) => i);
      const ours: object[] = Array.from(counts, (i) => new Ours(i));
      const theirs: Plain[] = Array.from(counts, (i) => new Plain(i));
      return {
        ours() {
          for (const i of counts) ours[i] = new Ours(i);
        },
        theirs() {
          for (const i of counts) theirs[i] = new Plain(i);
        },
      };
    },
  },
];
