// `iter_unpack`'s iterator: record after record of a buffer.

import { PythonIterator } from "../iteration/python-iterator.ts";
import type { Codec } from "./codec.ts";
import type { ReadView } from "./generate.ts";

/** Over bytes that hold a whole number of records. */
export class UnpackIterator extends PythonIterator<unknown[]> {
  static override readonly __module__: string = "_struct";
  readonly #read: ReadView;
  readonly #size: number;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(codec: Codec, bytes: Uint8Array) {
    super();
    this.#size = Number(codec.layout.size);
    this.#read = codec.readerOf(bytes.length / this.#size);
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  next(): IteratorResult<unknown[], unknown> {
    const at = this.#at;
    let done = true;
    let value: unknown[] | undefined;
    if (at < this.#bytes.length) {
      this.#at = at + this.#size;
      const read = this.#read;
      value = read(this.#view, this.#bytes, at);
      done = false;
    }
    // Made here for either outcome, the result never leaves a loop that compilers have optimized.
    return { done, value } as IteratorResult<unknown[], unknown>;
  }

  __length_hint__(): number {
    return (this.#bytes.length - this.#at) / this.#size;
  }
}
Object.defineProperty(UnpackIterator, "name", { value: "unpack_iterator" });
