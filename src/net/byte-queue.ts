// A queue of bytes that takes chunks of any size and gives them back in any other, copying each byte at most twice.

/** Chunks below this are gathered into blocks: a peer that sends single bytes must not cost an object for each. */
const SMALL = 512;

/** The size of those blocks: small enough to be free for an idle connection that has received one header. */
const BLOCK = 4096;

/** An empty `bytes`. */
export const EMPTY = new Uint8Array(0);

/** Bytes in order of arrival. Large chunks are kept as they came, not copied. */
export class ByteQueue {
  #chunks: Uint8Array[] = [];
  // The chunks before this index are gone; the array is cut in halves so that taking stays linear.
  #head = 0;
  #length = 0;
  #block = EMPTY;
  #used = 0;

  /** How many bytes are waiting. */
  get length(): number {
    return this.#length;
  }

  /** Adds a chunk, which the caller must not change from then on. */
  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.#length += chunk.length;
    if (chunk.length >= SMALL) this.#chunks.push(chunk);
    else this.#gather(chunk);
  }

  /** Takes bytes off the front: at least one, at most `max`; none from an empty queue. Copies nothing. */
  take(max: number): Uint8Array {
    const first = this.#chunks[this.#head];
    if (first === undefined || max <= 0) return EMPTY;
    if (first.length <= max) {
      this.#drop();
      this.#length -= first.length;
      return first;
    }
    this.#chunks[this.#head] = first.subarray(max);
    this.#length -= max;
    return first.subarray(0, max);
  }

  /** A copy of the first bytes, `max` at most, which stay. */
  peek(max: number): Uint8Array {
    const whole = new Uint8Array(Math.min(max, this.#length));
    for (let at = 0, chunk = this.#head; at < whole.length; chunk++) {
      const part = (this.#chunks[chunk] as Uint8Array).subarray(0, whole.length - at);
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }

  /** Takes exactly `size` bytes off the front; there must be that many. */
  takeExactly(size: number): Uint8Array {
    if (size > this.#length) throw new RangeError(`the queue holds ${this.#length} bytes, not ${size}`);
    const first = this.take(size);
    if (first.length === size) return first;
    const whole = new Uint8Array(size);
    whole.set(first);
    for (let at = first.length; at < size; ) {
      const next = this.take(size - at);
      whole.set(next, at);
      at += next.length;
    }
    return whole;
  }

  /** Takes everything, in chunks of any size. */
  takeAll(): Uint8Array[] {
    const chunks = this.#chunks.slice(this.#head);
    this.clear();
    return chunks;
  }

  /** Forgets everything. */
  clear(): void {
    this.#chunks = [];
    this.#head = 0;
    this.#length = 0;
    this.#block = EMPTY;
    this.#used = 0;
  }

  #gather(chunk: Uint8Array): void {
    const last = this.#chunks.at(-1);
    const room = this.#block.length - this.#used;
    // The last chunk can only grow in place while it still ends where the block's free room begins.
    const grows =
      last !== undefined &&
      last.buffer === this.#block.buffer &&
      chunk.length <= room &&
      this.#chunks.length > this.#head;
    if (!grows && chunk.length > room) {
      this.#block = new Uint8Array(BLOCK);
      this.#used = 0;
    }
    this.#block.set(chunk, this.#used);
    const start = grows ? last.byteOffset : this.#used;
    this.#used += chunk.length;
    const view = this.#block.subarray(start, this.#used);
    if (grows) this.#chunks[this.#chunks.length - 1] = view;
    else this.#chunks.push(view);
  }

  #drop(): void {
    this.#head++;
    if (this.#head * 2 < this.#chunks.length) return;
    this.#chunks = this.#chunks.slice(this.#head);
    this.#head = 0;
  }
}
