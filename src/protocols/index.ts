// What an object can do: the protocols of Python's data model.

export { aiter, anext } from "./async-iteration.ts";
export type { AttributeDict } from "./attribute-dict.ts";
export { delattr, dir, getattr, hasattr, setattr, vars } from "./attributes.ts";
export { subscriptable } from "./brackets.ts";
export { type Callable, callable, callableClass } from "./callable.ts";
export { type AsyncContextManager, async_with, type ContextManager, with_ } from "./context.ts";
export { type Delegate, delegate, delegating } from "./delegation.ts";
export { enumerate } from "./enumerate.ts";
export * from "./errors.ts";
export { del_, setUnraisableHook, type Unraisable } from "./finalization.ts";
export { iter, next } from "./iteration.ts";
export type { PyAsyncIterator, PyIterator } from "./iteration-types.ts";
export { type Keywords, kw } from "./kw.ts";
export type { Class } from "./lookup.ts";
export { PROBES } from "./names.ts";
export { float, int } from "./numbers.ts";
export { object } from "./object.ts";
export { range } from "./range.ts";
export { repr } from "./repr.ts";
export { reversed } from "./reversed.ts";
export { zip } from "./zip.ts";
