// A metaclass that reads each new class, and refuses one whose methods do not say what they do.

import { type Class, callable, docOf, metaclass, type Namespace, object, print, str, type } from "dunder";

// A class is an object too, and a metaclass is its class: __init__ runs when the class has just been made. This library
// has one such metaclass ready, `Documented`.
class Explained extends type {
  override __init__(name: string, bases: readonly Class[], namespace: Namespace): void {
    for (const [key, value] of Object.entries(namespace)) {
      if (key.startsWith("_") || !callable(value)) continue;
      if (!docOf(value)) throw new TypeError(`${name}.${key} needs a docstring`);
    }
    super.__init__(name, bases, namespace);
    print(name, "explains itself");
  }
}

// Python: class Robot(metaclass=Explained)
@metaclass(Explained)
class Robot extends object {
  static wheels = 3; // not callable, so there is nothing to explain
  forward(): void {
    "Roll one step.";
    print("rolling on", this.count(), "wheels");
  }
  count(): number {
    "Say how many wheels there are.";
    return Robot.wheels;
  }
}
new Robot().forward();

// The error comes with the class, before anybody could make an instance of it.
try {
  @metaclass(Explained)
  class Toaster extends object {
    toast(): void {}
  }
  new Toaster().toast();
} catch (error) {
  print(str(error));
}

// A subclass has the metaclass of its base. In JavaScript the metaclass would hear of it at its first `new`: the decorator
// tells it at once.
try {
  @metaclass(Explained)
  class Cleaner extends Robot {
    sweep(): void {}
  }
  new Cleaner().sweep();
} catch (error) {
  print(str(error));
}
print(type(Robot), type(Robot) === Explained);
