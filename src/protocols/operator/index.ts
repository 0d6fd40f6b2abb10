// The module `operator`: Python's operators as functions (library reference, "operator").

export { contains, delitem, getitem, setitem } from "../items/items.ts";
export { index } from "../numbers/integer.ts";
export { eq, ge, gt, is_, is_none, is_not, is_not_none, le, lt, ne, not_, truth } from "./comparison.ts";
export { mod } from "./mod.ts";
