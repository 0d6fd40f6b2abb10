// Singletons: a class that has one instance.

import { KeyedSingleton, metaclass, object, Singleton } from "dunder";
import { equal, fill, koan } from "../scripts/koans/koan.ts";

koan("With the metaclass Singleton, each call gives the one instance", () => {
  const Settings = metaclass(Singleton)(class Settings extends object {});
  const first = new Settings();
  equal(new Settings() === first, fill(true));
});

koan("KeyedSingleton has one instance for each set of arguments", () => {
  const Pool = metaclass(KeyedSingleton)(
    class Pool extends object {
      constructor(readonly size: number) {
        super();
      }
    },
  );
  const small = new Pool(1);
  equal(new Pool(1) === small, fill(true));
  equal(new Pool(2) === small, fill(false));
});
