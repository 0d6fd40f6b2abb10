// `str` as Python has it, a type with methods, and the bridges from `__str__` and `__repr__` to JavaScript.

import type { Bridge } from "../bridge.ts";
import { asClass, type Instances, isPrototypeOf } from "../builtin-class.ts";
import type { SliceKey } from "../builtins/slice.ts";
import { formatMap, formatTemplate, type TemplateArguments } from "../format/index.ts";
import type { Index } from "../items/item-types.ts";
import { characterAt, hasText, textLength } from "../items/sequences.ts";
import { splitKeywords } from "../kw.ts";
import { INSPECT } from "../names.ts";
import { typeName } from "../typename.ts";
import { decode } from "./codecs.ts";
import { address, repr, str as textOf } from "./repr.ts";

/** A str as an object: what `new str(x)` and the subclasses of {@link str} make. */
export interface str extends String {
  __len__(): number;
  /** @throws IndexError `string index out of range` */
  __getitem__(key: Index | SliceKey): string;
  /** @throws TypeError `'in <string>' requires string as left operand, not int` */
  __contains__(part: unknown): boolean;
  __str__(): string;
  __repr__(): string;
}

/** The type of {@link str}: a call gives a string, `new` (and so a subclass) an object. */
export interface StrConstructor extends Instances<string> {
  new (x?: unknown, encoding?: string, errors?: string): str;
  (x?: unknown): string;
  (bytes: Uint8Array, encoding: string, errors?: string): string;
  readonly prototype: str;

  /**
   * Fills the replacement fields of `template` from the arguments: `str.format(template, …)` is Python's
   * `template.format(…)`, and {@link kw} gives the named ones. The compiler reads a literal template: what it names must
   * be there.
   *
   * @throws IndexError, KeyError, AttributeError when a field names what is not there
   * @throws ValueError when the template is faulty
   * @example str.format("{0.name:>8} {total:,.2f}", user, kw({ total: 1234.5 }))
   */
  format<const T extends string>(template: T, ...args: TemplateArguments<T>): string;

  /**
   * Fills the replacement fields of `template` from the items of a mapping, each asked for once it is needed.
   *
   * @throws KeyError when the mapping has no such item (and no `__missing__`)
   */
  format_map(template: string, mapping: unknown): string;
}

class Str extends String {
  static readonly __module__: string = "builtins";
  static get name(): string {
    return "str";
  }

  __len__(): number {
    return textLength(this.valueOf());
  }
  __getitem__(key: unknown): string {
    return characterAt(this.valueOf(), key);
  }
  __contains__(part: unknown): boolean {
    return hasText(this.valueOf(), part);
  }
  __str__(): string {
    return this.valueOf();
  }
  __repr__(): string {
    return repr(this.valueOf());
  }
  override toString(): string {
    return textOf(this);
  }
  [INSPECT](): string {
    return repr(this);
  }
}

function construct(this: unknown, ...args: [x?: unknown, encoding?: unknown, errors?: unknown]): unknown {
  const text = args.length === 0 ? "" : args.length === 1 ? textOf(args[0]) : decoded(...args);
  return new.target === undefined ? text : Object.setPrototypeOf(Object(text), new.target.prototype);
}

/**
 * The text to print for `x` (its type's `__str__`, else its `__repr__`), or the text of bytes in an encoding (library
 * reference, `str`); with `new`, an object that holds it.
 *
 * @throws TypeError when a hook returns no string, or something else than bytes is to be decoded
 * @throws UnicodeDecodeError when the bytes are not of that encoding
 */
export const str: StrConstructor = asClass(construct, Str, (value) =>
  typeof value === "object" ? isPrototypeOf(Str.prototype, value) : typeof value === "string",
) as never;

str.format = (template, ...args) => {
  checkTemplate("format", template);
  const [positional, named = {}] = splitKeywords(args);
  return formatTemplate(template, positional, named);
};

str.format_map = (template, mapping) => {
  checkTemplate("format_map", template);
  return formatMap(template, mapping);
};

function checkTemplate(method: string, template: unknown): void {
  if (typeof template === "string") return;
  throw new TypeError(
    `descriptor '${method}' for 'str' objects doesn't apply to a '${typeName(template)}' object`,
  );
}

function decoded(x?: unknown, encoding?: unknown, errors?: unknown): string {
  checkName("encoding", encoding);
  checkName("errors", errors);
  if (typeof x === "string") throw new TypeError("decoding str is not supported");
  if (x instanceof Uint8Array) return decode(x, encoding as string | undefined, errors as string | undefined);
  throw new TypeError(`decoding to str: need a bytes-like object, ${typeName(x)} found`);
}

function checkName(name: string, value: unknown): void {
  if (value === undefined || typeof value === "string") return;
  throw new TypeError(
    `str() argument '${name}' must be str, not ${value === null ? "None" : typeName(value)}`,
  );
}

/** What a debugger shows: the `repr`, but an object that cannot be shown must not break the one who looks. */
function inspected(this: object): string {
  try {
    return repr(this);
  } catch (error) {
    const what = error instanceof Error ? error.name : typeName(error);
    return `<[${what} raised in repr()] ${typeName(this)} object at ${address(this)}>`;
  }
}

/** `__str__` is what `String(…)` and template literals show, `__repr__` what `console.log` does. */
export const textBridges: readonly Bridge[] = [
  {
    hook: "__str__",
    key: "toString",
    method() {
      return textOf(this);
    },
  },
  { hook: "__repr__", key: INSPECT, method: inspected },
];
