// The directives of `strftime` on Linux: what each says of a date, and how its text is padded.

import { repeat } from "../format/layout.ts";
import { dayOfYear, isoWeek, weekOfYear } from "./calendar.ts";
import { utcOffset, zoneName } from "./zone.ts";

//  directive  "%" flag* [width] ["E" | "O"] type
//  flag       "-" no padding | "_" spaces | "0" zeros | "^" upper case | "#" other case

/** A directive as written. */
export interface Directive {
  /** The last of the flags `-`, `_` and `0`; `""` when none is given. */
  readonly pad: string;
  readonly upper: boolean;
  readonly otherCase: boolean;
  /** `-1` when none is given. */
  readonly width: number;
  readonly modifier: "" | "E" | "O";
  readonly type: string;
}

/** A part of a compiled format. */
export type Part = (date: Date) => string;

/** Compiles a directive; `undefined` when the C library knows none such. */
export function compileDirective(directive: Directive): Part | undefined {
  const { type, modifier } = directive;
  if (modifier !== "" && REFUSED[modifier].includes(type)) return undefined;
  const number = NUMBERS[type];
  if (number !== undefined) return (date) => padNumber(number.value(date), number, directive);
  const format = FORMATS[type];
  if (format !== undefined) {
    const parts = format(directive);
    return (date) => padText(parts.map((part) => part(date)).join(""), { ...directive, otherCase: false });
  }
  const text = TEXTS[type];
  return text === undefined ? undefined : (date) => padText(text(date), cased(directive));
}

// The types that do not go with a modifier.
const REFUSED = { E: "aAbBdDeFgGHIjklmMSUVwW%h", O: "aAcDFxXY%" };

interface NumberDirective {
  readonly value: (date: Date) => number;
  readonly digits: number;
  /** Padded with spaces where no flag says otherwise. */
  readonly spaces?: boolean;
}

const hour12 = (date: Date): number => date.getHours() % 12 || 12;
const floorMod = (n: number, divisor: number): number => ((n % divisor) + divisor) % divisor;

const NUMBERS: Readonly<Record<string, NumberDirective>> = {
  C: { digits: 1, value: (date) => Math.floor(date.getFullYear() / 100) },
  d: { digits: 2, value: (date) => date.getDate() },
  e: { digits: 2, value: (date) => date.getDate(), spaces: true },
  g: { digits: 2, value: (date) => floorMod(isoWeek(date).year, 100) },
  G: { digits: 1, value: (date) => isoWeek(date).year },
  H: { digits: 2, value: (date) => date.getHours() },
  I: { digits: 2, value: hour12 },
  j: { digits: 3, value: (date) => dayOfYear(date) + 1 },
  k: { digits: 2, value: (date) => date.getHours(), spaces: true },
  l: { digits: 2, value: hour12, spaces: true },
  m: { digits: 2, value: (date) => date.getMonth() + 1 },
  M: { digits: 2, value: (date) => date.getMinutes() },
  S: { digits: 2, value: (date) => date.getSeconds() },
  u: { digits: 1, value: (date) => date.getDay() || 7 },
  U: { digits: 2, value: (date) => weekOfYear(date, 0) },
  V: { digits: 2, value: (date) => isoWeek(date).week },
  w: { digits: 1, value: (date) => date.getDay() },
  W: { digits: 2, value: (date) => weekOfYear(date, 1) },
  y: { digits: 2, value: (date) => floorMod(date.getFullYear(), 100) },
  Y: { digits: 1, value: (date) => date.getFullYear() },
};

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = "January February March April May June July August September October November December".split(
  " ",
);

const day: Part = (date) => DAYS[date.getDay()] as string;
const month: Part = (date) => MONTHS[date.getMonth()] as string;
const half: Part = (date) => (date.getHours() < 12 ? "AM" : "PM");
const shortMonth: Part = (date) => month(date).slice(0, 3);

const TEXTS: Readonly<Record<string, Part>> = {
  a: (date) => day(date).slice(0, 3),
  A: day,
  b: shortMonth,
  B: month,
  h: shortMonth,
  n: () => "\n",
  p: half,
  P: (date) => half(date).toLowerCase(),
  s: (date) => `${Math.floor(date.getTime() / 1000)}`,
  t: () => "\t",
  Z: zoneName,
  "%": () => "%",
};

const plain = (type: string): Part => {
  const directive = { pad: "", upper: false, otherCase: false, width: -1, modifier: "" as const, type };
  return compileDirective(directive) as Part;
};
const mark =
  (text: string): Part =>
  () =>
    text;
const composed = (format: string) => (): readonly Part[] =>
  [...format.matchAll(/%(.)|[^%]+/g)].map(([text, type]) => (type === undefined ? mark(text) : plain(type)));

// The directives that stand for several, in the C locale.
const FORMATS: Readonly<Record<string, (directive: Directive) => readonly Part[]>> = {
  c: composed("%a %b %e %H:%M:%S %Y"),
  D: composed("%m/%d/%y"),
  F: composed("%Y-%m-%d"),
  r: composed("%I:%M:%S %p"),
  R: composed("%H:%M"),
  T: composed("%H:%M:%S"),
  x: composed("%m/%d/%y"),
  X: composed("%H:%M:%S"),
  // The C library pads the sign and the number each to the width.
  z: (directive) => [
    (date) => {
      const offset = utcOffset(date);
      const minutes = Math.floor(Math.abs(offset) / 60);
      const sign = padText(offset < 0 ? "-" : "+", directive);
      const value = Math.floor(minutes / 60) * 100 + (minutes % 60);
      return sign + padNumber(value, { digits: 4 }, directive);
    },
  ],
};

/** The case that `#` asks for. */
function cased(directive: Directive): Directive {
  const { type, otherCase } = directive;
  if ("aAbBh".includes(type)) return { ...directive, upper: directive.upper || otherCase, otherCase: false };
  return { ...directive, otherCase: type === "P" || (otherCase && "pZ".includes(type)) };
}

/** @param directive `otherCase` means lower case here */
function padText(text: string, { pad, upper, otherCase, width }: Directive): string {
  const shown = otherCase ? text.toLowerCase() : upper ? text.toUpperCase() : text;
  return repeat(pad === "0" ? "0" : " ", width - shown.length) + shown;
}

/** What the C library makes of a directive that it does not know: its text, padded. */
export function unknownDirective(text: string, directive: Directive): string {
  const { type, otherCase } = directive;
  // It had read the case of a short month before it saw that the modifier does not fit.
  const upper = directive.upper || (otherCase && (type === "b" || type === "h"));
  return padText(text, { ...directive, upper, otherCase: false });
}

function padNumber(
  value: number,
  { digits, spaces = false }: Pick<NumberDirective, "digits" | "spaces">,
  { pad, width }: Directive,
): string {
  const text = `${value}`;
  if (pad === "-") return repeat(" ", width - text.length) + text;
  const missing = Math.max(digits, width) - text.length;
  if (missing <= 0) return text;
  if (pad === "_" || (spaces && pad !== "0")) return repeat(" ", missing) + text;
  return value < 0 ? `-${repeat("0", missing)}${text.slice(1)}` : repeat("0", missing) + text;
}
