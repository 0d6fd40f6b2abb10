// What the module's functions and a `Struct`'s methods do: the checks, then the codec.

import type { PythonIterator } from "../iteration/python-iterator.ts";
import { Keywords } from "../kw.ts";
import { readable, readingPlace, writable, writingPlace } from "./buffers.ts";
import type { Codec } from "./codec.ts";
import { error } from "./error.ts";
import { UnpackIterator } from "./unpack-iterator.ts";

export function pack(codec: Codec, ...values: unknown[]): Uint8Array {
  if (values.length !== codec.layout.items) throw miscount("pack", codec, values.length);
  const make = codec.pack;
  return make === undefined ? codec.packSlowly(...values) : make(...values);
}

export function packInto(codec: Codec, buffer: unknown, offset: unknown, ...values: unknown[]): void {
  const { items, size } = codec.layout;
  if (buffer === undefined) throw new error("pack_into expected buffer argument");
  if (offset === undefined) throw new error("pack_into expected offset argument");
  if (values.length !== items) throw miscount("pack_into", codec, values.length);
  const bytes = writable(buffer);
  const at = writingPlace(offset, size, bytes.length);
  const { write } = codec;
  if (write === undefined) codec.writeSlowly(bytes, at, ...values);
  else write(bytes, at, ...values);
}

function miscount(operation: string, { layout }: Codec, got: number): error {
  return new error(`${operation} expected ${layout.items} items for packing (got ${got})`);
}

export function unpack(codec: Codec, buffer: unknown): unknown[] {
  const bytes = readable(buffer);
  const { size } = codec.layout;
  if (bytes.length !== size) throw new error(`unpack requires a buffer of ${size} bytes`);
  return read(codec, bytes, 0);
}

export function unpackFrom(codec: Codec, buffer: unknown, offset: unknown = 0): unknown[] {
  if (offset instanceof Keywords) return unpackNamed(codec, { buffer, ...offset.values });
  if (buffer instanceof Keywords) return unpackNamed(codec, buffer.values);
  const bytes = readable(buffer);
  return read(codec, bytes, readingPlace(offset, codec.layout.size, bytes.length));
}

function read(codec: Codec, bytes: Uint8Array, at: number): unknown[] {
  const { read } = codec;
  return read === undefined ? codec.readSlowly(bytes, at) : read(bytes, at);
}

function unpackNamed(codec: Codec, named: Readonly<Record<string, unknown>>): unknown[] {
  for (const name of Object.keys(named)) {
    if (name !== "buffer" && name !== "offset") {
      throw new TypeError(`unpack_from() got an unexpected keyword argument '${name}'`);
    }
  }
  return unpackFrom(codec, named.buffer, named.offset);
}

export function iterUnpack(codec: Codec, buffer: unknown): PythonIterator<unknown[]> {
  const { size } = codec.layout;
  if (size === 0) throw new error("cannot iteratively unpack with a struct of length 0");
  const bytes = readable(buffer);
  if (bytes.length % Number(size) !== 0) {
    throw new error(`iterative unpacking requires a buffer of a multiple of ${size} bytes`);
  }
  return new UnpackIterator(codec, bytes);
}
