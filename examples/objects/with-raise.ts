// with and an error: `__exit__` hears of it, and does not stop it. This program ends with a ValueError.

import { object, print, ValueError, with_ } from "dunder";

class Oven extends object {
  __enter__(): this {
    print("oven on");
    return this;
  }
  // The error's class, the error itself, and where it was raised: a traceback object in Python, the stack here.
  __exit__(exc_type: unknown, exc: unknown, traceback: unknown): void {
    print("oven off");
    print("class:", exc_type);
    print("error:", exc);
    print("raised somewhere:", traceback !== null);
    // No true value is returned, so the error goes on.
  }
  bake(minutes: number): void {
    if (minutes > 60) throw new ValueError(`${minutes} minutes: that cake is coal`);
    print("baked for", minutes, "minutes");
  }
}

with_(new Oven(), (oven) => {
  oven.bake(45);
  oven.bake(90);
  print("never printed: the error leaves the body");
});
print("never printed: nobody caught the error");
