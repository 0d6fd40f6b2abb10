// What can be wrong with a frame: a closed set of errors, each with a stable `code`.

import { Exception } from "../protocols/errors.ts";

/** A frame that cannot be read. After one the stream is out of step: answer if you can, then close it. */
export class FramingError extends Exception {
  /** A word for programs; the message is for people and may change. */
  readonly code: string = "bad_frame";
}

/** The stream ended inside a frame. */
export class ShortReadError extends FramingError {
  override readonly code = "short_read";
  /** How many bytes were wanted. */
  readonly expected: number;
  /** How many came before the end. */
  readonly got: number;

  constructor(expected: number, got: number) {
    super(`expected ${expected} bytes, got ${got} before the end of the stream`);
    this.expected = expected;
    this.got = got;
  }
}

/** A length below zero: the four bytes are a signed integer. */
export class NegativeLengthError extends FramingError {
  override readonly code = "negative_length";

  constructor(what: string, length: number) {
    super(`${what} must not be negative, got ${length}`);
  }
}

/** A length above the limit. Nothing was allocated for it. */
export class OversizedLengthError extends FramingError {
  override readonly code = "oversized_length";

  constructor(what: string, length: number, limit: number) {
    super(`${what} must be at most ${limit}, got ${length}`);
  }
}

/** A header whose bytes are no UTF-8. */
export class HeaderEncodingError extends FramingError {
  override readonly code = "bad_utf8";
}

/** A header that is no JSON, or is nested too deep. */
export class HeaderSyntaxError extends FramingError {
  override readonly code = "bad_json";
}

/** A header that is JSON, but no object. */
export class HeaderTypeError extends FramingError {
  override readonly code = "not_an_object";
}

/** A header whose body length is no whole number. */
export class BodyLengthError extends FramingError {
  override readonly code = "bad_length";
}
