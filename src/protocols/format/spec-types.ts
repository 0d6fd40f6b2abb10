// Which literal format specifications a value's type refuses, read by the compiler.

type Lower =
  | "a"
  | "b"
  | "c"
  | "d"
  | "e"
  | "f"
  | "g"
  | "h"
  | "i"
  | "j"
  | "k"
  | "l"
  | "m"
  | "n"
  | "o"
  | "p"
  | "q";
type Letter =
  | Lower
  | "r"
  | "s"
  | "t"
  | "u"
  | "v"
  | "w"
  | "x"
  | "y"
  | Uppercase<Lower>
  | "R"
  | "S"
  | "T"
  | "U"
  | "V"
  | "W"
  | "X"
  | "Y"
  | "Z";

// A number may be an int or a float: what either knows will do. `z` is an option too.
type NumberCode = "b" | "c" | "d" | "e" | "E" | "f" | "F" | "g" | "G" | "n" | "o" | "x" | "X";

type WrongCode<V> = [V] extends [number | bigint | boolean]
  ? Exclude<Letter, NumberCode>
  : [V] extends [string]
    ? Exclude<Letter, "s"> | "%"
    : never;

/** `S`, unless it ends in a presentation type that no value of type `V` knows. */
export type SpecFor<V, S extends string> = [V] extends [never]
  ? S
  : S extends `${string}${WrongCode<V>}`
    ? "no such presentation type for this value"
    : S;
