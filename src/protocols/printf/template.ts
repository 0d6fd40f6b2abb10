// Compiles printf style templates and fills them, for text and for bytes.

import { isTuple } from "../comparison/kind.ts";
import { ValueError } from "../errors.ts";
import { Arguments } from "./arguments.ts";
import type { Conversion } from "./conversion.ts";
import { type Directive, parseDirectives, STAR } from "./directive.ts";

/** Where text and bytes differ. */
export interface Dialect {
  /** What a value that no directive takes is an error of: `string`, `bytes`. */
  readonly kind: string;
  readonly tooPrecise: string;
  /** The key of a mapping that is written so. */
  key(written: string): unknown;
  /** Whether a single value may be the mapping of the keys. */
  isMapping(value: unknown): boolean;
  /** Compiles a directive; its width and precision are known. */
  conversion(directive: Directive, template: string): Conversion;
}

/** One directive, ready to run. */
interface Step {
  readonly directive: Directive;
  /** Absent where a width or precision comes with the values, or a fault. */
  readonly show: Conversion | undefined;
}

/** A compiled template. */
export interface Program {
  readonly dialect: Dialect;
  readonly template: string;
  /** The text before each step, and one behind the last. */
  readonly literals: readonly string[];
  readonly steps: readonly Step[];
  /** The conversions of a template without keys, stars and faults. */
  readonly plain: readonly Conversion[] | undefined;
}

/** Compiles a template. Its faults are raised when it is filled, after what stands before them. */
export function compile(template: string, dialect: Dialect): Program {
  const literals = [""];
  const steps: Step[] = [];
  for (const part of parseDirectives(template, dialect.tooPrecise)) {
    if (typeof part === "string") {
      literals[steps.length] += part;
      continue;
    }
    const known = part.fault === undefined && part.width !== STAR && part.precision !== STAR;
    steps.push({ directive: part, show: known ? dialect.conversion(part, template) : undefined });
    literals.push("");
  }
  const shows = steps.map(({ directive, show }) => (directive.usesMapping ? undefined : show));
  const plain = shows.every((show) => show !== undefined) ? shows : undefined;
  return { dialect, template, literals, steps, plain };
}

/** Fills a template from a tuple. */
export function fillTuple(program: Program, items: readonly unknown[]): string {
  const { plain, literals } = program;
  if (plain === undefined || plain.length !== items.length) return fill(program, items, undefined);
  let text = literals[0] as string;
  for (let i = 0; i < items.length; i++) {
    text += (plain[i] as Conversion)(items[i]) + (literals[i + 1] as string);
  }
  return text;
}

/** Fills a template from what stands right of `%`: a tuple, a mapping, or one value. */
export function fillValue(program: Program, value: unknown): string {
  if (Array.isArray(value) && isTuple(value)) return fillTuple(program, value);
  return fill(program, [value], program.dialect.isMapping(value) ? value : undefined);
}

/** Fills a template from `items`, or from the items that its keys choose in `mapping`. */
export function fill(program: Program, items: readonly unknown[], mapping: unknown): string {
  const { literals, steps, dialect } = program;
  const args = new Arguments(items, mapping);
  let text = literals[0] as string;
  for (let i = 0; i < steps.length; i++) {
    text += run(program, steps[i] as Step, args) + (literals[i + 1] as string);
  }
  if (!args.isLeft) return text;
  throw new TypeError(`not all arguments converted during ${dialect.kind} formatting`);
}

function run({ dialect, template }: Program, { directive, show }: Step, args: Arguments): string {
  if (directive.usesMapping) {
    args.checkMapping();
    if (directive.key !== undefined) args.choose(dialect.key(directive.key));
  }
  if (show !== undefined) return show(args.take());
  const sized = withSizes(directive, args);
  if (directive.fault !== undefined) throw new ValueError(directive.fault);
  // The value is missed before its conversion is.
  const value = args.take();
  return dialect.conversion(sized, template)(value);
}

/** The directive with the sizes that come with the values. */
function withSizes(directive: Directive, args: Arguments): Directive {
  const { width, precision, left } = directive;
  const wide = width === STAR ? args.takeSize(64, "ssize_t") : width;
  const precise = precision === STAR ? Math.max(0, args.takeSize(32, "int")) : precision;
  const fromRight = width === STAR && wide < 0;
  return { ...directive, left: left || fromRight, width: fromRight ? -wide : wide, precision: precise };
}
