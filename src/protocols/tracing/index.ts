// Hearing the calls of an object's special methods.

export { type TracedCall, TracedCalls, type TracedOutcome } from "./calls.ts";
export { type TraceOptions, trace } from "./trace.ts";
