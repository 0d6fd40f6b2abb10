// The module `time`: dates as text (library reference, "time").

export { strftime } from "./strftime.ts";
