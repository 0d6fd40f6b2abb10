// issubclass: whether a class inherits from another one, at any distance.

import { bases, bool, float, int, issubclass, mro, object, print, repr } from "dunder";

class Plant extends object {}

class Tree extends Plant {}

class Oak extends Tree {}

class Fungus extends object {}

print(issubclass(Tree, Plant));
print(issubclass(Oak, Plant)); // over a class in between
print(issubclass(Plant, Oak)); // upwards only
print(issubclass(Oak, Oak)); // a class counts as its own subclass
print(issubclass(Fungus, Plant), issubclass(Fungus, object));
print(issubclass(Oak, [Fungus, Tree])); // one of several will do

// With two bases it is a subclass of both. Python: class Lichen(Plant, Fungus)
class Lichen extends bases(Plant, Fungus) {}

print(issubclass(Lichen, Plant), issubclass(Lichen, Fungus), issubclass(Lichen, Tree));
print(mro(Lichen).map((cls) => cls.name)); // the order in which its classes are searched

// The built-in types have one such relation.
print(issubclass(bool, int), issubclass(int, float));

try {
  issubclass(new Oak(), Plant); // it asks about classes; isinstance is for objects
} catch (error) {
  print(repr(error));
}
