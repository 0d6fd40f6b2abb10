// `struct.error`: what the module raises (library, "struct").

import { Exception } from "../errors.ts";

/** A format that is none, a value that does not fit its format, a buffer of the wrong size. */
export class error extends Exception {
  static readonly __module__: string = "struct";
}
