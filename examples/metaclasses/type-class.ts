// type(name, bases, namespace): a class without a class statement. In Python the statement itself ends in this very call.

import { exec, isinstance, metaclass, object, print, str, type } from "dunder";

class Animal extends object {
  declare readonly sound: string;
  constructor(readonly name: string) {
    super();
  }
  speak(): string {
    return `${this.name} says ${this.sound}`;
  }
}

// What the call needs: a name, the bases, and what would stand in the body.
const Dog = type("Dog", [Animal], {
  sound: "woof",
  legs: 4,
  describe(): string {
    return `a ${type(this).name} on ${this.legs} legs`;
  },
});
print(Dog, Dog.__name__, Dog.__bases__);
const rex = new Dog("Rex");
print(rex.speak(), "/", rex.describe());
print(isinstance(rex, Animal), type(rex) === Dog, type(Dog) === type);

// The same by statement: there is no difference. The decorator lets instances see what is static, as they do in Python.
@metaclass(type)
class Cat extends Animal {
  static sound = "miaow";
}
print(Cat, new Cat("Tom").speak(), type(Cat) === type(Dog));

// So classes can come from data.
const SOUNDS = { Cow: "moo", Duck: "quack" };
const classes = Object.entries(SOUNDS).map(([name, sound]) => type(name, [Animal], { sound }));
print(
  classes,
  classes.map((cls) => new cls("X").speak()),
);

// And a body can come as a text of our own: exec fills the namespace.
const body = {};
exec("sound = 'squeak'", {}, body);
const Mouse = type("Mouse", [Dog], body);
const pip = new Mouse("Pip");
print(body, pip.speak(), "/", pip.describe());

// Without bases, the class inherits from object, as every class does in the end.
const Empty = type("Empty", [], {});
print(Empty.__bases__, Mouse.__mro__);

try {
  type("Odd", [Animal, Dog, Animal], {});
} catch (error) {
  print(str(error));
}
