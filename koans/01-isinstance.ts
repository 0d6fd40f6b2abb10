// isinstance and issubclass: what an object is, and what a class extends.

import { int, isinstance, issubclass, list, object } from "dunder";
import { equal, fill, koan } from "../scripts/koans/koan.ts";

koan("An instance of a class is also an instance of the classes above it", () => {
  class Animal extends object {}
  class Dog extends Animal {}
  equal(isinstance(new Dog(), Animal), fill(true));
  equal(isinstance(new Animal(), Dog), fill(false));
});

koan("Several classes may be asked for at once: one is enough", () => {
  equal(isinstance(3, [int, list]), fill(true));
});

koan("A boolean is an int, as in Python", () => {
  equal(isinstance(true, int), fill(true));
});

koan("A class counts as a subclass of itself", () => {
  class Animal extends object {}
  equal(issubclass(Animal, Animal), fill(true));
});
