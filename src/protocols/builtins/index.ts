// Python's builtin types as classes. `int`, `float`, `str`, `bytes` and `range` stand in files of their own.

export { type BoolConstructor, bool } from "./bool.ts";
export { type BytearrayConstructor, bytearray } from "./bytearray.ts";
export { type DictConstructor, type DictSource, dict } from "./dict.ts";
export type { dict_items, dict_keys, dict_values } from "./dict-view-types.ts";
export { type FrozensetConstructor, frozenset } from "./frozenset.ts";
export { type ListConstructor, list, type SortOptions } from "./list.ts";
export { NoneType } from "./none-type.ts";
export { type SetConstructor, set } from "./set.ts";
export { type SliceBound, type SliceConstructor, type SliceKey, slice } from "./slice.ts";
export { type TupleConstructor, tuple } from "./tuple.ts";
