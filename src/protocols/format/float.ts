// Formatting of float values.

import { floatRepr, padExponent } from "../digits.ts";
import { ValueError } from "../errors.ts";
import { groupFraction, numberLayout, pad, repeat, signOf } from "./layout.ts";
import { unknownType } from "./messages.ts";
import { fixed, scientific } from "./rounding.ts";
import { parseSpec, type Spec } from "./spec.ts";

type FloatFormatter = (value: number) => string;

/** The presentation types that float knows; `""` is the absent one. */
export const FLOAT_TYPES: ReadonlySet<string> = new Set(["", ..."eEfFgGn%"]);

/** Compiles `spec` for float values. */
export function floatFormatter(spec: string): FloatFormatter {
  const parsed = parseSpec(spec, "float", { type: "", align: ">" });
  if (!FLOAT_TYPES.has(parsed.type)) throw unknownType(parsed.type, "float");
  return floatLayout(parsed);
}

const MAX_PRECISION = 2 ** 31 - 1;
const DEFAULT_PRECISION = 6;

/** Compiles a parsed specification of one of the {@link FLOAT_TYPES}. */
export function floatLayout(spec: Spec): FloatFormatter {
  if (spec.precision > MAX_PRECISION) throw new ValueError("precision too big");
  const { sign, positiveZero, fractionGrouping, grouping, width, align } = spec;
  const percent = spec.type === "%";
  const digitsOf = digitsFunction(spec);
  const upper = "EFG".includes(spec.type || "e");
  const text = (x: number): string => {
    const size = Math.abs(percent ? x * 100 : x);
    const plain = Number.isFinite(size) ? digitsOf(size) : Number.isNaN(size) ? "nan" : "inf";
    const digits = upper ? plain.toUpperCase() : plain;
    return percent ? `${digits}%` : digits;
  };
  const isNegative = (x: number, shown: string): boolean =>
    (x < 0 || Object.is(x, -0)) && !(positiveZero && IS_ZERO.test(shown));

  if (width <= 0 && grouping === "" && fractionGrouping === "") {
    return (x) => {
      const shown = text(x);
      return signOf(isNegative(x, shown), sign) + shown;
    };
  }
  if (grouping === "" && fractionGrouping === "" && align !== "=") {
    return (x) => {
      const shown = text(x);
      const signed = signOf(isNegative(x, shown), sign) + shown;
      return pad(signed, signed.length, spec);
    };
  }
  const layout = numberLayout(spec, 3);
  return (x) => {
    const shown = text(x);
    const [, whole, fraction, rest] = NUMBER.exec(shown) as unknown as [string, string, string, string];
    const tail = (fraction === "" ? "" : `.${groupFraction(fraction.slice(1), fractionGrouping)}`) + rest;
    return layout(signOf(isNegative(x, shown), sign), "", whole, tail);
  };
}

const IS_ZERO = /^[0.]+(?:e|%|$)/i;
const NUMBER = /^(\d*)((?:\.\d*)?)(.*)$/;

/** The function that gives the digits of a finite, not negative number for this type, precision and `#`. */
function digitsFunction({ type, precision, alternate }: Spec): (x: number) => string {
  const places = precision < 0 ? DEFAULT_PRECISION : precision;
  switch (type) {
    case "e":
    case "E":
      if (alternate && places === 0) return (x) => padExponent(scientific(x, 0).replace("e", ".e"));
      return (x) => padExponent(scientific(x, places));
    case "f":
    case "F":
    case "%":
      return alternate && places === 0 ? (x) => `${fixed(x, 0)}.` : (x) => fixed(x, places);
    case "":
      if (precision < 0) return alternate ? (x) => floatRepr(x).replace(/^(\d)e/, "$1.e") : floatRepr;
      return general(Math.max(places, 1), alternate, true);
    default:
      return general(Math.max(places, 1), alternate, false);
  }
}

/**
 * The `g` types: an exponent where the number is very large or small, no trailing zeros but for `#`. `pointed` is the
 * absent type's rule: a digit behind the point always, which leaves one less for the rest.
 */
function general(count: number, alternate: boolean, pointed: boolean): (x: number) => string {
  const limit = pointed ? count - 1 : count;
  return (x) => {
    const text = scientific(x, count - 1);
    const e = text.indexOf("e");
    const exponent = Number(text.slice(e + 1));
    const all = text[0] + text.slice(2, e);
    const digits = alternate ? all : withoutZeros(all);
    if (exponent < -4 || exponent >= limit) return exponential(digits, exponent, alternate);
    if (exponent < 0) return `0.${"0".repeat(-exponent - 1)}${digits}`;
    const whole = digits.slice(0, exponent + 1) + repeat("0", exponent + 1 - digits.length);
    const fraction = digits.slice(exponent + 1);
    if (fraction !== "") return `${whole}.${fraction}`;
    return pointed ? `${whole}.0` : alternate ? `${whole}.` : whole;
  };
}

/** Without the zeros at the end; the first digit stays. */
function withoutZeros(digits: string): string {
  let end = digits.length;
  while (end > 1 && digits[end - 1] === "0") end--;
  return digits.slice(0, end);
}

function exponential(digits: string, exponent: number, alternate: boolean): string {
  const point = digits.length > 1 || alternate ? "." : "";
  return padExponent(
    `${digits[0]}${point}${digits.slice(1)}e${exponent < 0 ? "-" : "+"}${Math.abs(exponent)}`,
  );
}
