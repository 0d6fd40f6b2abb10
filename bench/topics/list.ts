// Methods of `list` beside those of an array, on 512 lists of 16 numbers.

import { list } from "dunder";
import type { Comparison } from "../measure.ts";
import { objects } from "../objects.ts";

const numbers = (i: number): number[] => Array.from({ length: 16 }, (_, j) => (i * 7 + j * 5) % 16);

/** One method on each of the lists, and its counterpart on each of the arrays. */
function comparison(
  name: string,
  peer: string,
  ours: (list: list<number>, i: number) => unknown,
  theirs: (array: number[], i: number) => unknown,
  statement: string,
  atMost: number | null = 1.5,
): Comparison {
  return {
    name: `list: ${name}`,
    peer,
    ...(atMost !== null && { atMost }),
    setup() {
      const lists = objects((i) => list(numbers(i)));
      const arrays = objects(numbers);
      return {
        ours() {
          let last: unknown;
          for (let i = 0; i < lists.length; i++) last = ours(lists[i]!, i);
          return last;
        },
        theirs() {
          let last: unknown;
          for (let i = 0; i < arrays.length; i++) last = theirs(arrays[i]!, i);
          return last;
        },
      };
    },
    python: {
      setup: "lists = [[(i * 7 + j * 5) % 16 for j in range(16)] for i in range(N)]",
      statement: `for i, each in enumerate(lists): ${statement}`,
    },
  };
}

const byNumber = (a: number, b: number): number => a - b;

export const comparisons: readonly Comparison[] = [
  comparison(
    "16 × append",
    "16 × push",
    () => {
      const made = list<number>();
      for (let j = 0; j < 16; j++) made.append(j);
      return made;
    },
    () => {
      const made: number[] = [];
      for (let j = 0; j < 16; j++) made.push(j);
      return made;
    },
    "x = []; [x.append(j) for j in range(16)]",
  ),
  comparison(
    "append and pop",
    "push and pop",
    (each, i) => {
      each.append(i);
      return each.pop();
    },
    (each, i) => {
      each.push(i);
      return each.pop();
    },
    "each.append(i); each.pop()",
  ),
  comparison(
    "insert(0, x), pop(0)",
    "unshift, shift",
    (each, i) => {
      each.insert(0, i);
      return each.pop(0);
    },
    (each, i) => {
      each.unshift(i);
      return each.shift();
    },
    "each.insert(0, i); each.pop(0)",
  ),
  comparison(
    "insert(8, x), pop(8)",
    "splice(8, 0, x), splice(8, 1)",
    (each, i) => {
      each.insert(8, i);
      return each.pop(8);
    },
    (each, i) => {
      each.splice(8, 0, i);
      return each.splice(8, 1)[0];
    },
    "each.insert(8, i); each.pop(8)",
  ),
  comparison(
    "index",
    "indexOf",
    (each, i) => each.index(i % 16),
    (each, i) => each.indexOf(i % 16),
    "each.index(i % 16)",
  ),
  comparison(
    "count",
    "a loop with ===",
    (each, i) => each.count(i % 16),
    (each, i) => {
      let found = 0;
      for (let j = 0; j < each.length; j++) if (each[j] === i % 16) found++;
      return found;
    },
    "each.count(i % 16)",
  ),
  comparison(
    "extend a new one",
    "push(...items)",
    (each) => {
      const made = list<number>();
      made.extend(each);
      return made;
    },
    (each) => {
      const made: number[] = [];
      made.push(...each);
      return made;
    },
    "x = []; x.extend(each)",
  ),
  comparison(
    "copy",
    "slice()",
    (each) => each.copy(),
    (each) => each.slice(),
    "each.copy()",
  ),
  comparison(
    "reverse",
    "reverse",
    (each) => each.reverse(),
    (each) => each.reverse(),
    "each.reverse()",
  ),
  comparison(
    "copy and sort",
    "slice().sort(compare)",
    (each) => each.copy().sort(),
    (each) => each.slice().sort(byNumber),
    "each.copy().sort()",
  ),
  comparison(
    "for…of, 16 items",
    "for…of",
    (each) => {
      let sum = 0;
      for (const item of each) sum += item;
      return sum;
    },
    (each) => {
      let sum = 0;
      for (const item of each) sum += item;
      return sum;
    },
    "\n  for item in each: pass",
    null,
  ),
  comparison(
    "list[j] for 16 items",
    "array[j]",
    (each) => {
      let sum = 0;
      for (let j = 0; j < each.length; j++) sum += each[j]!;
      return sum;
    },
    (each) => {
      let sum = 0;
      for (let j = 0; j < each.length; j++) sum += each[j]!;
      return sum;
    },
    "sum(each)",
  ),
];
