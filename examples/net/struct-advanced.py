# struct: records of several fields in one buffer.

import struct

# A Struct knows its format once and for all: a number, three bytes, a float.
reading = struct.Struct("I3sf")
label = struct.Struct("4sI")
print(reading.size, label.size)

# Without a prefix the fields are where C would put them: a byte of padding stands in front of the float.
for prefix in ["", "<", ">"]:
    packed = struct.pack(prefix + "I3sf", 1, b"abc", 2.5)
    print(repr(prefix), len(packed), packed.hex(" "))

# pack_into writes into a buffer that is there already, at an offset: no copy for each field.
buffer = bytearray(reading.size + label.size)
reading.pack_into(buffer, 0, 1, b"abc", 2.7)
label.pack_into(buffer, reading.size, b"defg", 101)
print(buffer.hex())

# A float has four bytes, and comes back as the nearest number that fits into them.
print(reading.unpack_from(buffer, 0))
print(label.unpack_from(buffer, reading.size))

# The bytes do not say what they are. Another format reads other values.
print(struct.unpack_from("<HHHH", buffer, reading.size))

# The same record many times over.
points = struct.pack("<6h", 1, 2, -3, 4, 5, -6)
for x, y in struct.iter_unpack("<hh", points):
    print(x, y)
