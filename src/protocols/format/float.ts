// Formatting of float values.

import { ValueError } from "../errors.ts";
import { floatRepr } from "../text/digits.ts";
import { groupedDigits, groupedText, paddedDigits } from "./digits.ts";
import { exponential, general } from "./general.ts";
import { groupFraction, numberLayout, pad, repeat, signOf } from "./layout.ts";
import { unknownType } from "./messages.ts";
import { fixed, nearestScaled, powerOfTen } from "./rounding.ts";
import { type Grouping, parseSpec, type Spec } from "./spec.ts";

type FloatFormatter = (value: number) => string;

/** The digits of a number without its sign. */
type Digits = (size: number) => string;

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
  const { sign, positiveZero, fractionGrouping, grouping, width, align, fill } = spec;
  const zeroFill = align === "=" && fill === "0";
  const isNegative = (x: number, shown: string): boolean =>
    (x < 0 || Object.is(x, -0)) && !(positiveZero && IS_ZERO.test(shown));

  // Zeros in front are grouped with the digits.
  if (grouping !== "" && zeroFill && width > 0) {
    const digits = floatDigits(spec);
    const layout = numberLayout(spec, 3);
    return (x) => {
      const shown = digits(Math.abs(x));
      const whole = wholeEnd(shown);
      const tail = groupTail(shown.slice(whole), fractionGrouping);
      return layout(signOf(isNegative(x, shown), sign), "", shown.slice(0, whole), tail);
    };
  }

  const digits = grouping === "" ? floatDigits(spec) : floatDigits(spec, grouping);
  const tailed = fractionGrouping === "" ? digits : groupedTails(digits, fractionGrouping);
  if (width <= 0) {
    return (x) => {
      const shown = tailed(Math.abs(x));
      return signOf(isNegative(x, shown), sign) + shown;
    };
  }
  if (align !== "=") {
    return (x) => {
      const shown = tailed(Math.abs(x));
      const signed = signOf(isNegative(x, shown), sign) + shown;
      return pad(signed, signed.length, spec);
    };
  }
  return (x) => {
    const shown = tailed(Math.abs(x));
    const shownSign = signOf(isNegative(x, shown), sign);
    return shownSign + repeat(fill, width - shownSign.length - shown.length) + shown;
  };
}

const IS_ZERO = /^[0.,_]+(?:e|%|$)/i;

/** What the digits depend on. */
export type DigitsSpec = Pick<Spec, "type" | "precision" | "alternate">;

/** Compiles the digits of a float without its sign; those before the point in groups where a separator is given. */
export function floatDigits(spec: DigitsSpec, separator: Grouping = ""): Digits {
  const { type } = spec;
  const digits = finiteDigits(spec, separator);
  const [nan, inf] = UPPER.has(type) ? ["NAN", "INF"] : ["nan", "inf"];
  if (type === "%") {
    return (x) => {
      const size = x * 100;
      return `${size < Number.POSITIVE_INFINITY ? digits(size) : Number.isNaN(size) ? nan : inf}%`;
    };
  }
  if (type === "E" || type === "G") {
    return (x) => (x < Number.POSITIVE_INFINITY ? digits(x).toUpperCase() : Number.isNaN(x) ? nan : inf);
  }
  return (x) => (x < Number.POSITIVE_INFINITY ? digits(x) : Number.isNaN(x) ? nan : inf);
}

const UPPER: ReadonlySet<string> = new Set("EFG");

function finiteDigits({ type, precision, alternate }: DigitsSpec, separator: Grouping): Digits {
  const places = precision < 0 ? DEFAULT_PRECISION : precision;
  switch (type) {
    case "f":
    case "F":
    case "%":
      return fixedDigits(places, alternate, separator);
    case "e":
    case "E":
      return exponential(places, alternate);
    case "":
      if (precision < 0) return grouping(alternate ? alternateRepr : floatRepr, separator);
      return grouping(general(Math.max(places, 1), alternate, true), separator);
    default:
      return grouping(general(Math.max(places, 1), alternate, false), separator);
  }
}

function alternateRepr(x: number): string {
  return floatRepr(x).replace(/^(\d)e/, "$1.e");
}

// Above these the parts of the number are no small integers, and the tables no help.
const FAST_PLACES = 9;
const FAST_SIZE = 2 ** 31;

function fixedDigits(places: number, alternate: boolean, separator: Grouping): Digits {
  const point = places > 0 || alternate ? "." : "";
  const exact =
    alternate && places === 0 ? (x: number) => `${fixed(x, 0)}.` : (x: number) => fixed(x, places);
  const slow = grouping(exact, separator);
  if (places > FAST_PLACES) return slow;
  const scale = powerOfTen(places);
  const whole = groupedDigits(separator);
  return (x) => {
    const n = x < FAST_SIZE ? nearestScaled(x, places) : -1;
    if (n < 0) return slow(x);
    const high = Math.floor(n / scale);
    return whole(high) + point + paddedDigits(n - high * scale, places);
  };
}

/** Groups the digits before the point. */
function grouping(digits: Digits, separator: Grouping): Digits {
  if (separator === "") return digits;
  const group = groupedText(separator);
  return (x) => {
    const text = digits(x);
    const end = wholeEnd(text);
    return group(text.slice(0, end)) + text.slice(end);
  };
}

/** Groups the digits behind the point. */
function groupedTails(digits: Digits, separator: Grouping): Digits {
  return (x) => {
    const text = digits(x);
    const point = text.indexOf(".");
    return point < 0 ? text : text.slice(0, point) + groupTail(text.slice(point), separator);
  };
}

/** How many characters stand before the point, the exponent or the percent sign; none of `inf`. */
function wholeEnd(text: string): number {
  let at = 0;
  while (isDigit(text.charCodeAt(at))) at++;
  return at;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Groups the digits of what follows the whole ones: `.123456e+07`. */
function groupTail(tail: string, separator: Grouping): string {
  if (separator === "" || tail[0] !== ".") return tail;
  const end = 1 + wholeEnd(tail.slice(1));
  return `.${groupFraction(tail.slice(1, end), separator)}${tail.slice(end)}`;
}
