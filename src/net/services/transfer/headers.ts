// What the headers of file transfer must be, for the commands of the handler and for the replies that a client believes.

import * as v from "valibot";

const count = v.pipe(v.number("must be a number"), v.safeInteger("must be a whole number"), v.minValue(0));
const name = v.string("must be a str");
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in hexadecimal"));

/** How the sender says what the bytes should be: before them or, in a frame of its own, after them. */
const digests = { sha256: v.optional(sha256), trailer: v.optional(v.boolean()) };

export const PUT = v.object({ filename: name, filesize: count, ...digests });
export const RESUME = v.object({ filename: name, size: count });
export const APPEND = v.object({ upload: count, offset: count, data_size: count, ...digests });
export const GET = v.object({
  filename: name,
  offset: v.optional(count),
  length: v.optional(count),
  trailer: v.optional(v.boolean()),
});
export const LS = v.object({
  folder: v.optional(name, ""),
  after: v.optional(name),
  limit: v.optional(v.pipe(count, v.minValue(1))),
});
export const FILE = v.object({ filename: name });
export const FOLDER = v.object({ folder: name });
export const MV = v.object({ filename: name, to: name });
export const DIGEST = v.object({ filename: name, length: v.optional(count) });

/** The frame behind a body. */
export const TRAILER = v.object({ sha256 });

const entry = v.object({
  name,
  kind: v.picklist(["file", "folder"]),
  size: count,
  modified: v.number(),
});

export const STORED_REPLY = v.object({ filename: name, size: count, sha256: v.nullable(sha256) });
export const RESUME_REPLY = v.object({ upload: count, offset: count, sha256 });
export const GET_REPLY = v.object({ size: count, offset: count, length: count, modified: v.number() });
export const LS_REPLY = v.object({ entries: v.array(entry), next: v.nullable(name) });
export const STAT_REPLY = entry;
export const DIGEST_REPLY = v.object({ sha256, size: count, modified: v.number() });
