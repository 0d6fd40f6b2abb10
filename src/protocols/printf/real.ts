// Which values `%f` takes.

import { lookup } from "../lookup.ts";
import { floatValue } from "../numbers/numbers.ts";
import { typeName } from "../typename.ts";

/**
 * The double that a number stands for, or an object with `__float__` or `__index__`; texts are not read.
 *
 * @throws TypeError `must be real number, not str`
 * @throws OverflowError when an int is too large
 */
export function realValue(value: unknown): number {
  const hook = lookup(value, "__float__");
  if (hook === null) throw new TypeError("'NoneType' object is not callable");
  const isReal =
    hook !== undefined ||
    typeof value === "number" ||
    typeof value === "bigint" ||
    typeof value === "boolean" ||
    value instanceof Number ||
    lookup(value, "__index__") !== undefined;
  if (!isReal) throw new TypeError(`must be real number, not ${typeName(value)}`);
  return floatValue(value);
}
