// struct: records of several fields in one buffer.

import { bytearray, bytes, print, repr, struct, tuple } from "dunder";

// A Struct knows its format once and for all: a number, three bytes, a float.
const reading = new struct.Struct("I3sf");
const label = new struct.Struct("4sI");
print(reading.size, label.size);

// Without a prefix the fields are where C would put them: a byte of padding stands in front of the float.
for (const prefix of ["", "<", ">"] as const) {
  const packed = struct.pack(`${prefix}I3sf`, 1, bytes("abc", "utf-8"), 2.5);
  print(repr(prefix), packed.length, hex(packed, " "));
}

// pack_into writes into a buffer that is there already, at an offset: no copy for each field.
const buffer = bytearray(reading.size + label.size);
reading.pack_into(buffer, 0, 1, bytes("abc", "utf-8"), 2.7);
label.pack_into(buffer, reading.size, bytes("defg", "utf-8"), 101);
print(hex(buffer));

// A float has four bytes, and comes back as the nearest number that fits into them. (What is a tuple in Python is an
// array here, so that it can be taken apart; tuple() is for printing it.)
print(tuple(reading.unpack_from(buffer, 0)));
print(tuple(label.unpack_from(buffer, reading.size)));

// The bytes do not say what they are. Another format reads other values.
print(tuple(struct.unpack_from("<HHHH", buffer, reading.size)));

// The same record many times over.
const points = struct.pack("<6h", 1, 2, -3, 4, 5, -6);
for (const [x, y] of struct.iter_unpack("<hh", points)) {
  print(x, y);
}

// Python's bytes.hex(separator).
function hex(data: Uint8Array, separator = ""): string {
  return Array.from(data, (byte) => byte.toString(16).padStart(2, "0")).join(separator);
}
