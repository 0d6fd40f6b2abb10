// struct: a number as bytes of a fixed size, and what that is good for: a length in front of each message.

import { bytes, eq, isinstance, print, str, struct } from "dunder";
import { type JsonObject, json } from "dunder/net";

// "<i" is a little-endian int of four bytes, whatever the number. Without "<" the machine would choose.
print(struct.pack("<i", 5), struct.pack("<i", 1_000_000), struct.calcsize("<i"));
print(struct.unpack("<i", bytes([0x05, 0x00, 0x00, 0x00]))[0]);
try {
  struct.pack("<i", 2 ** 31);
} catch (error) {
  if (!isinstance(error, struct.error)) throw error;
  print("struct.error:", error);
}

// A message that can be found in a stream: the length of its header in four bytes, the header, and the body, whose
// length the header tells.
const body = bytes("The quick brown fox", "utf-8");
const header = bytes(json.dumps({ filename: "fox.txt", filesize: body.length }), "utf-8");
const message = Buffer.concat([struct.pack("<i", header.length), header, body]);
print(message.length, "bytes, beginning with", message.subarray(0, 10));

// The receiver goes the same way. What is behind the message is the next message, and stays.
const stream = Buffer.concat([message, message]);
const [length] = struct.unpack_from("<i", stream);
const received = json.loads(str(stream.subarray(4, 4 + length), "utf-8")) as JsonObject;
print(received);
const start = 4 + length;
const end = start + Number(received.filesize);
print(stream.subarray(start, end), eq(stream.subarray(end), message));
