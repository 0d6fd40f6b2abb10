// Formatting of str values.

import { ValueError } from "../errors.ts";
import { textLength } from "../items/sequences.ts";
import { pad } from "./layout.ts";
import { unknownType } from "./messages.ts";
import { parseSpec, type Spec } from "./spec.ts";

/** Compiles `spec` for str values. */
export function stringFormatter(spec: string): (value: string) => string {
  const parsed = parseSpec(spec, "str", { type: "s", align: "<" });
  check(parsed);
  const { precision } = parsed;
  return (value) => {
    const text =
      precision >= 0 && value.length > precision ? Array.from(value).slice(0, precision).join("") : value;
    return parsed.width < 0 ? text : pad(text, textLength(text), parsed);
  };
}

function check({ type, sign, positiveZero, alternate, align }: Spec): void {
  if (type !== "s") throw unknownType(type, "str");
  if (sign !== "") {
    throw new ValueError(`${sign === " " ? "Space" : "Sign"} not allowed in string format specifier`);
  }
  if (positiveZero) throw new ValueError("Negative zero coercion (z) not allowed in string format specifier");
  if (alternate) throw new ValueError("Alternate form (#) not allowed in string format specifier");
  if (align === "=") throw new ValueError("'=' alignment not allowed in string format specifier");
}
