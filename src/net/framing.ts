// Frames: four bytes of length, a JSON header of that length, and a body whose length the header tells. Pure: no sockets.

import { RecursionError, type ValueError } from "../protocols/errors.ts";
import { Struct } from "../protocols/struct/index.ts";
import { typeName } from "../protocols/typename.ts";
import { ByteQueue } from "./byte-queue.ts";
import {
  BodyLengthError,
  HeaderEncodingError,
  HeaderSyntaxError,
  HeaderTypeError,
  NegativeLengthError,
  OversizedLengthError,
  ShortReadError,
} from "./framing-errors.ts";
import { dumps, type JsonObject, type JsonValue, loads } from "./json/index.ts";

/**
 * The order of the four length bytes: `"little"` is `struct`'s `"<i"`, `"big"` is `">i"`, `"native"` is `"i"`, the
 * machine's own.
 */
export type ByteOrder = "little" | "big" | "native";

/** What a reader of frames accepts. */
export interface FrameOptions {
  /** Order of the length bytes; `"little"` unless told, which is what native means on nearly every machine. */
  readonly order?: ByteOrder;
  /** The longest header, in bytes; {@link MAX_HEADER} unless told. */
  readonly maxHeader?: number;
  /** The longest body, in bytes; {@link MAX_BODY} unless told. */
  readonly maxBody?: number;
  /** How many bytes of body follow a header; {@link bodyLength} unless told. */
  readonly bodyLength?: (header: JsonObject) => JsonValue | undefined;
}

/** The length in front of a header, in each order. */
const LENGTH = { little: Struct("<i"), big: Struct(">i"), native: Struct("i") } as const;

/** The size of the length in front of a header. */
export const LENGTH_SIZE = 4;

/** 64 KiB: a header holds a command and some names. HTTP servers allow 8 to 64 KiB for the same purpose. */
export const MAX_HEADER = 64 * 1024;

/** 1 TiB: a body is passed on in pieces and never held, so this only keeps a disk from being asked for nonsense. */
export const MAX_BODY = 2 ** 40;

/** The largest length that four signed bytes can say. */
const MAX_INT32 = 2 ** 31 - 1;

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * The bytes of a frame up to its body: the length, then the header as `json.dumps` writes it.
 *
 * @throws OversizedLengthError for a header longer than `maxHeader`, which the peer would refuse
 * @throws TypeError for a header that JSON cannot say
 * @example packHeader({ cmd: "put", filename: "a.txt", filesize: 5 })
 */
export function packHeader(
  header: Readonly<Record<string, unknown>>,
  options: Pick<FrameOptions, "order" | "maxHeader"> = {},
): Uint8Array {
  const text = dumps(header);
  const limit = Math.min(options.maxHeader ?? MAX_HEADER, MAX_INT32);
  if (text.length > limit) throw new OversizedLengthError("header length", text.length, limit);
  const frame = new Uint8Array(LENGTH_SIZE + text.length);
  LENGTH[options.order ?? "little"].pack_into(frame, 0, text.length);
  // The text is ASCII: one byte for each character.
  new TextEncoder().encodeInto(text, frame.subarray(LENGTH_SIZE));
  return frame;
}

/**
 * Reads the length in front of a header from its four bytes.
 *
 * @throws NegativeLengthError
 * @throws OversizedLengthError
 */
export function unpackLength(
  bytes: Uint8Array,
  options: Pick<FrameOptions, "order" | "maxHeader"> = {},
): number {
  if (bytes.length < LENGTH_SIZE) throw new ShortReadError(LENGTH_SIZE, bytes.length);
  const [length] = LENGTH[options.order ?? "little"].unpack_from(bytes);
  return checkLength("header length", length, options.maxHeader ?? MAX_HEADER);
}

/**
 * Reads a header from its bytes.
 *
 * @throws HeaderEncodingError
 * @throws HeaderSyntaxError with the {@link JSONDecodeError} as its `cause`
 * @throws HeaderTypeError
 */
export function parseHeader(bytes: Uint8Array): JsonObject {
  let text: string;
  try {
    text = UTF8.decode(bytes);
  } catch (cause) {
    throw new HeaderEncodingError("header is not valid UTF-8", { cause });
  }
  const header = parse(text);
  if (typeof header !== "object" || header === null || Array.isArray(header)) {
    throw new HeaderTypeError(`header must be a JSON object, got ${typeName(header)}`);
  }
  return header as JsonObject;
}

