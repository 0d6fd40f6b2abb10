// with: set something up, do the work, and clear it away whatever happens.

import { object, print, with_ } from "dunder";

class Tent extends object {
  constructor(readonly place: string) {
    super();
  }
  // What this returns is what the body gets: Python's `as tent`.
  __enter__(): this {
    print("put up at the", this.place);
    return this;
  }
  // Three times None when the body ended well.
  __exit__(exc_type: unknown, exc: unknown, traceback: unknown): void {
    print("taken down at the", this.place, exc_type, exc, traceback);
  }
}

// Python: with Tent("lake") as tent: …
with_(new Tent("lake"), (tent) => {
  print("sleeping at the", tent.place);
});

// JavaScript's body is a function, so that it can have a result.
const hours = with_(new Tent("river"), () => 8);
print("slept", hours, "hours");

// Leaving early takes the tent down as well.
function stay(nights: number): string {
  return with_(new Tent("coast"), () => {
    for (let night = 1; night <= nights; night++) if (night === 2) return "went home in the rain";
    return "stayed to the end";
  });
}
print(stay(1));
print(stay(3));
