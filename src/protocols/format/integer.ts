// Formatting of int and bool values.

import { OverflowError, ValueError } from "../errors.ts";
import { floatValue } from "../numbers/numbers.ts";
import { groupedDigits, groupedText, radixDigits } from "./digits.ts";
import { FLOAT_TYPES, floatLayout } from "./float.ts";
import { groupWhole, numberLayout, pad, repeat, signOf } from "./layout.ts";
import { unknownType } from "./messages.ts";
import { type Grouping, parseSpec, type Spec } from "./spec.ts";

type Integer = number | bigint;
type IntFormatter = (value: Integer) => string;

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
  const { sign, width, grouping, fill, align } = spec;
  const prefix = spec.alternate ? basePrefix : "";
  const digits = digitsFunction(radix, grouping);
  const magnitude = spec.type === "X" ? (value: Integer) => digits(value).toUpperCase() : digits;
  if (width <= 0) {
    if (prefix === "") return (value) => signOf(value < 0, sign) + magnitude(value);
    return (value) => signOf(value < 0, sign) + prefix + magnitude(value);
  }
  // Zeros in front are grouped with the digits.
  if (grouping !== "" && align === "=" && fill === "0") {
    const layout = numberLayout(spec, radix === 10 ? 3 : 4);
    const plain = digitsFunction(radix, "");
    const upper = spec.type === "X";
    return (value) => {
      const text = plain(value);
      return layout(signOf(value < 0, sign), prefix, upper ? text.toUpperCase() : text, "");
    };
  }
  if (align === "=") {
    return (value) => {
      const before = signOf(value < 0, sign) + prefix;
      const text = magnitude(value);
      return before + repeat(fill, width - before.length - text.length) + text;
    };
  }
  return (value) => {
    const text = signOf(value < 0, sign) + prefix + magnitude(value);
    return pad(text, text.length, spec);
  };
}

/** Compiles the digits of an int without its sign, in groups. */
function digitsFunction(radix: number, separator: Grouping): (value: Integer) => string {
  const group = radix === 10 ? groupedText(separator) : groupedByFour(separator);
  const ofBig = (value: Integer): string => {
    const text = BigInt(value).toString(radix);
    return group(text.charCodeAt(0) === MINUS ? text.slice(1) : text);
  };
  const ofSmall =
    radix === 10
      ? groupedDigits(separator)
      : separator === ""
        ? radixDigits(radix)
        : (n: number) => group(n.toString(radix));
  return (value) =>
    typeof value === "number" && Number.isSafeInteger(value) ? ofSmall(Math.abs(value)) : ofBig(value);
}

const MINUS = 45;

function groupedByFour(separator: Grouping): (digits: string) => string {
  if (separator === "") return (digits) => digits;
  return (digits) => groupWhole(digits, separator, 4, 0);
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
