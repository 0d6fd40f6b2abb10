// A metaclass that takes over the making of objects: their classes need no constructor, and are called by keyword only.

import {
  getattr,
  type Keywords,
  kw,
  metaclass,
  object,
  print,
  splitKeywords,
  str,
  tuple,
  type,
} from "dunder";

// This library has one such metaclass ready, `KeywordOnly`.
class FromKeywords extends type {
  // Python's parameters *args and **kwargs are the two parts of the arguments.
  override __call__(...args: unknown[]): unknown {
    const [positional, keywords = {}] = splitKeywords(args);
    if (positional.length > 0) {
      throw new TypeError(
        `${this.name} takes keyword arguments only, and was given ${str(tuple(positional))}`,
      );
    }
    const made = object.__new__(this) as InstanceType<typeof object>;
    for (const [key, value] of Object.entries(keywords)) {
      made.__dict__[key.toUpperCase()] = value; // the store itself: no __setattr__ is asked
    }
    return made;
  }
}

@metaclass(FromKeywords)
class Traveller extends object {
  static planet = "Earth";
  declare readonly planet: string;
  declare readonly NAME: string;
  declare readonly AGE: number;

  // This tells the compiler what may be given. It has nothing to do.
  constructor(_keywords: Keywords<{ name: string; age?: number; planet?: string }>) {
    super();
  }

  // Upper-case, as the attributes are called.
  introduce(): string {
    return `${this.NAME} (${this.AGE}) from ${this.planet}`;
  }
}

const noor = new Traveller(kw({ name: "Noor", age: 41 }));
print(noor.__dict__);
print(noor.introduce());
print(new Traveller(kw({ name: "Ilse", age: 7, planet: "Mars" })).__dict__);

try {
  // @ts-expect-error: the compiler says so, too.
  new Traveller("Noor", 41);
} catch (error) {
  print(str(error));
}

// What was not given is not there. JavaScript has `undefined` for that; getattr asks as Python does.
try {
  getattr(new Traveller(kw({ name: "Ben" })), "AGE");
} catch (error) {
  print(str(error));
}
