// Keyword arguments for functions that also take positional ones.

/** A call's keyword arguments; made by {@link kw}, always the last argument. */
export class Keywords<T extends object = Record<string, unknown>> {
  readonly values: T;
  constructor(values: T) {
    this.values = values;
  }
}

/**
 * Marks an object as the keyword arguments of a call, where Python takes `**kwargs` beside `*args`.
 *
 * @example str.format("{greeting}, {0}", "egon", kw({ greeting: "hello" }))
 */
export function kw<const T extends object>(values: T): Keywords<T> {
  return new Keywords(values);
}

/**
 * Splits a call's arguments into the positional ones and the values of a trailing {@link kw}, if there is one: what
 * `def f(*args, **kwargs)` finds in its two parameters.
 *
 * @returns the keywords are `undefined` where the call has none
 * @example
 * function f(...args: unknown[]) {
 *   const [positional, keywords = {}] = splitKeywords(args);
 * }
 */
export function splitKeywords(
  args: readonly unknown[],
): [positional: readonly unknown[], keywords: Record<string, unknown> | undefined] {
  const last = args.at(-1);
  if (last instanceof Keywords) return [args.slice(0, -1), last.values as Record<string, unknown>];
  return [args, undefined];
}
