// The format characters: what each stands for, its size and its alignment (library, "struct", "Format Characters").

import { F32, F64, I8, I16, I32, I64, U8, U16, U32, U64 } from "./scratch.ts";

/** How a format character's value is read and written. */
export type Kind = "pad" | "char" | "integer" | "pointer" | "bool" | "half" | "float" | "bytes" | "pascal";

/** The scratch array that makes a value of bytes and back. */
type Cell = { [index: number]: number } | { [index: number]: bigint };

/** A format character under one prefix. */
export interface Code {
  readonly char: string;
  readonly kind: Kind;
  /** Bytes for one value; of `s`, `p` and `x`, for one of the count. */
  readonly size: number;
  /** A native value starts at a multiple of this. */
  readonly alignment: number;
  readonly cell: Cell;
  /** The least and the greatest integer that fits. */
  readonly min: bigint;
  readonly max: bigint;
}

const CELLS: Readonly<Record<number, readonly [unsigned: Cell, signed: Cell]>> = {
  1: [U8, I8],
  2: [U16, I16],
  4: [U32, I32],
  8: [U64, I64],
};

function integer(char: string, size: number, alignment = 1, kind: Kind = "integer"): Code {
  const signed = char !== "P" && char === char.toLowerCase();
  const bits = BigInt(size * 8 - (signed ? 1 : 0));
  const cell = (CELLS[size] as readonly [Cell, Cell])[signed ? 1 : 0];
  return { char, kind, size, alignment, cell, min: signed ? -(1n << bits) : 0n, max: (1n << bits) - 1n };
}

function other(char: string, kind: Kind, size = 1, alignment = 1, cell: Cell = U8): Code {
  return { char, kind, size, alignment, cell, min: 0n, max: 0n };
}

type Codes = ReadonlyMap<string, Code>;

function table(codes: readonly Code[]): Codes {
  return new Map(codes.map((code) => [code.char, code]));
}

const UNSIZED = [
  other("x", "pad"),
  other("c", "char"),
  other("?", "bool"),
  other("s", "bytes"),
  other("p", "pascal"),
];

/** Under `<`, `>`, `!` and `=`: one size everywhere, no alignment, and no machine types. */
export const STANDARD: Codes = table([
  ...UNSIZED,
  ...[..."bB"].map((char) => integer(char, 1)),
  ...[..."hH"].map((char) => integer(char, 2)),
  ...[..."iIlL"].map((char) => integer(char, 4)),
  ...[..."qQ"].map((char) => integer(char, 8)),
  other("e", "half", 2, 1, U16),
  other("f", "float", 4, 1, F32),
  other("d", "float", 8, 1, F64),
]);

/** Under `@` and without a prefix: the sizes and alignments of 64-bit Linux. */
export const NATIVE: Codes = table([
  ...UNSIZED,
  ...[..."bB"].map((char) => integer(char, 1)),
  ...[..."hH"].map((char) => integer(char, 2, 2)),
  ...[..."iI"].map((char) => integer(char, 4, 4)),
  ...[..."lLqQnN"].map((char) => integer(char, 8, 8)),
  integer("P", 8, 8, "pointer"),
  other("e", "half", 2, 2, U16),
  other("f", "float", 4, 4, F32),
  other("d", "float", 8, 8, F64),
]);
