// What the compiler knows of containers: the keys that they take and the items that they give.

import type { bytearray } from "../builtins/bytearray.ts";
import type { list } from "../builtins/list.ts";
import type { SliceKey } from "../builtins/slice.ts";
import type { TupleItem, TupleMethods } from "../builtins/tuple.ts";
import type { range } from "../iteration/range.ts";

/** What may index a sequence: integers, booleans (0 and 1), and objects whose type has `__index__`. */
export type Index = number | bigint | boolean | { __index__(): number | bigint };

type AnyTypedArray =
  | Int8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

type Hooked<Name extends string> = { [N in Name]: (key: never, ...rest: never[]) => unknown };

/** The type is not known: whatever is asked of it is only known at run time. */
type Unknown<C> = unknown extends C ? true : false;

/** The keys that `getitem(container, key)` takes; `never` where the container has no items. */
export type KeyOf<C> =
  Unknown<C> extends true
    ? unknown
    : C extends { __getitem__(key: infer K, ...rest: never[]): unknown }
      ? K
      : C extends { __class_getitem__(key: infer K, ...rest: never[]): unknown }
        ? K
        : C extends string | readonly unknown[] | Uint8Array | AnyTypedArray
          ? Index | SliceKey
          : C extends ReadonlyMap<infer K, unknown>
            ? K
            : PropertyOf<C>;

/** The item that `getitem(container, key)` gives. */
export type ItemOf<C, K> =
  Unknown<C> extends true
    ? unknown
    : C extends TupleMethods<infer T>
      ? TupleItem<T, K>
      : C extends list<infer T>
        ? K extends SliceKey
          ? list<T>
          : T
        : C extends range | bytearray
          ? K extends SliceKey
            ? C
            : C extends range<infer N>
              ? N
              : number
          : C extends { __getitem__(key: never, ...rest: never[]): infer V }
            ? V
            : C extends { __class_getitem__(key: never, ...rest: never[]): infer V }
              ? V
              : C extends string
                ? string
                : C extends readonly unknown[]
                  ? K extends SliceKey
                    ? C[number][]
                    : `${K & number}` extends keyof C
                      ? C[K & keyof C]
                      : C[number]
                  : C extends Uint8Array | AnyTypedArray
                    ? K extends SliceKey
                      ? C
                      : C[number]
                    : C extends ReadonlyMap<unknown, infer V>
                      ? V
                      : K extends keyof C
                        ? C[K]
                        : unknown;

/** The keys that `setitem` takes; `never` for what cannot be changed. */
export type SettableKeyOf<C> =
  Unknown<C> extends true
    ? unknown
    : C extends { __setitem__(key: infer K, ...rest: never[]): unknown }
      ? K
      : C extends Hooked<"__getitem__"> | string | Uint8Array
        ? never
        : C extends unknown[]
          ? Index | SliceKey
          : C extends AnyTypedArray
            ? Index
            : C extends readonly unknown[]
              ? never
              : C extends Map<infer K, unknown>
                ? K
                : C extends ReadonlyMap<unknown, unknown>
                  ? never
                  : PropertyOf<C>;

/** The values that `setitem(container, key, value)` takes. */
export type ValueOf<C, K> =
  Unknown<C> extends true
    ? unknown
    : C extends { __setitem__(key: never, value: infer V, ...rest: never[]): unknown }
      ? V
      : C extends AnyTypedArray
        ? Index | C[number]
        : K extends SliceKey
          ? Iterable<C extends readonly unknown[] ? C[number] : unknown>
          : ItemOf<C, K>;

/** The keys that `delitem` takes; `never` for what cannot lose an item. */
export type DeletableKeyOf<C> =
  Unknown<C> extends true
    ? unknown
    : C extends { __delitem__(key: infer K, ...rest: never[]): unknown }
      ? K
      : C extends Hooked<"__getitem__"> | string | Uint8Array | AnyTypedArray
        ? never
        : C extends unknown[]
          ? Index | SliceKey
          : C extends readonly unknown[]
            ? never
            : C extends Map<infer K, unknown>
              ? K
              : C extends ReadonlyMap<unknown, unknown>
                ? never
                : PropertyOf<C>;

/** The string keys of a plain object, which stands for a dict. */
type PropertyOf<C> = C extends NoDict ? never : C extends object ? keyof C & string : never;

type NoDict =
  | ReadonlySet<unknown>
  | ((...args: never[]) => unknown)
  | (abstract new (
      ...args: never[]
    ) => unknown);

/** What `len` and `contains` take: anything that could be a container, so no number, no `null`, no plain function. */
export type ContainerLike<C, Hook extends string> = C extends { [N in Hook]: (...args: never[]) => unknown }
  ? C
  : C extends number | bigint | boolean | symbol | null | undefined | ((...args: never[]) => unknown)
    ? never
    : C;

/** What surely has a length. */
export type Sized =
  | { __len__(): unknown }
  | readonly unknown[]
  | ReadonlyMap<unknown, unknown>
  | ReadonlySet<unknown>
  | Uint8Array
  | AnyTypedArray;

/** What can surely be searched for any item. */
export type Searchable =
  | { __contains__(item: never): unknown }
  | { __iter__(): unknown }
  | readonly unknown[]
  | (Iterable<unknown, unknown, never> & object);
