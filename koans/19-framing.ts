// Framing: a stream of bytes has no messages, so a length goes before each.

import { FrameDecoder, LENGTH_SIZE, packHeader, unpackLength } from "dunder/net";
import { equal, fill, koan } from "../scripts/koans/koan.ts";

koan("A header goes as its length in four bytes, and then as JSON", () => {
  const packed = packHeader({ cmd: "put" });
  equal(LENGTH_SIZE, fill(4));
  equal(unpackLength(packed.subarray(0, LENGTH_SIZE)), fill(packed.length - 4));
});

koan("Two messages may arrive as one piece: the decoder tells them apart", () => {
  const one = packHeader({ cmd: "ls" });
  const both = new Uint8Array([...one, ...one]);
  const decoder = new FrameDecoder();
  decoder.receive(both);
  const events = [];
  for (let event = decoder.next(); event !== null; event = decoder.next()) events.push(event.type);
  equal<unknown>(events, fill(["header", "end", "header", "end"]));
});
