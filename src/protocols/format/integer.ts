// Formatting of int and bool values.

import { OverflowError, ValueError } from "../errors.ts";
import { floatValue } from "../numbers.ts";
import { FLOAT_TYPES, floatLayout } from "./float.ts";
import { numberLayout, signOf } from "./layout.ts";
import { unknownType } from "./messages.ts";
import { parseSpec, type Spec } from "./spec.ts";

type IntFormatter = (value: number | bigint) => string;

/** Compiles `spec` for int values; `typeName` is `int` or `bool`. */
export function intFormatter(spec: string, typeName: string): IntFormatter {
  const parsed = parseSpec(spec, typeName, { type: "d", align: ">" });
  const base = BASES[parsed.type];
  if (base !== undefined) return digitsFormatter(parsed, base);
  if (parsed.type === "c") return characterFormatter(parsed);
  if (parsed.type === "" || !FLOAT_TYPES.has(parsed.type)) throw unknownType(parsed.type, typeName);
  const asFloat = floatLayout(parsed);
  return (value) => asFloat(floatValue(value));
}

interface Base {
  readonly radix: number;
  /** What `#` puts before the digits. */
  readonly prefix: string;
}

const BASES: Readonly<Record<string, Base>> = {
  d: { radix: 10, prefix: "" },
  n: { radix: 10, prefix: "" },
  b: { radix: 2, prefix: "0b" },
  o: { radix: 8, prefix: "0o" },
  x: { radix: 16, prefix: "0x" },
  X: { radix: 16, prefix: "0X" },
};

function digitsFormatter(spec: Spec, { radix, prefix: basePrefix }: Base): IntFormatter {
  check(spec);
  const { sign } = spec;
  const prefix = spec.alternate ? basePrefix : "";
  const upper = spec.type === "X";
  const layout = numberLayout(spec, radix === 10 ? 3 : 4);
  return (value) => {
    const digits = magnitude(value, radix);
    return layout(signOf(value < 0, sign), prefix, upper ? digits.toUpperCase() : digits, "");
  };
}

/** The digits of an int without its sign. */
function magnitude(value: number | bigint, radix: number): string {
  if (typeof value === "number" && Number.isSafeInteger(value)) return Math.abs(value).toString(radix);
  const digits = BigInt(value).toString(radix);
  return digits.startsWith("-") ? digits.slice(1) : digits;
}

const MAX_LONG = 2n ** 63n;

function characterFormatter(spec: Spec): IntFormatter {
  check(spec);
  if (spec.sign !== "") throw new ValueError("Sign not allowed with integer format specifier 'c'");
  if (spec.alternate) {
    throw new ValueError("Alternate form (#) not allowed with integer format specifier 'c'");
  }
  const layout = numberLayout(spec, 3);
  return (value) => {
    if (value >= MAX_LONG || value < -MAX_LONG)
      throw new OverflowError("Python int too large to convert to C long");
    if (value < 0 || value > 0x10ffff) throw new OverflowError("%c arg not in range(0x110000)");
    return layout("", "", "", String.fromCodePoint(Number(value)));
  };
}

function check({ precision, positiveZero }: Spec): void {
  if (precision >= 0) throw new ValueError("Precision not allowed in integer format specifier");
  if (positiveZero) {
    throw new ValueError("Negative zero coercion (z) not allowed in integer format specifier");
  }
}
