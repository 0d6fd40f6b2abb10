// exec: text that runs as code, and leaves its names in a dict.

import { eval_, exec } from "dunder";
import { equal, fill, koan } from "../scripts/koans/koan.ts";

koan("What the text assigns is left in its locals", () => {
  const names: Record<string, unknown> = {};
  exec("area = width * 2", { width: 3 }, names);
  equal<unknown>(names, fill({ area: 6 }));
});

koan("eval_ gives the value of one expression", () => {
  equal<unknown>(eval_("width + 1", { width: 3 }), fill(4));
});
