// `format` and `str.format`: CPython's format specifications and replacement fields.

export { type Formatter, format, formatter } from "./format.ts";
export type { SpecFor } from "./spec-types.ts";
export { formatMap, formatTemplate } from "./template.ts";
export type { TemplateArguments } from "./template-types.ts";
