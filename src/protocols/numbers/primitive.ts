// Objects that are numbers: `__float__`, `__int__` and `__index__` reach JavaScript's conversion to a primitive.

import type { Bridge } from "../bridge.ts";
import { type Hook, lookup } from "../lookup.ts";
import { str } from "../text/repr.ts";
import { typeName } from "../typename.ts";

const NUMBER_HOOKS = ["__float__", "__index__", "__int__"] as const;

/** `+obj`, `obj * 2` and `obj < 3` ask `__float__`, then `__index__`, then `__int__`; a string is asked of `__str__`. */
function toPrimitive(this: object, hint: "number" | "string" | "default"): unknown {
  if (hint === "string") return str(this);
  for (const name of NUMBER_HOOKS) {
    const hook = lookup(this, name);
    if (hook != null) return number(this, name, hook);
  }
  return Number.NaN;
}

function number(obj: object, name: string, hook: Hook): unknown {
  const value = hook.call(obj);
  if (typeof value === "number" || typeof value === "bigint") return value;
  const kind = name === "__float__" ? "float" : "int";
  throw new TypeError(
    `${typeName(obj)}.${name}() must return ${kind === "int" ? "an int" : "a float"}, not ${typeName(value)}`,
  );
}

/** How the conversions to a number reach JavaScript's operators. */
export const primitiveBridges: readonly Bridge[] = NUMBER_HOOKS.map((hook) => ({
  hook,
  key: Symbol.toPrimitive,
  method: toPrimitive,
}));
