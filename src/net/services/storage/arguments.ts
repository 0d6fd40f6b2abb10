// What every store checks of the numbers and digests it is given.

import { ValueError } from "../../../protocols/errors.ts";
import { repr } from "../../../protocols/text/repr.ts";
import type { BlobUpload, ReadOptions } from "./blob-store.ts";
import { DigestError } from "./digest-error.ts";

/** `value`, where it is an integer from 0 on that a double holds exactly. @throws ValueError */
export function byteCount(value: unknown, what: string): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw new ValueError(`${what} must be an integer from 0 on, got ${repr(value)}`);
}

/** The part of a file of `size` bytes that is asked for. @throws ValueError */
export function partOf(size: number, options: ReadOptions): { offset: number; length: number } {
  const offset = Math.min(byteCount(options.offset ?? 0, "offset"), size);
  const length = options.length === undefined ? size : byteCount(options.length, "length");
  return { offset, length: Math.min(length, size - offset) };
}

/** @throws ValueError unless the chunk goes on where the upload is, and stays within its size */
export function checkChunk(upload: BlobUpload, chunk: Uint8Array, offset: number): void {
  const { filename, offset: at, size } = upload;
  if (offset !== at) throw new ValueError(`${repr(filename)} goes on at ${at}, not at ${repr(offset)}`);
  if (at + chunk.length > size) {
    throw new ValueError(`${repr(filename)} has ${size} bytes, not ${at + chunk.length}`);
  }
}

/** @throws ValueError unless all of the upload is there */
export function checkWhole({ filename, offset, size }: BlobUpload): void {
  if (offset !== size) throw new ValueError(`${repr(filename)} has ${offset} bytes so far, not ${size}`);
}

/** @throws DigestError unless the sender said nothing, or what is so */
export function checkDigest(filename: string, expected: string | undefined, actual: string | null): void {
  if (expected === undefined) return;
  if (actual === null) throw new ValueError(`${repr(filename)} is stored without a digest to compare with`);
  if (expected.toLowerCase() === actual) return;
  throw new DigestError(`the SHA-256 of ${repr(filename)} is ${actual}, not ${repr(expected)}`);
}
