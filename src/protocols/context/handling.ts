// The error being handled: what Python sets as the context of an error that is raised meanwhile (reference, 8.4 and 7.8).

import { setContext } from "../errors.ts";
import { type Class, isClass } from "../lookup.ts";

/** The arguments of `__exit__`: the error's class, the error and its stack; three times `null` where there is none. */
export type ExcInfo =
  | readonly [exc_type: null, exc: null, traceback: null]
  | readonly [exc_type: Class, exc: unknown, traceback: string];

/** The arguments of `__exit__` after a body that ended well. */
export const NO_ERROR: readonly [null, null, null] = Object.freeze([null, null, null]);

/** What `__exit__` is told of an error. */
export function excInfo(error: unknown): ExcInfo {
  const { constructor } = Object(error) as { constructor: unknown };
  const stack = error instanceof Error ? error.stack : undefined;
  return [isClass(constructor) ? constructor : Object, error, stack ?? ""];
}

let handled: unknown;

/**
 * The error that is being handled where this is called from (`sys.exception()`), `null` where none is; `undefined` where
 * only JavaScript's own `catch` could know.
 */
export function handledError(): unknown {
  return handled;
}

/**
 * Calls `f` as it would be called from the `except` clause for `error`. It holds for what `f` does at once, not for what
 * a promise does later.
 */
export function whileHandling<T>(error: unknown, f: () => T): T {
  const outer = handled;
  handled = error;
  try {
    return f();
  } finally {
    handled = outer;
  }
}

type Chained = { __context__?: unknown };

/**
 * Does for an error that was raised while `context` was being handled what Python does at the `raise`: its chain of
 * contexts goes on with `context`. A `__context__` that somebody set to `null` ends the chain for good.
 */
export function chainContext(error: unknown, context: unknown): void {
  if (context === null || context === undefined) return;
  const outer = chainOf(context);
  const seen = new Set<unknown>();
  for (let link = error; link !== context && !seen.has(link); ) {
    seen.add(link);
    const raisedAgain = outer.indexOf(link);
    // A chain must not become a ring: the older link to an error that is raised again goes.
    if (raisedAgain > 0) setContext(outer[raisedAgain - 1], null);
    const next = raisedAgain > 0 ? undefined : (link as Chained | null)?.__context__;
    if (next === null) return;
    if (next === undefined) {
      setContext(link, context);
      return;
    }
    link = next;
  }
}

/** An error and its contexts, from the last one raised to the first. */
export function chainOf(error: unknown): unknown[] {
  const chain: unknown[] = [];
  for (let link = error; link !== null && link !== undefined && !chain.includes(link); ) {
    chain.push(link);
    link = (link as Chained).__context__;
  }
  return chain;
}
