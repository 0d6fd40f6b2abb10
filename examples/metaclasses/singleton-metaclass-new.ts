// A singleton by metaclass: `Meta.__call__` decides what `new Settings()` gives.

import { isinstance, metaclass, object, print, repr, type, ValueError } from "dunder";

// This library has one such metaclass ready, `Singleton`.
class OneInstance extends type {
  // A field of a metaclass is an attribute of each of its classes.
  instance: object | null = null;

  // Runs for `new Settings(…)`, and what it returns is what `new` gives. `this` is the class.
  override __call__(...args: unknown[]): unknown {
    if (this.instance === null) {
      print("making the one", this.name);
      // In Python __new__ makes the object and __init__ fills it; a TypeScript constructor does both. If it throws,
      // nothing is kept, and the next call starts afresh.
      this.instance = object.__new__(this, ...args);
    }
    return this.instance; // the arguments of later calls change nothing
  }
}

@metaclass(OneInstance)
class Settings extends object {
  constructor(
    public theme = "dark",
    public columns = 80,
  ) {
    super();
    if (columns < 20) throw new ValueError("too narrow");
  }
}

@metaclass(OneInstance)
class Journal extends object {
  readonly lines: string[] = [];
}

try {
  new Settings("light", 5);
} catch (error) {
  print(repr(error));
}
const first = new Settings("light");
const second = new Settings("dark", 132);
print(first === second, second.theme, second.columns); // Python: first is second
second.theme = "blue";
print(first.theme);

// Each class has an instance of its own.
new Journal().lines.push("started");
print(new Journal().lines);
print(isinstance(new Journal(), Journal), isinstance(new Journal(), Settings));
