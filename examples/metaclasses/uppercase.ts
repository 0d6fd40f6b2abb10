// A metaclass that changes the class body: data attributes get upper-case names.

import {
  type Class,
  callable,
  getattr,
  hasattr,
  isinstance,
  type Metaclass,
  metaclass,
  type Namespace,
  object,
  Property,
  print,
  setattr,
  sorted,
  str,
  type,
} from "dunder";

// This library has one such metaclass ready, `UppercaseAttributes`.
class Constants extends type {
  static override __new__(mcs: Metaclass, name: string, bases: readonly Class[], namespace: Namespace): type {
    const changed: Namespace = {};
    for (const [key, value] of Object.entries(namespace)) {
      // Methods, accessors and nested classes keep their names; so do __module__ and its like.
      const isData = !callable(value) && !isinstance(value, Property) && !key.startsWith("__");
      const renamed = isData ? key.toUpperCase() : key;
      if (renamed in changed) throw new TypeError(`${name}: two attributes would be called ${renamed}`);
      changed[renamed] = value;
    }
    return super.__new__(mcs, name, bases, changed);
  }
}

@metaclass(Constants)
class Bridge extends object {
  static lanes = 4;
  static maxload = 40.5;
  // The compiler knows nothing of the new names, unless it is told.
  declare readonly LANES: number;
  declare readonly MAXLOAD: number;

  // The body is what was renamed, and not the code of its methods: they use the new names.
  crossing(load: number): string {
    return load <= this.MAXLOAD ? "go" : `stop: at most ${this.MAXLOAD} tons`;
  }

  get width(): number {
    return this.LANES * 3;
  }
}

function own(cls: Class): string[] {
  return Object.keys((cls as unknown as type).__dict__).filter((key) => !key.startsWith("__"));
}

print(sorted(own(Bridge)));
print(getattr(Bridge, "LANES"), hasattr(Bridge, "lanes"));
const bridge = new Bridge();
print(bridge.crossing(12), "/", bridge.crossing(60), "/", bridge.width);

// What comes later is not part of the body.
@metaclass(Constants)
class Footbridge extends Bridge {
  static override lanes = 0;
}
setattr(Footbridge, "colour", "red");
print(getattr(Footbridge, "LANES"), getattr(Footbridge, "MAXLOAD"), getattr(Footbridge, "colour"));

try {
  @metaclass(Constants)
  class Tunnel extends object {
    static spans = 9;
    static SPANS = 10;
  }
  print(Tunnel);
} catch (error) {
  print(str(error));
}
