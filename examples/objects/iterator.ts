// Iteration: what a `for` loop asks of an object, `__iter__` once and then `__next__` until StopIteration.

import { isinstance, iter, next, object, print, StopIteration } from "dunder";

// One walk down the stairs. An iterator is its own iterator, so that it can stand in a loop itself.
class Descent extends object {
  constructor(private step: number) {
    super();
  }
  __iter__(): this {
    return this;
  }
  __next__(): number {
    if (this.step === 0) throw new StopIteration();
    const here = this.step;
    this.step -= 1;
    return here;
  }
}

// The stairs give each loop a walk of its own. Were they their own iterator, they could be walked only once.
class Stairs extends object {
  // JavaScript's name for __iter__ is there at run time; this line tells the compiler, and creates nothing.
  declare [Symbol.iterator]: () => Iterator<number>;

  constructor(readonly steps: number) {
    super();
  }
  __iter__(): Descent {
    return new Descent(this.steps);
  }
}

const stairs = new Stairs(3);
for (const step of stairs) print("step", step);
print([...stairs], Math.max(...stairs)); // Python: list(stairs), max(stairs)
const [top, ...rest] = stairs;
print(top, rest);

// The loop by hand.
const walk = iter(stairs);
print(next(walk), next(walk));
for (const step of walk) print("the rest:", step);
print(next(walk, "on the ground")); // the default stands for StopIteration
try {
  next(walk);
} catch (error) {
  print(isinstance(error, StopIteration));
}
