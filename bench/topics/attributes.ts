// Attributes of a class with `__getattr__`, beside the `get`-trap Proxy that one writes by hand.

import { object, PROBES } from "dunder";
import type { Comparison } from "../measure.ts";
import { objects } from "../objects.ts";

class Ours extends object {
  x: number;
  declare missing: number;
  constructor(x: number) {
    super();
    this.x = x;
  }
  double(): number {
    return this.x * 2;
  }
  __getattr__(name: string): number {
    return name.length;
  }
}

class Plain {
  x: number;
  declare missing: number;
  constructor(x: number) {
    this.x = x;
  }
  double(): number {
    return this.x * 2;
  }
  onMiss(name: string): number {
    return name.length;
  }
}

// Does what the tail does: names that `await`, `console.log` and the like probe for are never made up.
const handler: ProxyHandler<Plain> = {
  get(target, name, receiver) {
    if (name in target) return Reflect.get(target, name, receiver);
    return typeof name === "symbol" || PROBES.has(name) ? undefined : target.onMiss(name);
  },
};

// Hangs an `await` and shows nonsense, but is what one writes first.
const carelessHandler: ProxyHandler<Plain> = {
  get(target, name, receiver) {
    return name in target ? Reflect.get(target, name, receiver) : target.onMiss(name as string);
  },
};

const proxied = (x: number): Plain => new Proxy(new Plain(x), handler);
const careless = (x: number): Plain => new Proxy(new Plain(x), carelessHandler);

const PYTHON = `
class Foo:
    def __init__(self, x):
        self.x = x
    def __getattr__(self, name):
        return len(name)
foos = [Foo(x) for x in range(N)]`;

export const comparisons: readonly Comparison[] = [
  {
    name: "__getattr__: attribute hit",
    peer: "get-trap Proxy",
    atMost: 0.25,
    setup() {
      const ours = objects((i) => new Ours(i));
      const theirs = objects(proxied);
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
    python: { setup: PYTHON, statement: "for foo in foos: foo.x" },
  },
  {
    name: "__getattr__: method hit",
    peer: "get-trap Proxy",
    setup() {
      const ours = objects((i) => new Ours(i));
      const theirs = objects(proxied);
      return {
        ours() {
          let sum = 0;
          for (const each of ours) sum += each.double();
          return sum;
        },
        theirs() {
          let sum = 0;
          for (const each of theirs) sum += each.double();
          return sum;
        },
      };
    },
  },
  {
    name: "__getattr__: miss",
    peer: "get-trap Proxy",
    atMost: 1,
    setup() {
      const ours = objects((i) => new Ours(i));
      const theirs = objects(proxied);
      return {
        ours() {
          let sum = 0;
          for (const each of ours) sum += each.missing;
          return sum;
        },
        theirs() {
          let sum = 0;
          for (const each of theirs) sum += each.missing;
          return sum;
        },
      };
    },
    python: { setup: PYTHON, statement: "for foo in foos: foo.missing" },
  },
  {
    name: "__getattr__: miss, against a careless peer",
    peer: "get-trap Proxy without guards",
    setup() {
      const ours = objects((i) => new Ours(i));
      const theirs = objects(careless);
      return {
        ours() {
          let sum = 0;
          for (const each of ours) sum += each.missing;
          return sum;
        },
        theirs() {
          let sum = 0;
          for (const each of theirs) sum += each.missing;
          return sum;
        },
      };
    },
  },
  {
    name: "__getattr__: hit on one hot object",
    peer: "plain property",
    atMost: 1.3,
    setup() {
      const ours = new Ours(1);
      const theirs = new Plain(1);
      const counts = objects((i) => i);
      return {
        ours() {
          let sum = 0;
          for (const count of counts) sum += ours.x + count;
          return sum;
        },
        theirs() {
          let sum = 0;
          for (const count of counts) sum += theirs.x + count;
          return sum;
        },
      };
    },
  },
  {
    name: "__getattr__: set of an existing attribute",
    peer: "get-trap Proxy",
    setup() {
      const ours = objects((i) => new Ours(i));
      const theirs = objects(proxied);
      return {
        ours() {
          for (const each of ours) each.x = 2;
        },
        theirs() {
          for (const each of theirs) each.x = 2;
        },
      };
    },
  },
];
