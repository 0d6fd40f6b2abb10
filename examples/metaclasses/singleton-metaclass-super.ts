// A singleton by metaclass, shorter: `super.__call__` makes and fills the object, and `Meta.__call__` keeps it.

import { bool, isinstance, len, metaclass, object, print, str, type } from "dunder";

class Shared extends type {
  // Each class has a field of its own for its instance.
  instance: unknown = null;

  override __call__(...args: unknown[]): unknown {
    // Asked for null and not for truth: an empty queue is false to Python, and there all the same.
    if (this.instance === null) {
      // All that type.__call__ does: the constructor, or __new__ and then __init__. If it throws, nothing is kept.
      this.instance = super.__call__(...args);
    } else if (args.length > 0) {
      throw new TypeError(`the ${this.name} is there already: nobody would look at the arguments`);
    }
    return this.instance;
  }
}

@metaclass(Shared)
class Queue extends object {
  readonly waiting: string[] = [];

  constructor(readonly name = "tasks") {
    super();
    print("setting up", name);
  }
  __len__(): number {
    return this.waiting.length;
  }
}

const first = new Queue("mail");
print(bool(first), new Queue() === first);
first.waiting.push("letter");
print(len(new Queue()), new Queue().name);

try {
  new Queue("print");
} catch (error) {
  print(str(error));
}

// JavaScript tells nobody that a class was declared: where the metaclass decides what `new` gives, a subclass needs the
// decorator, too.
@metaclass(Shared)
class Stack extends Queue {
  constructor() {
    super("stack");
  }
}

print(
  new Stack() === new Stack(),
  (new Stack() as Queue) === first,
  new Stack().name,
  isinstance(new Stack(), Queue),
);
