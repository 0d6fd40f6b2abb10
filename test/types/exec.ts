// What the compiler knows of `exec` and `eval_`.

import { eval_, exec, kw } from "dunder";
import { expectType } from "../support/types.ts";

expectType<void>()(exec("x = 1", { y: 2 }, new Map<string, number>()));
expectType<unknown>()(eval_("x", new Map([["x", 1]])));
exec("x = 1", kw({ globals: {}, locals: {} }));
exec("x = 1", null, {});
exec(new Uint8Array());

// @ts-expect-error a script is text
exec(5);
// @ts-expect-error globals are a dict
exec("x", []);
// @ts-expect-error globals are a dict
eval_("x", 5);
// @ts-expect-error there is no such keyword
exec("x", kw({ closure: 1 }));
