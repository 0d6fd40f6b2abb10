// The assertions of test/support/types.ts refuse what they should.

import { type Equal, type Expect, expectType } from "../support/types.ts";

export type Cases = [
  Expect<Equal<string, string>>,
  Expect<Equal<{ a: 1 } & { b: 2 }, { a: 1 } & { b: 2 }>>,
  // @ts-expect-error: any is not unknown
  Expect<Equal<any, unknown>>,
  // @ts-expect-error: an optional property is not a required one
  Expect<Equal<{ a?: 1 }, { a: 1 }>>,
];

expectType<number>()(1 as number);
// @ts-expect-error: a literal type is narrower than number
expectType<number>()(1 as const);
// @ts-expect-error: any is not a number
expectType<number>()(JSON.parse("1"));
