// The module `functools`, as far as comparison goes (library reference, "functools").

export { cmp_to_key, type KeyWrapper } from "./cmp-to-key.ts";
export { type TotallyOrdered, total_ordering } from "./total-ordering.ts";
