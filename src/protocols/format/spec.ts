// The format specification mini-language: its grammar and its parser (library reference, "Format Specification Mini-Language").

import { ValueError } from "../errors.ts";
import { decimalValue } from "../text/unicode.ts";
import { escapedType } from "./messages.ts";

//  spec      [[fill]align][sign][z][#][0][width][grouping]["." [precision][grouping]][type]
//  fill      any character
//  align     "<" | ">" | "=" | "^"
//  sign      "+" | "-" | " "
//  grouping  "," | "_"
//  width, precision  decimal digits of any script
//  type      any character; the value's type says which it knows

/** A parsed format specification. */
export interface Spec {
  readonly fill: string;
  readonly align: string;
  /** `""` when none is given, which means `-`. */
  readonly sign: string;
  /** `z`: a negative zero loses its sign. */
  readonly positiveZero: boolean;
  /** `#` */
  readonly alternate: boolean;
  /** `-1` when none is given. */
  readonly width: number;
  readonly grouping: Grouping;
  /** `-1` when none is given. */
  readonly precision: number;
  readonly fractionGrouping: Grouping;
  readonly type: string;
}

/** The separator between groups of digits. */
export type Grouping = "" | "," | "_";

/** What a type's own formatting assumes where the specification says nothing. */
export interface SpecDefaults {
  readonly type: string;
  readonly align: "<" | ">";
}

const MAX_SIZE = 2n ** 63n - 1n;

/**
 * Parses `spec` for a value whose type is called `typeName`.
 *
 * @throws ValueError in CPython's words, checks that hold for every type included
 */
export function parseSpec(spec: string, typeName: string, defaults: SpecDefaults): Spec {
  const chars = Array.from(spec);
  let at = 0;

  const take = (accepted: string): string => {
    const char = chars[at];
    if (char === undefined || !accepted.includes(char)) return "";
    at++;
    return char;
  };

  const takeInteger = (): number => {
    let digits = "";
    for (let digit = digitAt(chars, at); digit !== undefined; digit = digitAt(chars, at)) {
      digits += digit;
      at++;
    }
    if (digits === "") return -1;
    if (BigInt(digits) > MAX_SIZE) throw new ValueError("Too many decimal digits in format string");
    return Number(digits);
  };

  const takeGrouping = (): Grouping => {
    const comma = take(",");
    const underscore = take("_");
    if (underscore !== "" && (comma !== "" || chars[at] === ",")) {
      throw new ValueError("Cannot specify both ',' and '_'.");
    }
    return (comma || underscore) as Grouping;
  };

  let fill = " ";
  let align = "";
  const fillGiven = isAlign(chars[1]);
  if (fillGiven) fill = chars[at++] as string;
  align = take("<>=^");
  const sign = take("+- ");
  const positiveZero = take("z") !== "";
  const alternate = take("#") !== "";
  if (!fillGiven && take("0") !== "") {
    fill = "0";
    if (align === "" && defaults.align === ">") align = "=";
  }
  const width = takeInteger();
  const grouping = takeGrouping();
  let precision = -1;
  let fractionGrouping: Grouping = "";
  if (take(".") !== "") {
    precision = takeInteger();
    fractionGrouping = takeGrouping();
    if (precision < 0 && fractionGrouping === "") throw new ValueError("Format specifier missing precision");
  }
  if (chars.length - at > 1) {
    throw new ValueError(`Invalid format specifier '${spec}' for object of type '${typeName}'`);
  }
  const type = chars[at] ?? defaults.type;
  checkGrouping(grouping, fractionGrouping, type);
  align ||= defaults.align;
  return { fill, align, sign, positiveZero, alternate, width, grouping, precision, fractionGrouping, type };
}

function isAlign(char: string | undefined): boolean {
  return char === "<" || char === ">" || char === "=" || char === "^";
}

function digitAt(chars: readonly string[], at: number): number | undefined {
  const code = chars[at]?.codePointAt(0);
  return code === undefined ? undefined : decimalValue(code);
}

function checkGrouping(grouping: Grouping, fractionGrouping: Grouping, type: string): void {
  if (grouping !== "" && !"defgEG%F".includes(type) && !(grouping === "_" && "boxX".includes(type))) {
    throw new ValueError(`Cannot specify '${grouping}' with '${escapedType(type)}'.`);
  }
  if (type === "n" && fractionGrouping !== "") {
    throw new ValueError(`Cannot specify '${fractionGrouping}' with 'n'.`);
  }
}
