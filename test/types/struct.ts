// The compiler reads `struct` formats: what comes out, what goes in, and which literals are no formats.

import { float, kw, struct } from "dunder";
import { type Equal, type Expect, expectType } from "../support/types.ts";

type Unpacked<F> = struct.Unpacked<F>;

export type Cases = [
  // Every character, under the standard sizes.
  Expect<Equal<Unpacked<"<xcbB?hHiIlLqQefdsp">, StandardValues>>,
  Expect<Equal<Unpacked<">xcbB?hHiIlLqQefdsp">, StandardValues>>,
  Expect<Equal<Unpacked<"!xcbB?hHiIlLqQefdsp">, StandardValues>>,
  Expect<Equal<Unpacked<"=xcbB?hHiIlLqQefdsp">, StandardValues>>,
  // Native long integers, and what is native only, have 8 bytes.
  Expect<Equal<Unpacked<"lLnNP">, [bigint, bigint, bigint, bigint, bigint]>>,
  Expect<Equal<Unpacked<"@lLqQiI">, [bigint, bigint, bigint, bigint, number, number]>>,
  // Counts repeat a value, but for bytes, whose length they are.
  Expect<Equal<Unpacked<"<2I16s3?">, [number, number, Uint8Array, boolean, boolean, boolean]>>,
  Expect<Equal<Unpacked<"<0I0s00q5x">, [Uint8Array]>>,
  Expect<Equal<Unpacked<"<002I">, [number, number]>>,
  Expect<Equal<Unpacked<"<12Q">["length"], 12>>,
  Expect<Equal<Unpacked<"<999B">["length"], 999>>,
  Expect<Equal<Unpacked<"<h1000Bs">, [number, ...number[], Uint8Array]>>,
  Expect<Equal<Unpacked<"< I\t3s\n f ">, [number, Uint8Array, number]>>,
  Expect<Equal<Unpacked<"">, []>>,
  Expect<Equal<Unpacked<"<">, []>>,
  // One of several formats.
  Expect<Equal<Unpacked<"<I" | "<Q">, [number] | [bigint]>>,
  // A format that is not known.
  Expect<Equal<Unpacked<string>, struct.Value[]>>,
  Expect<Equal<Unpacked<Uint8Array>, struct.Value[]>>,
];

type StandardValues = [
  c: Uint8Array,
  b: number,
  B: number,
  bool: boolean,
  h: number,
  H: number,
  i: number,
  I: number,
  l: number,
  L: number,
  q: bigint,
  Q: bigint,
  e: number,
  f: number,
  d: number,
  s: Uint8Array,
  p: Uint8Array,
];

declare const bytes: Uint8Array;
declare const buffer: Buffer;
declare const view: DataView;
declare const unknownFormat: string;

expectType<[number, Uint8Array, number]>()(struct.unpack("<I3sf", bytes));
expectType<[number, Uint8Array, number]>()(struct.unpack_from("<I3sf", buffer, 4));
expectType<[number]>()(struct.unpack_from(">H", bytes, kw({ offset: 2 })));
expectType<[number]>()(struct.unpack_from(">H", kw({ buffer: view, offset: 2n })));
expectType<struct.Value[]>()(struct.unpack(unknownFormat, bytes.buffer));
expectType<number>()(struct.calcsize("<I3sf"));
expectType<Uint8Array>()(struct.pack("<I3sf", 1, bytes, 0.5));
for (const record of struct.iter_unpack("<qd", bytes)) expectType<[bigint, number]>()(record);

// Integers and floats are anything that stands for one; `?` is anything.
struct.pack("<4I", 1, 1n, true, { __index__: () => 1 });
struct.pack("<4d", 1.5, 1n, float(1), { __float__: () => 1.5 });
struct.pack("<2?", [], "text");
struct.pack("<Q", 1);
struct.pack_into("<H", buffer, 0, 1);
struct.pack(unknownFormat, 1, "anything", bytes);

// @ts-expect-error: a string is no float
struct.pack("<I3sf", 1, bytes, "x");
// @ts-expect-error: a string is no integer
struct.pack("<I", "1");
// @ts-expect-error: a string is no bytes
struct.pack("<3s", "abc");
// @ts-expect-error: a value too few
struct.pack("<I3sf", 1, bytes);
// @ts-expect-error: a value too many
struct.pack("<I", 1, 2);
// @ts-expect-error: a value too many for a buffer
struct.pack_into("<I", bytes, 0, 1, 2);
// @ts-expect-error: text is no buffer
struct.unpack("<I", "abcd");
// @ts-expect-error: an offset is an integer
struct.unpack_from("<I", bytes, "4");

// Literals that are no formats.
// @ts-expect-error: bad char in struct format
struct.unpack("<Z", bytes);
// @ts-expect-error: bad char in struct format
struct.pack("<I!", 1);
// @ts-expect-error: bad char in struct format: an address has no standard size
struct.calcsize("<P");
// @ts-expect-error: bad char in struct format: white space behind a count
struct.calcsize("<3 I");
// @ts-expect-error: bad char in struct format: the complex numbers of CPython 3.14
struct.calcsize("<F");
// @ts-expect-error: repeat count given without format specifier
struct.iter_unpack("<I3", bytes);
// @ts-expect-error: bad char in struct format
struct.Struct("<I3sz");

// A `Struct` remembers its format; it is made with or without `new`.
const header = new struct.Struct("<I3sf");
expectType<struct.Struct<"<I3sf">>()(header);
expectType<struct.Struct<"<I3sf">>()(struct.Struct("<I3sf"));
expectType<[number, Uint8Array, number]>()(header.unpack(bytes));
expectType<[number, Uint8Array, number]>()(header.unpack_from(bytes, kw({ offset: 4 })));
expectType<Uint8Array>()(header.pack(1, bytes, 0.5));
for (const record of header.iter_unpack(bytes)) expectType<[number, Uint8Array, number]>()(record);
// @ts-expect-error: a string is no float
header.pack(1, bytes, "x");
// @ts-expect-error: the size is what the format says
header.size = 4;

const unknownStruct = struct.Struct(unknownFormat);
expectType<struct.Value[]>()(unknownStruct.unpack(bytes));

class Point extends struct.Struct<"<dd"> {
  constructor() {
    super("<dd");
  }
}
expectType<[number, number]>()(new Point().unpack(bytes));
