// What the headers of the file transfer commands must be.

import * as v from "valibot";
import { MAX_PIPELINED_BODY } from "../../dispatch/lane.ts";

const bytes = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const sha256 = v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/i, "must be a SHA-256 in hexadecimal")));
const folder = v.optional(v.string(), "");

/** The longest page of a listing. */
export const MAX_PAGE = 1000;

/** `put`: a whole file. */
export const PUT = v.pipe(
  v.object({ filename: v.string(), filesize: bytes, sha256, trailer: v.optional(v.boolean(), false) }),
  // A short file overlaps with those behind it, whose headers stand where its trailer would.
  v.check(
    ({ filesize, trailer }) => !trailer || filesize > MAX_PIPELINED_BODY,
    `trailer is for files of more than ${MAX_PIPELINED_BODY} bytes: send sha256 in the header`,
  ),
);

/** `resume`: how much of a file is there. */
export const RESUME = v.object({ filename: v.string(), size: bytes });

/** `append`: the rest of a file. */
export const APPEND = v.object({
  upload: v.string(),
  offset: bytes,
  data_size: bytes,
  sha256,
  trailer: v.optional(v.boolean(), false),
});

/** `get`: a file, or a part of it. */
export const GET = v.object({
  filename: v.string(),
  offset: v.optional(bytes, 0),
  length: v.optional(bytes),
});

/** `ls`: a page of a folder. */
export const LS = v.object({
  folder,
  after: v.optional(v.string()),
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_PAGE)), MAX_PAGE),
});

/** `stat`: a name, "" for the root. */
export const STAT = v.object({ filename: v.string() });

/** `rm` and `mkdir`: a name. */
export const NAME = v.object({ filename: v.string() });

/** `mv`: a name and its new one. */
export const MOVE = v.object({ filename: v.string(), to: v.string() });

/** `digest`: a file, or its first bytes. */
export const DIGEST = v.object({ filename: v.string(), length: v.optional(bytes) });
