// isinstance: whether an object is of a class, or of a class that inherits from it.

import { int, isinstance, list, object, print, repr, str, type } from "dunder";

class Vehicle extends object {
  constructor(readonly name: string) {
    super();
  }
}

class Bicycle extends Vehicle {}

class Driver extends object {}

const old = new Bicycle("rusty");
print(isinstance(old, Bicycle));
print(isinstance(old, Vehicle)); // a bicycle is a vehicle, too
print(isinstance(new Vehicle("cart"), Bicycle)); // and not the other way round
print(isinstance(old, Driver), isinstance(old, object));

// type() gives the class itself, and knows nothing of inheritance.
print(type(old) === Bicycle, type(old) === Vehicle);

// One of several will do: a tuple in Python, an array here.
print(isinstance(old, [Driver, Vehicle]));

// `instanceof` knows no class of 7 or "seven"; isinstance does, and has Python's names for them.
for (const value of [7, 7.5, true, "seven", [7], null]) {
  print(repr(value), isinstance(value, int), isinstance(value, [str, list]), type(value));
}

// What it is for: to treat different things differently. The compiler learns from it what `thing` is.
function label(thing: unknown): string {
  if (isinstance(thing, Vehicle)) return thing.name;
  if (isinstance(thing, str)) return thing.toUpperCase();
  return "unknown";
}
print([old, "ferry", 12].map((thing) => label(thing)));

try {
  // @ts-expect-error: a name is no class. The compiler says so here, Python when it is called.
  isinstance(old, "Vehicle");
} catch (error) {
  print(repr(error));
}
