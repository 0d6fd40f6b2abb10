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

/** The four operations of a format. What they are given has been checked: buffers, places, and how many values. */
export interface Codec {
  readonly layout: Layout;
  pack: Pack;
  write: Write;
  read: Read;
  readView: ReadView;
}

/** A codec that interprets its format: slow, but needs nothing made. */
export function interpreted(layout: Layout): Codec {
  return {
    layout,
    pack: (...values) => {
      const bytes = allocate(layout.size);
      write(layout, bytes, 0, values);
      return bytes;
    },
    write: (bytes, at, ...values) => write(layout, bytes, at, values),
    read: (bytes, at) => read(layout, bytes, at),
    readView: (_, bytes, at) => read(layout, bytes, at),
  };
}

function allocate(size: number | bigint): Uint8Array {
  try {
    return new Uint8Array(Number(size));
  } catch {
    throw new MemoryError();
  }
}

/** A codec by code made for its format, where that is possible. */
export function generated(layout: Layout): Codec {
  const slow = interpreted(layout);
  if (!generates(layout)) return slow;
  return {
    layout,
    pack: generatePack(layout, slow.pack),
    write: generateWrite(layout, slow.write),
    read: generateRead(layout, slow.read),
    readView: generateReadView(layout, slow.readView),
  };
}

/** A codec that starts as the first kind and becomes the second, operation by operation. */
export function adaptive(layout: Layout): Codec {
  const slow = interpreted(layout);
  if (!generates(layout)) return slow;
  const codec: Codec = {
    layout,
    pack: warming(slow.pack, () => (codec.pack = generatePack(layout, slow.pack))),
    write: warming(slow.write, () => (codec.write = generateWrite(layout, slow.write))),
    read: warming(slow.read, () => (codec.read = generateRead(layout, slow.read))),
    // Whoever iterates has many records ahead.
    readView: (view, bytes, at) => {
      codec.readView = generateReadView(layout, slow.readView);
      return codec.readView(view, bytes, at);
    },
  };
  return codec;
}

function warming<Args extends unknown[], Result>(
  slow: (...args: Args) => Result,
  heat: () => (...args: Args) => Result,
): (...args: Args) => Result {
  let uses = 0;
  return (...args) => (++uses < USES_BEFORE_CODE ? slow(...args) : heat()(...args));
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
  const codec = cache.get(text) ?? adaptive(parse(text));
  if (cache.size >= MAX_CACHE) cache.clear();
  cache.set(text, codec);
  return codec;
}
