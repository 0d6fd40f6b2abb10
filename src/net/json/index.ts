// JSON text exactly as CPython's `json` module writes and reads it, as far as frame headers need it.

export { dumps } from "./dumps.ts";
export { JSONDecodeError, loads, MAX_INT_DIGITS } from "./loads.ts";
export { type JsonObject, type JsonValue, MAX_DEPTH } from "./values.ts";
