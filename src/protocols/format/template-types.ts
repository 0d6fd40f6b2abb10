// What a literal template of `str.format` asks of its arguments, read by the compiler.

import type { Keywords } from "../kw.ts";

/**
 * The arguments that a template's fields need: as many positional ones as it numbers, and a `kw` with its names. A
 * template that is no literal may be given anything.
 */
export type TemplateArguments<T extends string> = string extends T
  ? readonly unknown[]
  : Fields<T> extends infer Found extends Needs
    ? ArgumentsOf<Found>
    : readonly unknown[];

/** The positional arguments that are needed, as a tuple, and the names of the others. */
interface Needs {
  readonly positional: readonly unknown[];
  readonly names: string;
}

type ArgumentsOf<N extends Needs> = [N["names"]] extends [never]
  ? readonly [...N["positional"], ...unknown[]]
  : readonly [...N["positional"], ...unknown[], Keywords<{ readonly [Name in N["names"]]: unknown }>];

/** Reads the fields of a template from one brace to the next. */
type Fields<
  T extends string,
  Positional extends readonly unknown[] = [],
  Names extends string = never,
> = T extends `${string}{${infer Rest}`
  ? Rest extends `{${infer Escaped}`
    ? Fields<Escaped, Positional, Names>
    : Rest extends `${infer Field}}${infer After}`
      ? Field extends `${infer Outer}{${infer Inner}`
        ? Specification<After, WithField<Inner, WithField<Outer, Needed<Positional, Names>>>>
        : WithField<Field, Needed<Positional, Names>> extends Needed<infer P, infer N>
          ? Fields<After, P, N>
          : never
      : Needed<Positional, Names>
  : Needed<Positional, Names>;

/** Reads the fields in a specification up to its end, then those of the template behind it. */
type Specification<T extends string, N> = T extends `${infer Part}}${infer After}`
  ? Part extends `${string}{${infer Inner}`
    ? Specification<After, WithField<Inner, N>>
    : N extends Needed<infer P, infer Names>
      ? Fields<After, P, Names>
      : never
  : N;

interface Needed<P extends readonly unknown[], N extends string> {
  readonly positional: P;
  readonly names: N;
}

/** What is needed with one field more. */
type WithField<Field extends string, N> =
  N extends Needed<infer P, infer Names>
    ? FirstPart<Field> extends infer First extends string
      ? First extends ""
        ? Needed<[...P, unknown], Names>
        : First extends `${infer Index extends number}`
          ? Needed<AtLeast<P, Index>, Names>
          : Needed<P, Names | First>
      : never
    : never;

/** What stands before the first `.`, `[`, `!` or `:`. */
type FirstPart<Field extends string> = Before<Before<Before<Before<Field, ":">, "!">, ".">, "[">;

type Before<Text extends string, End extends string> = Text extends `${infer Start}${End}${string}`
  ? Start
  : Text;

/** A tuple that has the index; nobody numbers fields beyond a few tens. */
type AtLeast<P extends readonly unknown[], Index extends number> = `${Index}` extends keyof P
  ? P
  : P["length"] extends 64
    ? P
    : AtLeast<[...P, unknown], Index>;
