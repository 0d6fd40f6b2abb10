// `str.format`: templates compiled to functions.

import { getattr } from "../attributes/attributes.ts";
import { IndexError, KeyError, ValueError } from "../errors.ts";
import { getitem } from "../items/items.ts";
import { ascii } from "../text/ascii.ts";
import { repr, str } from "../text/repr.ts";
import { formatter } from "./format.ts";
import { type Markup, parseIndex, parseMarkup, parseSteps, splitName } from "./markup.ts";
import { escapedType } from "./messages.ts";

/** What a template's fields name. */
interface Arguments {
  /** Absent for `format_map`, which has none. */
  readonly positional: readonly unknown[] | undefined;
  readonly named: unknown;
  /** How `named` is asked for a name. */
  readonly get: (named: unknown, name: string) => unknown;
}

/** A compiled template, or one part of it. */
type Part = (args: Arguments) => string;

/** A compiled field name, or one look-up of it. */
type Getter = (args: Arguments) => unknown;

const CACHE_LIMIT = 512;
const cache = new Map<string, Part>();

/** Fills `template`'s fields from `positional` and `named`; the work of `str.format`. */
export function formatTemplate(
  template: string,
  positional: readonly unknown[],
  named: Readonly<Record<string, unknown>>,
): string {
  return compiled(template)({ positional, named, get: keyword });
}

/** Fills `template`'s fields from a mapping's items, asked for one by one; the work of `str.format_map`. */
export function formatMap(template: string, mapping: unknown): string {
  return compiled(template)({ positional: undefined, named: mapping, get: getitem });
}

function keyword(named: unknown, name: string): unknown {
  if (!Object.hasOwn(named as object, name)) throw new KeyError(name);
  return (named as Record<string, unknown>)[name];
}

function compiled(template: string): Part {
  let part = cache.get(template);
  if (part === undefined) {
    if (cache.size >= CACHE_LIMIT) cache.clear();
    part = compile(template, new Numbering(), MAX_DEPTH);
    cache.set(template, part);
  }
  return part;
}

// A template and the fields in its specifications, but no fields in theirs.
const MAX_DEPTH = 2;

function compile(template: string, numbering: Numbering, depth: number): Part {
  if (depth === 0) return failing(() => new ValueError("Max string recursion exceeded"));
  const parts: Part[] = [];
  // CPython meets a fault only after it has filled the fields before it, and these may raise first.
  const fault = attempt(() => {
    for (const item of parseMarkup(template)) {
      parts.push(typeof item === "string" ? () => item : compileField(item, numbering, depth));
    }
  });
  if (fault !== undefined) parts.push(failing(fault));
  const [first, second] = parts;
  if (first === undefined) return () => "";
  if (second === undefined) return first;
  return (args) => {
    let text = "";
    for (const part of parts) text += part(args);
    return text;
  };
}

function compileField({ name, conversion, spec }: Markup, numbering: Numbering, depth: number): Part {
  const get = compileName(name, numbering);
  const convert = CONVERSIONS[conversion] ?? unknownConversion(conversion);
  if (!spec.includes("{")) {
    const show = formatter(spec);
    return conversion === "" ? (args) => show(get(args)) : (args) => show(convert(get(args)));
  }
  const expand = compile(spec, numbering, depth - 1);
  return (args) => {
    const value = convert(get(args));
    return formatter(expand(args))(value);
  };
}

const CONVERSIONS: Readonly<Record<string, (value: unknown) => unknown>> = {
  "": (value) => value,
  r: repr,
  s: str,
  a: ascii,
};

function unknownConversion(conversion: string): () => never {
  return failing(() => new ValueError(`Unknown conversion specifier ${escapedType(conversion)}`));
}

function compileName(name: string, numbering: Numbering): Getter {
  const [first, rest] = splitName(name);
  let get: Getter = () => undefined;
  const fault = attempt(() => {
    get = compileFirst(first, numbering);
    for (const { kind, key } of parseSteps(rest)) {
      const from = get;
      get =
        kind === "attribute"
          ? (args) => getattr(from(args), key as string)
          : (args) => getitem(from(args), key);
    }
  });
  if (fault === undefined) return get;
  return (args) => {
    get(args);
    throw fault();
  };
}

function compileFirst(first: string, numbering: Numbering): Getter {
  const written = parseIndex(first);
  if (first !== "" && written === undefined) return ({ named, get }) => get(named, first);
  const index = numbering.take(written);
  return ({ positional }) => {
    if (positional === undefined) throw new ValueError("Format string contains positional fields");
    if (index < positional.length) return positional[index];
    throw new IndexError(`Replacement index ${index} out of range for positional args tuple`);
  };
}

/** Which number the next field without one has; a template numbers all of its fields or none. */
class Numbering {
  #automatic: boolean | undefined;
  #next = 0;

  /** The number of a field: `written`, or the next one. */
  take(written: number | undefined): number {
    const automatic = written === undefined;
    this.#automatic ??= automatic;
    if (this.#automatic !== automatic) {
      throw new ValueError(
        automatic
          ? "cannot switch from manual field specification to automatic field numbering"
          : "cannot switch from automatic field numbering to manual field specification",
      );
    }
    return written ?? this.#next++;
  }
}

/** Runs `body`; where it raises a ValueError, gives what makes that error anew, with the stack of its own moment. */
function attempt(body: () => void): (() => ValueError) | undefined {
  try {
    body();
    return undefined;
  } catch (error) {
    if (!(error instanceof ValueError)) throw error;
    const { message } = error;
    return () => new ValueError(message);
  }
}

function failing(error: () => Error): () => never {
  return () => {
    throw error();
  };
}
