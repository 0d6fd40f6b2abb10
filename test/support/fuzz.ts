// How many cases the property tests run, and from which seed.

import { isDeepStrictEqual } from "node:util";
import type { Parameters } from "fast-check";
import { expect } from "vitest";

// Fixed, so that a plain `npm test` is the same run everywhere; DUNDER_SEED explores further.
const DEFAULT_SEED = 20260801;

/** `n` cases, times DUNDER_FUZZ when it is set (`DUNDER_FUZZ=20 npm test`; fractions make a run shorter). */
export function cases(n: number): number {
  return Math.max(1, Math.round(n * environmentNumber("DUNDER_FUZZ", 1)));
}

/** The seed of this run: DUNDER_SEED when it is set, a fixed number when not. */
export const seed: number = environmentNumber("DUNDER_SEED", DEFAULT_SEED);

/**
 * Parameters for `fc.assert(property, fuzz(2000))` and `fc.sample(arbitrary, fuzz(2000))`. On a failure fast-check prints
 * the seed, the path and the shrunk counterexample; `DUNDER_SEED=<seed>` runs the same cases again.
 */
export function fuzz<T = unknown>(n: number): Parameters<T> {
  return { numRuns: cases(n), seed };
}

/**
 * Names seed and case number in the error of a check that ran outside `fc.assert`: for batches, where all cases go to
 * CPython in one call and are compared after it.
 */
export function forEachCase<T>(items: readonly T[], check: (item: T, index: number) => void): void {
  items.forEach((item, index) => {
    try {
      check(item, index);
    } catch (error) {
      if (error instanceof Error) {
        error.message = `case ${index} of seed ${seed}: ${JSON.stringify(item)}\n${error.message}`;
      }
      throw error;
    }
  });
}

/** `expect(actual).toEqual(expected)`, a hundred times quicker for the cases that agree. */
export function expectEqual(actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toEqual(expected);
}

function environmentNumber(name: string, fallback: number): number {
  const text = process.env[name];
  if (text === undefined || text === "") return fallback;
  const value = Number(text);
  if (!Number.isFinite(value)) throw new Error(`${name} must be a number, got ${JSON.stringify(text)}`);
  return value;
}
