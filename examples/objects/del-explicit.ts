// __del__, first moment: the object is let go before the program ends.

import { del_, object, print } from "dunder";

class Locker extends object {
  constructor(readonly number: number) {
    super();
    print("locker", number, "is taken");
  }
  __del__(): void {
    print("locker", this.number, "is free");
  }
}

const locker = new Locker(12);
print("swimming", locker.number);
// Python counts references, and finalizes with the last one. JavaScript does not count: del_ means "this was the last".
del_(locker);
print("on the way home");
// Nothing more at the end: __del__ runs once. What must happen at a certain moment belongs into `with`, not in here.
