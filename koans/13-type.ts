// type(): the class of an object, and a way of making classes.

import { object, repr, type } from "dunder";
import { equal, fill, koan } from "../scripts/koans/koan.ts";

koan("type with one argument gives the class of an object, and that of a class is type", () => {
  class Cat extends object {}
  equal(type(new Cat()) === Cat, fill(true));
  equal(type(Cat) === type, fill(true));
});

koan("type with a name, bases and a namespace makes a class", () => {
  const Point = type("Point", [object], {
    x: 3,
    double(this: { x: number }) {
      return this.x * 2;
    },
  });
  equal(Point.name, fill("Point"));
  equal(new Point().double(), fill(6));
  equal(repr(Point), fill("<class '__main__.Point'>"));
});
