// struct: numbers as bytes of a fixed size.

import { bytes, struct } from "dunder";
import { equal, fill, koan, raises } from "../scripts/koans/koan.ts";

koan("The type i takes four bytes, whatever the number", () => {
  equal(struct.pack("i", 1).length, fill(4));
  equal(struct.calcsize("<I3sf"), fill(11));
});

koan("A number that does not fit is refused", () => {
  raises(fill(struct.error), () => struct.pack("i", 1111111111111));
});

koan("< puts the lowest byte first, > the highest", () => {
  equal([...struct.pack("<H", 1)], fill([1, 0]));
  equal([...struct.pack(">H", 1)], fill([0, 1]));
});

koan("unpack gives one value for each code", () => {
  const [id, tag] = struct.unpack("<I3s", struct.pack("<I3s", 7, bytes("abc", "ascii")));
  equal(id, fill(7));
  equal(tag.length, fill(3));
});
