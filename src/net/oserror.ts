// Node's system errors as Python's `OSError`, with Linux's numbers and glibc's words.

import { OSError } from "../protocols/errors.ts";

// Numbers and texts that `os.strerror` gives on Linux; libuv's own texts differ in words and case.
const KNOWN: Readonly<Record<string, readonly [errno: number, strerror: string]>> = {
  EPERM: [1, "Operation not permitted"],
  ENOENT: [2, "No such file or directory"],
  EIO: [5, "Input/output error"],
  EBADF: [9, "Bad file descriptor"],
  EAGAIN: [11, "Resource temporarily unavailable"],
  EACCES: [13, "Permission denied"],
  EBUSY: [16, "Device or resource busy"],
  EEXIST: [17, "File exists"],
  EXDEV: [18, "Invalid cross-device link"],
  ENOTDIR: [20, "Not a directory"],
  EISDIR: [21, "Is a directory"],
  EINVAL: [22, "Invalid argument"],
  ENFILE: [23, "Too many open files in system"],
  EMFILE: [24, "Too many open files"],
  EFBIG: [27, "File too large"],
  ENOSPC: [28, "No space left on device"],
  EROFS: [30, "Read-only file system"],
  EPIPE: [32, "Broken pipe"],
  ENAMETOOLONG: [36, "File name too long"],
  ENOTEMPTY: [39, "Directory not empty"],
  ELOOP: [40, "Too many levels of symbolic links"],
  EDESTADDRREQ: [89, "Destination address required"],
  ENOPROTOOPT: [92, "Protocol not available"],
  EMSGSIZE: [90, "Message too long"],
  EPROTONOSUPPORT: [93, "Protocol not supported"],
  ESOCKTNOSUPPORT: [94, "Socket type not supported"],
  EOPNOTSUPP: [95, "Operation not supported"],
  EAFNOSUPPORT: [97, "Address family not supported by protocol"],
  EADDRINUSE: [98, "Address already in use"],
  EADDRNOTAVAIL: [99, "Cannot assign requested address"],
  ENETUNREACH: [101, "Network is unreachable"],
  ECONNABORTED: [103, "Software caused connection abort"],
  ECONNRESET: [104, "Connection reset by peer"],
  ENOBUFS: [105, "No buffer space available"],
  EISCONN: [106, "Transport endpoint is already connected"],
  ENOTCONN: [107, "Transport endpoint is not connected"],
  ETIMEDOUT: [110, "Connection timed out"],
  ECONNREFUSED: [111, "Connection refused"],
  EHOSTUNREACH: [113, "No route to host"],
  EALREADY: [114, "Operation already in progress"],
  EINPROGRESS: [115, "Operation now in progress"],
  EDQUOT: [122, "Disk quota exceeded"],
  // What a stream says of itself once it is gone is what the system says of a write to a closed peer.
  ERR_STREAM_DESTROYED: [32, "Broken pipe"],
  ERR_STREAM_WRITE_AFTER_END: [32, "Broken pipe"],
  ERR_SOCKET_CLOSED: [32, "Broken pipe"],
};

// `getaddrinfo`'s own codes, which it does not take from errno.
const LOOKUP: Readonly<Record<string, readonly [errno: number, strerror: string]>> = {
  EAI_BADFLAGS: [-1, "Bad value for ai_flags"],
  ENOTFOUND: [-2, "Name or service not known"],
  EAI_NONAME: [-2, "Name or service not known"],
  EAI_AGAIN: [-3, "Temporary failure in name resolution"],
  EAI_FAIL: [-4, "Non-recoverable failure in name resolution"],
  EAI_NODATA: [-5, "No address associated with hostname"],
  EAI_FAMILY: [-6, "ai_family not supported"],
  EAI_SOCKTYPE: [-7, "ai_socktype not supported"],
  EAI_SERVICE: [-8, "Servname not supported for ai_socktype"],
  EAI_ADDRFAMILY: [-9, "Address family for hostname not supported"],
  EAI_MEMORY: [-10, "Memory allocation failure"],
};

/** A host name or service that cannot be resolved (`socket.gaierror`); `errno` is one of the `EAI_` numbers. */
export class gaierror extends OSError {}

/** A `gaierror` by its name: `gaiError("EAI_NONAME")`. */
export function gaiError(code: keyof typeof LOOKUP): gaierror {
  return new gaierror(...(LOOKUP[code] ?? [0, code]));
}

/** An `OSError` by its name: `osError("EPIPE")` is a `BrokenPipeError(32, "Broken pipe")`. */
export function osError(code: keyof typeof KNOWN, filename?: string): OSError {
  const [errno, strerror] = KNOWN[code] ?? [0, code];
  return filename === undefined ? new OSError(errno, strerror) : new OSError(errno, strerror, filename);
}

/** True for an error that Node took from the operating system, or made of one. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException & { code: string } {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).code === "string";
}

/**
 * The `OSError` for an error of Node's, which becomes its `cause`; any other error is given back as it is.
 *
 * @param filename the file it is about, where Python names one
 */
export function asOSError(error: unknown, filename?: string): Error {
  if (error instanceof OSError || !isSystemError(error)) return toError(error);
  const unresolved = LOOKUP[error.code];
  if (unresolved !== undefined) return new gaierror(...unresolved, { cause: error });
  const known = KNOWN[error.code];
  if (known === undefined && error.errno === undefined) return error;
  const [errno, strerror] = known ?? [Math.abs(error.errno ?? 0), error.code];
  const args = filename === undefined ? [errno, strerror] : [errno, strerror, filename];
  return new OSError(...args, { cause: error });
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
