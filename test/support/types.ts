// Assertions for the compiler: a wrong type is a compile error of `npm run typecheck`.

/** `true` when A and B are the same type, told apart from `any`, `unknown` and mutual assignability. */
export type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/**
 * Accepts only `true`:
 *
 * ```ts
 * type Cases = [Expect<Equal<ReturnType<typeof len>, number>>];
 * expectType<number>()(len([]));
 * ```
 */
export type Expect<T extends true> = T;

/** `expectType<T>()(value)` compiles only where the type of `value` is exactly `T`. */
export function expectType<T>(): <V>(value: V & (Equal<V, T> extends true ? unknown : never)) => void {
  return () => {};
}
