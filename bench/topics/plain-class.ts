// What `extends object` costs a class that uses no hook, beside a plain class.

import { object } from "dunder";
import type { Comparison } from "../measure.ts";
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
      const counts = objects((i) => i);
      const ours: Ours[] = Array.from(counts, (i) => new Ours(i));
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
