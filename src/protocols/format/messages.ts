// The errors that more than one kind of formatting raises.

import { ValueError } from "../errors.ts";

/** A presentation type as messages show it: `\x1f600` where it is not printable ASCII. */
export function escapedType(type: string): string {
  const code = type.codePointAt(0) ?? 0;
  return code > 32 && code < 128 ? type : `\\x${code.toString(16)}`;
}

/** The error for a presentation type that a value's type does not know. */
export function unknownType(type: string, typeName: string): ValueError {
  return new ValueError(`Unknown format code '${escapedType(type)}' for object of type '${typeName}'`);
}
