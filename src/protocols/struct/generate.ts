// Code made for one format: what a careful person would write by hand for this record, tested against `interpret.ts`.

import { isByteArray } from "../comparison/kind.ts";
import { isBig } from "./generate-items.ts";
import { readerBody, viewReaderBody } from "./generate-read.ts";
import { packerBody, parameters, writerBody } from "./generate-write.ts";
import { halfBits, halfValue } from "./half.ts";
import { copy } from "./interpret.ts";
import type { Layout } from "./layout.ts";
import { F32, F64, HIGH, I64, LOW, U32, U64 } from "./scratch.ts";

/** Makes the bytes of a record. */
export type Pack = (...values: unknown[]) => Uint8Array;
/** Writes a record into bytes that have the room. */
export type Write = (bytes: Uint8Array, at: number, ...values: unknown[]) => void;
/** Reads a record from bytes that have it. */
export type Read = (bytes: Uint8Array, at: number) => unknown[];
/** Reads a record from bytes that have it, given a view of them all too. */
export type ReadView = (view: DataView, bytes: Uint8Array, at: number) => unknown[];

/** Longer records gain little from straight code, and compilers give up on it. */
const MAX_ITEMS = 256;

/** A format keeps a scratch of this size at most. */
const MAX_SIZE = 65536;

// Names of what the code uses. All it is made of are these, numbers, and the words in generate-read and -write:
// nothing of a format's text gets into it.
const SCOPE = { U32, F32, F64, U64, I64, LOW, HIGH, halfBits, halfValue, copy, isByteArray };

let allowed = true;

/** Whether code may be made for this layout: not for giants, nor where the page's or the platform's policy forbids it. */
export function generates({ size, items }: Layout): boolean {
  return allowed && items <= MAX_ITEMS && size <= MAX_SIZE;
}

function evaluate(
  name: string,
  params: readonly string[],
  body: string,
  slow: unknown,
  scratchSize: number | bigint = 0,
): unknown {
  try {
    // Constants, not parameters: what cannot change is folded into the optimized code.
    const make = new Function(
      "scope",
      "slow_",
      `"use strict";
const { ${Object.keys(SCOPE).join(", ")} } = scope, slow = slow_;
${scratchSize > 0 ? `const scratch = new Uint8Array(${scratchSize}), view = new DataView(scratch.buffer);` : ""}
return function ${name}(${params.join(", ")}) {
${body}
};`,
    );
    return make(SCOPE, slow);
  } catch (cause) {
    if (cause instanceof SyntaxError) throw cause;
    // Asked once: browsers report each attempt against a content security policy.
    allowed = false;
    return slow;
  }
}

/** The size of the scratch that functions for this layout need: see {@link isBig}. */
function scratchOf(layout: Layout): number | bigint {
  return isBig(layout) ? layout.size : 0;
}

/** `slow` does the same for values that are not of the usual types, and says what is wrong with them. */
export function generatePack(layout: Layout, slow: Pack): Pack {
  return evaluate("pack", parameters(layout), packerBody(layout), slow, scratchOf(layout)) as Pack;
}

/** As {@link generatePack}. */
export function generateWrite(layout: Layout, slow: Write): Write {
  return evaluate(
    "write",
    ["bytes", "at", ...parameters(layout)],
    writerBody(layout),
    slow,
    scratchOf(layout),
  ) as Write;
}

/** `slow` is the answer where no code can be made. */
export function generateRead(layout: Layout, slow: Read): Read {
  return evaluate("read", ["bytes", "at"], readerBody(layout), slow, scratchOf(layout)) as Read;
}

/** As {@link generateRead}. */
export function generateReadView(layout: Layout, slow: ReadView): ReadView {
  return evaluate("readView", ["view", "bytes", "at"], viewReaderBody(layout), slow) as ReadView;
}
