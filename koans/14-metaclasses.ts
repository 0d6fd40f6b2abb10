// Metaclasses: the class of a class sees how it is made, and how it makes its instances.

import { type Class, metaclass, type Namespace, object, type } from "dunder";
import { equal, fill, koan } from "../scripts/koans/koan.ts";

koan("Making a class runs the metaclass's __init__; calling it runs its __call__", () => {
  const log: string[] = [];
  class Meta extends type {
    override __init__(name: string, bases: readonly Class[], namespace: Namespace): void {
      log.push(`made ${name}`);
      super.__init__(name, bases, namespace);
    }
    override __call__(...args: unknown[]): unknown {
      log.push(`called ${this.name}`);
      return super.__call__(...args);
    }
  }
  const Foo = metaclass(Meta)(class Foo extends object {});
  equal(log, fill(["made Foo"]));
  new Foo();
  equal(log, fill(["made Foo", "called Foo"]));
});

koan("A method of the metaclass is one of the class, and none of its instances", () => {
  class Meta extends type {
    describe(): string {
      return `class ${this.name}`;
    }
  }
  const Foo = metaclass(Meta)(class Foo extends object {});
  equal(Foo.describe(), fill("class Foo"));
  equal("describe" in new Foo(), fill(false));
});
