// All of it in one picture: whose parentheses they are decides whose __call__ runs, and that calls __new__ and __init__.

import {
  type Class,
  callableClass,
  hasattr,
  type Metaclass,
  metaclass,
  type Namespace,
  object,
  print,
  type,
} from "dunder";

class Meta extends type {
  static override __new__(mcs: Metaclass, name: string, bases: readonly Class[], namespace: Namespace): type {
    print("  Meta.__new__ makes", name);
    return super.__new__(mcs, name, bases, namespace);
  }

  override __init__(name: string, bases: readonly Class[], namespace: Namespace): void {
    print("  Meta.__init__ sets up", name);
    super.__init__(name, bases, namespace);
  }

  override __call__(...args: unknown[]): unknown {
    print("  Meta.__call__ runs for", this.name);
    const made = this.__new__(this, ...args) as InstanceType<typeof object>;
    made.__init__(...(args as never[])); // the object's, so that the object is filled, and not the class
    return made;
  }
}

print("class Greeter:");

const Greeter = callableClass(
  metaclass(Meta)(
    class Greeter extends object {
      declare guest: string;

      static __new__(cls: Class, ..._args: unknown[]): object {
        print("  Greeter.__new__ makes an object");
        return object.__new__(cls);
      }

      override __init__(guest: string): void {
        print("  Greeter.__init__ fills it");
        this.guest = guest;
      }

      __call__(greeting: string): string {
        print("  Greeter.__call__ runs for", this.guest);
        return `${greeting}, ${this.guest}`;
      }
    },
  ),
);

// Meta's class is type, whose __call__ made Greeter by Meta.__new__ and Meta.__init__.
// Greeter's class is Meta:
print("Greeter('Noor'):");
const noor = new Greeter("Noor");

// noor's class is Greeter:
print("noor('Hello'):");
print("  gives", noor("Hello"));

print([type(noor), type(Greeter), type(Meta), type(type)].map((cls) => cls.name));
print(noor.__dict__, hasattr(Greeter, "guest"));

// The class statement as a call.
print("Meta('Silent', ...):");
const Silent = new Meta("Silent", [Greeter], { __call__: () => "..." });
print("Silent('Ben'):");
const ben = new Silent("Ben") as (greeting: string) => string;
print("  gives", ben("Hello"));
