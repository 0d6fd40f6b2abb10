// The class model: `new` through a metaclass, several bases, cooperative `super_`, `isinstance`.

import { bases, isinstance, metaclass, object, super_, type } from "dunder";
import { type Comparison, OBJECTS } from "../measure.ts";
import { objects } from "../objects.ts";

class Meta extends type {
  override __call__(...args: unknown[]): unknown {
    return super.__call__(...args);
  }
}

const Made = metaclass(Meta)(
  class Made extends object {
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

// A diamond, and a native chain with as many classes in the same order.
class Top extends object {
  top = 1;
  up(): number {
    return 1;
  }
}
class Left extends Top {
  left = 2;
  override up(): number {
    return 1 + super_(Left, this).up();
  }
}
class Right extends Top {
  right = 3;
  fromRight(): number {
    return this.right;
  }
  override up(): number {
    return 1 + super_(Right, this).up();
  }
}
class Bottom extends bases(Left, Right) {
  bottom = 4;
  override up(): number {
    return 1 + super_(Bottom, this).up();
  }
}

class NativeObject {}
class NativeTop extends NativeObject {
  top = 1;
}
class NativeRight extends NativeTop {
  right = 3;
  fromRight(): number {
    return this.right;
  }
}
class NativeLeft extends NativeRight {
  left = 2;
}
class NativeBottom extends NativeLeft {
  bottom = 4;
}

const DIAMOND = `
class Top:
    def up(self): return 1
class Left(Top):
    def up(self): return 1 + super().up()
class Right(Top):
    def up(self): return 1 + super().up()
class Bottom(Left, Right):
    def up(self): return 1 + super().up()
objects = [Bottom() for _ in range(N)]
`;

/** Makes new objects in the places of old ones, as a program at work does. */
function refill<T>(make: (i: number) => T): () => void {
  const places: T[] = [...objects(make)];
  return () => {
    for (let i = 0; i < OBJECTS; i++) places[i] = make(i);
  };
}

export const comparisons: readonly Comparison[] = [
  {
    name: "new through a metaclass's __call__",
    peer: "plain new",
    atMost: 5,
    python: {
      setup: `
class Meta(type):
    def __call__(cls, *args): return super().__call__(*args)
class Made(metaclass=Meta):
    def __init__(self, x): self.x = x
places = [None] * N`,
      statement: "for i in range(N): places[i] = Made(i)",
    },
    setup: () => ({ ours: refill((i) => new Made(i)), theirs: refill((i) => new Plain(i)) }),
  },
  {
    name: "new of a class with two bases",
    peer: "native chain",
    atMost: 2,
    setup: () => ({ ours: refill(() => new Bottom()), theirs: refill(() => new NativeBottom()) }),
  },
  {
    name: "method of a second base",
    peer: "native chain",
    atMost: 1.1,
    setup() {
      const ours = objects(() => new Bottom());
      const theirs = objects(() => new NativeBottom());
      return {
        ours() {
          let sum = 0;
          for (const each of ours) sum += each.fromRight();
          return sum;
        },
        theirs() {
          let sum = 0;
          for (const each of theirs) sum += each.fromRight();
          return sum;
        },
      };
    },
  },
  {
    name: "super_ chain of three",
    peer: "its own constructor",
    python: { setup: DIAMOND, statement: "for each in objects: each.up()" },
    setup() {
      const ours = objects(() => new Bottom());
      return {
        ours() {
          let sum = 0;
          for (const each of ours) sum += each.up();
          return sum;
        },
        theirs: refill(() => new Bottom()),
      };
    },
  },
  {
    name: "isinstance",
    peer: "instanceof",
    atMost: 3,
    python: { setup: DIAMOND, statement: "for each in objects: isinstance(each, Right)" },
    setup() {
      const mixed: object[] = [...objects((i) => (i % 2 ? new Top() : new NativeLeft()))];
      return {
        ours() {
          let count = 0;
          for (const each of mixed) if (isinstance(each, Top)) count++;
          return count;
        },
        theirs() {
          let count = 0;
          for (const each of mixed) if (each instanceof NativeTop) count++;
          return count;
        },
      };
    },
  },
  {
    name: "isinstance of a second base",
    peer: "instanceof",
    setup() {
      const ours: object[] = [...objects(() => new Bottom())];
      const theirs: object[] = [...objects(() => new NativeBottom())];
      return {
        ours() {
          let count = 0;
          for (const each of ours) if (isinstance(each, Right)) count++;
          return count;
        },
        theirs() {
          let count = 0;
          for (const each of theirs) if (each instanceof NativeRight) count++;
          return count;
        },
      };
    },
  },
];
