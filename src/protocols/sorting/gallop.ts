// Galloping: the search of a sorted stretch of an array, in steps that double from where the answer is expected.

import type { Less } from "./runs.ts";

/** A sorted stretch of an array. */
export interface Stretch<T> {
  readonly items: readonly T[];
  readonly start: number;
  readonly length: number;
}

/** How many items of the stretch are less than `key`; `hint` is a guess below `length`. */
export function countLess<T>(
  key: T,
  { items, start, length }: Stretch<T>,
  hint: number,
  less: Less<T>,
): number {
  const precedes = (offset: number): boolean => less(items[start + offset] as T, key);
  const [low, high] = precedes(hint) ? gallopUp(precedes, hint, length) : gallopDown(precedes, hint);
  return bisect(precedes, low, high);
}

/** How many items of the stretch are not greater than `key`; `hint` is a guess below `length`. */
export function countNotGreater<T>(
  key: T,
  { items, start, length }: Stretch<T>,
  hint: number,
  less: Less<T>,
): number {
  const precedes = (offset: number): boolean => !less(key, items[start + offset] as T);
  const [low, high] = precedes(hint) ? gallopUp(precedes, hint, length) : gallopDown(precedes, hint);
  return bisect(precedes, low, high);
}

type Precedes = (offset: number) => boolean;

/** Bounds of the answer, where the item at `hint` precedes: `low` does so too, or is just before the first to be asked. */
function gallopUp(precedes: Precedes, hint: number, length: number): [low: number, high: number] {
  const most = length - hint;
  let last = 0;
  let step = 1;
  while (step < most && precedes(hint + step)) {
    last = step;
    step = step * 2 + 1;
  }
  return [hint + last + 1, hint + Math.min(step, most)];
}

function gallopDown(precedes: Precedes, hint: number): [low: number, high: number] {
  const most = hint + 1;
  let last = 0;
  let step = 1;
  while (step < most && !precedes(hint - step)) {
    last = step;
    step = step * 2 + 1;
  }
  return [hint - Math.min(step, most) + 1, hint - last];
}

function bisect(precedes: Precedes, from: number, to: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = low + ((high - low) >>> 1);
    if (precedes(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
