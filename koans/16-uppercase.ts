// A metaclass that changes the names in a class's body.

import { hasattr, metaclass, object, UppercaseAttributes } from "dunder";
import { equal, fill, koan } from "../scripts/koans/koan.ts";

koan("UppercaseAttributes gives a class's own attributes upper-case names", () => {
  const China = metaclass(UppercaseAttributes)(
    class China extends object {
      static country = "China";
    },
  );
  equal(hasattr(China, "COUNTRY"), fill(true));
  equal(hasattr(China, "country"), fill(false));
});
