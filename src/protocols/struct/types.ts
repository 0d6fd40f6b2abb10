// What the compiler reads in a format string: the values that come out of a record, and those that go into it.

import type { Index } from "../items/item-types.ts";

/** What a record can hold, where the format is not known before run time. */
export type Value = number | bigint | boolean | Uint8Array;

/** What goes in for a float: a number, or an object whose type has `__float__` or `__index__`. */
export type FloatLike = Index | { __float__(): number | Number };

/** A format: text, or its ASCII bytes. */
export type AnyFormat = string | Uint8Array;

/**
 * The values of a record, as `unpack` gives them: `Unpacked<"<I3sf">` is `[number, Uint8Array, number]`. 8-byte integers
 * are `bigint`s. A format that is not a literal, or that counts beyond 999, gives {@link Value}s.
 */
export type Unpacked<F> = Read<F, Out>;

/**
 * The values of a record, as `pack` takes them: `Packed<"<I3sf">` is `[Index, Uint8Array, FloatLike]`. `?` takes
 * anything, for its truth.
 */
export type Packed<F> = Read<F, In>;

/** A format literal itself, where it is one; else what is wrong with it, which no string is assignable to. */
export type Format<F> = F extends string
  ? string extends F
    ? F
    : Read<F, Out> extends Wrong<infer Message>
      ? Wrong<Message>
      : F
  : F;

/** What CPython would say of a literal that is no format. */
export interface Wrong<Message extends string> {
  readonly structError: Message;
}

interface Meaning {
  bytes: unknown;
  integer: unknown;
  long: unknown;
  float: unknown;
  bool: unknown;
  any: unknown;
}

interface Out extends Meaning {
  bytes: Uint8Array;
  integer: number;
  long: bigint;
  float: number;
  bool: boolean;
  any: Value;
}

interface In extends Meaning {
  bytes: Uint8Array;
  integer: Index;
  long: Index;
  float: FloatLike;
  bool: unknown;
  any: unknown;
}

interface Codes<M extends Meaning> {
  c: M["bytes"];
  "?": M["bool"];
  b: M["integer"];
  B: M["integer"];
  h: M["integer"];
  H: M["integer"];
  i: M["integer"];
  I: M["integer"];
  q: M["long"];
  Q: M["long"];
  e: M["float"];
  f: M["float"];
  d: M["float"];
}

interface Standard<M extends Meaning> extends Codes<M> {
  l: M["integer"];
  L: M["integer"];
}

interface Native<M extends Meaning> extends Codes<M> {
  l: M["long"];
  L: M["long"];
  n: M["long"];
  N: M["long"];
  P: M["long"];
}

type Read<F, M extends Meaning> = F extends string
  ? string extends F
    ? M["any"][]
    : F extends `@${infer Rest}`
      ? Fields<Rest, Native<M>, M["bytes"]>
      : F extends `${"<" | ">" | "=" | "!"}${infer Rest}`
        ? Fields<Rest, Standard<M>, M["bytes"]>
        : Fields<F, Native<M>, M["bytes"]>
  : M["any"][];

type Space = " " | "\t" | "\n" | "\v" | "\f" | "\r";

/** Reads character by character; `Count` holds the digits that stand before the next one. */
type Fields<
  Text extends string,
  Table,
  Bytes,
  Count extends string = "",
  Items extends unknown[] = [],
> = Text extends `${infer Char}${infer Rest}`
  ? Char extends keyof Table
    ? Fields<
        Rest,
        Table,
        Bytes,
        "",
        Count extends "" ? [...Items, Table[Char]] : [...Items, ...Repeat<Table[Char], Count>]
      >
    : Char extends Digit
      ? Fields<Rest, Table, Bytes, `${Count}${Char}`, Items>
      : Char extends "s" | "p"
        ? Fields<Rest, Table, Bytes, "", [...Items, Bytes]>
        : Char extends "x"
          ? Fields<Rest, Table, Bytes, "", Items>
          : Char extends Space
            ? Count extends ""
              ? Fields<Rest, Table, Bytes, "", Items>
              : Wrong<"bad char in struct format">
            : Wrong<"bad char in struct format">
  : Count extends ""
    ? Items
    : Wrong<"repeat count given without format specifier">;

type Digit = "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9";

/** `Count` times `T`; an array of any length where the count has more than three digits. */
type Repeat<T, Count extends string> = Count extends `0${infer Rest}`
  ? Repeat<T, Rest>
  : Count extends `${Digit}${Digit}${Digit}${Digit}${string}`
    ? T[]
    : Times<T, Count>;

type Times<
  T,
  Count extends string,
  Items extends unknown[] = [],
> = Count extends `${infer D extends Digit}${infer Rest}`
  ? Times<T, Rest, [...Ten<Items>, ...Few<[T]>[D]]>
  : Items;

type Ten<T extends unknown[]> = [...T, ...T, ...T, ...T, ...T, ...T, ...T, ...T, ...T, ...T];

/** At index `n`, `n` times `T`. */
type Few<T extends unknown[]> = [
  [],
  [...T],
  [...T, ...T],
  [...T, ...T, ...T],
  [...T, ...T, ...T, ...T],
  [...T, ...T, ...T, ...T, ...T],
  [...T, ...T, ...T, ...T, ...T, ...T],
  [...T, ...T, ...T, ...T, ...T, ...T, ...T],
  [...T, ...T, ...T, ...T, ...T, ...T, ...T, ...T],
  [...T, ...T, ...T, ...T, ...T, ...T, ...T, ...T, ...T],
];
