// The module `operator`: Python's operators as functions (library reference, "operator").

export { mod } from "./mod.ts";
