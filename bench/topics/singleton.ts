// `new` of a class whose one instance exists, beside a plain `new`.

import { metaclass, object, Singleton } from "dunder";
import { type Comparison, OBJECTS } from "../measure.ts";
import { objects } from "../objects.ts";

const Ours = metaclass(Singleton)(
  class Ours extends object {
    x: number;
    constructor(x: number) {
      super();
      this.x = x;
    }
  },
);

class Plain {
  x: number;
  constructor(x: number) {
    this.x = x;
  }
}

export const comparisons: readonly Comparison[] = [
  {
    name: "new of an existing Singleton",
    peer: "plain new",
    atMost: 3,
    setup() {
      const ours: object[] = [...objects((i) => new Ours(i))];
      const theirs: Plain[] = [...objects((i) => new Plain(i))];
      return {
        ours() {
          for (let i = 0; i < OBJECTS; i++) ours[i] = new Ours(i);
        },
        theirs() {
          for (let i = 0; i < OBJECTS; i++) theirs[i] = new Plain(i);
        },
      };
    },
  },
];
