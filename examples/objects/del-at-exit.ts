// __del__, last moment: the program ends, and lets go of all that is left.

import { object, print } from "dunder";

class Locker extends object {
  constructor(readonly number: number) {
    super();
    print("locker", number, "is taken");
  }
  __del__(): void {
    print("locker", this.number, "is free");
  }
}

const locker = new Locker(31);
print("swimming", locker.number);
print("the pool closes");
// No del_ here. Which of several objects would go first is nothing to build on, in either language.
