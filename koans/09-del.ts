// __del__: an object's last words.

import { del_, object } from "dunder";
import { equal, fill, koan } from "../scripts/koans/koan.ts";

koan("del_ calls __del__ at once, and only once", () => {
  const said: string[] = [];
  class Guest extends object {
    __del__(): void {
      said.push("bye");
    }
  }
  const guest = new Guest();
  del_(guest);
  said.push("next");
  del_(guest);
  equal(said, fill(["bye", "next"]));
});
