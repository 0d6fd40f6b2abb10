// What a peer is told of an error.

import { BaseException, OSError } from "../../protocols/errors.ts";
import type { FailedReply } from "./dispatcher.ts";

/**
 * The reply to an error: of one of Python's hierarchy that has a `code` word its code and its message, of the system's
 * the number and its words; of a mistake in the program nothing but that there was one.
 */
export function failedWith(error: unknown): FailedReply {
  // Paths are the server's own business: neither `message` nor `filename` is told.
  if (error instanceof OSError) {
    const message = error.strerror ?? error.message;
    return { ok: false, header: { error: "os_error", errno: error.errno, message }, cause: error };
  }
  const code = codeOf(error);
  if (code !== null)
    return { ok: false, header: { error: code, message: (error as Error).message }, cause: error };
  return { ok: false, header: { error: "internal", message: "internal error" }, cause: error };
}

// Node's own errors have a `code` too, and are nobody's business; and `instanceof BaseException` is true for them.
function codeOf(error: unknown): string | null {
  const isOurs = Object.prototype.isPrototypeOf.call(BaseException.prototype, error as object);
  const code: unknown = isOurs ? (error as { code?: unknown }).code : null;
  return typeof code === "string" ? code : null;
}
