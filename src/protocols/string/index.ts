// The module `string`: common string operations (library reference, "string").

export { type FieldKey, Formatter, type ParsedField } from "./formatter.ts";
