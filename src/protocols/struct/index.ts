// Binary records, packed and unpacked as Python's module `struct` does it (library, "struct").
//
// A format is one character for each value, with a count in front: `"<I3sf"`. Its prefix says the byte order: `<` little,
// `>` and `!` big, `=` the machine's, all in standard sizes without alignment; `@` or none is the machine's order with the
// sizes and alignments of 64-bit Linux (`l`, `L`, `n`, `N`, `P` have 8 bytes), as far as JavaScript can know a machine.
//
//     x pad   c char   ? bool   b B 1 byte   h H 2   i I l L 4   q Q 8   e f d floats   s bytes   p bytes with length
//     n N size   P address (both with `@` only)
//
// The complex numbers of CPython 3.14, `F` and `D`, are bad characters here: JavaScript has none.

export type { BufferLike } from "./buffers.ts";
export { error } from "./error.ts";
export { calcsize, iter_unpack, pack, pack_into, unpack, unpack_from } from "./functions.ts";
export { Struct, type StructConstructor } from "./struct.ts";
export type { AnyFormat, FloatLike, Format, Packed, Unpacked, Value, Wrong } from "./types.ts";
