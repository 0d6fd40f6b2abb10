// Making a class: `Meta.__new__` makes it, and `Meta.__init__` sets it up, when the class statement comes to its end.

import {
  type Class,
  hasattr,
  type Metaclass,
  metaclass,
  type Namespace,
  object,
  print,
  sorted,
  str,
  tuple,
  type,
} from "dunder";

class Announcing extends type {
  declare colour: string;
  // A field of a metaclass is an attribute of each of its classes. In Python __init__ sets it.
  lit = 0;

  // mcs is the metaclass; there is no class yet. What may still be changed: the name, and the body's names.
  static override __new__(mcs: Metaclass, name: string, bases: readonly Class[], namespace: Namespace): type {
    const names = Object.keys(namespace).filter((key) => !key.startsWith("__"));
    print("new", name, bases, sorted(names));
    // A class is made by type.__new__, as an object is by object.__new__.
    return super.__new__(mcs, name, bases, { ...namespace, colour: "white" });
  }

  // `this` is the class that __new__ has made.
  override __init__(name: string, bases: readonly Class[], namespace: Namespace): void {
    print("init", this, this.colour);
    super.__init__(name, bases, namespace);
  }

  // A method of the metaclass is one of the class, and none of its objects.
  light(): string {
    this.lit += 1;
    return `${this.name}: ${this.lit}`;
  }
}

print("before the class");

// Python: class Lamp(metaclass=Announcing). The decorator runs when the class statement comes to its end.
@metaclass(Announcing)
class Lamp extends object {
  static watts = 40;
  declare watts: number; // a metaclass lets instances see the attributes of their class
  declare colour: string;

  glow(): string {
    return `${this.watts} watts, ${this.colour}`;
  }
}

print("after the class");
print(new Lamp().glow()); // neither runs for an object

// A subclass is announced at its first `new`, or here. The compiler learns of what the metaclass adds from the function
// form, not from the decorator.
const Torch = metaclass(Announcing)(class Torch extends Lamp {});
print(Torch.light(), Torch.light(), hasattr(new Torch(), "light"));

// The class statement in other words: the arguments go through type.__call__ to the two methods.
const Candle = new Announcing("Candle", tuple([Torch]), { watts: 1 });
print((new Candle() as Lamp).glow(), Candle.light(), Torch.lit, type(Candle));

try {
  object.__new__(Announcing);
} catch (error) {
  print(str(error));
}
