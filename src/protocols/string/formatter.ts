// `string.Formatter`: `str.format` in overridable steps (library reference, "Custom String Formatting").

import { getattr } from "../attributes/attributes.ts";
import { tuple } from "../builtins/tuple.ts";
import { ValueError } from "../errors.ts";
import { format } from "../format/format.ts";
import { parseIndex, parseMarkup, parseSteps, splitName } from "../format/markup.ts";
import { getitem } from "../items/items.ts";
import { splitKeywords } from "../kw.ts";
import { ascii } from "../text/ascii.ts";
import { repr, str } from "../text/repr.ts";
import { typeName } from "../typename.ts";

/** A literal text and the field that follows it; `null` for all of the field where none does. */
export type ParsedField = readonly [
  literal: string,
  name: string | null,
  spec: string | null,
  conversion: string | null,
];

/** What stands first in a field's name: the number of a positional argument, or the name of a keyword. */
export type FieldKey = number | string;

/**
 * Does what `str.format` does, one method for each step.
 *
 * For the caller: {@link format}, {@link vformat}. To override: {@link parse}, {@link get_field}, {@link get_value},
 * {@link convert_field}, {@link format_field}, {@link check_unused_args}.
 *
 * @example
 * class Defaulting extends string.Formatter {
 *   get_value(key, args, kwargs) { return key in kwargs ? kwargs[key] : `<${key}>`; }
 * }
 * new Defaulting().format("{a} {b}", kw({ a: 1 })) // "1 <b>"
 */
export class Formatter {
  static readonly __module__: string = "string";

  /** Fills `template` from the arguments; `kw(…)` gives the named ones. */
  format(template: string, ...args: readonly unknown[]): string {
    const [positional, named = {}] = splitKeywords(args);
    return this.vformat(template, tuple(positional), named);
  }

  /** As {@link format}, with the arguments in a sequence and a mapping. */
  vformat(template: string, args: readonly unknown[], kwargs: object): string {
    const used = new Set<FieldKey>();
    const [text] = fill(this, template, { args, kwargs, used }, MAX_DEPTH, 0);
    this.check_unused_args(used, args, kwargs);
    return text;
  }

  /**
   * The literal texts and fields of a template, in order.
   * @throws ValueError when the faulty place is reached
   */
  parse(template: string): Iterable<ParsedField> {
    if (typeof template !== "string") throw new TypeError(`expected str, got ${typeName(template)}`);
    return parsed(template);
  }

  /**
   * The object that a field's name (`0.name`, `table[key]`) stands for, and the argument it starts from.
   * @throws AttributeError, IndexError, KeyError when there is no such object
   */
  get_field(name: string, args: readonly unknown[], kwargs: object): [value: unknown, first: FieldKey] {
    const [first, rest] = split(name);
    let value = this.get_value(first, args, kwargs);
    for (const { kind, key } of parseSteps(rest)) {
      value = kind === "attribute" ? getattr(value, key as string) : getitem(value, key);
    }
    return [value, first];
  }

  /**
   * The argument that a field starts from.
   * @throws IndexError, KeyError when there is no such argument
   */
  get_value(key: FieldKey, args: readonly unknown[], kwargs: object): unknown {
    return typeof key === "number" ? getitem(args, key) : getitem(kwargs as Record<string, unknown>, key);
  }

  /** Told which arguments were used, when the template is filled; may raise if others were not. */
  check_unused_args(used: ReadonlySet<FieldKey>, args: readonly unknown[], kwargs: object): void {}

  /** The text of a value as its specification says: `format(value, spec)`. */
  format_field(value: unknown, spec: string): string {
    return format(value, spec);
  }

  /**
   * The value after the conversion `r`, `s` or `a`; `null` is none.
   * @throws ValueError when there is no such conversion
   */
  convert_field(value: unknown, conversion: string | null): unknown {
    switch (conversion) {
      case null:
        return value;
      case "s":
        return str(value);
      case "r":
        return repr(value);
      case "a":
        return ascii(value);
      default:
        throw new ValueError(`Unknown conversion specifier ${str(conversion)}`);
    }
  }
}

// A template, the fields in its specifications, and the specifications of these, which hold no fields.
const MAX_DEPTH = 2;

/** The arguments of one call. */
interface Call {
  readonly args: readonly unknown[];
  readonly kwargs: object;
  readonly used: Set<FieldKey>;
}

/** The number of the next field without one; `false` once a field has its own. */
type Numbering = number | false;

function fill(
  formatter: Formatter,
  template: string,
  call: Call,
  depth: number,
  start: Numbering,
): [text: string, numbering: Numbering] {
  if (depth < 0) throw new ValueError("Max string recursion exceeded");
  const { args, kwargs, used } = call;
  const parts: string[] = [];
  let numbering = start;
  for (const [literal, written, spec, conversion] of formatter.parse(template)) {
    if (literal !== "") parts.push(literal);
    if (written === null) continue;
    const name = numbered(written, numbering);
    numbering = after(written, numbering);
    const [found, first] = formatter.get_field(name, args, kwargs);
    used.add(first);
    const value = formatter.convert_field(found, conversion);
    const [expanded, next] = fill(formatter, spec as string, call, depth - 1, numbering);
    numbering = next;
    parts.push(formatter.format_field(value, expanded));
  }
  return [joined(parts), numbering];
}

/** The name of a field with its number. */
function numbered(name: string, numbering: Numbering): string {
  const [first] = split(name);
  if (first === "") {
    if (numbering !== false) return `${numbering}${name}`;
    throw new ValueError("cannot switch from manual field specification to automatic field numbering");
  }
  if (typeof first === "number" && numbering) {
    throw new ValueError("cannot switch from automatic field numbering to manual field specification");
  }
  return name;
}

/** The numbering behind a field. */
function after(name: string, numbering: Numbering): Numbering {
  const [first] = split(name);
  if (first === "") return (numbering as number) + 1;
  return typeof first === "number" ? false : numbering;
}

function split(name: string): [first: FieldKey, rest: string] {
  const [first, rest] = splitName(name);
  return [parseIndex(first) ?? first, rest];
}

/** `"".join(parts)`: an overridden method may have given something else than text. */
function joined(parts: readonly unknown[]): string {
  const wrong = parts.findIndex((part) => typeof part !== "string");
  if (wrong < 0) return parts.join("");
  throw new TypeError(`sequence item ${wrong}: expected str instance, ${typeName(parts[wrong])} found`);
}

function* parsed(template: string): Generator<ParsedField, void, undefined> {
  let literal = "";
  for (const item of parseMarkup(template)) {
    if (typeof item !== "string") {
      yield [literal, item.name, item.spec, item.conversion === "" ? null : item.conversion];
      literal = "";
    } else if (/[{}]$/.test(item)) yield [item, null, null, null];
    // A text without a brace stands before a field, which may be faulty, or at the end.
    else literal = item;
  }
  if (literal !== "") yield [literal, null, null, null];
}
