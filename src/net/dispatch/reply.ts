// What a command answers with, where a plain object does not do: a reply with a body, and the parts of a streamed one.

import { ValueError } from "../../protocols/errors.ts";
import { repr } from "../../protocols/text/repr.ts";

/**
 * The body of a {@link Reply}: it is pulled, so that a slow reader holds its source back. `close`, where there is one, is
 * called once in every case: after the last piece, when the connection broke, and when the body was never begun.
 */
export interface ReplyBody extends AsyncIterable<Uint8Array> {
  close?(): unknown;
}

/**
 * A reply with bytes behind its header: the frame `{"ok": true, "cmd", …header, "data_size": length}` and the body.
 *
 * Once the header is out, a body that fails or is not of the length that was told can only be answered by cutting the
 * connection.
 *
 * @example return new Reply({ filename, filesize: content.size }, content, content.length);
 */
export class Reply {
  /** The fields of the reply's header. */
  readonly header: object;
  /** The bytes behind it; `null` for none. */
  readonly body: ReplyBody | null;
  /** How many bytes the body has. */
  readonly length: number;

  /**
   * @param length the number of bytes that `body` gives, which must be known before
   * @throws ValueError for a length that is no whole number of bytes, or a body without a length
   */
  constructor(header: object, body?: ReplyBody | null, length: number = body == null ? 0 : Number.NaN) {
    if (!Number.isSafeInteger(length) || length < 0) {
      throw new ValueError(`the length of a reply's body must be a number of bytes, got ${repr(length)}`);
    }
    this.header = header;
    this.body = body ?? null;
    this.length = length;
  }
}

/**
 * What the async generator of a streamed command yields: a frame `{"ok": true, "cmd", "more": true, …header, "data_size"}`
 * and the body. What the generator returns is the last frame, without `more`.
 *
 * @example yield { header: { stream: "stdout" }, body: chunk };
 */
export interface Part {
  readonly header: object;
  readonly body?: Uint8Array;
}
