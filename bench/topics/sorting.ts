// `sorted` of 10,000 items beside JavaScript's own sorts and beside CPython.

import { functools, kw, object, sorted } from "dunder";
import type { Comparison } from "../measure.ts";

// Times are for a 512th of the whole list, in both languages.
const LENGTH = 10_000;

/** The same numbers in every run, and in Python: a linear congruential generator. */
function randomInts(): number[] {
  let state = 1;
  return Array.from({ length: LENGTH }, () => {
    state = (state * 48271) % 2147483647;
    return state % 1_000_000;
  });
}

const PYTHON_INTS = `
def random_ints():
    state = 1
    for _ in range(${LENGTH}):
        state = state * 48271 % 2147483647
        yield state % 1000000
ints = list(random_ints())
`;

class Grade extends object {
  readonly value: number;
  constructor(value: number) {
    super();
    this.value = value;
  }
  __lt__(other: Grade): boolean {
    return this.value < other.value;
  }
}

const ints = randomInts();

export const comparisons: readonly Comparison[] = [
  {
    name: "sorted of 10,000 ints, a 512th",
    peer: "toSorted((a, b) => a - b)",
    atMost: 1,
    setup: () => ({ ours: () => sorted(ints), theirs: () => ints.toSorted((a, b) => a - b) }),
    python: { setup: PYTHON_INTS, statement: "sorted(ints)" },
  },
  {
    name: "sorted of 10,000 floats, a 512th",
    peer: "toSorted((a, b) => a - b)",
    atMost: 1,
    setup: () => {
      const floats = ints.map((n) => n / 7);
      return { ours: () => sorted(floats), theirs: () => floats.toSorted((a, b) => a - b) };
    },
    python: { setup: `${PYTHON_INTS}floats = [n / 7 for n in ints]`, statement: "sorted(floats)" },
  },
  {
    name: "sorted of 10,000 strings, a 512th",
    peer: "toSorted()",
    atMost: 1.5,
    setup: () => {
      const texts = ints.map(String);
      return { ours: () => sorted(texts), theirs: () => texts.toSorted() };
    },
    python: { setup: `${PYTHON_INTS}texts = [str(n) for n in ints]`, statement: "sorted(texts)" },
  },
  {
    name: "sorted of 10,000 ints by key, reverse, a 512th",
    peer: "toSorted by key",
    atMost: 1.5,
    setup: () => {
      const key = (n: number): number => n % 1000;
      const how = kw({ key, reverse: true });
      return { ours: () => sorted(ints, how), theirs: () => ints.toSorted((a, b) => key(b) - key(a)) };
    },
    python: {
      setup: `${PYTHON_INTS}key = lambda n: n % 1000`,
      statement: "sorted(ints, key=key, reverse=True)",
    },
  },
  {
    name: "sorted of 10,000 lists, a 512th",
    peer: "toSorted by both items",
    atMost: 2,
    setup: () => {
      const pairs = ints.map((n): [number, number] => [n % 100, n]);
      return {
        ours: () => sorted(pairs),
        theirs: () => pairs.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]),
      };
    },
    python: { setup: `${PYTHON_INTS}pairs = [[n % 100, n] for n in ints]`, statement: "sorted(pairs)" },
  },
  {
    name: "sorted of 10,000 objects with __lt__, a 512th",
    peer: "toSorted by the attribute",
    atMost: 3,
    setup: () => {
      const grades = ints.map((n) => new Grade(n));
      return { ours: () => sorted(grades), theirs: () => grades.toSorted((a, b) => a.value - b.value) };
    },
    python: {
      setup: `${PYTHON_INTS}
class Grade:
    def __init__(self, value): self.value = value
    def __lt__(self, other): return self.value < other.value
grades = [Grade(n) for n in ints]`,
      statement: "sorted(grades)",
    },
  },
  {
    name: "sorted of 10,000 ints by cmp_to_key, a 512th",
    peer: "toSorted((a, b) => a - b)",
    setup: () => {
      const how = kw({ key: functools.cmp_to_key((a: number, b: number) => a - b) });
      return { ours: () => sorted(ints, how), theirs: () => ints.toSorted((a, b) => a - b) };
    },
    python: {
      setup: `${PYTHON_INTS}from functools import cmp_to_key\nkey = cmp_to_key(lambda a, b: a - b)`,
      statement: "sorted(ints, key=key)",
    },
  },
];
