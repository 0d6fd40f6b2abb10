// A singleton by class method: `Pool.shared()` gives the one pool, made at its first use.

import { object, print, repr, type, ValueError } from "dunder";

// This library has a metaclass that gives its classes such a method, `SharedInstance`.
class Pool extends object {
  declare private static instance: Pool; // `declare`: no class has it until it is set

  constructor(
    readonly host = "127.0.0.1",
    readonly port = 3306,
  ) {
    super();
    if (!(port > 0 && port < 65536)) throw new ValueError(`${port} is no port`);
  }

  // `this` is the class that the method was called on: a subclass has a pool of its own, not its base's.
  static shared(...args: ConstructorParameters<typeof Pool>): Pool {
    if (!Object.hasOwn(this, "instance")) this.instance = new this(...args);
    return this.instance;
  }
}

// `new` knows nothing of it, and makes a new object each time. (A private constructor would have the compiler refuse it;
// Python has nothing of the kind.)
print(new Pool() === new Pool());

// Where making it fails, there is none, and the next one to ask may try again.
try {
  Pool.shared("db.example", 70000);
} catch (error) {
  print(repr(error));
}

const first = Pool.shared("db.example", 5432);
const second = Pool.shared();
print(first === second, second.host, second.port);
print(Pool.shared("other.example").host); // too late: it is there already

class ReadPool extends Pool {}

print(ReadPool.shared() === Pool.shared(), ReadPool.shared().port, type(ReadPool.shared()) === ReadPool);