function parse(text: string): JsonValue {
  try {
    return loads(text);
  } catch (cause) {
    const reason = cause instanceof RecursionError ? "nested too deep" : (cause as ValueError).message;
    throw new HeaderSyntaxError(`header is not valid JSON: ${reason}`, { cause });
  }
}

/** The body length that a header tells in its `filesize` field (the upload's) or `data_size` (the shell's). */
export function bodyLength(header: JsonObject): JsonValue | undefined {
  return Object.hasOwn(header, "filesize") ? header.filesize : header.data_size;
}

/**
 * The number of body bytes behind a header, checked.
 *
 * @throws BodyLengthError for anything but a whole number
 * @throws NegativeLengthError
 * @throws OversizedLengthError
 */
export function checkBodyLength(header: JsonObject, options: FrameOptions = {}): number {
  const length = (options.bodyLength ?? bodyLength)(header);
  if (length === undefined) return 0;
  if (typeof length === "bigint") {
    return checkLength("body length", Number(length), options.maxBody ?? MAX_BODY);
  }
  if (typeof length !== "number" || !Number.isInteger(length)) {
    throw new BodyLengthError(`body length must be an int, got ${describe(length)}`);
  }
  return checkLength("body length", length, options.maxBody ?? MAX_BODY);
}

function describe(value: JsonValue): string {
  return typeof value === "number" ? String(value) : typeName(value);
}

function checkLength(what: string, length: number, limit: number): number {
  if (length < 0) throw new NegativeLengthError(what, length);
  if (length > limit) throw new OversizedLengthError(what, length, limit);
  return length;
}

/** What {@link FrameDecoder} finds in the bytes: a header, then its body in pieces, then the end of the frame. */
export type FrameEvent =
  | { readonly type: "header"; readonly header: JsonObject; readonly bodyLength: number }
  | { readonly type: "body"; readonly bytes: Uint8Array }
  | { readonly type: "end" };

/**
 * Turns bytes, however they are cut, into frames.
 *
 * For the caller: `receive(bytes)` takes what arrived, `next()` gives the next event or `null` when it needs more
 * bytes, `finish()` says that no more will come. Memory is bounded by the header limit and what `receive` was given.
 *
 * @example
 * decoder.receive(chunk);
 * for (let event = decoder.next(); event !== null; event = decoder.next()) console.log(event.type);
 */
export class FrameDecoder {
  readonly #options: FrameOptions;
  readonly #queue = new ByteQueue();
  #state: "length" | "header" | "body" = "length";
  // What the state still wants: bytes of the length, of the header or of the body.
  #wanted = LENGTH_SIZE;

  constructor(options: FrameOptions = {}) {
    this.#options = options;
  }

  /** Takes bytes that arrived; the decoder keeps them, so they must not be changed. */
  receive(bytes: Uint8Array): void {
    this.#queue.push(bytes);
  }

  /**
   * The next event in the bytes received so far, or `null` when more are needed.
   *
   * @throws FramingError, after which the decoder is of no more use
   */
  next(): FrameEvent | null {
    if (this.#state === "length") {
      if (this.#queue.length < LENGTH_SIZE) return null;
      this.#wanted = unpackLength(this.#queue.takeExactly(LENGTH_SIZE), this.#options);
      this.#state = "header";
    }
    return this.#state === "header" ? this.#nextHeader() : this.#nextBody();
  }

  /**
   * Says that no more bytes will come.
   *
   * @throws ShortReadError unless the stream ended between two frames
   */
  finish(): void {
    const waiting = this.#queue.length;
    const between = this.#state === "length" || (this.#state === "body" && this.#wanted === 0);
    if (!between || waiting > 0) throw new ShortReadError(this.#wanted, waiting);
  }

  #nextHeader(): FrameEvent | null {
    if (this.#queue.length < this.#wanted) return null;
    const header = parseHeader(this.#queue.takeExactly(this.#wanted));
    this.#wanted = checkBodyLength(header, this.#options);
    this.#state = "body";
    return { type: "header", header, bodyLength: this.#wanted };
  }

  #nextBody(): FrameEvent | null {
    if (this.#wanted === 0) {
      this.#state = "length";
      this.#wanted = LENGTH_SIZE;
      return { type: "end" };
    }
    const bytes = this.#queue.take(this.#wanted);
    this.#wanted -= bytes.length;
    return bytes.length > 0 ? { type: "body", bytes } : null;
  }
}
