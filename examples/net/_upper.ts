// What `bytes.upper()` does in Python: the letters of ASCII become capitals, all other bytes stay.

export function upper(data: Uint8Array): Uint8Array {
  return data.map((byte) => (byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte));
}
