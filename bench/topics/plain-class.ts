// What `extends object` costs a class that uses no hook, beside a plain class.

import { object } from "dunder";
import { type Comparison, OBJECTS } from "../measure.ts";
import { objects } from "../objects.ts";

class Ours extends object {
  x: number;
  constructor(x: number) {
    super();
    this.x = x;
  }
  plus(y: number): number {
    return this.x + y;
  }
}

class Plain {
  x: number;
  constructor(x: number) {
    this.x = x;
  }
  plus(y: number): number {
    return this.x + y;
  }
}

class Empty {}

class Derived extends Empty {
  x: number;
  constructor(x: number) {
    super();
    this.x = x;
  }
}

export const comparisons: readonly Comparison[] = [
  {
    name: "class without hooks: get",
    peer: "plain class",
    atMost: 1.05,
    setup() {
      const ours = objects((i) => new Ours(i));
      const theirs = objects((i) => new Plain(i));
      return {
        ours() {
          let sum = 0;
          for (const each of ours) sum += each.x;
          return sum;
        },
        theirs() {
          let sum = 0;
          for (const each of theirs) sum += each.x;
          return sum;
        },
      };
    },
  },
  {
    name: "class without hooks: set",
    peer: "plain class",
    atMost: 1.05,
    setup() {
      const ours = objects((i) => new Ours(i));
      const theirs = objects((i) => new Plain(i));
      let value = 0;
      return {
        ours() {
          value++;
          for (const each of ours) each.x = value;
        },
        theirs() {
          value++;
          for (const each of theirs) each.x = value;
        },
      };
    },
  },
  {
    name: "class without hooks: call",
    peer: "plain class",
    atMost: 1.05,
    setup() {
      const ours = objects((i) => new Ours(i));
      const theirs = objects((i) => new Plain(i));
      return {
        ours() {
          let sum = 0;
          for (const each of ours) sum = each.plus(sum) % 1000;
          return sum;
        },
        theirs() {
          let sum = 0;
          for (const each of theirs) sum = each.plus(sum) % 1000;
          return sum;
        },
      };
    },
  },
  {
    name: "class without hooks: construct",
    peer: "plain class",
    atMost: 1.5,
    setup() {
      const ours: Ours[] = [...objects((i) => new Ours(i))];
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
  {
    // V8 does not inline the construction of a class with a base in a `try`, nor in a `for…of`, which has one inside.
    name: "class without hooks: construct in a try",
    peer: "class with an empty base",
    setup() {
      const counts = objects((i) => i);
      const ours: Ours[] = [...objects((i) => new Ours(i))];
      const theirs: Derived[] = [...objects((i) => new Derived(i))];
      return {
        ours() {
          for (const i of counts) ours[i] = new Ours(i);
        },
        theirs() {
          for (const i of counts) theirs[i] = new Derived(i);
        },
      };
    },
  },
];
