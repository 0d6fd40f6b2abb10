// What the compiler knows of the builtin types.

import {
  bool,
  bytes,
  type dict as Dict,
  dict,
  float,
  type frozenset,
  getitem,
  type Index,
  int,
  isinstance,
  kw,
  type list as List,
  list,
  NoneType,
  range,
  type SliceKey,
  set,
  setitem,
  slice,
  str,
  type tuple as Tuple,
  tuple,
  zip,
} from "dunder";
import { type Equal, type Expect, expectType } from "../support/types.ts";

// A list knows its items, from whatever it was made.
expectType<List<number>>()(list([1, 2]));
expectType<List<string>>()(list("abc"));
expectType<List<string>>()(list(new Map([["a", 1]])));
expectType<List<number>>()(new list([1, 2]));
expectType<number>()(list([1]).pop());
expectType<List<number>>()(getitem(list([1, 2]), slice(1)));
list([1]).append(2);
// @ts-expect-error: a list of numbers takes no strings
list([1]).append("a");
list([3, 1]).sort({ key: (n) => -n, reverse: true });

// A tuple is what TypeScript knows as one: it destructures, and cannot change.
const point = tuple([3, "up"]);
const [x, direction] = point;
expectType<number>()(x);
expectType<string>()(direction);
expectType<2>()(point.length);
expectType<string>()(point.__getitem__(1));
// @ts-expect-error: immutable
point[0] = 1;
expectType<Tuple<readonly string[]>>()(tuple("ab"));
class Point extends tuple<[number, number]> {
  get x(): number {
    return this[0];
  }
}
expectType<number>()(new Point([1, 2]).x);

// A dict knows its keys and values.
expectType<Dict<string, number>>()(dict({ a: 1 }));
expectType<Dict<string, number>>()(dict([["a", 1]]));
expectType<Dict<string, number>>()(dict(new Map([["a", 1]])));
expectType<Dict<string, number>>()(dict(kw({ a: 1 as number })));
expectType<Dict<string, number>>()(dict(zip("ab", [1, 2])));
const ages = new dict<string, number>();
expectType<number | undefined>()(ages.get("egon"));
expectType<number | null>()(ages.get("egon", null));
expectType<number>()(ages.pop("egon"));
expectType<Tuple<[string, number]>>()(ages.popitem());
for (const [name, age] of ages.items()) {
  expectType<string>()(name);
  expectType<number>()(age);
}
for (const name of ages.keys()) expectType<string>()(name);
// @ts-expect-error: the values are numbers
ages.set("egon", "old");

// Extended, they keep their types.
class Words extends list<string> {
  readonly tag = 1;
  override append(word: string): void {
    super.append(word.trim());
  }
  override extend(words: Iterable<string>): void {
    for (const word of words) this.append(word);
  }
  override __setitem__(key: Index | SliceKey, value: string | Iterable<string>): void {
    if (isinstance(key, slice)) super.__setitem__(key, value);
    else super.__setitem__(key, value as string);
  }
}
list<string>().extend(dict(kw({ a: 1 }))); // its keys
list<string>().extend("abc");
list<number>().extend(range(3));
// @ts-expect-error: the items are strings
list<string>().extend([1]);
expectType<string>()(new Words(["a"]).pop());
class Counter extends dict<string, number> {
  __missing__(_key: string): number {
    return 0;
  }
}
expectType<number>()(getitem(new Counter(), "a"));

// isinstance narrows to the native values that a builtin type stands for; a subclass of one, to its instances.
declare const value: unknown;
if (isinstance(value, str)) expectType<string>()(value);
if (isinstance(value, int)) expectType<number | bigint>()(value);
if (isinstance(value, float)) expectType<number | float>()(value);
if (isinstance(value, bool)) expectType<boolean>()(value);
if (isinstance(value, list)) expectType<unknown[]>()(value);
if (isinstance(value, tuple)) expectType<Tuple>()(value);
if (isinstance(value, dict)) expectType<Map<unknown, unknown> | Record<string, unknown>>()(value);
if (isinstance(value, bytes)) expectType<Uint8Array>()(value);
if (isinstance(value, set)) expectType<Set<unknown>>()(value);
if (isinstance(value, NoneType)) expectType<null | undefined>()(value);
if (isinstance(value, [int, str])) expectType<number | bigint | string>()(value);
if (isinstance(value, Words)) expectType<Words>()(value);
declare const either: string | number[];
if (isinstance(either, str)) expectType<string>()(either);
else expectType<number[]>()(either);

// Slices are keys of sequences.
expectType<string>()(getitem("abc", slice(1, null)));
expectType<number[]>()(getitem([1, 2], slice(null, null, -1)));
setitem([1, 2], slice(1), [3]);
// @ts-expect-error: a slice takes the items of an iterable
setitem([1, 2], slice(1), 3);
// @ts-expect-error: a string is no index
getitem([1, 2], slice("a"));

export type Cases = [
  Expect<Equal<ReturnType<typeof int>, number | bigint>>,
  Expect<Equal<ReturnType<typeof frozenset<string>>, frozenset<string>>>,
];
