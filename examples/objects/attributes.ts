// Attributes: the three methods behind `lamp.watts`, `lamp.watts = 40` and `delete lamp.watts`.

import { AttributeError, delattr, getattr, hasattr, object, print, repr, setattr } from "dunder";

class Lamp extends object {
  // `declare` tells the compiler of an attribute and creates none. Python has no need of it.
  declare watts: number;
  declare colour?: string;

  constructor(watts: number) {
    super();
    this.watts = watts; // goes through __setattr__ too
  }

  // Every assignment comes here. `this[name] = value` would come here as well, for ever: __dict__ is the way around.
  override __setattr__(name: string, value: unknown): void {
    print("set", name, "to", repr(value));
    this.__dict__[name] = value;
  }

  // Only names that the normal look-up does not find come here. AttributeError says "there is none": hasattr, and
  // getattr with a default, rely on it.
  __getattr__(name: string): unknown {
    print("missed", name);
    throw new AttributeError(`this lamp has no ${name}`);
  }

  override __delattr__(name: string): void {
    print("delete", name);
    if (!(name in this.__dict__)) throw new AttributeError(`there is no ${name} to delete`);
    delete this.__dict__[name];
  }
}

const lamp = new Lamp(60);
print(lamp.watts); // found, so __getattr__ hears nothing of it
print(lamp.__dict__);

lamp.watts = 40;
setattr(lamp, "colour", "amber"); // the same as lamp.colour = "amber", for a name that is only known at run time
lamp.__dict__["height"] = 150; // no hook: the dictionary is the object's store itself
print(lamp.__dict__);

print(getattr(lamp, "height"));
print(hasattr(lamp, "price"));
print(getattr(lamp, "price", "no price"));

delete lamp.colour;
print(lamp.__dict__);
try {
  delattr(lamp, "colour");
} catch (error) {
  print(repr(error));
}
