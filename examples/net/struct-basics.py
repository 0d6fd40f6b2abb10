# struct: a number as bytes of a fixed size, and what that is good for: a length in front of each message.

import json
import struct

# "<i" is a little-endian int of four bytes, whatever the number. Without "<" the machine would choose.
print(struct.pack("<i", 5), struct.pack("<i", 1_000_000), struct.calcsize("<i"))
print(struct.unpack("<i", b"\x05\x00\x00\x00")[0])
try:
    struct.pack("<i", 2**31)
except struct.error as error:
    print("struct.error:", error)

# A message that can be found in a stream: the length of its header in four bytes, the header, and the body, whose
# length the header tells.
body = b"The quick brown fox"
header = bytes(json.dumps({"filename": "fox.txt", "filesize": len(body)}), "utf-8")
message = struct.pack("<i", len(header)) + header + body
print(len(message), "bytes, beginning with", message[:10])

# The receiver goes the same way. What is behind the message is the next message, and stays.
stream = message + message
(length,) = struct.unpack_from("<i", stream)
received = json.loads(str(stream[4 : 4 + length], "utf-8"))
print(received)
start = 4 + length
end = start + received["filesize"]
print(stream[start:end], stream[end:] == message)
