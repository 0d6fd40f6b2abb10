// `format` and `str.format`: CPython's format specifications and replacement fields.

export { type Formatter, format, formatter } from "./format.ts";
export { formatMap, formatTemplate } from "./template.ts";
