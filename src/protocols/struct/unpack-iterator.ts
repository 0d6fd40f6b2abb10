// `iter_unpack`'s iterator: record after record of a buffer.

import { END, PythonIterator } from "../python-iterator.ts";
import type { Codec } from "./codec.ts";

/** Over bytes that hold a whole number of records. */
export class UnpackIterator extends PythonIterator<unknown[]> {
  static override readonly __module__: string = "_struct";
  readonly #codec: Codec;
  readonly #size: number;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(codec: Codec, bytes: Uint8Array) {
    super();
    this.#codec = codec;
    this.#size = Number(codec.layout.size);
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  next(): IteratorResult<unknown[], unknown> {
    const at = this.#at;
    if (at >= this.#bytes.length) return END;
    this.#at = at + this.#size;
    return { done: false, value: this.#codec.readView(this.#view, this.#bytes, at) };
  }

  __length_hint__(): number {
    return (this.#bytes.length - this.#at) / this.#size;
  }
}
Object.defineProperty(UnpackIterator, "name", { value: "unpack_iterator" });
