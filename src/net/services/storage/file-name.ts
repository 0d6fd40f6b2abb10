// Which names a peer may give a file: plain base names that mean the same file on every system, with `/` between them.

import { ValueError } from "../../../protocols/errors.ts";
import { repr } from "../../../protocols/text/repr.ts";
import { typeName } from "../../../protocols/typename.ts";

/** A file name that a peer may not use. */
export class FileNameError extends ValueError {
  readonly code = "bad_name";
}

/** The longest name in bytes of UTF-8 that common file systems take. */
export const MAX_NAME = 255;

/** The longest path in bytes of UTF-8, and the deepest: what a store adds to it must fit into the 4,096 bytes of Linux. */
export const MAX_PATH = 2048;
const MAX_DEPTH = 64;

/** Names with this beginning are the server's own, for files that are not complete yet. */
export const PARTIAL_PREFIX = ".dunder-";

const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
const SEPARATOR = /[/\\]/;
// Device names of Windows, with any extension.
const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?$/i;

/**
 * The file name in what a peer sent, in Unicode's NFC form, so that one name is one file.
 *
 * Refused: anything but a string, an empty name, `.` and `..`, separators of any system, drive letters and streams
 * (`:`), control characters and NUL, halves of surrogate pairs, a blank or a dot at the end (Windows drops them), device
 * names, names longer than {@link MAX_NAME} bytes, and the server's own {@link PARTIAL_PREFIX}.
 *
 * @throws FileNameError
 */
export function safeFileName(value: unknown): string {
  if (typeof value !== "string") {
    throw new FileNameError(`file name must be a str, got ${typeName(value)}`);
  }
  const name = value.normalize("NFC");
  const fault = faultOf(name);
  if (fault !== undefined) throw new FileNameError(`file name ${repr(shortened(name))} ${fault}`);
  return name;
}

/**
 * The path in what a peer sent: base names as {@link safeFileName} takes them, with `/` between them, in Unicode's NFC form.
 *
 * Refused as well: a `/` at either end, two in a row, more than 64 names, more than {@link MAX_PATH} bytes.
 *
 * @throws FileNameError
 */
export function safePath(value: unknown): string {
  if (typeof value !== "string" || !value.includes("/")) return safeFileName(value);
  const bytes = Buffer.byteLength(value);
  if (bytes > MAX_PATH) throw new FileNameError(`path must be at most ${MAX_PATH} bytes, got ${bytes}`);
  const names = value.split("/");
  if (names.length > MAX_DEPTH) {
    throw new FileNameError(`path must have at most ${MAX_DEPTH} names, got ${names.length}`);
  }
  return names.map(safeFileName).join("/");
}

/** As {@link safePath}; the empty path is the root. @throws FileNameError */
export function safeFolder(value: unknown): string {
  return value === "" ? "" : safePath(value);
}

/** The folder's path and the base name in a path. */
export function splitPath(path: string): [folder: string, name: string] {
  const at = path.lastIndexOf("/");
  return at < 0 ? ["", path] : [path.slice(0, at), path.slice(at + 1)];
}

function faultOf(name: string): string | undefined {
  if (name === "") return "is empty";
  if (name === "." || name === "..") return "is a directory";
  if (SEPARATOR.test(name)) return "must not contain a separator";
  if (name.includes(":")) return "must not contain ':'";
  if (CONTROL.test(name)) return "must not contain control characters";
  if (/\p{Surrogate}/u.test(name)) return "is not valid Unicode";
  if (/[ .]$/.test(name)) return "must not end in a blank or a dot";
  if (DEVICE.test(name)) return "is reserved";
  if (Buffer.byteLength(name) > MAX_NAME) return `must be at most ${MAX_NAME} bytes`;
  if (name.toLowerCase().startsWith(PARTIAL_PREFIX)) return "is reserved";
  return undefined;
}

function shortened(name: string): string {
  return name.length > 80 ? `${name.slice(0, 80)}…` : name;
}
