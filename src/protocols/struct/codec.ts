// One format, ready for use: interpreted at first, and by code of its own once it has been used some times.

import { MemoryError } from "../errors.ts";
import {
  generatePack,
  generateRead,
  generateReadView,
  generates,
  generateWrite,
  type Pack,
  type Read,
  type ReadView,
  type Write,
} from "./generate.ts";
import { read, write } from "./interpret.ts";
import { formatText, type Layout, parse } from "./layout.ts";

/** Making code takes as long as a hundred interpreted records: formats that are put together for one use never pay it. */
const USES_BEFORE_CODE = 50;

/**
 * A format's operations. What they are given has been checked: buffers, places, and how many values.
 *
 * The functions made for the format are called where they exist, and not hidden behind others that stand in until then: a
 * place in the code that always calls the same function is one where compilers inline it.
 */
export class Codec {
  readonly layout: Layout;
  /** The format's own functions, `undefined` as long as it has none. */
  pack: Pack | undefined;
  write: Write | undefined;
  read: Read | undefined;
  #readView: ReadView | undefined;
  #packed = 0;
  #written = 0;
  #read = 0;

  constructor(layout: Layout) {
    this.layout = layout;
  }

  /** {@link pack} by interpretation, which counts. */
  packSlowly(...values: readonly unknown[]): Uint8Array {
    if (++this.#packed === USES_BEFORE_CODE) this.makePack();
    return pack(this.layout, values);
  }

  /** {@link write} by interpretation, which counts. */
  writeSlowly(bytes: Uint8Array, at: number, ...values: readonly unknown[]): void {
    if (++this.#written === USES_BEFORE_CODE) this.makeWrite();
    write(this.layout, bytes, at, values);
  }

  /** {@link read} by interpretation, which counts. */
  readSlowly(bytes: Uint8Array, at: number): unknown[] {
    if (++this.#read === USES_BEFORE_CODE) this.makeRead();
    return read(this.layout, bytes, at);
  }

  /** How to read so many records. */
  readerOf(records: number): ReadView {
    const { layout } = this;
    if (this.#readView === undefined && records >= USES_BEFORE_CODE) this.makeReadView();
    return this.#readView ?? ((_, bytes, at) => read(layout, bytes, at));
  }

  /** Makes the functions, where that is possible. */
  makePack(): void {
    const { layout } = this;
    if (generates(layout)) this.pack = generatePack(layout, (...values) => pack(layout, values));
  }

  /** As {@link makePack}. */
  makeWrite(): void {
    const { layout } = this;
    if (!generates(layout)) return;
    this.write = generateWrite(layout, (bytes, at, ...values) => write(layout, bytes, at, values));
  }

  /** As {@link makePack}. */
  makeRead(): void {
    const { layout } = this;
    if (generates(layout)) this.read = generateRead(layout, (bytes, at) => read(layout, bytes, at));
  }

  /** As {@link makePack}. */
  makeReadView(): void {
    const { layout } = this;
    if (!generates(layout)) return;
    this.#readView = generateReadView(layout, (_, bytes, at) => read(layout, bytes, at));
  }
}

function pack(layout: Layout, values: readonly unknown[]): Uint8Array {
  const bytes = allocate(layout.size);
  write(layout, bytes, 0, values);
  return bytes;
}

function allocate(size: number | bigint): Uint8Array {
  try {
    return new Uint8Array(Number(size));
  } catch {
    throw new MemoryError();
  }
}

/** As many formats as a program may use over and over; one that makes up formats as it goes must not fill the memory. */
const MAX_CACHE = 500;

const cache = new Map<unknown, Codec>();
const last: { format: string | undefined; codec: Codec | undefined } = {
  format: undefined,
  codec: undefined,
};

/**
 * The codec of a format.
 *
 * @throws error and others as {@link parse} and {@link formatText} do
 */
export function codecOf(format: unknown): Codec {
  // Most programs ask for the same one again.
  if (format === last.format && last.codec !== undefined) return last.codec;
  const codec = cache.get(format) ?? addCodec(format);
  // Bytes could be changed by the next time.
  if (typeof format === "string") {
    last.format = format;
    last.codec = codec;
  }
  return codec;
}

function addCodec(format: unknown): Codec {
  const text = formatText(format);
  const codec = cache.get(text) ?? new Codec(parse(text));
  if (cache.size >= MAX_CACHE) cache.clear();
  cache.set(text, codec);
  return codec;
}
