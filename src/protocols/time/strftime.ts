// `strftime`: dates as text, in the process's time zone and the C locale.

import { ValueError } from "../errors.ts";
import { typeName } from "../typename.ts";
import { isoWeek } from "./calendar.ts";
import { compileDirective, type Directive, type Part, unknownDirective } from "./directives.ts";
import { offsetText, utcOffset, zoneName } from "./zone.ts";

/**
 * The text of a date as `format` says: Python's `time.strftime(format, time.localtime(…))` on Linux, in the C locale and
 * the process's time zone (library reference, `time.strftime`).
 *
 * A directive that the C library does not know is left as it is.
 *
 * @param date now, when it is left out
 * @throws ValueError for an invalid date
 * @example time.strftime("%A, %-d %B %Y", new Date(2016, 0, 5)) // "Tuesday, 5 January 2016"
 */
export function strftime(format: string, date: Date = new Date()): string {
  if (typeof format !== "string") {
    throw new TypeError(`strftime() argument 1 must be str, not ${typeName(format)}`);
  }
  return fill(compiled(format, LIBRARY), date);
}

/** What `datetime.strftime` does, which knows microseconds and pads the year to four digits. */
export function formatDate(format: string, date: Date): string {
  return fill(compiled(format, DATETIME), date);
}

/** The directives that are replaced before the C library sees the format, and the formats compiled so. */
interface Dialect {
  readonly own: Readonly<Record<string, Part>>;
  readonly cache: Map<string, readonly Part[]>;
}

const LIBRARY: Dialect = { own: {}, cache: new Map() };

const padded = (n: number, digits: number): string => {
  return n < 0 ? `-${`${-n}`.padStart(digits - 1, "0")}` : `${n}`.padStart(digits, "0");
};
const year: Part = (date) => padded(date.getFullYear(), 4);

const DATETIME: Dialect = {
  own: {
    f: (date) => padded(date.getMilliseconds() * 1000, 6),
    z: (date) => offsetText(utcOffset(date)),
    ":z": (date) => offsetText(utcOffset(date), ":"),
    Z: zoneName,
    C: (date) => year(date).slice(0, -2),
    F: (date) => `${year(date)}-${padded(date.getMonth() + 1, 2)}-${padded(date.getDate(), 2)}`,
    G: (date) => padded(isoWeek(date).year, 4),
    Y: year,
  },
  cache: new Map(),
};

function fill(parts: readonly Part[], date: Date): string {
  if (!(date instanceof Date)) {
    throw new TypeError(`strftime() argument 2 must be Date, not ${typeName(date)}`);
  }
  if (Number.isNaN(date.getTime())) throw new ValueError("the date is invalid");
  let text = "";
  for (const part of parts) text += part(date);
  return text;
}

const CACHE_LIMIT = 512;

function compiled(format: string, { own, cache }: Dialect): readonly Part[] {
  let parts = cache.get(format);
  if (parts === undefined) {
    if (cache.size >= CACHE_LIMIT) cache.clear();
    parts = compile(format, own);
    cache.set(format, parts);
  }
  return parts;
}

/** The C library sees the ASCII text between other characters; what follows these up to a `%` is not its business. */
const RUNS = /([\x01-\x7f]+)|[^%]+/g;

function compile(format: string, own: Dialect["own"]): Part[] {
  return Array.from(format.matchAll(RUNS), ([text, run]) =>
    run === undefined ? () => text : compileRun(run, own),
  );
}

// CPython gives up when the text is so many times as long as its format.
const MAX_GROWTH = 256;
const FIRST_BUFFER = 1024;

function compileRun(run: string, own: Dialect["own"]): Part {
  let limit = FIRST_BUFFER;
  while (limit < run.length * MAX_GROWTH) limit *= 2;
  const parts = compileDirectives(run, own, limit);
  if (parts === undefined) return () => "";
  return (date) => {
    let text = "";
    for (const part of parts) text += part(date);
    return text.length < limit ? text : "";
  };
}

const DIRECTIVE = /%([-_0^#]*)(\d*)([EO]?)(.?)/sy;

/** The parts of a format; `undefined` when a directive is wider than `limit`. */
function compileDirectives(run: string, own: Dialect["own"], limit: number): Part[] | undefined {
  const parts: Part[] = [];
  let at = 0;
  while (at < run.length) {
    const percent = run.indexOf("%", at);
    const end = percent < 0 ? run.length : percent;
    if (end > at) {
      const literal = run.slice(at, end);
      parts.push(() => literal);
    }
    if (percent < 0) break;
    const name = run.startsWith(":z", percent + 1) ? ":z" : run.charAt(percent + 1);
    const part = Object.hasOwn(own, name) ? own[name] : undefined;
    if (part !== undefined) {
      parts.push(part);
      at = percent + 1 + name.length;
      continue;
    }
    DIRECTIVE.lastIndex = percent;
    const match = DIRECTIVE.exec(run) as RegExpExecArray;
    const directive = parseDirective(match);
    if (directive.width >= limit) return undefined;
    // The C library looks back for the start of what it does not know: the nearest percent sign.
    const text = directive.type === "%" ? "%" : match[0];
    parts.push(compileDirective(directive) ?? (() => unknownDirective(text, directive)));
    at = DIRECTIVE.lastIndex;
  }
  return parts;
}

function parseDirective([, flags = "", width = "", modifier = "", type = ""]: RegExpExecArray): Directive {
  return {
    pad: /[-_0](?=[\^#]*$)/.exec(flags)?.[0] ?? "",
    upper: flags.includes("^"),
    otherCase: flags.includes("#"),
    width: width === "" ? -1 : Number(width),
    modifier: modifier as Directive["modifier"],
    type,
  };
}
