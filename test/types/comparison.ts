// What the compiler knows of comparison, hashes and sorting.

import { functools, hash, kw, max, min, object, operator, sorted } from "dunder";
import { expectType } from "../support/types.ts";

const { eq, is_none, lt } = operator;

class Column extends object {
  __lt__(limit: number): { sql: string } {
    return { sql: `< ${limit}` };
  }
}
class Unordered extends object {
  name = "";
}
const unknownValue: unknown = 1;
const maybe: string | null = "x" as string | null;

// A comparison answers a boolean, unless a class says otherwise.
expectType<boolean>()(lt(1, 2n));
expectType<boolean>()(lt("a", "b"));
expectType<boolean>()(lt([1, "a"], [2]));
expectType<boolean>()(eq(1, "a"));
expectType<unknown>()(lt(unknownValue, 1));
expectType<boolean | { sql: string }>()(lt(new Column(), 5));
expectType<boolean>()(eq(new Unordered(), 5));

// What surely has no order is refused.
// @ts-expect-error int and str
lt(1, "a");
// @ts-expect-error None
lt(null, null);
// @ts-expect-error list and str
lt([1], "a");
// @ts-expect-error the class has no method of order
lt(new Unordered(), new Unordered());

if (is_none(maybe)) expectType<null>()(maybe);
else expectType<string>()(maybe);

// Sorting keeps the item type, and types the key function's argument.
expectType<number[]>()(sorted([3, 1]));
expectType<string[]>()(sorted("egon"));
expectType<(number | bigint)[]>()(sorted(new Set<number | bigint>()));
expectType<string[]>()(sorted(new Map<string, number>()));
expectType<Unordered[]>()(sorted([new Unordered()], kw({ key: (item: Unordered) => item.name })));
expectType<string[]>()(sorted(["b"], kw({ key: (name) => name.length, reverse: true })));
expectType<unknown[]>()(sorted(unknownValue));
// @ts-expect-error items without an order need a key
sorted([new Unordered()]);
// @ts-expect-error None has no order
sorted([null]);
// @ts-expect-error an int cannot be iterated
sorted(5);
// @ts-expect-error there is no such keyword
sorted([1], kw({ cmp: 1 }));

expectType<number>()(min([3, 1]));
expectType<number | bigint>()(max(3 as number, 1n as bigint));
expectType<number | null>()(max([1] as number[], kw({ default: null })));
expectType<Unordered>()(min([new Unordered()], kw({ key: (item) => item.name })));
// @ts-expect-error items without an order need a key
min([new Unordered()]);

// Only what surely cannot have a hash is refused.
expectType<number | bigint>()(hash("egon"));
expectType<number | bigint>()(hash(new Unordered()));
expectType<number | bigint>()(hash(unknownValue));
// @ts-expect-error a list has none
hash([1]);
// @ts-expect-error a dict has none
hash(new Map());

// `total_ordering` as a function adds the methods.
const Ordered = functools.total_ordering(
  class Ordered extends object {
    __lt__(_other: Ordered): boolean {
      return true;
    }
  },
);
sorted([new Ordered()]);
new Ordered().__ge__(1);
new Ordered().__lt__(new Ordered());
