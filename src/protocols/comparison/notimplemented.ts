// `NotImplemented`: the answer of a hook that leaves the question to the other operand.

/**
 * What a binary special method (`__eq__`, `__add__` …) returns when it does not know the other operand's type: the other
 * operand's reflected method is asked next. Python's `NotImplemented`.
 *
 * It is not a boolean: `bool(NotImplemented)` raises `TypeError`. JavaScript's own `if` and `!` take any symbol for true
 * and cannot tell, so `return !eq(...)` rather than `!this.__eq__(other)`.
 */
export const NotImplemented: unique symbol = Symbol("NotImplemented");

/** The type of {@link NotImplemented}, for the result of a hook: `__eq__(other: unknown): boolean | NotImplementedType`. */
export type NotImplementedType = typeof NotImplemented;
