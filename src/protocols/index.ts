// What an object can do: the protocols of Python's data model.

export type { AttributeDict } from "./attributes/attribute-dict.ts";
export { delattr, dir, getattr, hasattr, setattr, vars } from "./attributes/attributes.ts";
export { type Subscriptable, subscriptable } from "./attributes/brackets.ts";
export { type Delegate, delegate, delegating } from "./attributes/delegation.ts";
export * from "./builtins/index.ts";
export { type Callable, callable, callableClass } from "./callable.ts";
export { eq, NotImplemented, type NotImplementedType } from "./comparison/equality.ts";
export { type Hashable, hash } from "./comparison/hash.ts";
export { type AsyncContextManager, async_with, type ContextManager, with_ } from "./context/context.ts";
export * as contextlib from "./contextlib/index.ts";
export { cleandoc, doc, docOf, getdoc } from "./documentation/documentation.ts";
export { help, helpText } from "./documentation/help.ts";
export * from "./errors.ts";
export { del_, setUnraisableHook, type Unraisable } from "./finalization.ts";
export { type Formatter, format, formatter } from "./format/index.ts";
export * as functools from "./functools/index.ts";
export type { Index } from "./items/item-types.ts";
export { contains, delitem, getitem, in_, len, setitem } from "./items/items.ts";
export { aiter, anext } from "./iteration/async-iteration.ts";
export { enumerate } from "./iteration/enumerate.ts";
export { iter, next } from "./iteration/iteration.ts";
export type { PyAsyncIterator, PyIterator } from "./iteration/iteration-types.ts";
export { range } from "./iteration/range.ts";
export { reversed } from "./iteration/reversed.ts";
export { zip } from "./iteration/zip.ts";
export { type Keywords, kw, splitKeywords } from "./kw.ts";
export type { Class } from "./lookup.ts";
export { PROBES } from "./names.ts";
export { float, int } from "./numbers/numbers.ts";
export { object } from "./object.ts";
export * as operator from "./operator/index.ts";
export { percent } from "./printf/index.ts";
export { max, min, sorted } from "./sorting/index.ts";
export * as string from "./string/index.ts";
export * as struct from "./struct/index.ts";
export { ascii } from "./text/ascii.ts";
export { bytes } from "./text/bytes.ts";
export { print } from "./text/print.ts";
export { repr } from "./text/repr.ts";
export { str } from "./text/text.ts";
export * as time from "./time/index.ts";
export {
  type TracedCall,
  type TracedCalls,
  type TracedOutcome,
  type TraceOptions,
  trace,
} from "./tracing/index.ts";
