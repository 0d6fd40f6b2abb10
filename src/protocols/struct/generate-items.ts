// What generated functions that pack and that unpack agree on.

import type { Field, Layout } from "./layout.ts";

/** One value of a record. */
export interface Item {
  readonly field: Field;
  readonly offset: number;
  /** Its variable; what is derived from it has a letter more. */
  readonly name: string;
}

/** The values of a record, one by one. */
export function items({ fields }: Layout): Item[] {
  const all: Item[] = [];
  for (const field of fields) {
    for (let i = 0; i < field.count; i++) {
      all.push({ field, offset: field.offset + i * field.size, name: `v${all.length}` });
    }
  }
  return all;
}

/**
 * A small record is written and read byte by byte: a `DataView` of its own would cost more than all of that. A big one
 * goes through a scratch that belongs to the format and has its `DataView` ready. Node keeps arrays of up to 64 bytes on
 * its own heap, where they are cheap to make, so this is where the costs change.
 */
export function isBig({ size }: Layout): boolean {
  return size > 64;
}

/** Up to this many bytes are copied one by one: a call of `set` costs more. */
export const COPY_BY_BYTE = 64;

/** Up to this many bytes a loop costs more than its work. */
export const COPY_STRAIGHT = 8;
