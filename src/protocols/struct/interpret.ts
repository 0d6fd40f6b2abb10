// Packing and unpacking field by field: the whole meaning of a format, and its errors. Generated code falls back on it.

import { bool } from "../comparison/truth.ts";
import type { Code } from "./codes.ts";
import {
  type Mode,
  storeSingle,
  toBytes,
  toChar,
  toFloat,
  toHalfBits,
  toInteger,
  toPointer,
} from "./convert.ts";
import { halfValue } from "./half.ts";
import type { Field, Layout } from "./layout.ts";
import { F64, load, store, U16 } from "./scratch.ts";

/** Writes as many values as the layout has, from `values[from]` on, into the bytes from `at` on. */
export function write(layout: Layout, bytes: Uint8Array, at: number, values: readonly unknown[]): void {
  // First, as CPython does: who reads the buffer after an error sees no leftovers.
  bytes.fill(0, at, at + Number(layout.size));
  let next = 0;
  for (const field of layout.fields) {
    let to = at + field.offset;
    for (let i = 0; i < field.count; i++) {
      put(field, layout, bytes, to, values[next++]);
      to += field.size;
    }
  }
}

function put(field: Field, mode: Mode, bytes: Uint8Array, at: number, value: unknown): void {
  const { code, size } = field;
  switch (code.kind) {
    case "integer":
    case "pointer":
      putInteger(code.kind === "integer" ? toInteger(value, code, mode) : toPointer(value), code);
      break;
    case "float":
      if (code.size === 4) storeSingle(value, mode);
      else F64[0] = toFloat(value);
      break;
    case "half":
      U16[0] = toHalfBits(value);
      break;
    case "bool":
      bytes[at] = bool(value) ? 1 : 0;
      return;
    case "char":
      bytes[at] = toChar(value);
      return;
    case "bytes":
      putBytes(bytes, at, toBytes(value, code), size);
      return;
    case "pascal":
      putPascal(bytes, at, toBytes(value, code), size);
      return;
  }
  store(bytes, at, size, mode.little);
}

function putInteger(integer: number | bigint, { size, cell }: Code): void {
  cell[0] = size === 8 ? BigInt(integer) : Number(integer);
}

/** What is too long is cut off; what is too short leaves zeros. */
function putBytes(bytes: Uint8Array, at: number, value: Uint8Array, size: number): void {
  bytes.set(value.length > size ? value.subarray(0, size) : value, at);
}

/** A length of at most 255 in front, though more may stand behind it. */
function putPascal(bytes: Uint8Array, at: number, value: Uint8Array, size: number): void {
  if (size === 0) return;
  putBytes(bytes, at + 1, value, size - 1);
  bytes[at] = Math.min(value.length, size - 1, 255);
}

/** Reads the values of the record at `at`. */
export function read(layout: Layout, bytes: Uint8Array, at: number): unknown[] {
  const values: unknown[] = [];
  for (const field of layout.fields) {
    let from = at + field.offset;
    for (let i = 0; i < field.count; i++) {
      values.push(get(field, layout, bytes, from));
      from += field.size;
    }
  }
  return values;
}

function get({ code, size }: Field, { little }: Mode, bytes: Uint8Array, at: number): unknown {
  switch (code.kind) {
    case "integer":
    case "pointer":
    case "float":
      load(bytes, at, size, little);
      return code.cell[0];
    case "half":
      load(bytes, at, size, little);
      return halfValue(U16[0] as number);
    case "bool":
      return bytes[at] !== 0;
    case "pascal":
      return size === 0 ? new Uint8Array() : copy(bytes, at + 1, Math.min(bytes[at] as number, size - 1));
    default:
      return copy(bytes, at, size);
  }
}

/** A copy that is a plain `Uint8Array`, whatever `bytes` is. */
export function copy(bytes: Uint8Array, at: number, size: number): Uint8Array {
  const part = new Uint8Array(size);
  part.set(bytes.subarray(at, at + size));
  return part;
}
